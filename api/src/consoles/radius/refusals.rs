//! Why an Access-Request gets no decision. A decision is never one of these: the module would drop its message.

use crate::platform::crypto::hasher::Overloaded;
use crate::platform::db::DbError;
use crate::platform::http::refusals;

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub(super) enum AuthorizeError {
    /// Too many passwords wait to be hashed.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum AuthorizeError {}
    causes { Overloaded(Overloaded), Database(DbError) }
}
