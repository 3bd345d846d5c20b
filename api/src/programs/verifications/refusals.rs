//! Why a verification is not answered.

use crate::people::sessions::LostRight;
use crate::platform::db::DbError;
use crate::platform::http::refusals;
use shared_types::problem::FieldError;
use std::time::Duration;

/// Why a program gets no answer.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// There is no such member in the organization.
    #[error("no such member")]
    NotFound,
    /// A member of the helpdesk asks about somebody who is not below.
    #[error("the member is not below who asks")]
    Forbidden,
    /// The program, or this station of it, had too many wrong answers: all others go on.
    #[error("too many wrong codes")]
    Throttled(Duration),
    /// The stored secret does not open.
    #[error("the secret of the device does not open")]
    Unreadable,
    /// The right was lost meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum VerifyError {
        NotFound => NotFound("There is no such member."),
        Forbidden => Forbidden("The helpdesk asks about agents only."),
        Throttled(wait) => Throttled(
            "Too many wrong codes, or addresses that nobody has, from this program or station. Wait before the next one."
        ).retry_after(wait),
        Unreadable => Internal("The device cannot be checked now. Ask an administrator."),
    }
    causes { Invalid(FieldError), Lost(LostRight), Database(DbError) }
}

/// Why an answer is not shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum ShowError {
    /// There is none in this organization.
    #[error("no such verification")]
    NotFound,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ShowError {
        NotFound => NotFound("There is no such verification."),
    }
    causes { Database(DbError) }
}
