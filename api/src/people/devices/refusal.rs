//! What a refused code sounds like, the same at every route that checks one.

use super::model::CodeOutcome;
use crate::platform::http::ApiError;
use shared_types::code::parse_code;
use shared_types::problem::{FieldError, FieldErrorCode, ProblemCode};
use shared_types::secret::Secret;
use std::time::Duration;

const RETRY_AFTER: Duration = Duration::from_secs(1);

/// The six digits of a request; anything else counts as no try (T-09).
pub fn read_code(code: &Secret) -> Result<String, FieldError> {
    parse_code(code.expose()).ok_or_else(|| FieldError {
        field: "code".into(),
        code: FieldErrorCode::Invalid,
        detail: "Six digits, one space allowed in the middle.".into(),
    })
}

/// An outcome that is no acceptance, with the tries that the caller's flow has left.
#[derive(Clone, Copy, Debug)]
pub struct CodeRefusal {
    /// What the code did.
    pub outcome: CodeOutcome,
    /// Tries left in the flow, where there is one.
    pub tries_left: Option<u32>,
}

impl From<CodeRefusal> for ApiError {
    fn from(refusal: CodeRefusal) -> Self {
        match refusal.outcome {
            CodeOutcome::Wrong {
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
            CodeOutcome::AlreadyUsed {
                next_code_in_seconds,
            } => {
                let detail = "This code was used already. Wait for the next one.";
                Self::new(ProblemCode::AlreadyUsed, detail).next_code_in(next_code_in_seconds)
            }
            CodeOutcome::Throttled { wait } => {
                let detail = "Too many wrong codes. Wait before the next try.";
                Self::new(ProblemCode::Throttled, detail).retry_after(wait)
            }
            CodeOutcome::NoDevice => Self::new(
                ProblemCode::Conflict,
                "There is no device that could show a code.",
            ),
            CodeOutcome::Unreadable => {
                Self::unavailable(RETRY_AFTER, "the secret of a device does not open")
            }
            // An acceptance is never refused; saying so closes the match.
            CodeOutcome::Accepted => Self::internal("an accepted code was refused"),
        }
    }
}
