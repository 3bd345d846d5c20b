//! Organizations: the customers of an installation. Each owns its members and one policy.

mod short_name;
mod store;

use crate::platform::db::keys::OrganizationRef;
use crate::platform::db::{self, DbConnection, DbResult, StatementError};
use shared_types::ids::OrganizationId;
use shared_types::time::Time;

/// Whether there is any organization yet.
pub fn exists(connection: &mut DbConnection) -> DbResult<bool> {
    store::has_organization(connection)
}

/// The organization with this id.
pub fn find(
    connection: &mut DbConnection,
    id: OrganizationId,
) -> DbResult<Option<OrganizationRef>> {
    store::find_organization(connection, id)
}

/// The organization with this short name.
pub fn find_by_short_name(
    connection: &mut DbConnection,
    short_name: &str,
) -> DbResult<Option<OrganizationRef>> {
    store::find_by_short_name(connection, short_name)
}

/// Inserts an organization, with a short name made from its name; its policy is its owner's to make.
pub fn create(
    connection: &mut DbConnection,
    id: OrganizationId,
    name: &str,
    now: Time,
) -> DbResult<OrganizationRef> {
    // Nobody takes the short name that is found free.
    db::lock(connection, "short names")?;
    let base = short_name::of(name);
    let mut free = base.clone();
    let mut number = 1;
    while store::is_short_name_taken(connection, &free)? {
        number += 1;
        free = short_name::numbered(&base, number);
    }
    store::insert_organization(connection, id, &free, name, now)?;
    store::find_organization(connection, id)?.ok_or(StatementError::NotFound)
}
