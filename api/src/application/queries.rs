//! Query parameters where a route takes none: a name with a mistake in it, or at the wrong route, is never ignored.

use crate::platform::http::ApiError;
use actix_web::Error;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use shared_types::address::{API, in_api};
use shared_types::problem::FieldErrorCode;

/// The routes that take some. Their extractors refuse what they do not know (`platform/http/query.rs`).
pub const WITH_QUERY: [(&str, &str); 9] = [
    ("GET", "/audit-events"),
    ("GET", "/audit-events/export"),
    ("GET", "/members"),
    ("GET", "/members/export"),
    ("POST", "/members/import"),
    ("DELETE", "/members/{id}"),
    ("GET", "/organization"),
    ("GET", "/sandbox/mails"),
    ("GET", "/webhooks/{id}/deliveries"),
];

/// Mounted around all routes. Pages and documents of standards take what they like.
pub(super) async fn refuse_unknown(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match first_unknown(&request) {
        Some(name) => {
            let detail = "This route takes no such query parameter.";
            let refused = ApiError::invalid(name, FieldErrorCode::Unknown, detail);
            Ok(request.error_response(refused))
        }
        None => next.call(request).await,
    }
}

fn first_unknown(request: &ServiceRequest) -> Option<String> {
    let query = request.query_string();
    if query.is_empty() {
        return None;
    }
    let pattern = request.match_pattern()?;
    let path = pattern.starts_with(API).then(|| in_api(&pattern))?;
    if WITH_QUERY.contains(&(request.method().as_str(), path)) {
        return None;
    }
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.next().map(|(name, _)| name.into_owned())
}
