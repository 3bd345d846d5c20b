//! The rules around members: who may do what to whom, and what follows.

use super::invitation::void_invitation;
use super::invited::Invited;
use super::making::insert_invited;
use super::model::Member;
use super::people::open_for_change;
use super::reason::choose_reason;
use super::refusals::{CreateMemberError, DeleteMemberError, NotInvited};
use super::{store, store_counted, store_list};
use crate::people::api_tokens::{self, KeptToken};
use crate::people::{devices, sessions};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult, StatementError};
use crate::platform::expected::Expected;
use crate::protection::access::{Fresh, MembersWrite};
use crate::protection::throttle;
use crate::record::audit::Action;
use serde_json::{Value, json};
use shared_types::ids::MemberId;
use shared_types::members::{
    CreateMemberRequest, DeleteMemberQuery, MemberStatus, MemberView, Role,
};
use shared_types::time::Time;

pub(super) async fn create_member(
    context: &Context,
    caller: Fresh<MembersWrite>,
    request: CreateMemberRequest,
) -> Result<MemberView, CreateMemberError> {
    let invited = Invited::read(&request).map_err(NotInvited::Invalid)?;
    let (own, now) = (context.clone(), context.clock.now());
    let write = move |connection: &mut DbConnection| {
        let caller = match sessions::recheck_right(connection, &caller, now)? {
            Ok(caller) => caller,
            Err(lost) => return Ok(Err(lost.into())),
        };
        match insert_invited(connection, &own, &caller, &invited)? {
            Ok(made) => {
                let organization = caller.organization.key;
                let view = store_list::find_view(connection, organization, made.id, now)?;
                view.ok_or(StatementError::NotFound).map(Ok)
            }
            Err(refused) => Ok(Err(refused.into())),
        }
    };
    context.db.write(write).await?
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
        let tokens = api_tokens::list_living_of(connection, member.key, now)?;
        remove(connection, &member, now)?;
        let event = caller.event(Action::MemberDeleted).about(id);
        let mut events = vec![match &reason {
            Some(reason) => event.details(json!({ "reason": reason })),
            None => event,
        }];
        for token in tokens {
            // One that somebody took over at the same moment goes on.
            if api_tokens::find(connection, caller.organization.key, token.id)?.is_none() {
                let event = caller.event(Action::ApiTokenEnded).about(id);
                events.push(event.details(ended_with_owner(&token, reason.as_deref())));
            }
        }
        caller.record_all(connection, now, &events).map(Ok)
    };
    context.db.write(write).await?
}

/// Which token ended because its owner was deleted, and why he was.
fn ended_with_owner(token: &KeptToken, reason: Option<&str>) -> Value {
    let mut details = token.details();
    details["ended_with"] = json!(Action::MemberDeleted.as_str());
    if let Some(reason) = reason {
        details["reason"] = json!(reason);
    }
    details
}

/// Removes the member, who is locked, with everything that is his. His API tokens are deleted one by one, in the order
/// of their keys: with his row they would be locked in any order, against those who note their uses.
pub fn remove(connection: &mut DbConnection, member: &Member, now: Time) -> DbResult<()> {
    devices::remove_devices(connection, member.reference(), now)?;
    void_invitation(connection, member)?;
    store_counted::delete_member(connection, member, |connection| {
        throttle::clear_member(connection, member.id)?;
        api_tokens::delete_all(connection, member.key)
    })
}

/// Whether the organization would be without an administrator if it lost this member. One whose password a directory
/// checks does not count: without the directory nobody could do anything.
pub(super) fn is_last_admin(connection: &mut DbConnection, member: &Member) -> DbResult<bool> {
    let is_local = member.directory_id.is_none();
    if member.role != Role::Admin || member.status != MemberStatus::Active || !is_local {
        return Ok(false);
    }
    Ok(store::count_admins_locked(connection, member.organization)? <= 1)
}
