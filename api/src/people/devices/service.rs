//! Checking a code. What the caller hears is what one conditional UPDATE did.

use super::model::{CheckedCode, CodeOutcome, Device, DeviceStatus, DeviceSummary, delay_after};
use super::store;
use crate::platform::context::Context;
use crate::platform::crypto::keys::{OpenError, Purpose};
use crate::platform::crypto::totp::{self, Match};
use crate::platform::db::{DbConnection, DbResult};
use shared_types::ids::{DeviceId, MemberId};
use shared_types::limits::CODE_TRIES_PER_DEVICE;
use shared_types::time::Time;
use std::time::Duration;

const NOT_BLOCKED: DeviceSummary = DeviceSummary {
    status: Some(DeviceStatus::Active),
    was_blocked: false,
};

/// The member's confirmed device, if there is one.
pub fn find_device(connection: &mut DbConnection, member: MemberId) -> DbResult<Option<Device>> {
    store::find_confirmed_device(connection, member)
}

/// The confirmed devices of these members, in no order.
pub fn find_devices(connection: &mut DbConnection, members: &[MemberId]) -> DbResult<Vec<Device>> {
    store::find_confirmed_devices(connection, members)
}

/// The step of a code that is right and unused as far as was read; nothing is spent yet. `None` for
/// a device that was blocked: a right code ends that, which is more than [`spend_steps`] does.
pub fn fresh_step(context: &Context, device: &Device, code: &str, now: Time) -> Option<i64> {
    let is_open = device.status == DeviceStatus::Active && !device.was_blocked();
    match is_open.then(|| look(context, device, code, now))? {
        Ok(Match::Fresh(step)) => Some(step),
        _ => None,
    }
}

/// Spends a step of each of these devices; gives those whose step it was.
pub fn spend_steps(
    connection: &mut DbConnection,
    fresh: &[(DeviceId, i64)],
    now: Time,
) -> DbResult<Vec<DeviceId>> {
    store::consume_steps(connection, fresh, now)
}

/// What the code is, without spending anything.
fn look(context: &Context, device: &Device, code: &str, now: Time) -> Result<Match, OpenError> {
    let bound_to = [&*device.member.to_string(), &*device.id.to_string()];
    let secret = context
        .keys
        .open(Purpose::Totp, &bound_to, &device.secret)?;
    Ok(totp::match_code(&secret, code, now, device.last_step))
}

/// Checks a code, spends its step, counts a failure. Runs inside the caller's write, in which the
/// device was read and where the caller records the outcome.
pub(in crate::people) fn check_code(
    connection: &mut DbConnection,
    context: &Context,
    device: Option<&Device>,
    code: &str,
    now: Time,
) -> DbResult<CheckedCode> {
    let Some(device) = device.filter(|device| device.status == DeviceStatus::Active) else {
        return Ok(CodeOutcome::NoDevice.into());
    };
    let wait = device.wait(now);
    if device.blocked_until > now + wait {
        // The clock was set back since. Written down, or the wait would begin anew at every look.
        store::update_blocked_until(connection, device.id, now + wait)?;
    }
    if wait > Duration::ZERO {
        return Ok(CodeOutcome::Throttled { wait }.into());
    }
    match look(context, device, code, now) {
        Ok(Match::Fresh(step)) => accept(connection, device, step, now),
        Ok(Match::Used) => Ok(already_used(device, now).into()),
        Ok(Match::Wrong) => refuse(connection, device, now),
        Err(OpenError) => Ok(CodeOutcome::Unreadable.into()),
    }
}

fn accept(
    connection: &mut DbConnection,
    device: &Device,
    step: i64,
    now: Time,
) -> DbResult<CheckedCode> {
    let is_spent = if device.was_blocked() {
        store::consume_step_after_block(connection, device.id, step, now)?
    } else {
        !store::consume_steps(connection, &[(device.id, step)], now)?.is_empty()
    };
    if !is_spent {
        // Somebody was faster: with this very code, or with the wrong ones that now delay us.
        return lost_race(connection, device, now).map(CheckedCode::from);
    }
    Ok(CheckedCode {
        outcome: CodeOutcome::Accepted,
        change: device.was_blocked().then_some(NOT_BLOCKED),
    })
}

fn refuse(connection: &mut DbConnection, device: &Device, now: Time) -> DbResult<CheckedCode> {
    if !store::consume_try(connection, device.id, now)? {
        return lost_race(connection, device, now).map(CheckedCode::from);
    }
    let failures = store::count_failures(connection, device.id)?;
    let delay = delay_after(failures);
    let mut change = None;
    if delay > Duration::ZERO {
        store::update_blocked_until(connection, device.id, now + delay)?;
        change = Some(DeviceSummary {
            status: Some(DeviceStatus::Active),
            was_blocked: true,
        });
    }
    if failures >= CODE_TRIES_PER_DEVICE {
        store::update_disabled(connection, device.id)?;
        change = Some(DeviceSummary {
            status: Some(DeviceStatus::Disabled),
            was_blocked: change.map_or(device.was_blocked(), |change| change.was_blocked),
        });
    }
    let next_code_in_seconds = totp::next_code_in_seconds(now, totp::step_at(now));
    Ok(CheckedCode {
        outcome: CodeOutcome::Wrong {
            failures,
            next_code_in_seconds,
        },
        change,
    })
}

fn lost_race(connection: &mut DbConnection, device: &Device, now: Time) -> DbResult<CodeOutcome> {
    Ok(
        match store::find_confirmed_device(connection, device.member)? {
            Some(device) if device.wait(now) > Duration::ZERO => CodeOutcome::Throttled {
                wait: device.wait(now),
            },
            Some(device) => already_used(&device, now),
            None => CodeOutcome::NoDevice,
        },
    )
}

fn already_used(device: &Device, now: Time) -> CodeOutcome {
    let next_code_in_seconds = totp::next_code_in_seconds(now, device.last_step);
    CodeOutcome::AlreadyUsed {
        next_code_in_seconds,
    }
}

/// Makes a pending device the member's device, the step of its first code spent; gives how it
/// stands, or `None` when it is not pending any more. An older one was removed before: two confirmed
/// devices cannot stand side by side (D-08).
pub(in crate::people) fn confirm_device(
    connection: &mut DbConnection,
    pending: DeviceId,
    step: i64,
    now: Time,
) -> DbResult<Option<DeviceSummary>> {
    let is_confirmed = store::confirm_pending_device(connection, pending, step, now)?;
    Ok(is_confirmed.then_some(NOT_BLOCKED))
}

/// Removes the member's device; gives how the member stands then, or `None` when there was no
/// device.
pub(in crate::people) fn remove_device(
    connection: &mut DbConnection,
    member: MemberId,
) -> DbResult<Option<DeviceSummary>> {
    let is_removed = store::delete_confirmed_device(connection, member)?;
    Ok(is_removed.then_some(DeviceSummary {
        status: None,
        was_blocked: false,
    }))
}

/// Ends the delay after wrong codes; the count stays, so that guessing goes on where it was. Gives
/// how the device stands then, or `None` when it was not locked.
pub(in crate::people) fn unlock_device(
    connection: &mut DbConnection,
    member: MemberId,
    now: Time,
) -> DbResult<Option<DeviceSummary>> {
    let is_unlocked = store::update_unlocked(connection, member, now)?;
    Ok(is_unlocked.then_some(NOT_BLOCKED))
}
