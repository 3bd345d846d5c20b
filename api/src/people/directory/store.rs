//! The table `directory_checks`.

use crate::platform::db::keys::OrganizationKey;
use crate::platform::db::schema::directory_checks;
use crate::platform::db::{DbConnection, DbResult, on_backend};
use diesel::prelude::*;
use shared_types::time::Time;

/// Takes the look that is due, and says when the next one is; whether it was due and nobody else took it.
pub(super) fn claim(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    now: Time,
    next: Time,
) -> DbResult<bool> {
    let due = directory_checks::table
        .find(organization)
        .filter(directory_checks::due_at.le(now.micros()));
    let moved = diesel::update(due)
        .set(directory_checks::due_at.eq(next.micros()))
        .execute(connection)?;
    if moved == 1 {
        return Ok(true);
    }
    let first = (
        directory_checks::organization.eq(organization),
        directory_checks::due_at.eq(next.micros()),
    );
    let made = on_backend!(connection, |own| diesel::insert_into(
        directory_checks::table
    )
    .values(first)
    .on_conflict_do_nothing()
    .execute(own))?;
    Ok(made == 1)
}
