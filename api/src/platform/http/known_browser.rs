//! The cookie of a browser that signed in before.

use super::{ApiError, Refuses, credential};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use shared_types::problem::ProblemCode;
use shared_types::secret::Secret;
use std::future::{Ready, ready};

/// The value of the cookie, when the request carries one. It chooses a rate limit and proves
/// nothing.
#[derive(Debug)]
pub struct KnownBrowser(pub Option<Secret>);

impl Refuses for KnownBrowser {
    fn codes() -> Vec<ProblemCode> {
        vec![ProblemCode::MalformedRequest]
    }
}

impl FromRequest for KnownBrowser {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = credential::known_browser(request);
        ready(found.map(|found| Self(found.map(|credential| credential.token))))
    }
}
