//! What a refused proof sounds like, the same at every route that checks one.

use super::model::{ProofOutcome, Refusal};
use super::password::PasswordError;
use crate::platform::http::ApiError;
use shared_types::problem::ProblemCode;
use std::time::Duration;

const RETRY_AFTER: Duration = Duration::from_secs(1);

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal.outcome {
            ProofOutcome::Wrong {
                next_code_in_seconds,
                ..
            } => {
                let detail = "The code is wrong. Check the entry in the app and the phone's clock.";
                let error =
                    Self::new(ProblemCode::InvalidCode, detail).next_code_in(next_code_in_seconds);
                match refusal.tries_left {
                    Some(left) => error.tries_left(left),
                    None => error,
                }
            }
            ProofOutcome::AlreadyUsed {
                next_code_in_seconds,
            } => {
                let detail = "This code was used already. Wait for the next one.";
                Self::new(ProblemCode::AlreadyUsed, detail).next_code_in(next_code_in_seconds)
            }
            ProofOutcome::Throttled { wait } => {
                let detail = "Too many wrong codes. Wait before the next try.";
                Self::new(ProblemCode::Throttled, detail).retry_after(wait)
            }
            ProofOutcome::NoDevice => Self::new(
                ProblemCode::Conflict,
                "There is no device that could show a code.",
            ),
            ProofOutcome::Unreadable => {
                Self::unavailable(RETRY_AFTER, "the secret of a device does not open")
            }
            // An acceptance is never refused; saying so closes the match.
            ProofOutcome::Accepted => Self::internal("an accepted code was refused"),
        }
    }
}

impl From<PasswordError> for ApiError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Wrong => Self::new(
                ProblemCode::InvalidCredentials,
                "The e-mail address or the password is wrong.",
            ),
            PasswordError::Throttled(wait) => {
                let detail = "Too many tries. Wait before the next one.";
                Self::new(ProblemCode::Throttled, detail).retry_after(wait)
            }
            PasswordError::Overloaded(cause) => cause.into(),
            PasswordError::Database(cause) => cause.into(),
        }
    }
}
