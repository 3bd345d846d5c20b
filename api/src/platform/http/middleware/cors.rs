//! Cross-origin reading, for bearer tokens only: an exact list of origins, never with credentials.
//! Cookies are not sent with such requests, so sessions by cookie stay same-origin.

use crate::platform::http::{ApiError, HttpSettings};
use actix_web::http::Method;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
};
use actix_web::{HttpRequest, HttpResponse};
use shared_types::problem::ProblemCode;

const METHODS: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";
const HEADERS: &str = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match";
const REMEMBER_SECONDS: &str = "600";
/// Routes that say by themselves, when they know who asks, which origins may read the answer: a console in a browser
/// is known by its `client_id` in the form, of which a preflight tells nothing. Nobody is signed in there by a cookie.
const KNOW_THEIR_ORIGINS: [&str; 3] = ["/oauth/token", "/oauth/userinfo", "/oauth/revoke"];

/// The origin of the request, when it is on the list.
pub(super) fn allowed_origin(request: &HttpRequest) -> Option<String> {
    let mut origins = request.headers().get_all(ORIGIN);
    let (Some(origin), None) = (origins.next(), origins.next()) else {
        return None;
    };
    let listed = HttpSettings::of(request).cors_origins.iter();
    // The response repeats the text of the list, not that of the request.
    listed
        .into_iter()
        .find(|listed| listed.as_bytes() == origin.as_bytes())
        .cloned()
}

/// The origin of a request to a route that will know whether it may read.
fn named_origin(request: &HttpRequest) -> Option<String> {
    let knows = KNOW_THEIR_ORIGINS.contains(&request.path());
    let origin = request.headers().get(ORIGIN).filter(|_| knows)?;
    origin.to_str().ok().map(str::to_owned)
}

/// The response to a preflight; `None` for any other request.
pub(super) fn preflight(request: &HttpRequest) -> Option<Result<HttpResponse, ApiError>> {
    let headers = request.headers();
    let is_preflight = request.method() == Method::OPTIONS
        && headers.contains_key(ORIGIN)
        && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    is_preflight.then(|| {
        let Some(origin) = allowed_origin(request).or_else(|| named_origin(request)) else {
            let detail = "This origin is not on the list of the installation.";
            return Err(ApiError::new(ProblemCode::Forbidden, detail));
        };
        Ok(HttpResponse::NoContent()
            .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, origin))
            .insert_header((ACCESS_CONTROL_ALLOW_METHODS, METHODS))
            .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, HEADERS))
            .insert_header((ACCESS_CONTROL_MAX_AGE, REMEMBER_SECONDS))
            .finish())
    })
}
