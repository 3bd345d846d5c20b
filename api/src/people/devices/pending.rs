//! An authenticator app that a sign-in sets up: prepared once, then confirmed, handed over to another sign-in
//! of the same browser, or voided. What was shown is kept for a day as a former one.

use super::model::{DeviceSummary, PendingTotpDevice, SetUp, seal_secret};
use super::{former, store, store_pending};
use crate::people::sign_ins::Earlier;
use crate::platform::context::Context;
use crate::platform::crypto::totp;
use crate::platform::db::keys::{MemberKey, MemberRef, SignInKey};
use crate::platform::db::{DbConnection, DbResult, StatementError};
use crate::platform::new_id::new_id;
use crate::protection::keyring;
use shared_types::ids::DeviceId;
use shared_types::limits::PENDING_SECRET_LIFETIME;
use shared_types::time::Time;
use std::time::Duration;

/// The device that this sign-in of this member sets up.
pub fn find_pending_totp(
    connection: &mut DbConnection,
    sign_in: SignInKey,
    member: MemberRef,
) -> DbResult<Option<PendingTotpDevice>> {
    let all = store_pending::list_pending(connection, member)?;
    Ok(all.into_iter().find(|one| one.sign_in == sign_in))
}

/// Hands the member's pending device over to a later sign-in, where the earlier one was made in the same
/// browser and the device is young enough. It is shown again only after the mailbox is proven again.
pub fn continue_pending(
    connection: &mut DbConnection,
    member: MemberRef,
    earlier: Earlier,
    sign_in: SignInKey,
    now: Time,
) -> DbResult<()> {
    let all = store_pending::list_pending(connection, member)?;
    let same = all.into_iter().find(|one| {
        earlier.covers(one.sign_in, one.browser)
            && now.since(one.created_at) < PENDING_SECRET_LIFETIME
    });
    match same.filter(|one| one.sign_in != sign_in) {
        Some(pending) => store_pending::update_sign_in(connection, pending.id, sign_in),
        None => Ok(()),
    }
}

/// Makes what a member sets up so much older, as the clock of a test organization was moved.
pub fn advance_pending(
    connection: &mut DbConnection,
    member: MemberKey,
    by: Duration,
) -> DbResult<()> {
    store_pending::update_advanced(connection, member, by)
}

/// Drops the devices of all sign-ins that are older than this one, some at a time; gives how many.
pub fn sweep_pending(
    connection: &mut DbConnection,
    oldest: SignInKey,
    now: Time,
) -> DbResult<usize> {
    let mut dropped = 0;
    for old in store_pending::list_older(connection, oldest)? {
        if store_pending::delete_older(connection, old.id, oldest)? {
            former::keep(connection, old, now)?;
            dropped += 1;
        }
    }
    Ok(dropped)
}

/// Makes the device of a sign-in, with a new secret. Every other pending one of the member is void: a secret
/// that was shown elsewhere, perhaps to a thief, never becomes the owner's.
pub fn prepare_totp(
    connection: &mut DbConnection,
    context: &Context,
    member: MemberRef,
    set_up: SetUp,
    now: Time,
) -> DbResult<PendingTotpDevice> {
    for other in store_pending::list_pending(connection, member)? {
        if store_pending::consume_pending(connection, other.id)? {
            former::keep(connection, other.into(), now)?;
        }
    }
    let id = DeviceId(new_id(now));
    let secret = seal_secret(&context.keys, member.id, id, &totp::generate_secret());
    keyring::require_known(connection, &secret)?;
    let new = PendingTotpDevice {
        id,
        member,
        sign_in: set_up.sign_in,
        browser: set_up.browser,
        number: former::next_number(connection, member.key)?,
        created_at: now,
        secret,
    };
    store_pending::insert_pending(connection, &new)?;
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
    let confirmed = store::NewTotpDevice {
        id: pending.id,
        member: pending.member.key,
        number: pending.number,
        secret: pending.secret.clone(),
        last_step: step,
        replace_by: None,
        remind_at: None,
    };
    store::insert_device(connection, &confirmed, now)?;
    Ok(DeviceSummary::ACTIVE)
}
