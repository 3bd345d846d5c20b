//! The changes that make a restored database safe.

use crate::platform::db::schema::{
    email_codes, flows, invitations, known_browsers, members, organizations, outbox,
    password_reset_requests, password_resets, sessions, setup_tokens, totp_devices,
    unfinished_sign_ins,
};
use crate::platform::db::{DbConnection, DbResult, StatementError};
use diesel::prelude::*;
use shared_types::ids::OrganizationId;

/// Deletes sessions, flows, tokens and codes, and mails that would send such. Pending devices are
/// deleted with their flows.
pub(super) fn delete_credentials(connection: &mut DbConnection) -> DbResult<()> {
    diesel::delete(sessions::table).execute(connection)?;
    diesel::delete(flows::table).execute(connection)?;
    diesel::delete(known_browsers::table).execute(connection)?;
    diesel::delete(invitations::table).execute(connection)?;
    diesel::delete(setup_tokens::table).execute(connection)?;
    diesel::delete(password_resets::table).execute(connection)?;
    diesel::delete(password_reset_requests::table).execute(connection)?;
    diesel::delete(email_codes::table).execute(connection)?;
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
    diesel::update(totp_devices::table)
        .filter(totp_devices::last_step.lt(step))
        .set(totp_devices::last_step.eq(step))
        .execute(connection)
}

pub(super) fn list_organizations(connection: &mut DbConnection) -> DbResult<Vec<OrganizationId>> {
    let ids: Vec<String> = organizations::table
        .select(organizations::id)
        .load(connection)?;
    let typed = ids.into_iter().map(|id| id.parse::<OrganizationId>());
    let typed =
        typed.map(|id| id.map_err(|error| StatementError::DeserializationError(Box::new(error))));
    typed.collect()
}
