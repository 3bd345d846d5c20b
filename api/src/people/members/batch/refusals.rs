//! Why no row is looked at.

use super::super::refusals::NotInvited;
use super::row::RowRefusal;
use crate::people::sessions::LostRight;
use crate::platform::db::DbError;
use crate::platform::http::{ApiError, BodyRefused, refusals};
use shared_types::problem::FieldError;

/// Why no row is looked at.
#[derive(Debug, thiserror::Error)]
pub(in super::super) enum BatchError {
    /// The body is not acceptable.
    #[error(transparent)]
    Body(#[from] BodyRefused),
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The right was lost meanwhile. What was done before stays, with mode `possible`.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// It took too long: nothing was changed.
    #[error("the rows took too long")]
    TooSlow,
    /// The database gave no answer. What was done before stays, with mode `possible`.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum BatchError {
        TooSlow => Unavailable(
            "The rows took too long, or others of the organization did. Nothing was changed; send fewer at a time."
        ),
    }
    causes { Body(BodyRefused), Invalid(FieldError), Lost(LostRight), Database(DbError) }
}

/// What a row is refused with is what `POST /members` answers.
impl From<NotInvited> for RowRefusal {
    fn from(refused: NotInvited) -> Self {
        let problem = ApiError::from(refused).problem("");
        Self {
            code: problem.code,
            errors: problem.errors,
            detail: Some(problem.detail),
            retry_after_seconds: problem.retry_after_seconds,
        }
    }
}
