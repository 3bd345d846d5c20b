//! A proof as it was presented, and what it did: one outcome for every kind.

use crate::people::browsers::KnownBrowser;
use crate::people::devices::{DeviceKind, Devices};
use crate::people::members::{CodeSource, Member};
use crate::platform::crypto::code::Code;
use crate::platform::origin::Origin;
use crate::record::audit::{Action, Actor, Ending};
use serde_json::{Value, json};
use shared_types::ids::{ChallengeId, FlowId, VerificationId};
use shared_types::limits::CODE_TRIES_PER_DEVICE;
use std::time::Duration;

/// The kinds of proofs of the second step.
///
/// A recovery code and a temporary code become variants: each with a file beside `totp.rs` that
/// gives a [`ProofOutcome`], a table that this feature owns, and a grammar in `shared-types`. A
/// further kind of device is a variant of [`DeviceKind`]. The record and the mails of
/// [`super::check_code`] are theirs too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofKind {
    /// What a device of this kind shows.
    Device(DeviceKind),
}

/// A code as it was presented, with what was read of the member in the same change.
#[derive(Clone, Copy, Debug)]
pub struct CodeAttempt<'a> {
    /// Where the request came from.
    pub origin: &'a Origin,
    /// The flow that it belongs to, where there is one.
    pub flow: Option<FlowId>,
    /// Whether a right one ends a sign-in, whose one row says that it was right.
    pub ends_sign_in: bool,
    /// Whose code it must be.
    pub member: &'a Member,
    /// The member's devices.
    pub devices: &'a Devices,
    /// Who presents it.
    pub presenter: Presenter<'a>,
    /// What kind of proof it is.
    pub kind: ProofKind,
    /// Its characters, of the kind's grammar.
    pub code: &'a Code,
}

/// Who presents a code.
#[derive(Clone, Copy, Debug)]
pub enum Presenter<'a> {
    /// The member in person, as far as is known, in a browser that may be known.
    Member(Option<KnownBrowser>),
    /// Somebody else, who asks about the member.
    Program(AskedBy<'a>),
}

/// Somebody who asks whether a member holds the device.
#[derive(Clone, Copy, Debug)]
pub struct AskedBy<'a> {
    /// In the record.
    pub actor: Actor,
    /// As the member is told: what the token or the person is called.
    pub name: &'a str,
    /// The verification that the record names.
    pub verification: VerificationId,
    /// The challenge that is answered by it.
    pub challenge: Option<ChallengeId>,
}

impl AskedBy<'_> {
    /// What the record says of the question. Of an answer without a look at the code no verification is kept
    /// that could be asked for, so its id is left out.
    pub fn details(&self, is_kept: bool) -> Value {
        let mut details = json!({});
        if is_kept {
            details["verification"] = json!(self.verification);
        }
        if let Some(challenge) = self.challenge {
            details["challenge"] = json!(challenge);
        }
        details
    }
}

/// What a proof did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofOutcome {
    /// It was right, and is spent.
    Accepted,
    /// It was wrong, the `failures`th in a row.
    Wrong {
        /// Wrong ones in a row, over all flows; of programs those within a day.
        failures: i64,
        /// Seconds until the app shows the next code.
        next_code_in_seconds: u32,
        /// How long no code from there is looked at now.
        delay: Duration,
        /// Whether it is a code of a secret that was voided or replaced within a day.
        is_of_former: bool,
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

impl Presenter<'_> {
    /// Whose tries and delays count.
    pub(super) fn source(self) -> CodeSource {
        match self {
            Self::Member(browser) => CodeSource::of(browser),
            Self::Program(_) => CodeSource::Program,
        }
    }
}

impl ProofOutcome {
    /// Whether this wrong one switched the device off.
    pub(super) fn has_disabled_the_device(self) -> bool {
        matches!(self, Self::Wrong { failures, .. } if failures >= CODE_TRIES_PER_DEVICE)
    }

    /// Whether it is this wrong one, at which the owner is told, once.
    pub(super) fn is_wrong_one(self, number: i64) -> bool {
        matches!(self, Self::Wrong { failures, .. } if failures == number)
    }

    /// How long nothing is looked at, where that is why it was refused.
    pub(super) const fn wait(self) -> Option<Duration> {
        match self {
            Self::Throttled { wait } => Some(wait),
            _ => None,
        }
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
