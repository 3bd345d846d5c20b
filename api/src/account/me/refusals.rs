//! Why each own act is refused, and what the caller hears.

use crate::people::devices::CodeRefusal;
use crate::people::sessions::{NotFresh, SessionError};
use crate::platform::crypto::hasher::Overloaded;
use crate::platform::db::DbError;
use crate::platform::http::{RECOVERY_HELD, refusals};
use crate::second_step::sign_in::PasswordError;
use shared_types::problem::FieldError;
use shared_types::time::Time;
use std::time::Duration;

const EMAIL_THROTTLED: &str = "Too many e-mails or wrong codes. Wait before the next try.";

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
    Session(#[from] SessionError),
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
        Session(SessionError),
        Password(PasswordError),
        Code(CodeRefusal),
        Database(DbError),
    }
}

/// Why no device is set up.
#[derive(Debug, thiserror::Error)]
pub(super) enum StartEnrollmentError {
    /// The last authentication is too long ago.
    #[error(transparent)]
    NotFresh(#[from] NotFresh),
    /// The session ended meanwhile.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// No device is set up by e-mail before this time.
    #[error("recovery by e-mail is held")]
    Held(Time),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum StartEnrollmentError {
        Held(until) => RecoveryHold(RECOVERY_HELD).held_until(until),
    }
    causes { NotFresh(NotFresh), Session(SessionError), Database(DbError) }
}

/// Why the own device stays.
#[derive(Debug, thiserror::Error)]
pub(super) enum RemoveDeviceError {
    /// The last authentication is too long ago.
    #[error(transparent)]
    NotFresh(#[from] NotFresh),
    /// The session ended meanwhile.
    #[error(transparent)]
    Session(#[from] SessionError),
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
    causes { NotFresh(NotFresh), Session(SessionError), Database(DbError) }
}

/// Why the own password stays.
#[derive(Debug, thiserror::Error)]
pub(super) enum ChangePasswordError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The last authentication is too long ago.
    #[error(transparent)]
    NotFresh(#[from] NotFresh),
    /// The session ended meanwhile.
    #[error(transparent)]
    Session(#[from] SessionError),
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
    enum ChangePasswordError {}
    causes {
        Invalid(FieldError),
        NotFresh(NotFresh),
        Session(SessionError),
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
    /// The last authentication is too long ago.
    #[error(transparent)]
    NotFresh(#[from] NotFresh),
    /// The session ended meanwhile.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// Too many mails.
    #[error("too many mails")]
    Throttled(Duration),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ChangeEmailError {
        Throttled(wait) => Throttled(EMAIL_THROTTLED).retry_after(wait),
    }
    causes { Invalid(FieldError), NotFresh(NotFresh), Session(SessionError), Database(DbError) }
}

/// Why the address stays.
#[derive(Debug, thiserror::Error)]
pub(super) enum VerifyEmailError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The session ended meanwhile.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// Too many wrong codes.
    #[error("too many tries")]
    Throttled(Duration),
    /// The code is over, used up, or was never sent.
    #[error("the e-mailed code has ended")]
    Expired,
    /// The code is wrong.
    #[error("the e-mailed code is wrong")]
    Wrong {
        /// Tries left at this code.
        tries_left: u32,
    },
    /// Another member has the address by now.
    #[error("the address is taken")]
    Taken,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum VerifyEmailError {
        Throttled(wait) => Throttled(EMAIL_THROTTLED).retry_after(wait),
        Expired => CodeExpired("This code has ended. Ask for a new one."),
        Wrong { tries_left } => InvalidCode("The code is wrong. Use the newest e-mail.")
            .tries_left(tries_left),
        Taken => Conflict("Another member has this address by now."),
    }
    causes { Invalid(FieldError), Session(SessionError), Database(DbError) }
}
