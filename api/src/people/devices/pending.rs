//! An authenticator app that a flow sets up: prepared once, then confirmed or dropped with its flow.

use super::model::{DeviceSummary, PendingTotpDevice, seal_secret};
use super::{store, store_pending};
use crate::platform::context::Context;
use crate::platform::crypto::totp;
use crate::platform::db::{DbConnection, DbResult, StatementError};
use crate::protection::keyring;
use shared_types::ids::{DeviceId, FlowId, MemberId};
use shared_types::time::Time;
use uuid::Uuid;

/// The device that this flow sets up.
pub fn find_pending_totp(
    connection: &mut DbConnection,
    flow: FlowId,
) -> DbResult<Option<PendingTotpDevice>> {
    store_pending::find_pending(connection, flow)
}

/// Makes the device of a flow, with a new secret.
pub fn prepare_totp(
    connection: &mut DbConnection,
    context: &Context,
    member: MemberId,
    flow: FlowId,
    now: Time,
) -> DbResult<PendingTotpDevice> {
    let id = DeviceId(Uuid::now_v7());
    let secret = seal_secret(&context.keys, member, id, &totp::generate_secret());
    keyring::require_known(connection, &secret)?;
    let new = PendingTotpDevice {
        id,
        member,
        flow,
        secret,
    };
    store_pending::insert_pending(connection, &new, now)?;
    Ok(new)
}

/// Makes the pending device the member's own, with `step` spent; gives how it stands. Every older
/// device was removed before: two devices never stand in one slot (D-08).
pub(in crate::people) fn confirm_totp(
    connection: &mut DbConnection,
    pending: &PendingTotpDevice,
    step: i64,
    now: Time,
) -> DbResult<DeviceSummary> {
    // The row is copied: the key that it is sealed under must stay as long as that takes.
    keyring::require_known(connection, &pending.secret)?;
    if !store_pending::consume_pending(connection, pending.id)? {
        return Err(StatementError::RollbackTransaction);
    }
    store::insert_device(connection, pending, step, now)?;
    Ok(DeviceSummary::ACTIVE)
}
