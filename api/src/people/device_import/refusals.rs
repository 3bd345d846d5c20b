//! Why nothing is imported at all.

use crate::people::sessions::LostRight;
use crate::platform::db::DbError;
use crate::platform::http::{BodyRefused, refusals};
use shared_types::problem::FieldError;
use shared_types::recovery::RecoveryHold;

/// Why no entry is looked at.
#[derive(Debug, thiserror::Error)]
pub(super) enum ImportDevicesError {
    /// The body is not acceptable.
    #[error(transparent)]
    Body(#[from] BodyRefused),
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The caller's recovery is held: a thief of the mailbox makes nothing that outlives it.
    #[error("recovery by e-mail is held")]
    Held(RecoveryHold),
    /// The right was lost meanwhile. What was imported before stays.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer. What was imported before stays.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ImportDevicesError {
        Held(hold) => RecoveryHold(
            "No entries are imported while recovery by email is held for you."
        ).held(hold),
    }
    causes { Body(BodyRefused), Invalid(FieldError), Lost(LostRight), Database(DbError) }
}
