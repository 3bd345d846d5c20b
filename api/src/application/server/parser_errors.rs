//! The problem document for bytes that the HTTP parser refuses: the request reaches no middleware,
//! so the response is made here and written by `http-limits` (H-07).

use crate::platform::http::middleware::response_without_request;
use actix_web::body::MessageBody as _;
use actix_web::http::StatusCode;
use http_limits::ErrorResponse;

/// The response for the status code that the parser chose.
pub(super) fn response(status: u16) -> ErrorResponse {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    let (head, body) = response_without_request(status).into_parts();
    let body = body.try_into_bytes().unwrap_or_default();
    let headers = head.headers().iter();
    let headers = headers.map(|(name, value)| {
        let value = value.to_str().unwrap_or_default();
        (name.to_string(), value.to_owned())
    });
    ErrorResponse {
        status: head.status().to_string(),
        headers: headers.collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
    }
}
