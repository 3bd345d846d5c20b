//! Why each operation of a sign-in refuses, and the problem returned to the caller.

use crate::platform::crypto::hasher::Overloaded;
use crate::platform::db::DbError;
use crate::platform::http::{MANAGED_ELSEWHERE, RECOVERY_HELD, refusals};
use crate::second_step::flow::{FlowEnded, FlowError};
use crate::second_step::proofs::{CodeRefusal, PasswordError};
use shared_types::problem::{FieldError, FlowEndReason};
use shared_types::recovery::RecoveryHold;
use std::time::Duration;

/// Why no sign-in starts.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The password did not help.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum SignInError {}
    causes { Invalid(FieldError), Password(PasswordError), Database(DbError) }
}

/// Why a flow is neither shown nor ended.
#[derive(Debug, thiserror::Error)]
pub enum FindFlowError {
    /// There is no such flow.
    #[error(transparent)]
    Ended(#[from] FlowEnded),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum FindFlowError {}
    causes { Ended(FlowEnded), Database(DbError) }
}

/// Why a code gives no session.
#[derive(Debug, thiserror::Error)]
pub enum CheckCodeError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The flow does not serve this.
    #[error(transparent)]
    Flow(#[from] FlowError),
    /// It was the last wrong code of the flow, and no code is looked at for a while.
    #[error("the last wrong code ended the flow")]
    EndedWithDelay(Duration),
    /// The code was refused.
    #[error(transparent)]
    Code(#[from] CodeRefusal),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum CheckCodeError {
        EndedWithDelay(delay) => FlowExpired(
            "Five wrong codes ended this sign-in attempt. Wait, then start again with the password."
        )
        .reason(FlowEndReason::TooManyCodes)
        .retry_after(delay),
    }
    causes {
        Invalid(FieldError),
        Flow(FlowError),
        Code(CodeRefusal),
        Database(DbError),
    }
}

/// Why the short password stays.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReplacePasswordError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The flow does not serve this.
    #[error(transparent)]
    Flow(#[from] FlowError),
    /// Too many passwords wait to be hashed.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ReplacePasswordError {}
    causes {
        Invalid(FieldError),
        Flow(FlowError),
        Overloaded(Overloaded),
        Database(DbError),
    }
}

/// Why the device is not put off.
#[derive(Debug, thiserror::Error)]
pub enum PutOffError {
    /// The flow does not serve this.
    #[error(transparent)]
    Flow(#[from] FlowError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum PutOffError {}
    causes { Flow(FlowError), Database(DbError) }
}

/// Why the flow does not turn to a new device.
#[derive(Debug, thiserror::Error)]
pub(super) enum NewDeviceError {
    /// The flow does not serve this.
    #[error(transparent)]
    Flow(#[from] FlowError),
    /// No device is set up by email while this hold runs.
    #[error("recovery by email is held")]
    Held(RecoveryHold),
    /// Recovery of members of a directory is the help desk's.
    #[error("the help desk recovers members of a directory")]
    ManagedElsewhere,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum NewDeviceError {
        Held(hold) => RecoveryHold(RECOVERY_HELD).held(hold),
        ManagedElsewhere => ManagedElsewhere(MANAGED_ELSEWHERE),
    }
    causes { Flow(FlowError), Database(DbError) }
}

/// Why the flow does not turn back to the current device.
#[derive(Debug, thiserror::Error)]
pub(super) enum KeepDeviceError {
    /// The flow does not serve this.
    #[error(transparent)]
    Flow(#[from] FlowError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum KeepDeviceError {}
    causes { Flow(FlowError), Database(DbError) }
}
