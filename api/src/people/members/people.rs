//! Members as other features use them: found, changed, told; and opened by a caller for a change.

use super::email::EmailAddress;
use super::model::{FirstProof, Member, NewMember, PasswordHolder, seal_password};
use super::refusals::OpenError;
use super::store_counted::Uncounted;
use super::{store, store_counted};
use crate::messages::mail::{self, Circumstances, MailContent, Notice};
use crate::people::organizations::{self, Kind};
use crate::people::sessions::{LostRight, SessionEnded};
use crate::people::{browsers, policy, sessions};
use crate::platform::context::Context;
use crate::platform::db::keys::{MemberKey, MemberRef, OrganizationKey, OrganizationRef, RuleKey};
use crate::platform::db::{self, DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::protection::access::{Actor, Authorized, Holder as _, Right};
use crate::protection::keyring;
use shared_types::ids::MemberId;
use shared_types::limits::SANDBOX_MEMBERS;
use shared_types::members::MemberStatus;
use shared_types::organizations::ShortName;
use shared_types::time::Time;
use std::collections::BTreeSet;
use zeroize::Zeroizing;

/// The member of this row.
pub fn find(connection: &mut DbConnection, member: MemberKey) -> DbResult<Option<Member>> {
    store::find_member(connection, member)
}

/// The same for a change: whatever else is about to change the member waits until this one is
/// over, so that what was read still stands when it decides.
pub fn find_for_change(
    connection: &mut DbConnection,
    member: MemberKey,
) -> DbResult<Option<Member>> {
    db::lock_member(connection, member)?;
    store::find_member(connection, member)
}

/// The member of an organization with this id.
pub fn find_by_id(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: MemberId,
) -> DbResult<Option<Member>> {
    match store::find_key_in(connection, organization, id)? {
        Some(key) => find(connection, key),
        None => Ok(None),
    }
}

/// The member of an organization with this id, for a change. Nobody of another one is locked.
pub fn find_by_id_for_change(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: MemberId,
) -> DbResult<Option<Member>> {
    match store::find_key_in(connection, organization, id)? {
        Some(key) => find_for_change(connection, key),
        None => Ok(None),
    }
}

/// The member with this address in an organization.
pub fn find_by_address(
    connection: &mut DbConnection,
    organization: &ShortName,
    email: &EmailAddress,
) -> DbResult<Option<Member>> {
    store::find_member_by_normal_address(connection, organization, email.normal())
}

/// The member of an organization whose address has this normal form.
pub fn find_by_normal_address(
    connection: &mut DbConnection,
    organization: &ShortName,
    normal: &str,
) -> DbResult<Option<Member>> {
    store::find_member_by_normal_address(connection, organization, normal)
}

/// The member with this address in an organization and what is kept of the password, if a password can
/// sign the member in.
pub fn find_password_holder(
    connection: &mut DbConnection,
    organization: &ShortName,
    email: &EmailAddress,
) -> DbResult<Option<PasswordHolder>> {
    let found = store::find_member_by_normal_address(connection, organization, email.normal())?;
    let Some(member) = found.filter(|member| member.status == MemberStatus::Active) else {
        return Ok(None);
    };
    let sealed = store::find_password(connection, member.key)?;
    Ok(Some(PasswordHolder { member, sealed }))
}

/// Inserts a member; `None` when the address is taken in the organization.
pub fn create(
    connection: &mut DbConnection,
    new: &NewMember<'_>,
    now: Time,
) -> DbResult<Option<MemberRef>> {
    let rule = policy::rule_of(connection, new.organization, &BTreeSet::new(), now)?;
    let Some(uncounted) = insert(connection, new, rule, now)? else {
        return Ok(None);
    };
    let key = uncounted.key;
    store_counted::count(connection, vec![uncounted])?;
    Ok(Some(MemberRef { key, id: new.id }))
}

/// The same under the rule of its groups, for a change that counts at its end.
pub(super) fn insert(
    connection: &mut DbConnection,
    new: &NewMember<'_>,
    rule: RuleKey,
    now: Time,
) -> DbResult<Option<Uncounted>> {
    if let FirstProof::Password(sealed) = &new.proof {
        keyring::require_known(connection, sealed)?;
    }
    store_counted::insert_uncounted(connection, new, rule, now)
}

/// Whether the organization has as many members as it may have; only a test organization ever has. Locks such
/// a one, so that of many at once none passes the limit.
pub(super) fn lock_and_check_full(
    connection: &mut DbConnection,
    organization: OrganizationRef,
) -> DbResult<bool> {
    if is_test(connection, organization.key)? {
        db::lock(connection, &organization.id.to_string())?;
    }
    would_be_full(connection, organization.key, 0)
}

/// Whether it would have as many with so many more, as it stands now.
pub(super) fn would_be_full(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    more: i64,
) -> DbResult<bool> {
    Ok(is_test(connection, organization)?
        && store::count_all(connection, organization)? + more >= SANDBOX_MEMBERS)
}

fn is_test(connection: &mut DbConnection, organization: OrganizationKey) -> DbResult<bool> {
    let kind = organizations::kind_of(connection, organization)?;
    Ok(match kind {
        None | Some(Kind::Live) => false,
        Some(Kind::Test(_)) => true,
    })
}

/// How many members an organization has, whatever their status.
pub fn count_all(connection: &mut DbConnection, organization: OrganizationKey) -> DbResult<i64> {
    store::count_all(connection, organization)
}

/// Some members of an organization, in the order of their keys.
pub fn list_keys(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    limit: i64,
) -> DbResult<Vec<MemberKey>> {
    store::list_keys(connection, organization, limit)
}

/// Ends all flows and sessions of the member by a new epoch, which it gives; no browser of the member is
/// known any more.
pub fn bump_epoch(connection: &mut DbConnection, member: MemberKey) -> DbResult<i64> {
    browsers::end_all(connection, member)?;
    store::update_epoch(connection, member)
}

/// Keeps the hash of a password, sealed for the member's row.
pub fn set_password(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    phc: &Zeroizing<String>,
) -> DbResult<()> {
    let sealed = seal_password(context, member.organization.id, member.id, phc);
    keyring::require_known(connection, &sealed)?;
    store::replace_password(connection, member.key, &sealed)
}

/// Changes the member's name.
pub fn set_name(connection: &mut DbConnection, member: MemberKey, name: &str) -> DbResult<()> {
    store::update_name(connection, member, name)
}

/// Tells the member what happened, when, and roughly from where.
pub fn notify(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    origin: &Origin,
    notice: Notice,
) -> DbResult<()> {
    let circumstances = circumstances(context, origin);
    notify_of(connection, context, member, circumstances, notice)
}

/// When and from where something happens that a notice tells.
pub fn circumstances(context: &Context, origin: &Origin) -> Circumstances {
    Circumstances {
        at: context.clock.now(),
        network: origin.network.clone(),
        program: origin.program.clone(),
    }
}

/// Tells the member what happened some time ago.
pub fn notify_of(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    circumstances: Circumstances,
    notice: Notice,
) -> DbResult<()> {
    mail::enqueue(
        connection,
        context,
        &member.mail(MailContent::Notice {
            notice,
            circumstances,
        }),
    )
}

/// The caller as of now, and the member who answers for what is done, under the member's lock.
pub fn open_caller<R: Right>(
    connection: &mut DbConnection,
    caller: &Authorized<R>,
    now: Time,
) -> DbResult<Result<(Authorized<R>, Member), LostRight>> {
    let member = match caller.actor.actor().answerable() {
        Some(own) => find_for_change(connection, own.key)?,
        None => None,
    };
    let caller = match sessions::recheck_right(connection, caller, now)? {
        Ok(caller) => caller,
        Err(lost) => return Ok(Err(lost)),
    };
    Ok(member
        .map(|member| (caller, member))
        .ok_or(SessionEnded.into()))
}

/// The caller and a member of the caller's organization, both as they stand under the member's
/// lock.
pub(super) fn open_for_change<R: Right<Holder = Actor>>(
    connection: &mut DbConnection,
    caller: &Authorized<R>,
    id: MemberId,
    now: Time,
) -> DbResult<Result<(Authorized<R>, Member), OpenError>> {
    let found = find_by_id_for_change(connection, caller.organization.key, id)?;
    let caller = match sessions::recheck_right(connection, caller, now)? {
        Ok(caller) => caller,
        Err(lost) => return Ok(Err(lost.into())),
    };
    Ok(
        match found.filter(|member| member.organization == caller.organization) {
            None => Err(OpenError::NotFound),
            Some(member) if member.role > caller.actor.highest_subject() => {
                Err(OpenError::Forbidden)
            }
            Some(member) => Ok((caller, member)),
        },
    )
}
