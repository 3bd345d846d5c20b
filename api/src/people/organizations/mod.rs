//! Organizations: the customers of an installation. Each owns its members and one policy.

mod short_name;
mod store;

use crate::platform::db::keys::{OrganizationKey, OrganizationRef};
use crate::platform::db::{self, DbConnection, DbResult, StatementError};
use shared_types::ids::OrganizationId;
use shared_types::me::Locale;
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

/// Changes the language and the time zone of mails to members of whom nothing is known yet.
pub fn set_language(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    locale: Option<Locale>,
    time_zone: Option<&str>,
) -> DbResult<()> {
    store::update_language(connection, organization, locale, time_zone)
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
