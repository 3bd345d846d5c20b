//! The `{id}` of a path.

use super::{ApiError, Refuses};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use shared_types::problem::ProblemCode;
use std::future::{Ready, ready};
use std::str::FromStr;

/// The path's `{id}` as a `T`; a text that is no id is 404.
#[derive(Debug)]
pub struct PathId<T>(pub T);

impl<T> Refuses for PathId<T> {
    fn codes() -> Vec<ProblemCode> {
        vec![ProblemCode::NotFound, ProblemCode::TooLarge]
    }
}

impl<T: FromStr> FromRequest for PathId<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request
            .match_info()
            .get("id")
            .and_then(|text| text.parse().ok());
        let missing = || ApiError::new(ProblemCode::NotFound, "There is no such thing here.");
        ready(id.map(PathId).ok_or_else(missing))
    }
}
