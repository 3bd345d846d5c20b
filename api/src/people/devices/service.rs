//! What may be read and changed of confirmed devices, with their counters. The caller
//! compares the code; a conditional UPDATE accepts it or counts it.

use super::model::{
    CountedFailure, Delays, DeviceStatus, DeviceSummary, Devices, FreshStep, TotpDevice,
};
use super::{former, store};
use crate::platform::db::keys::{DeviceKey, MemberKey, MemberRef};
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::throttle::code_delay;
use shared_types::limits::CODE_TRIES_PER_DEVICE;
use shared_types::time::Time;
use std::time::Duration;

/// The member's confirmed devices.
pub fn find_devices(connection: &mut DbConnection, member: MemberRef) -> DbResult<Devices> {
    let totp = store::find_devices(connection, member)?;
    Ok(Devices { totp })
}

/// Spends a step: only one later than the device's last, only of a device that was not blocked since its
/// last right code. Says whether it was spent.
pub fn spend_step(connection: &mut DbConnection, fresh: FreshStep, now: Time) -> DbResult<bool> {
    store::consume_step(connection, fresh, now)
}

/// Spends a step of a device that may be blocked, once no delay that holds lasts; gives how the device
/// stands then, or `None` when nothing was spent.
pub(in crate::people) fn spend_step_after_block(
    connection: &mut DbConnection,
    fresh: FreshStep,
    delays: Delays,
    now: Time,
) -> DbResult<Option<DeviceSummary>> {
    let is_spent = store::consume_step_after_block(connection, fresh, delays, now)?;
    Ok(is_spent.then_some(DeviceSummary::ACTIVE))
}

/// Spends a step of a device for a program: what people's wrong codes delay stays as it is. Says whether it was
/// spent.
pub(in crate::people) fn spend_step_for_program(
    connection: &mut DbConnection,
    fresh: FreshStep,
    now: Time,
) -> DbResult<bool> {
    store::consume_step_for_program(connection, fresh, now)
}

/// Notes a fixed code of a test organization, whose step is none: what wrong codes brought about ends. Gives how
/// the device stands then, or `None` when it could prove nothing.
pub(in crate::people) fn note_fixed_code(
    connection: &mut DbConnection,
    device: &TotpDevice,
    delays: Delays,
    now: Time,
) -> DbResult<Option<DeviceSummary>> {
    let is_noted = store::update_used(connection, device, delays, now)?;
    Ok(is_noted.then_some(DeviceSummary::ACTIVE))
}

/// The same for a program: what people's wrong codes delay stays as it is.
pub(in crate::people) fn note_fixed_code_for_program(
    connection: &mut DbConnection,
    device: &TotpDevice,
    now: Time,
) -> DbResult<bool> {
    store::update_used_by_program(connection, device, now)
}

/// Counts a wrong code, only while tries are open, with what follows: for strangers a delay after every
/// fifth, for everybody the end of the device after the hundredth. `None` when no try was open.
pub(in crate::people) fn count_wrong_code(
    connection: &mut DbConnection,
    device: &TotpDevice,
    delays: Delays,
    now: Time,
) -> DbResult<Option<CountedFailure>> {
    if !store::consume_try(connection, device.key, delays, now)? {
        return Ok(None);
    }
    let failures = store::count_failures(connection, device.key)?;
    let delay = code_delay(failures);
    let mut change = None;
    if delays == Delays::Hold && delay > Duration::ZERO {
        store::update_blocked_until(connection, device.key, now + delay)?;
        change = Some(DeviceSummary::BLOCKED);
    }
    if failures >= CODE_TRIES_PER_DEVICE {
        store::update_disabled(connection, device.key)?;
        change = Some(DeviceSummary {
            status: Some(DeviceStatus::Disabled),
            was_blocked: change.map_or(device.was_blocked(), |change| change.was_blocked),
        });
    }
    Ok(Some(CountedFailure { failures, change }))
}

/// Writes down that a delay ends earlier than it said, because the clock was set back since.
pub fn shorten_delay(
    connection: &mut DbConnection,
    device: DeviceKey,
    until: Time,
) -> DbResult<()> {
    store::update_blocked_until(connection, device, until)
}

/// Notes that a mail tells the member of wrong codes.
pub fn note_owner_warned(
    connection: &mut DbConnection,
    member: MemberKey,
    now: Time,
) -> DbResult<()> {
    store::update_owner_warned_at(connection, member, now)
}

/// Removes every device of the member, whose secrets are kept for a day to name their codes; gives how the
/// member stands then, or `None` when there was no device.
pub(in crate::people) fn remove_devices(
    connection: &mut DbConnection,
    member: MemberRef,
    now: Time,
) -> DbResult<Option<DeviceSummary>> {
    for device in store::find_devices(connection, member)? {
        former::keep(connection, device.into(), now)?;
    }
    let is_removed = store::delete_devices(connection, member.key)?;
    Ok(is_removed.then_some(DeviceSummary::NONE))
}

/// Ends the delay after wrong codes; the count stays, so that guessing goes on where it was. Gives
/// how the device stands then, or `None` when it was not locked.
pub(in crate::people) fn unlock_devices(
    connection: &mut DbConnection,
    member: MemberKey,
    now: Time,
) -> DbResult<Option<DeviceSummary>> {
    let is_unlocked = store::update_unlocked(connection, member, now)?;
    Ok(is_unlocked.then_some(DeviceSummary::ACTIVE))
}
