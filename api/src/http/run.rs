//! The one bridge from async handlers to the plain, blocking services below them.

use super::ApiError;
use actix_web::web;
use tracing::Span;

/// Runs a service call on the blocking pool, in the request's log span.
pub async fn run<T, E, F>(work: F) -> Result<T, ApiError>
where
    T: Send + 'static,
    E: Into<ApiError> + Send + 'static,
    F: FnOnce() -> Result<T, E> + Send + 'static,
{
    let span = Span::current();
    match web::block(move || span.in_scope(work)).await {
        Ok(outcome) => outcome.map_err(Into::into),
        Err(blocking) => Err(ApiError::internal(blocking)),
    }
}
