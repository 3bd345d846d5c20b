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

/// The path's two ids, in their order; a text that is no id is 404.
#[derive(Debug)]
pub struct PathIds<A, B>(pub A, pub B);

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

impl<A, B> Refuses for PathIds<A, B> {
    fn codes() -> Vec<ProblemCode> {
        PathId::<A>::codes()
    }
}

impl<A: FromStr, B: FromStr> FromRequest for PathIds<A, B> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut texts = request.match_info().iter().map(|(_, text)| text);
        let first = texts.next().and_then(|text| text.parse().ok());
        let second = texts.next().and_then(|text| text.parse().ok());
        let missing = || ApiError::new(ProblemCode::NotFound, "There is no such thing here.");
        ready(
            first
                .zip(second)
                .map(|(first, second)| Self(first, second))
                .ok_or_else(missing),
        )
    }
}
