//! The table `organizations`.

use crate::platform::db::keys::{OrganizationKey, OrganizationRef};
use crate::platform::db::schema::organizations;
use crate::platform::db::{DbConnection, DbResult};
use diesel::dsl::exists;
use diesel::prelude::*;
use shared_types::ids::OrganizationId;
use shared_types::time::Time;

pub(super) fn has_organization(connection: &mut DbConnection) -> DbResult<bool> {
    diesel::select(exists(organizations::table.select(organizations::key))).get_result(connection)
}

pub(super) fn find_organization(
    connection: &mut DbConnection,
    id: OrganizationId,
) -> DbResult<Option<OrganizationRef>> {
    let key: Option<OrganizationKey> = organizations::table
        .filter(organizations::id.eq(id.to_string()))
        .select(organizations::key)
        .get_result(connection)
        .optional()?;
    Ok(key.map(|key| OrganizationRef { key, id }))
}

pub(super) fn find_by_short_name(
    connection: &mut DbConnection,
    short_name: &str,
) -> DbResult<Option<OrganizationRef>> {
    let found: Option<(OrganizationKey, String)> = organizations::table
        .filter(organizations::short_name.eq(short_name))
        .select((organizations::key, organizations::id))
        .get_result(connection)
        .optional()?;
    Ok(found.and_then(|(key, id)| {
        let id = id.try_into().ok()?;
        Some(OrganizationRef { key, id })
    }))
}

pub(super) fn is_short_name_taken(
    connection: &mut DbConnection,
    short_name: &str,
) -> DbResult<bool> {
    let same = organizations::table.filter(organizations::short_name.eq(short_name));
    diesel::select(exists(same)).get_result(connection)
}

pub(super) fn insert_organization(
    connection: &mut DbConnection,
    id: OrganizationId,
    short_name: &str,
    name: &str,
    now: Time,
) -> DbResult<()> {
    diesel::insert_into(organizations::table)
        .values((
            organizations::id.eq(id.to_string()),
            organizations::short_name.eq(short_name),
            organizations::name.eq(name),
            organizations::created_at.eq(now.micros()),
        ))
        .execute(connection)?;
    Ok(())
}
