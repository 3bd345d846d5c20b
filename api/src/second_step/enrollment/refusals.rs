//! Why each operation of an enrollment refuses, and the problem returned to the caller.

use crate::platform::db::DbError;
use crate::platform::http::{UNAVAILABLE, refusals};
use crate::second_step::email_codes::{EmailCodeError, SendEmailCodeError};
use crate::second_step::flow::SetupFlowError;
use crate::second_step::proofs::{entry, wrong_code};
use shared_types::problem::FieldError;

const UNREADABLE: &str = "Open GET /enrollment/device first.";

/// Why no code is mailed.
#[derive(Debug, thiserror::Error)]
pub(super) enum SendError {
    /// The flow does not serve this.
    #[error(transparent)]
    Flow(#[from] SetupFlowError),
    /// The code was not sent.
    #[error(transparent)]
    Code(#[from] SendEmailCodeError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum SendError {}
    causes { Flow(SetupFlowError), Code(SendEmailCodeError), Database(DbError) }
}

/// Why an e-mailed code proves nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum VerifyError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The flow does not serve this.
    #[error(transparent)]
    Flow(#[from] SetupFlowError),
    /// The code did not help.
    #[error(transparent)]
    Code(#[from] EmailCodeError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum VerifyError {}
    causes {
        Invalid(FieldError),
        Flow(SetupFlowError),
        Code(EmailCodeError),
        Database(DbError),
    }
}

/// Why the pending device is not shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum ShowDeviceError {
    /// The flow does not serve this.
    #[error(transparent)]
    Flow(#[from] SetupFlowError),
    /// The pending secret does not open.
    #[error("the pending secret is not readable")]
    Unreadable,
    /// The key does not fit into a QR code.
    #[error("the QR code cannot be drawn")]
    QrCode,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ShowDeviceError {
        Unreadable => Conflict(UNREADABLE),
        QrCode => Unavailable(UNAVAILABLE).because("the QR code cannot be drawn"),
    }
    causes { Flow(SetupFlowError), Database(DbError) }
}

/// Why the pending device is not confirmed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ConfirmDeviceError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The flow does not serve this.
    #[error(transparent)]
    Flow(#[from] SetupFlowError),
    /// The pending secret does not open, or there is none yet.
    #[error("the pending secret is not readable")]
    Unreadable,
    /// The setup code is wrong.
    #[error("the setup code is wrong")]
    Wrong {
        /// Tries left in this flow.
        tries_left: u32,
        /// Seconds until the app shows the next code.
        next_code_in_seconds: u32,
        /// Whether it is a code of a secret that was voided or replaced within a day.
        is_of_former: bool,
    },
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ConfirmDeviceError {
        Unreadable => Conflict(UNREADABLE),
        Wrong { tries_left, next_code_in_seconds, is_of_former } => InvalidCode(wrong_code(is_of_former))
        .entry(entry(is_of_former))
        .tries_left(tries_left)
        .next_code_in(next_code_in_seconds),
    }
    causes { Invalid(FieldError), Flow(SetupFlowError), Database(DbError) }
}
