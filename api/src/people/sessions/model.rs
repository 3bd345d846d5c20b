//! A session and the pure rule that says whether it still counts.

use crate::people::devices::StoredState;
use crate::platform::db::keys::OrganizationRef;
use crate::protection::access::MemberSession;
use crate::protection::demand::{MemberRules, demand};
use shared_types::me::Locale;
use shared_types::members::MemberStatus;
use shared_types::organizations::{OrganizationKind, ShortName};
use shared_types::recovery::RecoveryHold;
use shared_types::time::Time;

/// A session as it was found, with what decides whether it still counts and what its member's own page
/// shows: one read.
#[derive(Clone, Debug)]
pub(super) struct FoundSession {
    /// As it would be if it counted.
    pub(super) session: MemberSession,
    pub(super) member_status: MemberStatus,
    pub(super) member_epoch: i64,
    pub(super) rules: MemberRules,
    pub(super) organization: OrganizationRef,
    pub(super) account: Account,
}

/// What a member's own page shows of the member.
#[derive(Clone, Debug)]
pub struct Account {
    /// The address that signs in and gets mail.
    pub email: String,
    /// The name that others see.
    pub display_name: String,
    /// The language of mails.
    pub locale: Option<Locale>,
    /// The organization's name.
    pub organization_name: String,
    /// The organization's short name, by which its members sign in.
    pub organization_short_name: ShortName,
    /// Whether the organization is the installation's first one, which need not be named.
    pub is_in_first_organization: bool,
    /// What the organization is for.
    pub organization_kind: OrganizationKind,
    /// The last hold of recovery by e-mail, whether it runs or not.
    pub recovery_hold: Option<RecoveryHold>,
    /// Whether the member is linked to an entry of the organization's directory.
    pub is_of_directory: bool,
    /// The member's authenticator app.
    pub device: Option<StoredState>,
}

/// A session that counts.
#[derive(Clone, Debug)]
pub(super) struct LiveSession {
    pub(super) session: MemberSession,
    pub(super) organization: OrganizationRef,
    pub(super) account: Account,
}

impl FoundSession {
    /// The session, if it still counts: in time, member active, same epoch. `noted_use` is a use that
    /// is not written down yet.
    pub(super) fn live(self, noted_use: Option<Time>, now: Time) -> Option<LiveSession> {
        let stored = self.session;
        let session = MemberSession {
            last_used_at: noted_use.map_or(stored.last_used_at, |at| at.max(stored.last_used_at)),
            demand: demand(self.rules, now),
            is_held: stored.aal < 2
                && self
                    .account
                    .recovery_hold
                    .is_some_and(|hold| hold.runs_at(now)),
            ..stored
        };
        let is_live = now < session.idle_expires_at()
            && self.member_status == MemberStatus::Active
            && session.epoch == self.member_epoch;
        is_live.then_some(LiveSession {
            session,
            organization: self.organization,
            account: self.account,
        })
    }
}
