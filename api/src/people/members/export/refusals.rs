//! Why there is no file.

use crate::people::sessions::LostRight;
use crate::platform::db::DbError;
use crate::platform::http::refusals;
use shared_types::problem::FieldError;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub(in super::super) enum ExportMembersError {
    /// A parameter is not acceptable.
    #[error("a parameter is not acceptable")]
    Invalid(FieldError),
    /// The caller lost the session or the right meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ExportMembersError {}
    causes { Invalid(FieldError), Lost(LostRight), Database(DbError) }
}
