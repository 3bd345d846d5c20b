//! What a proof did: one outcome for every kind.

use crate::record::audit::{Action, Ending};
use shared_types::limits::{CODE_TRIES_PER_DELAY, CODE_TRIES_PER_DEVICE};
use std::time::Duration;

/// What a proof did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofOutcome {
    /// It was right, and is spent.
    Accepted,
    /// It was wrong, the `failures`th in a row.
    Wrong {
        /// Wrong ones in a row, over all flows.
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
        /// How long until the next one is.
        wait: Duration,
    },
    /// There is no device that could prove anything.
    NoDevice,
    /// The device's secret does not open: altered, or sealed under another key.
    Unreadable,
}

impl ProofOutcome {
    /// Whether this wrong one switched the device off.
    pub(super) fn has_disabled_the_device(self) -> bool {
        matches!(self, Self::Wrong { failures, .. } if failures >= CODE_TRIES_PER_DEVICE)
    }

    /// Whether the owner is told now: at the fifth wrong one in a row, once.
    pub(super) fn calls_for_a_notice(self) -> bool {
        matches!(
            self,
            Self::Wrong {
                failures: CODE_TRIES_PER_DELAY,
                ..
            }
        )
    }

    /// What the record calls it.
    pub(super) const fn action(self) -> Action {
        match self {
            Self::Unreadable => Action::SecretUnreadable,
            Self::Accepted
            | Self::Wrong { .. }
            | Self::AlreadyUsed { .. }
            | Self::Throttled { .. }
            | Self::NoDevice => Action::CodeChecked,
        }
    }

    /// How the record says that it ended.
    pub(super) const fn ending(self) -> Ending {
        match self {
            Self::Accepted => Ending::success("accepted"),
            Self::Wrong { .. } => Ending::failure("wrong"),
            Self::AlreadyUsed { .. } => Ending::failure("already_used"),
            Self::Throttled { .. } => Ending::throttled(),
            Self::NoDevice => Ending::failure("no_device"),
            Self::Unreadable => Ending::failure("unreadable"),
        }
    }
}

/// An outcome that is no acceptance, with the tries that the caller's flow or link has left.
#[derive(Clone, Copy, Debug)]
pub struct Refusal {
    /// What the proof did.
    pub outcome: ProofOutcome,
    /// Tries left, where they are counted.
    pub tries_left: Option<u32>,
}
