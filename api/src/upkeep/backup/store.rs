//! The changes that make a restored database safe.

use crate::platform::db::schema::{
    devices, email_changes, flows, invitations, known_browsers, members, organizations, outbox,
    password_reset_requests, password_resets, sessions, setup_tokens, unfinished_sign_ins,
};
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;

/// Deletes sessions, flows, tokens, and mails that would send such tokens. Codes and pending devices
/// are deleted with their flows.
pub(super) fn delete_credentials(connection: &mut DbConnection) -> DbResult<()> {
    diesel::delete(sessions::table).execute(connection)?;
    diesel::delete(flows::table).execute(connection)?;
    diesel::delete(known_browsers::table).execute(connection)?;
    diesel::delete(invitations::table).execute(connection)?;
    diesel::delete(setup_tokens::table).execute(connection)?;
    diesel::delete(password_resets::table).execute(connection)?;
    diesel::delete(password_reset_requests::table).execute(connection)?;
    diesel::delete(email_changes::table).execute(connection)?;
    diesel::delete(unfinished_sign_ins::table).execute(connection)?;
    diesel::delete(outbox::table).execute(connection)?;
    Ok(())
}

/// Increments the epoch of every member, and gives the number of members.
pub(super) fn update_epochs(connection: &mut DbConnection) -> DbResult<usize> {
    diesel::update(members::table)
        .set(members::epoch.eq(members::epoch + 1))
        .execute(connection)
}

/// Marks every time step up to this one as used.
pub(super) fn update_steps(connection: &mut DbConnection, step: i64) -> DbResult<usize> {
    diesel::update(devices::table)
        .filter(devices::last_step.lt(step))
        .set(devices::last_step.eq(step))
        .execute(connection)
}

pub(super) fn list_organizations(connection: &mut DbConnection) -> DbResult<Vec<String>> {
    organizations::table
        .select(organizations::id)
        .load(connection)
}
