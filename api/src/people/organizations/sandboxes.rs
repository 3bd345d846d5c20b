//! Test organizations: found by the live one that made them, moved in time, closed and removed.

use super::kind::{KeptSandbox, Kind};
use super::store_sandboxes as store;
use crate::platform::db::keys::{OrganizationKey, OrganizationRef};
use crate::platform::db::{DbConnection, DbResult};
use shared_types::ids::OrganizationId;
use shared_types::time::Time;
use std::time::Duration;

/// What kind the organization is; `None` when it is gone.
pub fn kind_of(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<Option<Kind>> {
    let columns = store::find_kind(connection, organization)?;
    Ok(columns.map(|(kind, ahead)| Kind::of_columns(&kind, ahead)))
}

/// The test organizations that this one made and that are not closed, newest first.
pub fn list_of(
    connection: &mut DbConnection,
    parent: OrganizationKey,
) -> DbResult<Vec<KeptSandbox>> {
    store::list_of(connection, parent)
}

/// How many there are of them.
pub fn count_of(connection: &mut DbConnection, parent: OrganizationKey) -> DbResult<i64> {
    store::count_of(connection, parent)
}

/// The one of them with this id.
pub fn find_of(
    connection: &mut DbConnection,
    parent: OrganizationKey,
    id: OrganizationId,
) -> DbResult<Option<KeptSandbox>> {
    store::find_of(connection, parent, id)
}

/// Closes it, to be deleted step by step; `false` when it was closed before.
pub fn close(connection: &mut DbConnection, sandbox: OrganizationKey, now: Time) -> DbResult<bool> {
    store::update_closed(connection, sandbox, now)
}

/// One that is closed.
pub fn find_closed(connection: &mut DbConnection) -> DbResult<Option<OrganizationRef>> {
    store::find_closed(connection)
}

/// Removes a closed one with everything that refers to its row; says whether it was there. Its members must be
/// gone: their devices go by an explicit DELETE.
pub fn remove(connection: &mut DbConnection, sandbox: OrganizationKey) -> DbResult<bool> {
    store::delete_closed(connection, sandbox)
}

/// Moves the clock of a test organization forward from where it was read; `false` when it was moved meanwhile, or
/// the organization is none.
pub fn advance_clock(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    from: Duration,
    to: Duration,
) -> DbResult<bool> {
    store::update_clock(connection, organization, from, to)
}
