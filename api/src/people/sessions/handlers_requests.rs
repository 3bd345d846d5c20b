//! Requests of API tokens, counted before the route: every answer to a token says what it may still ask
//! (draft-ietf-httpapi-ratelimit-headers-11), whichever part of the server made the answer.

use super::extract::{Found, checks_of, context_of, keep, look_up};
use crate::people::api_tokens::{Quota, TooManyRequests};
use crate::platform::clock::wait_seconds;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::http::{ApiError, HttpSettings, credential};
use crate::protection::access::Actor;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest};
use shared_types::limits::API_TOKEN_REQUESTS_WINDOW;
use shared_types::sessions::Transport;

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// The name of the one policy.
const POLICY: &str = "requests";

/// Mounted around all routes. What does not present an API token is not counted, and its answer says nothing.
pub async fn count_requests<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let quota = if presents_token(request.request()) {
        count(request.request()).await
    } else {
        None
    };
    let mut answer = next.call(request).await?;
    if let Some(quota) = quota {
        write(answer.headers_mut(), quota);
    }
    Ok(answer)
}

fn presents_token(request: &HttpRequest) -> bool {
    if !request.headers().contains_key(AUTHORIZATION) || !request.path().starts_with("/api/") {
        return false;
    }
    let Ok(Some(credential)) = credential::session(request) else {
        return false;
    };
    let presented = credential.token.expose();
    credential.transport == Transport::Bearer && token::is_claimed(TokenKind::Api, presented)
}

/// Looks the token up for the route, and counts; `None` for one that opens nothing. A request that is one too many
/// is refused by the extractors of what needs a caller.
async fn count(request: &HttpRequest) -> Option<Quota> {
    let found = look_up(request).await;
    let quota = found.as_ref().ok().and_then(|found| take(request, found));
    let found = match quota {
        Some(quota) if !quota.is_granted => Err(ApiError::from(TooManyRequests(quota.resets_in))),
        _ => found,
    };
    keep(request, found);
    quota
}

fn take(request: &HttpRequest, (caller, _): &Found) -> Option<Quota> {
    let Actor::Client(token) = &caller.actor else {
        return None;
    };
    let limit = HttpSettings::of(request).requests_per_token.0;
    let now = context_of(request).clock.now();
    Some(checks_of(request).requests().take(token.key, limit, now))
}

fn write(headers: &mut HeaderMap, quota: Quota) {
    let Quota {
        limit, remaining, ..
    } = quota;
    // The same number as in `Retry-After`, which must not be the earlier one.
    let seconds = wait_seconds(quota.resets_in);
    let window = API_TOKEN_REQUESTS_WINDOW.as_secs();
    let values = [
        (
            RATE_LIMIT_POLICY,
            format!("\"{POLICY}\";q={limit};w={window}"),
        ),
        (
            RATE_LIMIT,
            format!("\"{POLICY}\";r={remaining};t={seconds}"),
        ),
    ];
    for (name, value) in values {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}
