//! A caller who was looked up before the route, and kept with the request until an extractor takes it.

use super::{Found, look_up};
use crate::platform::http::ApiError;
use crate::protection::access::Holder as _;
use actix_web::{HttpMessage as _, HttpRequest};

/// What the look-up gave.
struct Asked(Result<Found, ApiError>);

/// Who asks, by name. It is no right: what may be done the extractors say.
#[derive(Clone, Debug)]
pub struct Asker {
    /// As the record names it: the member of a session, or the API token.
    pub name: String,
}

/// Who asks, before the route; `None` for nobody, whom the route answers.
pub async fn identify(request: &HttpRequest) -> Option<Asker> {
    let found = match take(request) {
        Some(found) => found,
        None => look_up(request).await,
    };
    let asker = found.as_ref().ok().map(|(caller, _)| Asker {
        name: caller.actor.recorded().to_string(),
    });
    keep(request, found);
    asker
}

pub(super) fn keep(request: &HttpRequest, found: Result<Found, ApiError>) {
    request.extensions_mut().insert(Asked(found));
}

pub(super) fn take(request: &HttpRequest) -> Option<Result<Found, ApiError>> {
    let asked = request.extensions_mut().remove::<Asked>();
    asked.map(|Asked(found)| found)
}
