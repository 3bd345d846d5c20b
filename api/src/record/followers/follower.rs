//! The followers there are, and what each makes of a batch of rows.

use super::change::Change;
use super::{days, lines, sign_ins};
use crate::platform::crypto::keys::KeyRing;
use crate::platform::db::{DbConnection, DbResult};
use crate::record::audit::StoredEvent;
use crate::record::chain;

/// Something that is made of the audit rows in the background.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follower {
    /// The seals of the chains.
    Seals,
    /// The index of rows by organization, member, actor, action, outcome and flow.
    Index,
    /// When each member last finished a sign-in.
    LastSignIns,
    /// How many events of a kind an organization had on a day.
    DayCounts,
    /// The days on which a member signed in with the password alone.
    SingleFactorDays,
}

/// The followers of features above, by the names of their rows, which never change: what they have not worked off
/// is not pruned either.
pub(super) const OUTSIDE: [&str; 2] = ["webhooks", "console_logouts"];

impl Follower {
    /// All of them. No row is pruned before each has worked it off.
    pub const ALL: [Self; 5] = [
        Self::Seals,
        Self::Index,
        Self::LastSignIns,
        Self::DayCounts,
        Self::SingleFactorDays,
    ];

    /// The name of its row; it never changes.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Seals => "seals",
            Self::Index => "index",
            Self::LastSignIns => "last_sign_ins",
            Self::DayCounts => "day_counts",
            Self::SingleFactorDays => "single_factor_days",
        }
    }

    /// Makes the change for the rows after its position.
    pub(super) fn prepare(
        self,
        connection: &mut DbConnection,
        keys: &KeyRing,
        events: &[StoredEvent],
    ) -> DbResult<Change> {
        Ok(match self {
            Self::Seals => {
                let seals = chain::make_seals(connection, keys, events)?;
                Box::new(move |connection| chain::insert_seals(connection, &seals))
            }
            Self::Index => lines::prepare(events),
            Self::LastSignIns => sign_ins::prepare(events),
            Self::DayCounts => days::prepare_counts(events),
            Self::SingleFactorDays => days::prepare_single_factor_days(events),
        })
    }
}
