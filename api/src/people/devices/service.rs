//! What may be read and changed of confirmed devices, with their counters. What a code is, says
//! who calls; what becomes of it, one conditional UPDATE.

use super::model::{Devices, FreshStep, delay_after};
use super::store;
use crate::platform::db::{DbConnection, DbResult};
use shared_types::ids::{DeviceId, MemberId};
use shared_types::limits::CODE_TRIES_PER_DEVICE;
use shared_types::time::Time;
use std::collections::HashMap;
use std::time::Duration;

/// The member's confirmed devices.
pub fn find_devices(connection: &mut DbConnection, member: MemberId) -> DbResult<Devices> {
    let totp = store::find_devices(connection, &[member])?;
    Ok(Devices { totp })
}

/// The confirmed devices of these members, by member; who has none is not there.
pub fn find_all(
    connection: &mut DbConnection,
    members: &[MemberId],
) -> DbResult<HashMap<MemberId, Devices>> {
    let mut all: HashMap<MemberId, Devices> = HashMap::new();
    for device in store::find_devices(connection, members)? {
        all.entry(device.member).or_default().totp.push(device);
    }
    Ok(all)
}

/// Spends these steps: only one later than the device's last, only while tries are open. Gives the
/// devices whose step it was.
pub fn spend_steps(
    connection: &mut DbConnection,
    fresh: &[FreshStep],
    now: Time,
) -> DbResult<Vec<DeviceId>> {
    store::consume_steps(connection, fresh, now)
}

/// Counts a wrong code, only while tries are open, with what follows: a delay after every fifth,
/// the end of the device after the hundredth. Gives how many there are in a row; `None` when no try
/// was open.
pub fn count_wrong_code(
    connection: &mut DbConnection,
    device: DeviceId,
    now: Time,
) -> DbResult<Option<i64>> {
    if !store::consume_try(connection, device, now)? {
        return Ok(None);
    }
    let failures = store::count_failures(connection, device)?;
    let delay = delay_after(failures);
    if delay > Duration::ZERO {
        store::update_blocked_until(connection, device, now + delay)?;
    }
    if failures >= CODE_TRIES_PER_DEVICE {
        store::update_disabled(connection, device)?;
    }
    Ok(Some(failures))
}

/// Writes down that a delay ends earlier than it said, because the clock was set back since.
pub fn shorten_delay(connection: &mut DbConnection, device: DeviceId, until: Time) -> DbResult<()> {
    store::update_blocked_until(connection, device, until)
}

/// Notes that a mail tells the member of wrong codes.
pub fn note_owner_warned(
    connection: &mut DbConnection,
    member: MemberId,
    now: Time,
) -> DbResult<()> {
    store::update_owner_warned_at(connection, member, now)
}

/// Removes every device of the member; says whether there was one.
pub fn remove_devices(connection: &mut DbConnection, member: MemberId) -> DbResult<bool> {
    store::delete_devices(connection, member)
}

/// Ends the delays after wrong codes; the counts stay, so that guessing goes on where it was.
pub fn unlock_devices(
    connection: &mut DbConnection,
    member: MemberId,
    now: Time,
) -> DbResult<bool> {
    store::update_unlocked(connection, member, now)
}
