//! A session and the pure rule that says whether it still counts.

use crate::platform::origin::Origin;
use crate::protection::access::MemberSession;
use crate::protection::demand::{MemberRules, demand};
use shared_types::ids::{MemberId, OrganizationId, SessionId};
use shared_types::members::{MemberStatus, Role};
use shared_types::sessions::Transport;
use shared_types::time::Time;

/// A session as it was found, with what decides whether it still counts.
#[derive(Clone, Debug)]
pub(super) struct FoundSession {
    pub(super) id: SessionId,
    pub(super) member: MemberId,
    pub(super) organization: OrganizationId,
    pub(super) role: Role,
    pub(super) member_status: MemberStatus,
    pub(super) member_epoch: i64,
    pub(super) rules: MemberRules,
    pub(super) epoch: i64,
    pub(super) transport: Transport,
    pub(super) aal: u8,
    pub(super) created_at: Time,
    pub(super) last_used_at: Time,
    pub(super) expires_at: Time,
    pub(super) fresh_until: Time,
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
        let session = MemberSession {
            id: self.id,
            member: self.member,
            role: self.role,
            epoch: self.epoch,
            transport: self.transport,
            aal: self.aal,
            created_at: self.created_at,
            last_used_at: self.last_used_at,
            expires_at: self.expires_at,
            fresh_until: self.fresh_until,
            policy: self.rules.two_step,
            demand: demand(self.rules, now),
        };
        let is_live = now < session.idle_expires_at()
            && self.member_status == MemberStatus::Active
            && session.epoch == self.member_epoch;
        is_live.then_some(LiveSession {
            session,
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
