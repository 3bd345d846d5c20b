//! The tables `groups` and `group_members`.

use super::name::GroupName;
use crate::platform::db::keys::{GroupKey, MemberKey, OrganizationKey, uuid_of};
use crate::platform::db::schema::{group_members, groups, members};
use crate::platform::db::{DbConnection, DbResult, load_all};
use diesel::dsl::{count_star, exists, min};
use diesel::prelude::*;
use shared_types::groups::GroupView;
use shared_types::ids::GroupId;
use shared_types::members::Role;
use shared_types::time::Time;
use std::collections::HashMap;

/// A group as its row has it.
pub(super) struct StoredGroup {
    pub(super) key: GroupKey,
    pub(super) id: GroupId,
    pub(super) name: String,
    created_at: Time,
}

/// Key, id, name, when it was made.
type Row = (GroupKey, Vec<u8>, String, i64);

impl StoredGroup {
    fn of((key, id, name, created_at): Row) -> Self {
        Self {
            key,
            id: GroupId(uuid_of(&id)),
            name,
            created_at: Time::from_micros(created_at),
        }
    }

    /// As the API shows it, with the number of its members.
    pub(super) fn view(self, members: i64) -> GroupView {
        GroupView {
            id: self.id,
            name: self.name,
            members,
            created_at: self.created_at,
        }
    }
}

const COLUMNS: (groups::key, groups::id, groups::name, groups::created_at) =
    (groups::key, groups::id, groups::name, groups::created_at);

/// The groups of an organization, by name.
pub(super) fn list(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<Vec<StoredGroup>> {
    let rows: Vec<Row> = groups::table
        .filter(groups::organization.eq(organization))
        .order(groups::normal_name)
        .select(COLUMNS)
        .load(connection)?;
    Ok(rows.into_iter().map(StoredGroup::of).collect())
}

/// How many groups an organization has.
pub(super) fn count(connection: &mut DbConnection, organization: OrganizationKey) -> DbResult<i64> {
    groups::table
        .filter(groups::organization.eq(organization))
        .count()
        .get_result(connection)
}

/// How many members are in each group of an organization; none of those that nobody is in.
pub(super) fn count_members(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<HashMap<GroupKey, i64>> {
    let rows: Vec<(GroupKey, i64)> = group_members::table
        .inner_join(groups::table.on(groups::key.eq(group_members::in_group)))
        .filter(groups::organization.eq(organization))
        .group_by(group_members::in_group)
        .select((group_members::in_group, count_star()))
        .load(connection)?;
    Ok(rows.into_iter().collect())
}

/// How many members are in a group.
pub(super) fn count_members_of(connection: &mut DbConnection, group: GroupKey) -> DbResult<i64> {
    group_members::table
        .filter(group_members::in_group.eq(group))
        .count()
        .get_result(connection)
}

pub(super) fn find(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: GroupId,
) -> DbResult<Option<StoredGroup>> {
    let row: Option<Row> = groups::table
        .filter(groups::id.eq(&id.0.as_bytes()[..]))
        .filter(groups::organization.eq(organization))
        .select(COLUMNS)
        .get_result(connection)
        .optional()?;
    Ok(row.map(StoredGroup::of))
}

pub(super) fn find_by_name(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    normal_name: &str,
) -> DbResult<Option<StoredGroup>> {
    let row: Option<Row> = groups::table
        .filter(groups::organization.eq(organization))
        .filter(groups::normal_name.eq(normal_name))
        .select(COLUMNS)
        .get_result(connection)
        .optional()?;
    Ok(row.map(StoredGroup::of))
}

/// Whether somebody in the group has a role above this one.
pub(super) fn has_member_above(
    connection: &mut DbConnection,
    group: GroupKey,
    role: Role,
) -> DbResult<bool> {
    let above = Role::ALL.iter().filter(|other| **other > role);
    let above: Vec<&str> = above.map(|other| other.as_str()).collect();
    let some = group_members::table
        .inner_join(members::table.on(members::key.eq(group_members::member)))
        .filter(group_members::in_group.eq(group))
        .filter(members::role.eq_any(above));
    diesel::select(exists(some)).get_result(connection)
}

/// One of these groups in which somebody of the organization has a role above this one. Those above are few, and the
/// members of a group may be many.
pub(super) fn find_with_member_above(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    groups: &[GroupKey],
    role: Role,
) -> DbResult<Option<GroupKey>> {
    let above = Role::ALL.iter().filter(|other| **other > role);
    let above: Vec<&str> = above.map(|other| other.as_str()).collect();
    members::table
        .inner_join(group_members::table.on(group_members::member.eq(members::key)))
        .filter(members::organization.eq(organization))
        .filter(members::role.eq_any(above))
        .filter(group_members::in_group.eq_any(groups))
        .select(min(group_members::in_group))
        .get_result(connection)
}

/// Makes a group. Its name is free, which the lock of the organization keeps so.
pub(super) fn insert(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: GroupId,
    name: &GroupName,
    now: Time,
) -> DbResult<StoredGroup> {
    diesel::insert_into(groups::table)
        .values((
            groups::id.eq(&id.0.as_bytes()[..]),
            groups::organization.eq(organization),
            groups::name.eq(name.shown()),
            groups::normal_name.eq(name.normal()),
            groups::created_at.eq(now.micros()),
        ))
        .execute(connection)?;
    let key = groups::table
        .filter(groups::id.eq(&id.0.as_bytes()[..]))
        .select(groups::key)
        .get_result(connection)?;
    Ok(StoredGroup {
        key,
        id,
        name: name.shown().to_owned(),
        created_at: now,
    })
}

pub(super) fn update_name(
    connection: &mut DbConnection,
    group: GroupKey,
    name: &GroupName,
) -> DbResult<()> {
    diesel::update(groups::table.find(group))
        .set((
            groups::name.eq(name.shown()),
            groups::normal_name.eq(name.normal()),
        ))
        .execute(connection)
        .map(drop)
}

/// Removes a group, and every member from it.
pub(super) fn delete(connection: &mut DbConnection, group: GroupKey) -> DbResult<()> {
    diesel::delete(groups::table.find(group))
        .execute(connection)
        .map(drop)
}

/// A group of a member.
#[derive(Queryable)]
pub(super) struct MemberRow {
    pub(super) member: MemberKey,
    pub(super) group: GroupKey,
    id: Vec<u8>,
    pub(super) name: String,
    pub(super) normal_name: String,
}

impl MemberRow {
    /// The id of the group.
    pub(super) fn id(&self) -> GroupId {
        GroupId(uuid_of(&self.id))
    }
}

/// The groups of these members.
pub(super) fn list_of_members(
    connection: &mut DbConnection,
    keys: &[MemberKey],
) -> DbResult<Vec<MemberRow>> {
    // An empty page asks nothing.
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let rows = group_members::table
        .inner_join(groups::table.on(groups::key.eq(group_members::in_group)))
        .select((
            group_members::member,
            groups::key,
            groups::id,
            groups::name,
            groups::normal_name,
        ));
    load_all!(connection, rows, group_members::member, keys.to_vec())
}

pub(super) fn insert_member(
    connection: &mut DbConnection,
    group: GroupKey,
    member: MemberKey,
) -> DbResult<()> {
    diesel::insert_into(group_members::table)
        .values((
            group_members::member.eq(member),
            group_members::in_group.eq(group),
        ))
        .execute(connection)
        .map(drop)
}

pub(super) fn delete_member(
    connection: &mut DbConnection,
    group: GroupKey,
    member: MemberKey,
) -> DbResult<()> {
    diesel::delete(group_members::table.find((member, group)))
        .execute(connection)
        .map(drop)
}
