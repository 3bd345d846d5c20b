//! Codes that a flow did not accept.

use super::model::Flow;
use super::service::FlowEnded;
use crate::people::sign_ins;
use crate::platform::db::{DbConnection, DbResult};
use shared_types::limits::SPENT_CODE_REPEATS;
use shared_types::problem::FlowEndReason;
use shared_types::time::Time;

/// Counts a wrong code in the flow. Says how many tries are left; the fifth wrong code ends the flow.
pub fn count_failed_try(
    connection: &mut DbConnection,
    flow: &Flow,
    now: Time,
) -> DbResult<Result<u32, FlowEnded>> {
    let left = sign_ins::count_failed_try(connection, flow.key, now)?;
    if left > 0 {
        return Ok(Ok(left));
    }
    Ok(Err(FlowEnded(FlowEndReason::TooManyCodes)))
}

/// Counts a code that was spent before; from the fourth in a flow each counts as a wrong one.
pub fn count_spent_code(
    connection: &mut DbConnection,
    flow: &Flow,
    now: Time,
) -> DbResult<Result<(), FlowEnded>> {
    if sign_ins::count_spent_code(connection, flow.key)? <= SPENT_CODE_REPEATS {
        return Ok(Ok(()));
    }
    Ok(count_failed_try(connection, flow, now)?.map(drop))
}
