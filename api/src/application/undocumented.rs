//! What the router would take and the document does not have: query parameters where a route takes none (a name with a
//! mistake in it, or at the wrong route, is never ignored), and a path of its own as the parameter of another route.

use crate::platform::http::{ApiError, RouteTable, UNKNOWN_PARAMETER, no_handler};
use actix_web::Error;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use shared_types::address::{API, in_api};
use shared_types::problem::FieldErrorCode;

/// The routes that take some. Their extractors refuse what they do not know (`platform/http/query.rs`).
pub const WITH_QUERY: [(&str, &str); 10] = [
    ("GET", "/audit-events"),
    ("GET", "/audit-events/export"),
    ("GET", "/members"),
    ("GET", "/members/export"),
    ("POST", "/members/import"),
    ("DELETE", "/members/{id}"),
    ("GET", "/organization"),
    ("GET", "/policy/versions"),
    ("GET", "/sandbox/mails"),
    ("GET", "/webhooks/{id}/deliveries"),
];

/// Paths of their own that would also be a parameter of another route, and have fewer methods: `PATCH /members/batch` is
/// not `PATCH /members/{id}`, for concrete paths come first (OpenAPI 3.1 §4.8.8.2).
pub const CONCRETE: [&str; 8] = [
    "/api-tokens/self",
    "/members/batch",
    "/members/export",
    "/members/import",
    "/verifications/challenges",
    "/verifications/challenges/answer",
    "/verifications/challenges/decline",
    "/verifications/challenges/inspect",
];

/// Mounted around all routes. Pages and documents of standards take what they like.
pub(super) async fn refuse(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if is_of_another_route(&request) {
        let refused = no_handler(request.request());
        return Ok(request.error_response(refused));
    }
    match first_unknown(&request) {
        Some(name) => {
            let refused = ApiError::invalid(&name, FieldErrorCode::Unknown, UNKNOWN_PARAMETER);
            Ok(request.error_response(refused))
        }
        None => next.call(request).await,
    }
}

fn is_of_another_route(request: &ServiceRequest) -> bool {
    let path = request.path();
    path.starts_with(API) && CONCRETE.contains(&in_api(path)) && !is_served(request)
}

fn is_served(request: &ServiceRequest) -> bool {
    let table = RouteTable::of(request.request());
    table.is_some_and(|table| table.serves(request.method(), request.path()))
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
    // A method that the path does not have is answered with 405, whatever its query.
    if !is_served(request) {
        return None;
    }
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.next().map(|(name, _)| name.into_owned())
}
