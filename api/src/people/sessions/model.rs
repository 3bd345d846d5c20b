//! A session and the pure rule that says whether it still counts.

use crate::people::demand::{Demand, MemberRules, demand};
use crate::platform::origin::Origin;
use shared_types::ids::{MemberId, OrganizationId, SessionId};
use shared_types::limits::SESSION_IDLE;
use shared_types::members::{MemberStatus, Role};
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
    /// The lane that it was born on.
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
    /// The rules that apply to the member now.
    pub rules: MemberRules,
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

    /// Whether the session still counts: right lane, in time, member active, same epoch.
    pub(super) fn is_live(&self, lane: Transport, now: Time) -> bool {
        self.transport == lane
            && now < self.idle_expires_at()
            && self.member_status == MemberStatus::Active
            && self.epoch == self.member_epoch
    }

    /// What the policy asks of the member.
    pub fn demand(&self, now: Time) -> Demand {
        demand(self.rules, now)
    }

    /// Whether the policy asks for a second step that this session was made without.
    pub(super) fn owes_second_step(&self, now: Time) -> bool {
        self.demand(now) == Demand::Now && self.aal < 2
    }
}

/// A session to be.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// Whose.
    pub member: MemberId,
    /// The member's epoch now.
    pub epoch: i64,
    /// The lane.
    pub transport: Transport,
    /// 1: the password alone. 2: the password and a code.
    pub aal: u8,
    /// Where it comes from.
    pub origin: &'a Origin,
}
