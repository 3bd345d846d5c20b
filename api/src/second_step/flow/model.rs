//! A flow's stored facts, and a flow opened with everything that decides about it.

use super::next::{DeviceFact, Facts, Next, next};
use crate::people::demand::{Demand, MemberRules, demand};
use crate::people::devices::{Device, DeviceStatus};
use crate::people::members::Member;
use shared_types::ids::{FlowId, MemberId};
use shared_types::limits::EMAIL_PROOF_LIFETIME;
use shared_types::members::MemberStatus;
use shared_types::sessions::Transport;
use shared_types::time::Time;

/// What a flow stores.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Its id.
    pub id: FlowId,
    /// Whose it is.
    pub member: MemberId,
    /// The member's epoch when it was born.
    pub epoch: i64,
    /// The transport that it was made for.
    pub transport: Transport,
    /// Whether it sets up a device although none is asked for, or in the place of another.
    pub replaces_device: bool,
    /// When the mailbox was proven.
    pub email_at: Option<Time>,
    /// Wrong codes in this flow.
    pub code_failures: i64,
    /// When it ends.
    pub expires_at: Time,
}

/// The newest e-mailed code of a flow.
#[derive(Clone, Debug)]
pub struct EmailCode {
    /// The MAC of the code.
    pub mac: Vec<u8>,
    /// The short word that also stands in the mail.
    pub reference: String,
    /// When it was sent.
    pub sent_at: Time,
    /// When it ends.
    pub expires_at: Time,
    /// Wrong tries at it.
    pub tries: i64,
}

/// A live flow with its member, policy and device, all read in one transaction.
#[derive(Clone, Debug)]
pub struct OpenFlow {
    /// The stored facts.
    pub flow: Flow,
    /// Who signs in.
    pub member: Member,
    /// The rules that apply to the member.
    pub rules: MemberRules,
    /// The member's confirmed device.
    pub device: Option<Device>,
}

impl OpenFlow {
    /// What the flow serves at `now`.
    pub fn next(&self, now: Time) -> Next {
        next(Facts {
            member_is_active: self.member.status == MemberStatus::Active,
            flow_is_in_time: now < self.flow.expires_at,
            epoch_matches: self.flow.epoch == self.member.epoch,
            device: match self.device.as_ref().map(|device| device.status) {
                None => DeviceFact::None,
                Some(DeviceStatus::Active) => DeviceFact::Active,
                Some(DeviceStatus::Disabled) => DeviceFact::Disabled,
            },
            replaces_device: self.flow.replaces_device,
            policy_requires: demand(self.rules, now) == Demand::Now,
            email_is_proven: self
                .flow
                .email_at
                .is_some_and(|at| now < at + EMAIL_PROOF_LIFETIME),
        })
    }
}
