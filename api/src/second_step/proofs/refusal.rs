//! Problem responses for refused proofs, the same at every route that checks one.

use super::model::ProofOutcome;
use super::password_error::PasswordError;
use crate::platform::crypto::hasher::Overloaded;
use crate::platform::db::DbError;
use crate::platform::http::{DIRECTORY_AWAY, DIRECTORY_REFUSED, UNAVAILABLE, refusals};
use shared_types::problem::CodeEntry;
use std::time::Duration;

/// An outcome that is no acceptance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefusal {
    /// It was wrong.
    #[error("the code was wrong")]
    Wrong {
        /// Seconds until the app shows the next code.
        next_code_in_seconds: u32,
        /// Tries left in the caller's flow or link, where they are counted.
        tries_left: Option<u32>,
        /// Whether it is a code of a secret that was voided or replaced within a day.
        is_of_former: bool,
    },
    /// It was right once, and was used.
    #[error("the code was used before")]
    AlreadyUsed {
        /// Seconds until the app shows a code that was not used.
        next_code_in_seconds: u32,
    },
    /// It was not looked at.
    #[error("too many wrong codes")]
    Throttled(Duration),
    /// There is no device that could prove anything.
    #[error("there is no device")]
    NoDevice,
    /// The device's secret does not open.
    #[error("the secret of a device does not open")]
    Unreadable,
}

impl ProofOutcome {
    /// Why the caller is refused, with the tries that are left; nothing when the code was
    /// accepted.
    pub fn refusal(self, tries_left: Option<u32>) -> Option<CodeRefusal> {
        match self {
            Self::Accepted => None,
            Self::Wrong {
                next_code_in_seconds,
                is_of_former,
                ..
            } => Some(CodeRefusal::Wrong {
                next_code_in_seconds,
                tries_left,
                is_of_former,
            }),
            Self::AlreadyUsed {
                next_code_in_seconds,
            } => Some(CodeRefusal::AlreadyUsed {
                next_code_in_seconds,
            }),
            Self::Throttled { wait } => Some(CodeRefusal::Throttled(wait)),
            Self::NoDevice => Some(CodeRefusal::NoDevice),
            Self::Unreadable => Some(CodeRefusal::Unreadable),
        }
    }
}

/// The sentence for a wrong code.
pub const fn wrong_code(is_of_former: bool) -> &'static str {
    if is_of_former {
        "That is a code of an old entry. Use the newest one, and delete the old one in the app when the new one \
         works."
    } else {
        "The code is wrong. Check the entry in the app and the phone's clock."
    }
}

/// Whose code a wrong one is, where that is known.
pub const fn entry(is_of_former: bool) -> Option<CodeEntry> {
    if is_of_former {
        Some(CodeEntry::Replaced)
    } else {
        None
    }
}

refusals! {
    enum CodeRefusal {
        Wrong { next_code_in_seconds, tries_left, is_of_former } => InvalidCode(wrong_code(is_of_former))
        .next_code_in(next_code_in_seconds)
        .tries_left(tries_left)
        .entry(entry(is_of_former)),
        AlreadyUsed { next_code_in_seconds } => AlreadyUsed(
            "This code was used already. Wait for the next one."
        )
        .next_code_in(next_code_in_seconds),
        Throttled(wait) => Throttled("Too many wrong codes. Wait before the next try.")
            .retry_after(wait),
        NoDevice => Conflict("There is no device that could show a code."),
        Unreadable => Unavailable(UNAVAILABLE).because("the secret of a device does not open"),
    }
    causes {}
}

refusals! {
    enum PasswordError {
        Wrong => InvalidCredentials("The email address or the password is wrong."),
        Throttled(wait) => Throttled("Too many tries. Wait before the next one.").retry_after(wait),
        Closed => PasswordClosed(
            "Too many wrong passwords in a row. Set a new password by email, or ask an administrator."
        ),
        Busy(wait) => TooManySignIns(
            "Too many sign-ins of this account are under way. Wait, or use a browser that it was used in."
        )
        .retry_after(wait),
        Refused(reason) => DirectoryRefused(DIRECTORY_REFUSED).directory(reason),
        DirectoryAway(away) => Unavailable(DIRECTORY_AWAY).because(away),
    }
    causes { Overloaded(Overloaded), Database(DbError) }
}
