//! An authenticator app that a sign-in sets up: prepared once, then confirmed, or dropped when the flow
//! ends.

use super::model::{DeviceSummary, PendingTotpDevice, seal_secret};
use super::{store, store_pending};
use crate::platform::context::Context;
use crate::platform::crypto::totp;
use crate::platform::db::keys::{MemberRef, SignInKey};
use crate::platform::db::{DbConnection, DbResult, StatementError};
use crate::protection::keyring;
use shared_types::ids::DeviceId;
use shared_types::time::Time;
use uuid::Uuid;

/// The device that this sign-in of this member sets up.
pub fn find_pending_totp(
    connection: &mut DbConnection,
    sign_in: SignInKey,
    member: MemberRef,
) -> DbResult<Option<PendingTotpDevice>> {
    store_pending::find_pending(connection, sign_in, member)
}

/// Drops the device of a sign-in whose flow has ended: its row stays, so nothing else drops it.
pub fn drop_pending(connection: &mut DbConnection, sign_in: SignInKey) -> DbResult<()> {
    store_pending::delete_pending(connection, sign_in)
}

/// Drops the devices of all sign-ins that are older than this one.
pub fn sweep_pending(connection: &mut DbConnection, oldest: SignInKey) -> DbResult<usize> {
    store_pending::delete_older(connection, oldest)
}

/// Makes the device of a sign-in, with a new secret.
pub fn prepare_totp(
    connection: &mut DbConnection,
    context: &Context,
    member: MemberRef,
    sign_in: SignInKey,
    now: Time,
) -> DbResult<PendingTotpDevice> {
    let id = DeviceId(Uuid::now_v7());
    let secret = seal_secret(&context.keys, member.id, id, &totp::generate_secret());
    keyring::require_known(connection, &secret)?;
    let new = PendingTotpDevice {
        id,
        member,
        sign_in,
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
