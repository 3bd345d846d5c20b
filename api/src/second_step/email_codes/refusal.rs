//! What a refused e-mailed code sounds like, at every route that sends or checks one.

use super::model::EmailCodeError;
use crate::platform::http::ApiError;
use shared_types::problem::ProblemCode;

impl From<EmailCodeError> for ApiError {
    fn from(error: EmailCodeError) -> Self {
        match error {
            EmailCodeError::Throttled(wait) => {
                let detail = "Too many e-mails or wrong codes. Wait before the next one.";
                Self::new(ProblemCode::Throttled, detail).retry_after(wait)
            }
            EmailCodeError::Expired => Self::new(
                ProblemCode::CodeExpired,
                "This code has ended. Ask for a new one and use the newest e-mail.",
            ),
            EmailCodeError::Wrong { tries_left } => {
                let detail = "The code is wrong. Use the newest e-mail.";
                Self::new(ProblemCode::InvalidCode, detail).tries_left(tries_left)
            }
        }
    }
}
