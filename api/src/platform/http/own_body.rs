//! Answers that another standard, or a person, reads: their body stays as it is where an error would otherwise become
//! a problem (RFC 9457). There are these: the errors of OAuth (RFC 6749 §5.2), and pages.

use actix_web::HttpResponse;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue};

/// Travels with the answer to the middleware.
#[derive(Clone, Copy)]
pub(super) struct OwnBody;

/// The answer with its body as it is.
#[must_use]
pub fn with_own_body(mut response: HttpResponse) -> HttpResponse {
    response.extensions_mut().insert(OwnBody);
    response
}

/// The answer, readable by pages of every origin: it is public, and no cookie has a part in it.
#[must_use]
pub fn for_every_origin(mut response: HttpResponse) -> HttpResponse {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}
