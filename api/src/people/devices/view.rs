//! The state of a member's second step, for lists and pages.

use super::model::{DeviceStatus, Devices};
use crate::protection::throttle::code_delay;
use shared_types::members::{ImportedDevice, TwoStepState, TwoStepView};
use shared_types::time::Time;

/// The state of a device that a view shows: read from a list's row, or from the devices.
#[derive(Clone, Copy, Debug)]
pub struct DeviceState {
    /// Whether the device can prove its member.
    pub status: DeviceStatus,
    /// When it was confirmed.
    pub confirmed_at: Time,
    /// When it last proved its member.
    pub last_used_at: Option<Time>,
    /// Until when it is not looked at.
    pub locked_until: Time,
    /// Until when it has to be replaced, where it was imported.
    pub replace_by: Option<Time>,
}

impl DeviceState {
    /// That of the member's authenticator app; `None` where there is none.
    pub fn of(devices: &Devices, now: Time) -> Option<Self> {
        devices.totp().map(|device| Self {
            status: device.status,
            confirmed_at: device.confirmed_at,
            last_used_at: device.last_used_at,
            locked_until: now + device.wait(now),
            replace_by: device.replace_by,
        })
    }
}

/// What the row of a device says of its state, read with something else.
#[derive(Clone, Copy, Debug)]
pub struct StoredState {
    /// Whether the device can prove its member.
    pub status: DeviceStatus,
    /// When it was confirmed.
    pub confirmed_at: Time,
    /// When it last proved its member.
    pub last_used_at: Option<Time>,
    /// Wrong codes in a row.
    pub failures: i64,
    /// Until when no code is looked at, as it was written down.
    pub blocked_until: Time,
    /// Until when it has to be replaced, where it was imported.
    pub replace_by: Option<Time>,
}

impl StoredState {
    /// The state at `now`.
    pub fn at(self, now: Time) -> DeviceState {
        let wait = self.blocked_until.since(now).min(code_delay(self.failures));
        DeviceState {
            status: self.status,
            confirmed_at: self.confirmed_at,
            last_used_at: self.last_used_at,
            locked_until: now + wait,
            replace_by: self.replace_by,
        }
    }
}

/// The view of a member's second step.
pub fn two_step_view(device_state: Option<DeviceState>, now: Time) -> TwoStepView {
    let is_locked = device_state.is_some_and(|one| one.locked_until > now);
    TwoStepView {
        state: match device_state.map(|one| one.status) {
            None => TwoStepState::NotSetUp,
            Some(DeviceStatus::Disabled) => TwoStepState::Disabled,
            Some(DeviceStatus::Active) if is_locked => TwoStepState::Locked,
            Some(DeviceStatus::Active) => TwoStepState::On,
        },
        enrolled_at: device_state.map(|one| one.confirmed_at),
        last_used_at: device_state.and_then(|one| one.last_used_at),
        locked_until: device_state
            .map(|one| one.locked_until)
            .filter(|until| *until > now),
        imported: device_state.and_then(|one| {
            Some(ImportedDevice {
                is_proven: one.last_used_at.is_some(),
                replace_by: one.replace_by?,
            })
        }),
    }
}
