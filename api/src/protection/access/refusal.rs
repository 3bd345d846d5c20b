//! What a missing right sounds like, the same at every route.

use super::rights::AccessError;
use crate::platform::http::ApiError;
use shared_types::problem::ProblemCode;

impl From<AccessError> for ApiError {
    fn from(error: AccessError) -> Self {
        let (code, detail) = match error {
            AccessError::SecondStepRequired => (
                ProblemCode::SecondStepRequired,
                "Your organization asks for two-step verification. Sign in again to do it.",
            ),
            AccessError::NotFresh => (
                ProblemCode::ReauthenticationRequired,
                "Confirm that it is you: POST /me/reauthenticate, then try again.",
            ),
            AccessError::Forbidden => (ProblemCode::Forbidden, "Your role does not allow this."),
        };
        Self::new(code, detail)
    }
}
