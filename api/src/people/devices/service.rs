//! What may be read and changed of confirmed devices. Each change decides by one conditional
//! UPDATE; what a code is worth is decided by who calls.

use super::model::{Devices, FreshStep};
use super::store;
use crate::platform::db::{DbConnection, DbResult};
use shared_types::ids::{DeviceId, MemberId};
use shared_types::time::Time;
use std::collections::HashMap;

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

/// Counts a wrong code, only while tries are open; gives how many there are in a row. `None` when
/// no try was open.
pub fn count_wrong_code(
    connection: &mut DbConnection,
    device: DeviceId,
    now: Time,
) -> DbResult<Option<i64>> {
    if !store::consume_try(connection, device, now)? {
        return Ok(None);
    }
    store::count_failures(connection, device).map(Some)
}

/// Looks at no code of the device before `until`.
pub fn block_device(connection: &mut DbConnection, device: DeviceId, until: Time) -> DbResult<()> {
    store::update_blocked_until(connection, device, until)
}

/// Switches the device off for good.
pub fn disable_device(connection: &mut DbConnection, device: DeviceId) -> DbResult<()> {
    store::update_disabled(connection, device)
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
