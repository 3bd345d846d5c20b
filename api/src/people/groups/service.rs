//! Making, listing, renaming and deleting groups.

use super::name::GroupName;
use super::refusals::{ChangeGroupError, CreateGroupError};
use super::store::{self, StoredGroup};
use crate::people::{policy, sessions};
use crate::platform::context::Context;
use crate::platform::db::{self, DbConnection, DbError, DbResult};
use crate::platform::new_id::new_id;
use crate::protection::access::{Authorized, Fresh, MembersRead, MembersWrite};
use crate::record::audit::Action;
use serde_json::{Value, json};
use shared_types::groups::{CreateGroupRequest, GroupView, PatchGroupRequest};
use shared_types::ids::GroupId;
use shared_types::limits::GROUPS_PER_ORGANIZATION;
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::time::Time;

pub(super) async fn list_groups(
    context: &Context,
    caller: Authorized<MembersRead>,
) -> Result<Vec<GroupView>, DbError> {
    let organization = caller.organization.key;
    let list = move |connection: &mut DbConnection| {
        let groups = store::list(connection, organization)?;
        let counts = store::count_members(connection, organization)?;
        let views = groups.into_iter().map(|group| {
            let members = counts.get(&group.key).copied().unwrap_or(0);
            group.view(members)
        });
        Ok(views.collect())
    };
    context.db.read(list).await
}

pub(super) async fn create_group(
    context: &Context,
    caller: Fresh<MembersWrite>,
    request: CreateGroupRequest,
) -> Result<GroupView, CreateGroupError> {
    let name = choose_name(&request.name).map_err(CreateGroupError::Invalid)?;
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        let caller = match open_caller(connection, &caller, now)? {
            Ok(caller) => caller,
            Err(lost) => return Ok(Err(lost.into())),
        };
        let organization = caller.organization.key;
        if store::find_by_name(connection, organization, name.normal())?.is_some() {
            return Ok(Err(CreateGroupError::Invalid(taken())));
        }
        if store::count(connection, organization)? >= GROUPS_PER_ORGANIZATION {
            return Ok(Err(CreateGroupError::Full));
        }
        let id = GroupId(new_id(now));
        let group = store::insert(connection, organization, id, &name, now)?;
        record(
            connection,
            &caller,
            Action::GroupCreated,
            details(&group),
            now,
        )?;
        Ok(Ok(group.view(0)))
    };
    context.db.write(write).await?
}

pub(super) async fn patch_group(
    context: &Context,
    caller: Fresh<MembersWrite>,
    id: GroupId,
    request: PatchGroupRequest,
) -> Result<GroupView, ChangeGroupError> {
    let name = request.name.as_deref().map(choose_name).transpose();
    let name = name.map_err(ChangeGroupError::Invalid)?;
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        let (caller, mut group) = match open(connection, &caller, id, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused)),
        };
        let members = store::count_members_of(connection, group.key)?;
        let Some(name) = name.filter(|name| name.shown() != group.name) else {
            return Ok(Ok(group.view(members)));
        };
        let holder = store::find_by_name(connection, caller.organization.key, name.normal())?;
        if holder.is_some_and(|holder| holder.key != group.key) {
            return Ok(Err(ChangeGroupError::Invalid(taken())));
        }
        // People are put into groups by name: under another one the policy would ask them for less.
        let is_named = policy::names_group(connection, caller.organization.key, group.id)?;
        if is_named && !policy::may_loosen(connection, &caller.actor)? {
            return Ok(Err(ChangeGroupError::NamedByPolicy));
        }
        store::update_name(connection, group.key, &name)?;
        let mut details = json!({ "group": id, "former_name": group.name });
        name.shown().clone_into(&mut group.name);
        details["name"] = json!(group.name);
        record(connection, &caller, Action::GroupRenamed, details, now)?;
        Ok(Ok(group.view(members)))
    };
    context.db.write(write).await?
}

pub(super) async fn delete_group(
    context: &Context,
    caller: Fresh<MembersWrite>,
    id: GroupId,
) -> Result<(), ChangeGroupError> {
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        let (caller, group) = match open(connection, &caller, id, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused)),
        };
        if policy::names_group(connection, caller.organization.key, group.id)? {
            return Ok(Err(ChangeGroupError::NamedByPolicy));
        }
        let mut details = details(&group);
        details["members"] = json!(store::count_members_of(connection, group.key)?);
        store::delete(connection, group.key)?;
        record(connection, &caller, Action::GroupDeleted, details, now).map(Ok)
    };
    context.db.write(write).await?
}

/// The caller once more, with the lock of the organization: names and the number of groups stand still.
fn open_caller(
    connection: &mut DbConnection,
    caller: &Authorized<MembersWrite>,
    now: Time,
) -> DbResult<Result<Authorized<MembersWrite>, sessions::LostRight>> {
    db::lock(connection, &caller.organization.id.to_string())?;
    sessions::recheck_right(connection, caller, now)
}

/// The same with a group that the caller may change.
fn open(
    connection: &mut DbConnection,
    caller: &Authorized<MembersWrite>,
    id: GroupId,
    now: Time,
) -> DbResult<Result<(Authorized<MembersWrite>, StoredGroup), ChangeGroupError>> {
    let caller = match open_caller(connection, caller, now)? {
        Ok(caller) => caller,
        Err(lost) => return Ok(Err(lost.into())),
    };
    let Some(group) = store::find(connection, caller.organization.key, id)? else {
        return Ok(Err(ChangeGroupError::NotFound));
    };
    // Groups will carry rights: what a program may not do to a member it may not do to the member's groups (K-02).
    if store::has_member_above(connection, group.key, caller.actor.highest_subject())? {
        return Ok(Err(ChangeGroupError::Forbidden));
    }
    Ok(Ok((caller, group)))
}

fn choose_name(text: &str) -> Result<GroupName, FieldError> {
    GroupName::choose(text).map_err(|flaw| FieldError::new("name", flaw.code, flaw.detail))
}

fn taken() -> FieldError {
    let detail = "There is a group with this name already.";
    FieldError::new("name", FieldErrorCode::Taken, detail)
}

fn details(group: &StoredGroup) -> Value {
    json!({ "group": group.id, "name": group.name })
}

fn record(
    connection: &mut DbConnection,
    caller: &Authorized<MembersWrite>,
    action: Action,
    details: Value,
    now: Time,
) -> DbResult<()> {
    let event = caller.event(action).details(details);
    caller.record(connection, now, &event)
}
