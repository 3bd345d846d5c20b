//! Why a password does not help, and how the record says it.

use crate::platform::crypto::hasher::Overloaded;
use crate::platform::db::DbError;
use crate::platform::ldap::Away;
use crate::record::audit::Ending;
use shared_types::directory::DirectoryReason;
use std::time::Duration;

/// Why no password was looked at, or why it did not help.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Wrong, unknown or disabled: not said which.
    #[error("the email address or the password is wrong")]
    Wrong,
    /// Too many tries.
    #[error("too many tries at a password")]
    Throttled(Duration),
    /// Too many wrong passwords in a row: a mail or a person has to help.
    #[error("too many wrong passwords in a row")]
    Closed,
    /// The account has all sign-ins under way that it may have.
    #[error("too many sign-ins are under way")]
    Busy(Duration),
    /// The directory lets the person not in, for this reason.
    #[error("the directory lets the person not in")]
    Refused(DirectoryReason),
    /// The directory gave no answer.
    #[error("the directory does not answer: {0}")]
    DirectoryAway(#[from] Away),
    /// The hashing queue is full.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl PasswordError {
    /// How the record says it; `None` where nothing was decided.
    pub(super) const fn ending(&self) -> Option<Ending> {
        match self {
            Self::Wrong => Some(Ending::failure("wrong")),
            Self::Refused(reason) => Some(Ending::failure(reason.as_str())),
            Self::Throttled(_) | Self::Closed => Some(Ending::throttled()),
            // A busy account is recorded where that is decided.
            Self::Busy(_) | Self::DirectoryAway(_) | Self::Overloaded(_) | Self::Database(_) => {
                None
            }
        }
    }
}
