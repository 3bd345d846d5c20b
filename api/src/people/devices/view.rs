//! How a member's second step stands, for lists and pages.

use super::model::{DeviceStatus, Devices};
use shared_types::members::{TwoStepState, TwoStepView};
use shared_types::time::Time;

/// What the view of a second step is made of: read from a list's row, or from the devices.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Whether the device can prove its member.
    pub status: DeviceStatus,
    /// When it was confirmed.
    pub confirmed_at: Time,
    /// When it last proved its member.
    pub last_used_at: Option<Time>,
    /// Until when it is not looked at.
    pub locked_until: Time,
}

impl Standing {
    /// That of these devices; `None` where there is none.
    pub fn of(devices: &Devices, now: Time) -> Option<Self> {
        devices.totp().map(|device| Self {
            status: device.status,
            confirmed_at: device.confirmed_at,
            last_used_at: device.last_used_at,
            locked_until: now + device.wait(now),
        })
    }
}

/// How a member stands.
pub fn two_step_view(standing: Option<Standing>, now: Time) -> TwoStepView {
    let is_locked = standing.is_some_and(|one| one.locked_until > now);
    TwoStepView {
        state: match standing.map(|one| one.status) {
            None => TwoStepState::NotSetUp,
            Some(DeviceStatus::Disabled) => TwoStepState::Disabled,
            Some(DeviceStatus::Active) if is_locked => TwoStepState::Locked,
            Some(DeviceStatus::Active) => TwoStepState::On,
        },
        enrolled_at: standing.map(|one| one.confirmed_at),
        last_used_at: standing.and_then(|one| one.last_used_at),
        locked_until: standing
            .map(|one| one.locked_until)
            .filter(|until| *until > now),
    }
}
