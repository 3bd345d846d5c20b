//! Errors that every feature shares, as `ApiError`: failures of the platform and invalid fields.

use super::error::UNAVAILABLE;
use super::{ApiError, Refuses};
use crate::platform::crypto::hasher::Overloaded;
use crate::platform::db::DbError;
use shared_types::problem::{FieldError, ProblemCode};

const INVALID: &str = "Some fields are not acceptable.";

/// Always a refusal, never a false success.
impl From<DbError> for ApiError {
    fn from(error: DbError) -> Self {
        Self::new(ProblemCode::Unavailable, UNAVAILABLE).because(error)
    }
}

impl Refuses for DbError {
    fn codes() -> Vec<ProblemCode> {
        vec![ProblemCode::Unavailable]
    }
}

impl From<Overloaded> for ApiError {
    fn from(_: Overloaded) -> Self {
        let detail = "Too many people sign in right now. Try again in a moment.";
        Self::new(ProblemCode::Unavailable, detail)
    }
}

impl Refuses for Overloaded {
    fn codes() -> Vec<ProblemCode> {
        vec![ProblemCode::Unavailable]
    }
}

impl From<FieldError> for ApiError {
    fn from(field: FieldError) -> Self {
        Self::from(vec![field])
    }
}

impl Refuses for FieldError {
    fn codes() -> Vec<ProblemCode> {
        vec![ProblemCode::InvalidInput]
    }
}

impl From<Vec<FieldError>> for ApiError {
    fn from(fields: Vec<FieldError>) -> Self {
        Self::new(ProblemCode::InvalidInput, INVALID).fields(fields)
    }
}

impl Refuses for Vec<FieldError> {
    fn codes() -> Vec<ProblemCode> {
        vec![ProblemCode::InvalidInput]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says_its_code<E: Refuses + Into<ApiError>>(error: E) {
        let error: ApiError = error.into();
        assert_eq!(E::codes(), [error.code()]);
    }

    #[test]
    fn every_shared_error_says_its_code() {
        says_its_code(DbError::Unavailable("gone".to_owned()));
        says_its_code(Overloaded);
        says_its_code(Vec::<FieldError>::new());
    }
}
