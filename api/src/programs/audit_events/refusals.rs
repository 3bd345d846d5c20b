//! Why the record is not shown.

use crate::platform::db::DbError;
use crate::platform::http::refusals;
use crate::platform::http::rows_places::NoPlace;
use shared_types::problem::FieldError;

/// Why a page is not shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum ListError {
    /// A parameter is not acceptable.
    #[error("a parameter is not acceptable")]
    Invalid(FieldError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ListError {}
    causes { Invalid(FieldError), Database(DbError) }
}

/// Why a row is not shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum ShowError {
    /// There is none in the organization's record.
    #[error("no such row")]
    NotFound,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ShowError {
        NotFound => NotFound("There is no such event."),
    }
    causes { Database(DbError) }
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub(super) enum ExportError {
    /// A parameter is not acceptable.
    #[error("a parameter is not acceptable")]
    Invalid(FieldError),
    /// Others of the caller are being sent.
    #[error(transparent)]
    NoPlace(#[from] NoPlace),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ExportError {}
    causes { Invalid(FieldError), NoPlace(NoPlace), Database(DbError) }
}
