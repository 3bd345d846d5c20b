//! Stored and recounted numbers of members by state.

use crate::platform::db::keys::OrganizationRef;
use std::fmt;

/// Numbers of members of an organization by state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct MemberCounts {
    /// Invited, without a password yet.
    pub invited: i64,
    /// Can sign in.
    pub active: i64,
    /// Of them: no device that works.
    pub to_set_up: i64,
}

impl fmt::Display for MemberCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            invited,
            active,
            to_set_up,
        } = self;
        write!(
            f,
            "{invited} invited, {active} active, {to_set_up} to set up"
        )
    }
}

/// What is kept of an organization, beside what counting gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recount {
    /// The organization.
    pub organization: OrganizationRef,
    /// Its name.
    pub name: String,
    /// What is kept; `None` when nothing is.
    pub stored: Option<MemberCounts>,
    /// What the rows give.
    pub counted: MemberCounts,
    /// Counts, each of one rule, status and state of the device, that are not what the rows give.
    pub wrong_counts: i64,
    /// Members whose row repeats something else than their device says.
    pub stale_members: i64,
    /// Members whom a search finds by other words than those of their name and address.
    pub stale_words: i64,
}

impl Recount {
    /// Whether everything that is kept is what the rows give.
    pub fn is_right(&self) -> bool {
        self.wrong_counts == 0 && self.stale_members == 0 && self.stale_words == 0
    }
}
