//! The rules around members: who may do what to whom, and what follows.

use super::email::EmailAddress;
use super::invitation::{invite, void_invitation, wait_for_address};
use super::model::{Member, NewMember};
use super::people::{create, is_full, open_for_change};
use super::reason::choose_reason;
use super::refusals::{CreateMemberError, DeleteMemberError};
use super::validation::choose_name;
use super::{store, store_counted, store_list};
use crate::people::groups::{self, Chosen};
use crate::people::{devices, organizations, sessions};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult, StatementError};
use crate::platform::expected::Expected;
use crate::protection::access::{Authorized, Fresh, MembersWrite};
use crate::protection::throttle;
use crate::record::audit::Action;
use serde_json::json;
use shared_types::ids::MemberId;
use shared_types::members::{
    CreateMemberRequest, DeleteMemberQuery, MemberStatus, MemberView, Role,
};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::time::Time;
use uuid::Uuid;

pub(super) async fn create_member(
    context: &Context,
    caller: Fresh<MembersWrite>,
    request: CreateMemberRequest,
) -> Result<MemberView, CreateMemberError> {
    let display_name =
        choose_name("display_name", &request.display_name).map_err(CreateMemberError::Invalid)?;
    let email = EmailAddress::parse(&request.email).ok_or_else(|| {
        let detail = "This is not an email address.";
        CreateMemberError::Invalid(FieldError::new("email", FieldErrorCode::Invalid, detail))
    })?;
    let chosen = groups::choose(&request.groups).map_err(CreateMemberError::Invalid)?;
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
        insert_invited(connection, &own, &caller, &Invited { new, chosen })
    };
    context.db.write(write).await?
}

/// A member to be, and its groups.
struct Invited<'a> {
    new: NewMember<'a>,
    chosen: Chosen,
}

fn insert_invited(
    connection: &mut DbConnection,
    context: &Context,
    caller: &Authorized<MembersWrite>,
    Invited { new, chosen }: &Invited<'_>,
) -> DbResult<Result<MemberView, CreateMemberError>> {
    let now = context.clock.now();
    let caller = match sessions::recheck_right(connection, caller, now)? {
        Ok(caller) if new.role <= caller.actor.highest_subject() => caller,
        Ok(_) => return Ok(Err(CreateMemberError::Forbidden)),
        Err(lost) => return Ok(Err(lost.into())),
    };
    if is_full(connection, new.organization)? {
        return Ok(Err(CreateMemberError::Full));
    }
    let groups = match groups::resolve(connection, new.organization, chosen)? {
        Ok(groups) => groups,
        Err(unknown) => return Ok(Err(CreateMemberError::Invalid(unknown))),
    };
    let short_name = organizations::short_name_of(connection, new.organization.key)?;
    let email = new.email.normal();
    if let Some(wait) = wait_for_address(connection, context, &short_name, email)? {
        return Ok(Err(CreateMemberError::Throttled(wait)));
    }
    let Some(created) = create(connection, new, now)? else {
        let detail = "There is a member with this address already.";
        let taken = FieldError::new("email", FieldErrorCode::Taken, detail);
        return Ok(Err(CreateMemberError::Invalid(taken)));
    };
    let joined = groups::set(connection, created.key, groups)?.added;
    let mut details = json!({ "role": new.role });
    if !joined.is_empty() {
        details["groups"] = json!({ "added": joined });
    }
    let event = caller.event(Action::MemberCreated).about(new.id);
    caller.record(connection, now, &event.details(details))?;
    let member = store::find_member(connection, created.key)?.ok_or(StatementError::NotFound)?;
    invite(connection, context, &caller, &member)?;
    let view = store_list::find_view(connection, caller.organization.key, new.id, now)?;
    view.ok_or(StatementError::NotFound).map(Ok)
}

/// Who is to be removed, in which version, and why.
pub(super) struct Removal {
    pub(super) id: MemberId,
    pub(super) expected: Expected,
    pub(super) query: DeleteMemberQuery,
}

pub(super) async fn delete_member(
    context: &Context,
    caller: Fresh<MembersWrite>,
    removal: Removal,
) -> Result<(), DeleteMemberError> {
    let now = context.clock.now();
    let Removal {
        id,
        expected,
        query,
    } = removal;
    let reason = query.reason.as_deref().map(choose_reason).transpose();
    let reason = reason.map_err(DeleteMemberError::Invalid)?;
    let write = move |connection: &mut DbConnection| {
        let (caller, member) = match open_for_change(connection, &caller, id, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused.into())),
        };
        if !expected.admits(member.version) {
            return Ok(Err(DeleteMemberError::Changed));
        }
        if is_last_admin(connection, &member)? {
            return Ok(Err(DeleteMemberError::LastAdministrator));
        }
        remove(connection, &member, now)?;
        let event = caller.event(Action::MemberDeleted).about(id);
        let event = match &reason {
            Some(reason) => event.details(json!({ "reason": reason })),
            None => event,
        };
        caller.record(connection, now, &event).map(Ok)
    };
    context.db.write(write).await?
}

/// Removes the member, who is locked, with everything that is his.
pub fn remove(connection: &mut DbConnection, member: &Member, now: Time) -> DbResult<()> {
    devices::remove_devices(connection, member.reference(), now)?;
    void_invitation(connection, member)?;
    store_counted::delete_member(connection, member)?;
    throttle::clear_member(connection, member.id).map(drop)
}

/// Whether the organization would be without an administrator if it lost this member.
pub(super) fn is_last_admin(connection: &mut DbConnection, member: &Member) -> DbResult<bool> {
    if member.role != Role::Admin || member.status != MemberStatus::Active {
        return Ok(false);
    }
    Ok(store::count_admins_locked(connection, member.organization)? <= 1)
}
