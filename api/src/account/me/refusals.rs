//! Why each own act is refused, and the problem returned to the caller.

use crate::people::sessions::SessionEnded;
use crate::platform::crypto::hasher::Overloaded;
use crate::platform::db::DbError;
use crate::platform::http::{ADDRESS_HELD, MANAGED_ELSEWHERE, RECOVERY_HELD, refusals};
use crate::second_step::email_codes::{EmailCodeError, SendEmailCodeError};
use crate::second_step::proofs::{CodeRefusal, PasswordError};
use shared_types::problem::FieldError;
use shared_types::recovery::RecoveryHold;
use std::time::Duration;

/// Why name and language stay.
#[derive(Debug, thiserror::Error)]
pub(super) enum PatchMeError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum PatchMeError {}
    causes { Invalid(FieldError), Database(DbError) }
}

/// Why sensitive acts stay closed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReauthenticateError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The session ended meanwhile.
    #[error(transparent)]
    Ended(#[from] SessionEnded),
    /// The password did not help.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The code was refused.
    #[error(transparent)]
    Code(#[from] CodeRefusal),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ReauthenticateError {}
    causes {
        Invalid(FieldError),
        Ended(SessionEnded),
        Password(PasswordError),
        Code(CodeRefusal),
        Database(DbError),
    }
}

/// Why no device is set up.
#[derive(Debug, thiserror::Error)]
pub(super) enum StartEnrollmentError {
    /// The session ended meanwhile.
    #[error(transparent)]
    Ended(#[from] SessionEnded),
    /// No device is set up by email while this hold runs.
    #[error("recovery by email is held")]
    Held(RecoveryHold),
    /// The member has all flows that there may be.
    #[error("too many sign-ins are under way")]
    Busy(Duration),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum StartEnrollmentError {
        Held(hold) => RecoveryHold(RECOVERY_HELD).held(hold),
        Busy(wait) => TooManySignIns("Too many sign-ins of this account are under way. Wait.")
            .retry_after(wait),
    }
    causes { Ended(SessionEnded), Database(DbError) }
}

/// Why the own device stays.
#[derive(Debug, thiserror::Error)]
pub(super) enum RemoveDeviceError {
    /// The session ended meanwhile.
    #[error(transparent)]
    Ended(#[from] SessionEnded),
    /// The policy asks for a device.
    #[error("the policy asks for a device")]
    DeviceRequired,
    /// There is no device to remove.
    #[error("there is no device")]
    NoDevice,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum RemoveDeviceError {
        DeviceRequired => Forbidden(
            "Your organization requires two-step verification. Set up a new device instead."
        ),
        NoDevice => NotFound("There is no device."),
    }
    causes { Ended(SessionEnded), Database(DbError) }
}

/// Why the own password stays.
#[derive(Debug, thiserror::Error)]
pub(super) enum ChangePasswordError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The session ended meanwhile.
    #[error(transparent)]
    Ended(#[from] SessionEnded),
    /// The directory of the organization keeps the password.
    #[error("the directory keeps the password")]
    ManagedElsewhere,
    /// The password did not help.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// Too many passwords wait to be hashed.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ChangePasswordError {
        ManagedElsewhere => ManagedElsewhere(MANAGED_ELSEWHERE),
    }
    causes {
        Invalid(FieldError),
        Ended(SessionEnded),
        Password(PasswordError),
        Overloaded(Overloaded),
        Database(DbError),
    }
}

/// Why no code goes to a new address.
#[derive(Debug, thiserror::Error)]
pub(super) enum ChangeEmailError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The session ended meanwhile.
    #[error(transparent)]
    Ended(#[from] SessionEnded),
    /// The address stays while this hold runs.
    #[error("recovery by email is held")]
    Held(RecoveryHold),
    /// The directory of the organization says the address.
    #[error("the directory says the address")]
    ManagedElsewhere,
    /// The code was not sent.
    #[error(transparent)]
    Code(#[from] SendEmailCodeError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ChangeEmailError {
        Held(hold) => RecoveryHold(ADDRESS_HELD).held(hold),
        ManagedElsewhere => ManagedElsewhere(MANAGED_ELSEWHERE),
    }
    causes {
        Invalid(FieldError),
        Ended(SessionEnded),
        Code(SendEmailCodeError),
        Database(DbError),
    }
}

/// Why the address stays.
#[derive(Debug, thiserror::Error)]
pub(super) enum VerifyEmailError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The session ended meanwhile.
    #[error(transparent)]
    Ended(#[from] SessionEnded),
    /// The address stays while this hold runs.
    #[error("recovery by email is held")]
    Held(RecoveryHold),
    /// Another member has the address by now.
    #[error("the address is taken")]
    Taken,
    /// The code did not help.
    #[error(transparent)]
    Code(#[from] EmailCodeError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum VerifyEmailError {
        Held(hold) => RecoveryHold(ADDRESS_HELD).held(hold),
        Taken => Conflict("Another member has this address by now."),
    }
    causes { Invalid(FieldError), Ended(SessionEnded), Code(EmailCodeError), Database(DbError) }
}
