//! Why an Access-Request gets no decision. A decision is never one of these: the module would drop its message.

use crate::platform::crypto::hasher::Overloaded;
use crate::platform::db::DbError;
use crate::platform::http::{DIRECTORY_AWAY, refusals};
use crate::platform::ldap::Away;

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub(super) enum AuthorizeError {
    /// Too many passwords wait to be hashed.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The directory of the organization gave no answer.
    #[error("the directory does not answer: {0}")]
    DirectoryAway(Away),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum AuthorizeError {
        DirectoryAway(away) => Unavailable(DIRECTORY_AWAY).because(away),
    }
    causes { Overloaded(Overloaded), Database(DbError) }
}
