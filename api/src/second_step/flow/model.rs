//! A flow's stored facts, and a flow opened with everything that decides about it.

use super::next::{DeviceFact, Facts, Next, next};
use crate::people::browsers::KnownBrowser;
use crate::people::devices::Devices;
use crate::people::members::Member;
use crate::platform::db::keys::SignInKey;
use crate::protection::demand::demand;
use shared_types::ids::FlowId;
use shared_types::limits::{EMAIL_PROOF_LIFETIME, FLOW_LIFETIME};
use shared_types::members::MemberStatus;
use shared_types::problem::FlowEndReason;
use shared_types::sessions::Transport;
use shared_types::sign_in::Step;
use shared_types::time::Time;

/// What a flow stores.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Its row.
    pub key: SignInKey,
    /// Its id in the record.
    pub id: FlowId,
    /// The member's epoch when the flow was created.
    pub epoch: i64,
    /// The transport that it was made for.
    pub transport: Transport,
    /// The known browser that it was started in; `None` for strangers.
    pub browser: Option<KnownBrowser>,
    /// Whether it sets up a device although none is asked for, or in the place of another.
    pub replaces_device: bool,
    /// Whether the password that began it is too short to sign in alone.
    pub has_short_password: bool,
    /// When the mailbox was proven.
    pub email_at: Option<Time>,
    /// When it ends.
    pub expires_at: Time,
}

/// A live flow with its member, the rules of the member and the devices, all read in one statement. A
/// dead one is never made.
#[derive(Clone, Debug)]
pub struct OpenFlow {
    /// The stored facts.
    pub flow: Flow,
    /// Who signs in.
    pub member: Member,
    /// The member's confirmed devices.
    pub devices: Devices,
    /// What the flow serves, at the time at which it was read.
    pub step: Step,
    /// With a step that leads to a device: how it may be put off, if it may.
    pub later: Option<Later>,
}

/// How a second step may be put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Later {
    /// Until when.
    pub due_at: Time,
    /// How many times, this one too.
    pub skips_left: u8,
}

impl OpenFlow {
    /// Whether the flow sets up a device in the place of one that still proves its member.
    pub fn can_keep_device(&self) -> bool {
        self.flow.replaces_device && self.devices.any_active()
    }

    /// Whether the device was imported and had to be replaced by now: a right code of it leads to another device.
    pub fn has_overdue_device(&self, now: Time) -> bool {
        let device = self.devices.totp();
        device.is_some_and(|device| device.must_be_replaced(now))
    }
}

/// What decides about a flow, not yet whether it lives.
pub(super) struct FlowFacts {
    pub(super) flow: Flow,
    pub(super) member: Member,
    pub(super) devices: Devices,
}

/// A step may be put off when the flow would be done by that.
fn later(facts: Facts, step: Step) -> Option<Later> {
    let put_off = Facts {
        is_skipped: true,
        ..facts
    };
    if step == Step::Done || next(put_off) != Next::Live(Step::Done) {
        return None;
    }
    let due_at = facts.demand.due_at()?;
    let skips_left = facts.demand.skips_left()?;
    Some(Later { due_at, skips_left })
}

impl FlowFacts {
    /// The flow at `now`, or why it is dead.
    pub(super) fn open(self, now: Time) -> Result<OpenFlow, FlowEndReason> {
        let facts = self.facts(now);
        match next(facts) {
            Next::Dead => Err(self.end_reason(now)),
            Next::Live(step) => Ok(OpenFlow {
                later: later(facts, step),
                flow: self.flow,
                member: self.member,
                devices: self.devices,
                step,
            }),
        }
    }

    fn end_reason(&self, now: Time) -> FlowEndReason {
        if now >= self.flow.expires_at {
            return FlowEndReason::Time;
        }
        let started_at = self.flow.expires_at - FLOW_LIFETIME;
        let device = self.devices.totp();
        if device.is_some_and(|device| device.confirmed_at >= started_at) {
            FlowEndReason::DeviceChanged
        } else {
            FlowEndReason::AccountChanged
        }
    }

    fn facts(&self, now: Time) -> Facts {
        Facts {
            member_is_active: self.member.status == MemberStatus::Active,
            flow_is_in_time: now < self.flow.expires_at,
            epoch_matches: self.flow.epoch == self.member.epoch,
            device: match &self.devices {
                devices if devices.any_active() => DeviceFact::Active,
                devices if devices.is_empty() => DeviceFact::None,
                _ => DeviceFact::Disabled,
            },
            replaces_device: self.flow.replaces_device,
            demand: demand(self.member.rules, now),
            is_skipped: false,
            password_is_short: self.flow.has_short_password,
            email_is_proven: self
                .flow
                .email_at
                .is_some_and(|at| now < at + EMAIL_PROOF_LIFETIME),
        }
    }
}
