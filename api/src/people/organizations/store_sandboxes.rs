//! The table `organizations`, as far as test organizations go. No statement changes what kind a row is.

use super::kind::KeptSandbox;
use crate::platform::db::keys::{OrganizationKey, OrganizationRef};
use crate::platform::db::schema::organizations;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::ids::OrganizationId;
use shared_types::organizations::OrganizationKind;
use shared_types::time::Time;
use std::time::Duration;

#[derive(Queryable)]
struct SandboxRow {
    key: OrganizationKey,
    #[diesel(deserialize_as = String)]
    id: OrganizationId,
    name: String,
    short_name: String,
    created_at: i64,
}

impl From<SandboxRow> for KeptSandbox {
    fn from(row: SandboxRow) -> Self {
        Self {
            organization: OrganizationRef {
                key: row.key,
                id: row.id,
            },
            name: row.name,
            short_name: row.short_name,
            created_at: Time::from_micros(row.created_at),
        }
    }
}

/// The test organizations that a live one made and that are not closed.
macro_rules! sandboxes_of {
    ($parent:expr) => {
        organizations::table
            .filter(organizations::parent.eq($parent.number()))
            .filter(organizations::kind.eq(OrganizationKind::Test.as_str()))
            .filter(organizations::closed_at.is_null())
    };
}

/// The columns of a [`SandboxRow`].
macro_rules! sandbox_columns {
    () => {
        (
            organizations::key,
            organizations::id,
            organizations::name,
            organizations::short_name,
            organizations::created_at,
        )
    };
}

/// The word, and the seconds by which its clock is ahead.
pub(super) fn find_kind(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<Option<(String, i64)>> {
    organizations::table
        .find(organization)
        .select((organizations::kind, organizations::clock_ahead))
        .get_result(connection)
        .optional()
}

pub(super) fn list_of(
    connection: &mut DbConnection,
    parent: OrganizationKey,
) -> DbResult<Vec<KeptSandbox>> {
    let rows = sandboxes_of!(parent)
        .order(organizations::key.desc())
        .select(sandbox_columns!())
        .load::<SandboxRow>(connection)?;
    Ok(rows.into_iter().map(KeptSandbox::from).collect())
}

pub(super) fn count_of(connection: &mut DbConnection, parent: OrganizationKey) -> DbResult<i64> {
    // Those too that are closed and still have rows: who makes and deletes them by turns has no more than that.
    organizations::table
        .filter(organizations::parent.eq(parent.number()))
        .count()
        .get_result(connection)
}

pub(super) fn find_of(
    connection: &mut DbConnection,
    parent: OrganizationKey,
    id: OrganizationId,
) -> DbResult<Option<KeptSandbox>> {
    let row = sandboxes_of!(parent)
        .filter(organizations::id.eq(id.to_string()))
        .select(sandbox_columns!())
        .get_result::<SandboxRow>(connection)
        .optional()?;
    Ok(row.map(KeptSandbox::from))
}

/// One row or none.
pub(super) fn update_closed(
    connection: &mut DbConnection,
    sandbox: OrganizationKey,
    now: Time,
) -> DbResult<bool> {
    let open = organizations::table
        .find(sandbox)
        .filter(organizations::kind.eq(OrganizationKind::Test.as_str()))
        .filter(organizations::closed_at.is_null());
    let changed = diesel::update(open)
        .set(organizations::closed_at.eq(now.micros()))
        .execute(connection)?;
    Ok(changed == 1)
}

pub(super) fn find_closed(connection: &mut DbConnection) -> DbResult<Option<OrganizationRef>> {
    let row: Option<(OrganizationKey, String)> = organizations::table
        .filter(organizations::closed_at.is_not_null())
        .order(organizations::closed_at)
        .limit(1)
        .select((organizations::key, organizations::id))
        .get_result(connection)
        .optional()?;
    Ok(row.and_then(|(key, id)| {
        let id = id.parse().ok()?;
        Some(OrganizationRef { key, id })
    }))
}

pub(super) fn delete_closed(
    connection: &mut DbConnection,
    sandbox: OrganizationKey,
) -> DbResult<bool> {
    let closed = organizations::table
        .find(sandbox)
        .filter(organizations::kind.eq(OrganizationKind::Test.as_str()))
        .filter(organizations::closed_at.is_not_null());
    Ok(diesel::delete(closed).execute(connection)? == 1)
}

/// One row or none.
pub(super) fn update_clock(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    from: Duration,
    to: Duration,
) -> DbResult<bool> {
    let seconds = |ahead: Duration| i64::try_from(ahead.as_secs()).unwrap_or(i64::MAX);
    let as_read = organizations::table
        .find(organization)
        .filter(organizations::kind.eq(OrganizationKind::Test.as_str()))
        .filter(organizations::closed_at.is_null())
        .filter(organizations::clock_ahead.eq(seconds(from)))
        .filter(organizations::clock_ahead.lt(seconds(to)));
    let changed = diesel::update(as_read)
        .set(organizations::clock_ahead.eq(seconds(to)))
        .execute(connection)?;
    Ok(changed == 1)
}
