//! Whether a caller has done the second step, for what must not be decided by a password alone.

use super::service::find_devices;
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::access::Actor;

/// What a caller is told who has not.
pub const ENROLL_YOURSELF_FIRST: &str =
    "Set up two-step verification for yourself and sign in with a code first.";

/// Whether a code stands behind the caller, and the device that gave it can still prove its owner: it may have been
/// switched off since by wrong codes, which ends no session.
pub fn is_enrolled(connection: &mut DbConnection, actor: &Actor) -> DbResult<bool> {
    if !actor.has_second_step() {
        return Ok(false);
    }
    match actor.answerable() {
        Some(member) => Ok(find_devices(connection, member)?.any_active()),
        // An operator on the host has no device.
        None => Ok(true),
    }
}
