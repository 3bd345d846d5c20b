//! Requests that are refused for their size before any handler runs: long targets, large heads.

use crate::platform::http::ApiError;
use actix_web::HttpRequest;
use shared_types::limits;
use shared_types::problem::ProblemCode;

/// H-01: the request target and the header block are bounded.
pub(super) fn check(request: &HttpRequest) -> Result<(), ApiError> {
    let uri = request.uri();
    let target = uri
        .path_and_query()
        .map_or(0, |target| target.as_str().len());
    if target > limits::URL_BYTES {
        return Err(too_large("The address is longer", limits::URL_BYTES));
    }
    let headers = request.headers().iter();
    let head: usize = headers
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    if head > limits::HEAD_BYTES {
        return Err(too_large("The headers are larger", limits::HEAD_BYTES));
    }
    Ok(())
}

fn too_large(what: &str, longest: usize) -> ApiError {
    let detail = format!("{what} than {} KiB.", longest / 1024);
    ApiError::new(ProblemCode::TooLarge, detail)
}
