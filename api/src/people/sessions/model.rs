//! A session and the pure rule that says whether it still counts.

use crate::platform::origin::Origin;
use shared_types::ids::{MemberId, OrganizationId, SessionId};
use shared_types::limits::SESSION_IDLE;
use shared_types::members::{MemberStatus, Role};
use shared_types::policy::TwoStepPolicy;
use shared_types::sessions::Transport;
use shared_types::time::Time;

/// A session with the live facts of its member and policy.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its name in lists.
    pub id: SessionId,
    /// Whose it is.
    pub member: MemberId,
    /// The member's organization.
    pub organization: OrganizationId,
    /// The member's role now.
    pub role: Role,
    /// The transport that it was made for.
    pub transport: Transport,
    /// 1: the password alone. 2: the password and a code.
    pub aal: u8,
    /// When it was made.
    pub created_at: Time,
    /// When it was last used, to the minute.
    pub last_used_at: Time,
    /// When it ends in any case.
    pub expires_at: Time,
    /// Until when sensitive acts are open.
    pub fresh_until: Time,
    /// What the policy asks now.
    pub policy: TwoStepPolicy,
    pub(super) epoch: i64,
    pub(super) member_epoch: i64,
    pub(super) member_status: MemberStatus,
}

impl Session {
    /// When it ends unless it is used before.
    pub fn idle_expires_at(&self) -> Time {
        (self.last_used_at + SESSION_IDLE).min(self.expires_at)
    }

    /// Whether nothing that ends sessions happened to the member up to this epoch.
    pub fn is_of_epoch(&self, epoch: i64) -> bool {
        self.epoch == epoch
    }

    /// Whether the session still counts: right transport, in time, member active, same epoch.
    pub(super) fn is_live(&self, transport: Transport, now: Time) -> bool {
        self.transport == transport
            && now < self.idle_expires_at()
            && self.member_status == MemberStatus::Active
            && self.epoch == self.member_epoch
    }

    /// Whether the policy asks for a second step that this session was made without.
    pub(super) fn owes_second_step(&self) -> bool {
        self.policy == TwoStepPolicy::Required && self.aal < 2
    }
}

/// A session to be.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// Whose.
    pub member: MemberId,
    /// The member's epoch now.
    pub epoch: i64,
    /// The transport.
    pub transport: Transport,
    /// 1: the password alone. 2: the password and a code.
    pub aal: u8,
    /// Where it comes from.
    pub origin: &'a Origin,
}
