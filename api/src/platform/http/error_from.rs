//! Failures of the platform as `ApiError`: always a refusal, never a false success.

use super::ApiError;
use crate::platform::crypto::hasher::Overloaded;
use crate::platform::db::DbError;
use shared_types::problem::ProblemCode;
use std::time::Duration;

const RETRY_AFTER: Duration = Duration::from_secs(1);

impl From<DbError> for ApiError {
    fn from(error: DbError) -> Self {
        Self::unavailable(RETRY_AFTER, error)
    }
}

impl From<Overloaded> for ApiError {
    fn from(_: Overloaded) -> Self {
        Self::new(
            ProblemCode::Unavailable,
            "Too many people sign in right now. Try again in a moment.",
        )
        .retry_after(RETRY_AFTER)
    }
}
