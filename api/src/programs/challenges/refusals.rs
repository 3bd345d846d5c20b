//! Why a challenge is not made, answered or read.

use crate::people::sessions::LostRight;
use crate::platform::db::DbError;
use crate::platform::http::refusals;
use crate::programs::verifications::VerifyError;
use crate::second_step::proofs::CodeRefusal;
use shared_types::limits::{
    CHALLENGE_RECEIPT_OPEN, CHALLENGES_OPEN_IN_ALL_PER_MEMBER, CHALLENGES_OPEN_PER_MEMBER,
    CHALLENGES_OPEN_PER_PROGRAM, CHALLENGES_PER_MEMBER_AND_HOUR,
};
use shared_types::problem::FieldError;
use std::time::Duration;

/// Why no challenge is made.
#[derive(Debug, thiserror::Error)]
pub(super) enum CreateChallengeError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The member cannot confirm anything.
    #[error("the member has no device")]
    NotEnrolled,
    /// The program has too many of the member open.
    #[error("too many challenges of the member are open")]
    TooManyOfMember,
    /// All programs together have.
    #[error("too many challenges of the member are open in all")]
    TooManyInAll,
    /// Too many of the program are open.
    #[error("too many challenges of the program are open")]
    TooManyOfProgram,
    /// The program made too many of the member within an hour.
    #[error("too many challenges of the member within an hour")]
    Throttled(Duration),
    /// As for a verification.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum CreateChallengeError {
        NotEnrolled => Conflict("The member has no device that could confirm anything, or cannot sign in."),
        TooManyOfMember => Conflict(format!(
            "{CHALLENGES_OPEN_PER_MEMBER} challenges of this member by this API token are open. Wait until one is answered or expires."
        )).of_the_moment(),
        TooManyInAll => Conflict(format!(
            "{CHALLENGES_OPEN_IN_ALL_PER_MEMBER} challenges of this member are open. Wait until one is answered or expires."
        )).of_the_moment(),
        TooManyOfProgram => Conflict(format!(
            "{CHALLENGES_OPEN_PER_PROGRAM} challenges of this API token are open. Wait until some are answered or expire."
        )).of_the_moment(),
        Throttled(wait) => Throttled(format!(
            "This API token makes {CHALLENGES_PER_MEMBER_AND_HOUR} challenges of a member within an hour at most."
        )).retry_after(wait),
    }
    causes { Invalid(FieldError), Verify(VerifyError), Database(DbError) }
}

/// Why a challenge is not shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum ShowChallengeError {
    /// There is none in this organization.
    #[error("no such challenge")]
    NotFound,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ShowChallengeError {
        NotFound => NotFound("There is no such challenge."),
    }
    causes { Database(DbError) }
}

/// Why no receipt is given.
#[derive(Debug, thiserror::Error)]
pub(super) enum TakeReceiptError {
    /// This API token made none with this id.
    #[error("no such challenge")]
    NotFound,
    /// It was not accepted.
    #[error("the challenge was not accepted")]
    NotAccepted,
    /// The member was disabled, or lost the device or the sessions, since it was made.
    #[error("the member changed since the answer")]
    Outdated,
    /// It was taken before.
    #[error("the receipt was taken")]
    Taken,
    /// The time to take it is over.
    #[error("the receipt was not taken in time")]
    Late,
    /// The right was lost meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum TakeReceiptError {
        NotFound => NotFound("This API token made no such challenge."),
        NotAccepted => Conflict("The challenge was not accepted. Read how it stands."),
        Outdated => Conflict(
            "Since the answer the member was disabled, or the device or the password changed. Make another challenge."
        ),
        Taken => Conflict("The receipt of this challenge was taken before."),
        Late => Conflict(format!(
            "The receipt could be taken for {} minutes after the answer. Make another challenge.",
            CHALLENGE_RECEIPT_OPEN.as_secs() / 60
        )),
    }
    causes { Lost(LostRight), Database(DbError) }
}

/// Why the page gets no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum OpenChallengeError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The token is of no challenge.
    #[error("the token is of no challenge")]
    InvalidToken,
    /// It was answered, expired, or its program may not ask any more.
    #[error("the challenge has ended")]
    Ended,
    /// Too many tries at tokens from there.
    #[error("too many tries")]
    Throttled(Duration),
    /// The code was not accepted.
    #[error(transparent)]
    Code(#[from] CodeRefusal),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum OpenChallengeError {
        InvalidToken => InvalidToken("This link is not one of ours, or it is too old."),
        Ended => Conflict("This was answered before, or its time is over. Go back to the program that asked."),
        Throttled(wait) => Throttled("Too many tries. Wait before the next one.").retry_after(wait),
    }
    causes { Invalid(FieldError), Code(CodeRefusal), Database(DbError) }
}
