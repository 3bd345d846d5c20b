//! A session and the pure rule that says whether it still counts.

use crate::people::demand::{Demand, MemberRules, demand};
use crate::platform::origin::Origin;
use crate::protection::access::MemberSession;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::members::MemberStatus;
use shared_types::sessions::Transport;
use shared_types::time::Time;

/// A session as it was found, with what decides whether it still counts.
#[derive(Clone, Debug)]
pub(super) struct FoundSession {
    pub(super) session: MemberSession,
    pub(super) organization: OrganizationId,
    pub(super) rules: MemberRules,
    pub(super) member_epoch: i64,
    pub(super) member_status: MemberStatus,
}

/// A session that counts.
#[derive(Clone, Debug)]
pub(super) struct LiveSession {
    pub(super) session: MemberSession,
    pub(super) organization: OrganizationId,
}

impl FoundSession {
    /// The session, if it still counts: in time, member active, same epoch.
    pub(super) fn live(self, now: Time) -> Option<LiveSession> {
        let is_live = now < self.session.idle_expires_at()
            && self.member_status == MemberStatus::Active
            && self.session.epoch == self.member_epoch;
        is_live.then_some(LiveSession {
            session: MemberSession {
                is_second_step_demanded: demand(self.rules, now) == Demand::Now,
                ..self.session
            },
            organization: self.organization,
        })
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
