//! Organizations: the customers of an installation. Each owns its members and one policy.

mod store;

use crate::platform::db::{DbConnection, DbResult};
use shared_types::ids::OrganizationId;
use shared_types::time::Time;

/// Whether there is any organization yet.
pub fn exists(connection: &mut DbConnection) -> DbResult<bool> {
    store::has_organization(connection)
}

/// Inserts an organization; its policy and its counts are their owners' to make.
pub fn create(
    connection: &mut DbConnection,
    id: OrganizationId,
    name: &str,
    now: Time,
) -> DbResult<()> {
    store::insert_organization(connection, id, name, now)
}
