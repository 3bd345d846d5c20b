//! Why there is no file.

use crate::people::sessions::LostRight;
use crate::platform::db::DbError;
use crate::platform::http::refusals;
use crate::platform::http::rows_places::NoPlace;
use shared_types::problem::FieldError;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub(in super::super) enum ExportMembersError {
    /// A parameter is not acceptable.
    #[error("a parameter is not acceptable")]
    Invalid(FieldError),
    /// Others of the caller are being sent.
    #[error(transparent)]
    NoPlace(#[from] NoPlace),
    /// The caller lost the session or the right meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ExportMembersError {}
    causes { Invalid(FieldError), NoPlace(NoPlace), Lost(LostRight), Database(DbError) }
}
