//! The outermost middleware: every request gets an id and is checked for its size, every response
//! (also one of actix itself, of a failed extractor, of a panic) has the same headers, and every
//! error is a `Problem`.

mod cors;
mod plain_path;
mod response;
mod security_headers;
mod size_limits;
#[cfg(test)]
mod tests;

pub use security_headers::HTML_CSP;

use self::response::RequestFacts;
use super::{ApiError, RequestId};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse};
use futures_util::FutureExt as _;
use std::panic::AssertUnwindSafe;
use tracing::Instrument as _;

/// Mounted around the whole app: `App::new().wrap(from_fn(edge))`.
pub async fn edge(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let id = RequestId::new();
    let facts = RequestFacts::of(request.request(), id);
    if let Some(answer) = answer_early(request.request()) {
        let response = answer.unwrap_or_else(HttpResponse::from_error);
        let (request, _) = request.into_parts();
        let response = facts.finish(Some(&request), response);
        return Ok(ServiceResponse::new(request, response));
    }
    request.extensions_mut().insert(id);
    let span = tracing::info_span!("request", request_id = %id);
    // A panic leaves no state partly changed: transactions roll back.
    let answer = AssertUnwindSafe(serve(request, next).instrument(span)).catch_unwind();
    let error = match answer.await {
        Ok(Ok(answer)) => {
            let (request, response) = answer.into_parts();
            let response = facts.finish(Some(&request), response);
            return Ok(ServiceResponse::new(request, response));
        }
        Ok(Err(error)) => error,
        Err(_) => ApiError::internal("a handler panicked").into(),
    };
    // The request is consumed by now, and without it actix takes a response only as an error.
    let response = facts.finish(None, HttpResponse::from_error(error));
    Err(InternalError::from_response("responded in the middleware", response).into())
}

/// The response to bytes that the HTTP parser refused, so that no middleware saw them.
pub fn response_without_request(status: StatusCode) -> HttpResponse {
    RequestFacts::of_no_request().finish(None, HttpResponse::new(status))
}

/// The response to a request that needs no handler: a preflight, one that is too large, or one whose path is written in
/// a second way.
fn answer_early(request: &HttpRequest) -> Option<Result<HttpResponse, ApiError>> {
    cors::preflight(request).or_else(|| {
        let checked = size_limits::check(request).and_then(|()| plain_path::check(request));
        checked.err().map(Err)
    })
}

async fn serve(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    // RFC 9110 §9.3.2: HEAD is GET without the body, which the encoder leaves out by itself.
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}
