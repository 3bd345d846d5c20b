//! Changing a member: name, role, status, address; each field that the request has.

use super::email::EmailAddress;
use super::invitation::{invite, void_invitation};
use super::model::Member;
use super::people::{bump_epoch, circumstances, notify, open_for_change};
use super::reason::choose_reason;
use super::refusals::{OpenError, PatchMemberError};
use super::regroup::{NewGroups, regroup};
use super::service::is_last_admin;
use super::validation::choose_name;
use super::{recovery, store, store_counted, store_list};
use crate::messages::mail::{self, MailContent, Notice, RecoveryNotice};
use crate::people::api_tokens;
use crate::people::groups::{self, Chosen};
use crate::platform::context::Context;
use crate::platform::db::keys::RuleKey;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::expected::Expected;
use crate::protection::access::{Actor, Authorized, Fresh, MembersWrite};
use crate::record::audit::Action;
use serde_json::{Value, json};
use shared_types::ids::MemberId;
use shared_types::members::{MemberStatus, MemberView, PatchMemberRequest, Role, SettableStatus};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::time::Time;

/// What a request changes, looked at.
struct Changes {
    name: Option<String>,
    role: Option<Role>,
    status: Option<SettableStatus>,
    groups: Option<Chosen>,
    /// The groups, once they are set, where they are others.
    regrouped: Option<NewGroups>,
    address: Option<EmailAddress>,
    reason: Option<String>,
}

/// Whom a request changes, in which version, and how.
pub(super) struct RequestedChange {
    pub(super) id: MemberId,
    pub(super) expected: Expected,
    pub(super) request: PatchMemberRequest,
}

pub(super) async fn patch_member(
    context: &Context,
    caller: Fresh<MembersWrite>,
    asked: RequestedChange,
) -> Result<MemberView, PatchMemberError> {
    let now = context.clock.now();
    let RequestedChange {
        id,
        expected,
        request,
    } = asked;
    let changes = Changes::of(&request).map_err(|flaw| PatchMemberError::Invalid(vec![flaw]))?;
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let (caller, member) = match open_for_change(connection, &caller, id, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused.into())),
        };
        if !expected.admits(member.version) {
            return Ok(Err(PatchMemberError::Changed));
        }
        if request
            .version
            .is_some_and(|version| version != member.version)
        {
            return Ok(Err(PatchMemberError::Stale));
        }
        if let Some(refused) = find_refusal(connection, &caller, &member, &changes)? {
            return Ok(Err(refused));
        }
        let groups = changes.groups.as_ref();
        let regrouped = match regroup(connection, &caller, &member, groups, now)? {
            Ok(regrouped) => regrouped,
            Err(refused) => return Ok(Err(refused)),
        };
        let changes = Changes {
            regrouped,
            ..changes.that_differ(&member)
        };
        if changes.is_any() {
            change(connection, &member, &changes, now)?;
            let event = caller.event(Action::MemberChanged).about(id);
            caller.record(connection, now, &event.details(changes.details()))?;
        }
        if let Some(address) = &changes.address {
            // A change of the address has a reason.
            let new = NewAddress {
                address,
                reason: changes.reason.as_deref().unwrap_or_default(),
            };
            set_address(connection, &own, &caller, &member, &new)?;
        }
        let view = store_list::find_view(connection, caller.organization.key, id, now)?;
        Ok(view.ok_or(OpenError::NotFound.into()))
    };
    context.db.write(write).await?
}

impl Changes {
    fn of(request: &PatchMemberRequest) -> Result<Self, FieldError> {
        let name = request.display_name.as_deref();
        let reason = match (&request.reason, &request.email) {
            (None, None) => None,
            (reason, _) => Some(choose_reason(reason.as_deref().unwrap_or_default())?),
        };
        let address = request.email.as_deref().map(|email| {
            let detail = "This is not an email address.";
            EmailAddress::parse(email)
                .ok_or_else(|| FieldError::new("email", FieldErrorCode::Invalid, detail))
        });
        let groups = request.groups.as_deref().map(groups::choose).transpose();
        Ok(Self {
            name: name
                .map(|name| choose_name("display_name", name))
                .transpose()?,
            role: request.role,
            status: request.status,
            groups: groups?,
            regrouped: None,
            address: address.transpose()?,
            reason,
        })
    }

    /// Without what the member has already: it is accepted and changes nothing, so nothing is recorded.
    fn that_differ(self, member: &Member) -> Self {
        let differs = |status: &SettableStatus| match status {
            // Who is not disabled is active or invited already, and an active member may have no password for now.
            SettableStatus::Active => member.status == MemberStatus::Disabled,
            SettableStatus::Disabled => member.status != MemberStatus::Disabled,
        };
        Self {
            name: self.name.filter(|name| *name != member.display_name),
            role: self.role.filter(|role| *role != member.role),
            status: self.status.filter(differs),
            ..self
        }
    }

    /// The address is never the one that the member has: that is refused.
    const fn is_any(&self) -> bool {
        self.name.is_some()
            || self.role.is_some()
            || self.status.is_some()
            || self.regrouped.is_some()
            || self.address.is_some()
    }

    /// Whether the member, if an administrator, is none afterwards or cannot sign in.
    fn takes_admin_away(&self) -> bool {
        self.role.is_some_and(|role| role < Role::Admin)
            || self.status == Some(SettableStatus::Disabled)
    }

    /// For the record: which fields, and of those only what is no text about a person. Addresses and
    /// names stay out; the record is kept longer than they are.
    fn details(&self) -> Value {
        let fields = [
            ("display_name", self.name.is_some()),
            ("role", self.role.is_some()),
            ("status", self.status.is_some()),
            ("groups", self.regrouped.is_some()),
            ("email", self.address.is_some()),
        ];
        let changed = fields.iter().filter(|(_, is_changed)| *is_changed);
        let changed: Vec<&str> = changed.map(|(field, _)| *field).collect();
        let mut details = json!({ "changed": changed });
        let regrouped = self.regrouped.as_ref();
        let known = [
            ("groups", regrouped.map(NewGroups::details)),
            ("role", self.role.map(|role| json!(role))),
            ("status", self.status.map(|status| json!(status))),
            ("reason", self.reason.as_ref().map(|reason| json!(reason))),
        ];
        let demands = regrouped.into_iter().flat_map(NewGroups::demands);
        for (field, value) in known.into_iter().chain(demands) {
            if let Some(value) = value {
                details[field] = value;
            }
        }
        details
    }
}

fn find_refusal(
    connection: &mut DbConnection,
    caller: &Authorized<MembersWrite>,
    member: &Member,
    changes: &Changes,
) -> DbResult<Option<PatchMemberError>> {
    if changes.role > Some(caller.actor.highest_subject()) {
        return Ok(Some(PatchMemberError::Forbidden));
    }
    if changes.takes_admin_away() && is_last_admin(connection, member)? {
        return Ok(Some(PatchMemberError::LastAdministrator));
    }
    let Some(address) = &changes.address else {
        return Ok(None);
    };
    // A stolen token must not move an account to another mailbox (K-02).
    if matches!(caller.actor, Actor::Client(_)) {
        return Ok(Some(PatchMemberError::Forbidden));
    }
    // The own address needs a code from its mailbox: a stolen session must not move the account.
    let answers = caller.actor.answerable();
    if answers.is_some_and(|own| own.id == member.id) {
        return Ok(Some(PatchMemberError::Forbidden));
    }
    let organization = &member.organization_short_name;
    let holder = store::find_member_by_normal_address(connection, organization, address.normal())?;
    let detail = match holder {
        Some(holder) if holder.id != member.id => "There is a member with this address already.",
        _ if member.email == address.as_typed() => "The member has this address already.",
        _ => return Ok(None),
    };
    let taken = FieldError::new("email", FieldErrorCode::Taken, detail);
    Ok(Some(PatchMemberError::Invalid(vec![taken])))
}

fn change(
    connection: &mut DbConnection,
    member: &Member,
    changes: &Changes,
    now: Time,
) -> DbResult<()> {
    let rule = changes
        .regrouped
        .as_ref()
        .map_or(member.rule, |new| new.rule);
    if let Some(name) = &changes.name {
        store::update_name(connection, member.key, name)?;
    }
    if let Some(role) = changes.role {
        store::update_role(connection, member.key, role)?;
    }
    change_standing(connection, member, changes.status, rule)?;
    // What a token of a stolen account opened must not open again by itself, when somebody is enabled or promoted.
    if changes.takes_admin_away() {
        api_tokens::suspend_all(connection, member.key, now)?;
    }
    Ok(())
}

fn change_standing(
    connection: &mut DbConnection,
    member: &Member,
    status: Option<SettableStatus>,
    rule: RuleKey,
) -> DbResult<()> {
    match status {
        None => store_counted::update_rule(connection, member, rule),
        Some(SettableStatus::Disabled) => {
            store_counted::update_standing(connection, member, MemberStatus::Disabled, rule)?;
            // A link that leaked must not open the account when it is enabled again.
            void_invitation(connection, member)?;
            bump_epoch(connection, member.key).map(|_| ())
        }
        Some(SettableStatus::Active) => {
            // Who never chose a password goes back to being invited; a directory needs none of ours.
            let is_of_directory = member.directory_id.is_some();
            let status = if is_of_directory || store::has_password(connection, member.key)? {
                MemberStatus::Active
            } else {
                MemberStatus::Invited
            };
            store_counted::update_standing(connection, member, status, rule)
        }
    }
}

/// An address that an administrator sets, and why.
struct NewAddress<'a> {
    address: &'a EmailAddress,
    reason: &'a str,
}

/// An address that nobody proved: sessions, flows and links end, recovery by e-mail is held, and both
/// mailboxes are told. Who has not accepted yet has nothing to lose, and is invited anew: the link in the
/// old mailbox is void.
fn set_address(
    connection: &mut DbConnection,
    context: &Context,
    caller: &Authorized<MembersWrite>,
    member: &Member,
    NewAddress { address, reason }: &NewAddress<'_>,
) -> DbResult<()> {
    // Who was refused as a thief may have no password for now, and is held all the same.
    let is_of_directory = member.directory_id.is_some();
    if member.hold.is_some() || is_of_directory || store::has_password(connection, member.key)? {
        recovery::set_email(connection, context, member, &caller.origin, address)?;
    } else {
        recovery::set_invited_email(connection, context, member, address)?;
    }
    bump_epoch(connection, member.key)?;
    if member.status == MemberStatus::Invited {
        let moved = store::find_member(connection, member.key)?;
        let Some(moved) = moved else {
            return Ok(());
        };
        let sent = invite(connection, context, caller, &moved)?;
        return caller.record(connection, context.clock.now(), &sent);
    }
    let notice = Notice::Recovery(RecoveryNotice::AddressSet {
        masked: address.masked(),
        reason: (*reason).to_owned(),
    });
    notify(connection, context, member, &caller.origin, notice.clone())?;
    let letter = MailContent::Notice {
        notice,
        circumstances: circumstances(context, &caller.origin),
    };
    mail::enqueue(
        connection,
        context,
        &member.mail_to_new_address(address, letter),
    )
}
