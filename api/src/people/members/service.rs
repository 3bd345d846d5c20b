//! The rules around members: who may do what to whom, and what follows.

use super::email::EmailAddress;
use super::invitation::invite;
use super::model::{Member, NewMember, seal_password};
use super::refusals::{CreateMemberError, DeleteMemberError, OpenError, PatchMemberError};
use super::validation::choose_name;
use super::{store, store_counted, store_list};
use crate::messages::mail::{self, Circumstances, MailContent, Notice};
use crate::people::sessions;
use crate::platform::context::Context;
use crate::platform::db::{self, DbConnection, DbResult, StatementError};
use crate::platform::origin::Origin;
use crate::protection::access::{Actor, Authorized, Fresh, MembersWrite, Right};
use crate::protection::keyring;
use crate::record::audit::Action;
use serde_json::json;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::me::Locale;
use shared_types::members::{
    CreateMemberRequest, MemberStatus, MemberView, PatchMemberRequest, Role, SettableStatus,
};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::time::Time;
use uuid::Uuid;
use zeroize::Zeroizing;

/// The member with this id.
pub fn find(connection: &mut DbConnection, id: MemberId) -> DbResult<Option<Member>> {
    store::find_member(connection, id)
}

/// The members with these ids, in no order.
pub fn find_all(connection: &mut DbConnection, ids: &[MemberId]) -> DbResult<Vec<Member>> {
    store::find_members(connection, ids)
}

/// The same for a change: whatever else is about to change the member waits until this one is
/// over, so that what was read still stands when it decides.
pub fn find_for_change(connection: &mut DbConnection, id: MemberId) -> DbResult<Option<Member>> {
    db::lock(connection, &id.to_string())?;
    store::find_member(connection, id)
}

/// The member with this address.
pub fn find_by_address(
    connection: &mut DbConnection,
    email: &EmailAddress,
) -> DbResult<Option<Member>> {
    store::find_member_by_email(connection, email)
}

/// The member whose address has this normal form.
pub fn find_by_normal_address(
    connection: &mut DbConnection,
    normal: &str,
) -> DbResult<Option<Member>> {
    store::find_member_by_normal_address(connection, normal)
}

/// The member with this address, if a password can sign the member in.
pub fn find_password_holder(
    connection: &mut DbConnection,
    email: &EmailAddress,
) -> DbResult<Option<Member>> {
    let found = store::find_member_by_email(connection, email)?;
    Ok(found.filter(|member| member.status == MemberStatus::Active))
}

/// Counts nobody yet in a new organization.
pub fn create_counts(connection: &mut DbConnection, organization: OrganizationId) -> DbResult<()> {
    store_counted::insert_counts(connection, organization)
}

/// Inserts a member; `false` when the address is taken.
pub fn create(connection: &mut DbConnection, new: &NewMember<'_>, now: Time) -> DbResult<bool> {
    if let Some(sealed) = &new.password {
        keyring::require_known(connection, sealed)?;
    }
    store_counted::insert_member(connection, new, now)
}

/// Kills every flow and session that the member has; gives the new epoch.
pub fn bump_epoch(connection: &mut DbConnection, id: MemberId) -> DbResult<i64> {
    store::update_epoch(connection, id)
}

/// Keeps the hash of a password, sealed for the member's row.
pub fn set_password(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    phc: &Zeroizing<String>,
) -> DbResult<()> {
    let sealed = seal_password(context, member.organization, member.id, phc);
    keyring::require_known(connection, &sealed)?;
    store::update_password(connection, member.id, &sealed)
}

/// Changes the member's name.
pub fn set_name(connection: &mut DbConnection, id: MemberId, name: &str) -> DbResult<()> {
    store::update_name(connection, id, name)
}

/// Changes the language of the member's mails.
pub fn set_locale(connection: &mut DbConnection, id: MemberId, locale: Locale) -> DbResult<()> {
    store::update_locale(connection, id, locale)
}

/// Notes that these members finished a sign-in.
pub fn signed_in(connection: &mut DbConnection, ids: &[MemberId], now: Time) -> DbResult<()> {
    store::update_last_signed_in(connection, ids, now)
}

/// Tells the member what happened, when, and roughly from where.
pub fn notify(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    origin: &Origin,
    notice: Notice,
) -> DbResult<()> {
    let circumstances = Circumstances {
        at: context.clock.now(),
        network: origin.network.clone(),
        program: origin.program.clone(),
    };
    notify_of(connection, context, member, circumstances, notice)
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

pub(super) async fn create_member(
    context: &Context,
    caller: Fresh<MembersWrite>,
    request: CreateMemberRequest,
) -> Result<MemberView, CreateMemberError> {
    let display_name =
        choose_name("display_name", &request.display_name).map_err(CreateMemberError::Invalid)?;
    let email = EmailAddress::parse(&request.email).ok_or_else(|| {
        let detail = "This is not an e-mail address.";
        CreateMemberError::Invalid(invalid("email", FieldErrorCode::Invalid, detail))
    })?;
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let new = NewMember {
            id: MemberId(Uuid::now_v7()),
            organization: caller.organization,
            email: &email,
            display_name: &display_name,
            role: request.role,
            password: None,
        };
        insert_invited(connection, &own, &caller, &new)
    };
    context.db.write(write).await?
}

fn insert_invited(
    connection: &mut DbConnection,
    context: &Context,
    caller: &Authorized<MembersWrite>,
    new: &NewMember<'_>,
) -> DbResult<Result<MemberView, CreateMemberError>> {
    let now = context.clock.now();
    let caller = match sessions::look_again(connection, caller, now)? {
        Ok(caller) if new.role <= caller.actor.highest_subject() => caller,
        Ok(_) => return Ok(Err(CreateMemberError::Forbidden)),
        Err(lost) => return Ok(Err(lost.into())),
    };
    if !store_counted::insert_member(connection, new, now)? {
        let detail = "There is a member with this address already.";
        let taken = invalid("email", FieldErrorCode::Taken, detail);
        return Ok(Err(CreateMemberError::Invalid(taken)));
    }
    let event = caller.event(Action::MemberCreated).about(new.id);
    let event = event.details(json!({ "role": new.role }));
    caller.record(connection, now, &event)?;
    invite(connection, context, &caller, new.id)?;
    let view = store_list::find_view(connection, caller.organization, new.id, now)?;
    view.ok_or(StatementError::NotFound).map(Ok)
}

pub(super) async fn patch_member(
    context: &Context,
    caller: Fresh<MembersWrite>,
    id: MemberId,
    request: PatchMemberRequest,
) -> Result<MemberView, PatchMemberError> {
    let now = context.clock.now();
    let name = request
        .display_name
        .as_deref()
        .map(|name| choose_name("display_name", name));
    let name = name.transpose().map_err(PatchMemberError::Invalid)?;
    let write = move |connection: &mut DbConnection| {
        let (caller, member) = match open_for_change(connection, &caller, id, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused.into())),
        };
        if request.role > Some(caller.actor.highest_subject()) {
            return Ok(Err(PatchMemberError::Forbidden));
        }
        let loses_admin = request.role.is_some_and(|role| role < Role::Admin)
            || request.status == Some(SettableStatus::Disabled);
        if loses_admin && is_last_admin(connection, &member)? {
            return Ok(Err(PatchMemberError::LastAdministrator));
        }
        change(connection, &member, name.as_deref(), &request)?;
        let event = caller.event(Action::MemberChanged).about(id);
        caller.record(connection, now, &event.details(json!(request)))?;
        let view = store_list::find_view(connection, caller.organization, id, now)?;
        Ok(view.ok_or(OpenError::NotFound.into()))
    };
    context.db.write(write).await?
}

fn change(
    connection: &mut DbConnection,
    member: &Member,
    name: Option<&str>,
    request: &PatchMemberRequest,
) -> DbResult<()> {
    if let Some(name) = name {
        store::update_name(connection, member.id, name)?;
    }
    if let Some(role) = request.role {
        store::update_role(connection, member.id, role)?;
    }
    match request.status {
        None => Ok(()),
        Some(SettableStatus::Disabled) => {
            store_counted::update_status(connection, member, MemberStatus::Disabled)?;
            store::update_epoch(connection, member.id).map(|_| ())
        }
        // Who never chose a password goes back to being invited.
        Some(SettableStatus::Active) if member.password.is_none() => {
            store_counted::update_status(connection, member, MemberStatus::Invited)
        }
        Some(SettableStatus::Active) => {
            store_counted::update_status(connection, member, MemberStatus::Active)
        }
    }
}

pub(super) async fn delete_member(
    context: &Context,
    caller: Fresh<MembersWrite>,
    id: MemberId,
) -> Result<(), DeleteMemberError> {
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        let (caller, member) = match open_for_change(connection, &caller, id, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused.into())),
        };
        if is_last_admin(connection, &member)? {
            return Ok(Err(DeleteMemberError::LastAdministrator));
        }
        store_counted::delete_member(connection, &member)?;
        let event = caller.event(Action::MemberDeleted).about(id);
        caller.record(connection, now, &event).map(Ok)
    };
    context.db.write(write).await?
}

/// The caller and a member of the caller's organization, both as they stand under the member's
/// lock.
pub(super) fn open_for_change<R: Right<Holder = Actor>>(
    connection: &mut DbConnection,
    caller: &Authorized<R>,
    id: MemberId,
    now: Time,
) -> DbResult<Result<(Authorized<R>, Member), OpenError>> {
    let found = find_for_change(connection, id)?;
    let caller = match sessions::look_again(connection, caller, now)? {
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

fn is_last_admin(connection: &mut DbConnection, member: &Member) -> DbResult<bool> {
    if member.role != Role::Admin || member.status != MemberStatus::Active {
        return Ok(false);
    }
    Ok(store::count_admins_locked(connection, member.organization)? <= 1)
}

pub(super) fn invalid(field: &str, code: FieldErrorCode, detail: impl Into<String>) -> FieldError {
    FieldError {
        field: field.to_owned(),
        code,
        detail: detail.into(),
    }
}
