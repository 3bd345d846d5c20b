//! The only way in which other features change how a member's device stands: the member's row and the
//! counts of its organization follow in the same change.
//!
//! Right codes of devices that were never blocked are not among them: `devices::spend_steps` changes
//! nothing that a member's row repeats, so the way of every sign-in costs no more statements.

use super::model::Member;
use super::store_counted;
use crate::people::devices::{self, CodeOutcome, Device};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult, StatementError};
use shared_types::ids::DeviceId;
use shared_types::time::Time;

/// Checks a code of the member, spends its step, counts a failure. Runs inside the caller's write,
/// in which member and device were read and where the caller records the outcome.
pub fn check_code(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    device: Option<&Device>,
    code: &str,
) -> DbResult<CodeOutcome> {
    let now = context.clock.now();
    let checked = devices::check_code(connection, context, device, code, now)?;
    if let Some(summary) = checked.change {
        store_counted::update_device_summary(connection, member, summary)?;
    }
    Ok(checked.outcome)
}

/// Makes a pending device the member's device, in the place of an older one, the step of its first
/// code spent; says whether there was an older one.
pub fn confirm_device(
    connection: &mut DbConnection,
    member: &Member,
    pending: DeviceId,
    step: i64,
    now: Time,
) -> DbResult<bool> {
    let replaces = devices::remove_device(connection, member.id)?.is_some();
    let Some(summary) = devices::confirm_device(connection, pending, step, now)? else {
        return Err(StatementError::RollbackTransaction);
    };
    store_counted::update_device_summary(connection, member, summary)?;
    Ok(replaces)
}

/// Removes the member's device; says whether there was one.
pub fn remove_device(connection: &mut DbConnection, member: &Member) -> DbResult<bool> {
    let removed = devices::remove_device(connection, member.id)?;
    if let Some(summary) = removed {
        store_counted::update_device_summary(connection, member, summary)?;
    }
    Ok(removed.is_some())
}

/// Ends the delay after wrong codes.
pub(super) fn unlock_device(
    connection: &mut DbConnection,
    member: &Member,
    now: Time,
) -> DbResult<()> {
    match devices::unlock_device(connection, member.id, now)? {
        Some(summary) => store_counted::update_device_summary(connection, member, summary),
        None => Ok(()),
    }
}
