//! The rules around members: who may do what to whom, and what follows.

use super::email::EmailAddress;
use super::invitation::{invite, wait_for_address};
use super::model::{Member, NewMember};
use super::people::{create, open_for_change};
use super::refusals::{CreateMemberError, DeleteMemberError, OpenError, PatchMemberError};
use super::validation::{choose_name, invalid};
use super::{store, store_counted, store_invitation, store_list};
use crate::people::{devices, sessions};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult, StatementError};
use crate::protection::access::{Authorized, Fresh, MembersWrite};
use crate::record::audit::Action;
use serde_json::json;
use shared_types::ids::MemberId;
use shared_types::members::{
    CreateMemberRequest, MemberStatus, MemberView, PatchMemberRequest, Role, SettableStatus,
};
use shared_types::problem::FieldErrorCode;
use uuid::Uuid;

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
    let caller = match sessions::recheck_right(connection, caller, now)? {
        Ok(caller) if new.role <= caller.actor.highest_subject() => caller,
        Ok(_) => return Ok(Err(CreateMemberError::Forbidden)),
        Err(lost) => return Ok(Err(lost.into())),
    };
    if let Some(wait) = wait_for_address(connection, context, new.email.normal())? {
        return Ok(Err(CreateMemberError::Throttled(wait)));
    }
    let Some(created) = create(connection, new, now)? else {
        let detail = "There is a member with this address already.";
        let taken = invalid("email", FieldErrorCode::Taken, detail);
        return Ok(Err(CreateMemberError::Invalid(taken)));
    };
    let event = caller.event(Action::MemberCreated).about(new.id);
    let event = event.details(json!({ "role": new.role }));
    caller.record(connection, now, &event)?;
    let member = store::find_member(connection, created.key)?.ok_or(StatementError::NotFound)?;
    invite(connection, context, &caller, &member)?;
    let view = store_list::find_view(connection, caller.organization.key, new.id, now)?;
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
        let view = store_list::find_view(connection, caller.organization.key, id, now)?;
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
        store::update_name(connection, member.key, name)?;
    }
    if let Some(role) = request.role {
        store::update_role(connection, member.key, role)?;
    }
    match request.status {
        None => Ok(()),
        Some(SettableStatus::Disabled) => {
            store_counted::update_status(connection, member, MemberStatus::Disabled)?;
            // A link that leaked must not open the account when it is enabled again.
            store_invitation::delete_invitation(connection, member.key)?;
            store::update_epoch(connection, member.key).map(|_| ())
        }
        Some(SettableStatus::Active) => {
            // Who never chose a password goes back to being invited.
            let status = if store::has_password(connection, member.key)? {
                MemberStatus::Active
            } else {
                MemberStatus::Invited
            };
            store_counted::update_status(connection, member, status)
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
        devices::remove_devices(connection, member.key)?;
        store_counted::delete_member(connection, &member)?;
        let event = caller.event(Action::MemberDeleted).about(id);
        caller.record(connection, now, &event).map(Ok)
    };
    context.db.write(write).await?
}

fn is_last_admin(connection: &mut DbConnection, member: &Member) -> DbResult<bool> {
    if member.role != Role::Admin || member.status != MemberStatus::Active {
        return Ok(false);
    }
    Ok(store::count_admins_locked(connection, member.organization)? <= 1)
}
