//! The table `organizations`.

use crate::platform::db::schema::organizations;
use crate::platform::db::{DbConnection, DbResult};
use diesel::dsl::exists;
use diesel::prelude::*;
use shared_types::ids::OrganizationId;
use shared_types::time::Time;

pub(super) fn has_organization(connection: &mut DbConnection) -> DbResult<bool> {
    diesel::select(exists(organizations::table.select(organizations::id))).get_result(connection)
}

pub(super) fn insert_organization(
    connection: &mut DbConnection,
    id: OrganizationId,
    name: &str,
    now: Time,
) -> DbResult<()> {
    diesel::insert_into(organizations::table)
        .values((
            organizations::id.eq(id.to_string()),
            organizations::name.eq(name),
            organizations::created_at.eq(now.micros()),
        ))
        .execute(connection)?;
    Ok(())
}
