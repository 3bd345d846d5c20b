//! A member's device, and the pure rules around wrong codes.

use shared_types::ids::{DeviceId, MemberId};
use shared_types::limits::{
    CODE_FIRST_DELAY, CODE_LONGEST_DELAY, CODE_TRIES_PER_DELAY, CODE_TRIES_PER_DEVICE,
};
use shared_types::members::{TwoStepState, TwoStepView};
use shared_types::time::Time;
use std::time::Duration;

/// Whether a confirmed device can prove its member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceStatus {
    /// It can.
    Active,
    /// Not after a hundred wrong codes: it must be replaced.
    Disabled,
}

/// A member's confirmed device.
#[derive(Clone, Debug)]
pub struct Device {
    /// Its id, to which the sealed secret is bound.
    pub id: DeviceId,
    /// Whose it is.
    pub member: MemberId,
    /// Whether it can prove its member.
    pub status: DeviceStatus,
    /// The newest time step that was accepted.
    pub last_step: i64,
    /// When it was confirmed.
    pub confirmed_at: Option<Time>,
    /// When a code was last accepted.
    pub last_used_at: Option<Time>,
    /// Until when no code is looked at, as it was written down; [`Device::wait`] is what counts.
    pub blocked_until: Time,
    pub(super) failures: i64,
    pub(super) secret: Vec<u8>,
}

impl Device {
    /// Whether it was blocked since its last right code, and may still be.
    pub(super) fn was_blocked(&self) -> bool {
        self.blocked_until > Time::from_micros(0)
    }

    /// How long no code is looked at: never longer than the delay that was given, so that a clock
    /// that ran ahead and was set right locks nobody out.
    pub fn wait(&self, now: Time) -> Duration {
        let given = delay_after(self.failures);
        self.blocked_until.since(now).min(given)
    }
}

/// What a code did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeOutcome {
    /// It was right, and its step is spent.
    Accepted,
    /// It was wrong, the `failures`th in a row.
    Wrong {
        /// Wrong codes in a row, over all flows.
        failures: i64,
        /// Seconds until the app shows the next code.
        next_code_in_seconds: u32,
    },
    /// It was right once, and was used.
    AlreadyUsed {
        /// Seconds until the app shows a code that was not used.
        next_code_in_seconds: u32,
    },
    /// It was not looked at.
    Throttled {
        /// Seconds and more until the next one is.
        wait: Duration,
    },
    /// There is no device that could prove anything.
    NoDevice,
    /// The device's secret does not open: altered, or sealed under another key.
    Unreadable,
}

impl CodeOutcome {
    /// Whether this wrong code switched the device off.
    pub fn has_disabled_the_device(self) -> bool {
        matches!(self, Self::Wrong { failures, .. } if failures >= CODE_TRIES_PER_DEVICE)
    }

    /// Whether the owner is told now: at the fifth wrong code in a row, once.
    pub fn calls_for_a_notice(self) -> bool {
        matches!(
            self,
            Self::Wrong {
                failures: CODE_TRIES_PER_DELAY,
                ..
            }
        )
    }
}

/// What the row of a member repeats of its confirmed device, so that lists of members are read in
/// an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::people) struct DeviceSummary {
    /// `None` when there is no device.
    pub(in crate::people) status: Option<DeviceStatus>,
    /// Whether it was blocked since its last right code.
    pub(in crate::people) was_blocked: bool,
}

/// A code that was checked.
#[derive(Clone, Copy, Debug)]
pub(in crate::people) struct CheckedCode {
    /// What it did.
    pub(in crate::people) outcome: CodeOutcome,
    /// How the device stands, if that is another way than before.
    pub(in crate::people) change: Option<DeviceSummary>,
}

impl From<CodeOutcome> for CheckedCode {
    /// Nothing changed that the row of a member repeats.
    fn from(outcome: CodeOutcome) -> Self {
        Self {
            outcome,
            change: None,
        }
    }
}

/// How long no code is looked at after the failure number `failures`: nothing but after every
/// fifth, then 30 s, 1 min, 2 min … up to an hour.
pub(super) fn delay_after(failures: i64) -> Duration {
    if failures == 0 || failures % CODE_TRIES_PER_DELAY != 0 {
        return Duration::ZERO;
    }
    let doublings = u32::try_from(failures / CODE_TRIES_PER_DELAY - 1).unwrap_or(u32::MAX);
    CODE_FIRST_DELAY
        .saturating_mul(2_u32.saturating_pow(doublings))
        .min(CODE_LONGEST_DELAY)
}

/// How a member stands, for lists and pages.
pub fn two_step_view(device: Option<&Device>, now: Time) -> TwoStepView {
    let Some(device) = device else {
        return TwoStepView {
            state: TwoStepState::NotSetUp,
            enrolled_at: None,
            last_used_at: None,
            locked_until: None,
        };
    };
    let wait = device.wait(now);
    let is_locked = wait > Duration::ZERO;
    TwoStepView {
        state: match device.status {
            DeviceStatus::Disabled => TwoStepState::Disabled,
            DeviceStatus::Active if is_locked => TwoStepState::Locked,
            DeviceStatus::Active => TwoStepState::On,
        },
        enrolled_at: device.confirmed_at,
        last_used_at: device.last_used_at,
        locked_until: is_locked.then_some(now + wait),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// L-04: 30 s · 2ⁿ after every five, never more than an hour.
    #[test]
    fn every_fifth_wrong_code_delays_longer() {
        let delays: Vec<u64> = [0, 1, 4, 5, 6, 10, 15, 35, 40, 95, i64::MAX / 5 * 5]
            .map(|n| delay_after(n).as_secs())
            .into();
        assert_eq!(delays, [0, 0, 0, 30, 0, 60, 120, 1920, 3600, 3600, 3600]);
    }
}
