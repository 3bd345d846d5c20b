//! A request that was answered before: its credential and its right are checked as at the first time, and then the
//! kept answer takes the place of the handler's.
//!
//! The extractors of callers stop such a request once its right is there, so the handler does not run; who marked it
//! answers it. What they refuse is refused.

use super::ApiError;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use serde::Serialize;
use shared_types::problem::ProblemCode;

/// With a request that is not to run again.
struct Replay {
    is_stopped: bool,
}

/// With an answer that is of its moment only, so that the same request is to be asked anew.
pub struct OfTheMoment;

/// An answer as JSON, and whether it is of its moment only.
pub fn answer_json(answer: impl Serialize, is_of_the_moment: bool) -> HttpResponse {
    let mut response = HttpResponse::Ok().json(answer);
    if is_of_the_moment {
        response.extensions_mut().insert(OfTheMoment);
    }
    response
}

/// Marks a request.
pub fn mark(request: &HttpRequest) {
    let replay = Replay { is_stopped: false };
    request.extensions_mut().insert(replay);
}

/// Called by an extractor whose right is there: stops a request that is marked.
pub fn stop(request: &HttpRequest) -> Result<(), ApiError> {
    match request.extensions_mut().get_mut::<Replay>() {
        None => Ok(()),
        Some(replay) => {
            replay.is_stopped = true;
            let detail = "This request was answered before.";
            Err(ApiError::new(ProblemCode::Conflict, detail))
        }
    }
}

/// Whether a marked request had its right.
pub fn is_stopped(request: &HttpRequest) -> bool {
    let replay = request.extensions();
    replay
        .get::<Replay>()
        .is_some_and(|replay| replay.is_stopped)
}
