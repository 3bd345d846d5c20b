//! `Idempotency-Key` around all routes: a POST with a key runs once, in a task of its own, so that it is finished and
//! its answer kept also when the client hangs up.

use super::key::{Fingerprint, Key};
use super::model::{KeptAnswer, KeptHeader};
use super::routes::{answers_with_secret, takes_key, takes_rows};
use super::service::{self, Begun, KeyError, Lease, PendingRequest};
use crate::people::sessions;
use crate::platform::clock::wait_seconds;
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::replay::OfTheMoment;
use crate::platform::http::{
    ApiError, PROBLEM_JSON, RequestId, body, read_rows, refusals, replay, rows_places, to_the_end,
};
use crate::protection::access::MembersWrite;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{Error, HttpMessage as _, HttpRequest, HttpResponse};
use futures_util::FutureExt as _;
use shared_types::limits::IDEMPOTENCY_KEYS_PER_CALLER;
use shared_types::problem::ProblemCode;
use std::panic::{AssertUnwindSafe, resume_unwind};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// On an answer that was given before.
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// Mounted around all routes. What carries no key, or is no POST, goes on as if this were not there.
pub async fn answer_once(
    mut request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let has_key = request.method() == Method::POST
        && request.headers().contains_key(IDEMPOTENCY_KEY)
        && request.path().starts_with("/api/");
    if !has_key {
        return next.call(request).await;
    }
    match begin(&mut request).await {
        Ok(None) => next.call(request).await,
        Ok(Some(Begun::Run(lease))) => run(request, next, lease).await,
        Ok(Some(Begun::Answered(kept))) => answer_again(request, next, kept).await,
        Err(error) => Ok(request.error_response(error)),
    }
}

/// `None` where the route answers by itself: there is no such one, or nobody asks.
async fn begin(request: &mut ServiceRequest) -> Result<Option<Begun>, ApiError> {
    let Some(pattern) = request.match_pattern() else {
        return Ok(None);
    };
    if !takes_key(&pattern) {
        return Err(malformed(
            "This route takes no Idempotency-Key. Send it without one.",
        ));
    }
    let key = key_of(request.headers())?;
    let Some(asker) = sessions::identify(request.request()).await else {
        return Ok(None);
    };
    // The answer to a body that is too large, or breaks off, is that of the route.
    let bytes = if !takes_rows(&pattern) {
        body::read(request.take_payload()).await?
    } else if sessions::may_now::<MembersWrite>(request.request()) {
        rows_places::hold(request.request(), &asker.caller)?;
        read_rows(request.take_payload()).await?
    } else {
        return Ok(None);
    };
    let bytes = Bytes::from(bytes);
    request.set_payload(payload_of(bytes.clone()));
    let target = request.uri().path_and_query();
    let target = target.map_or_else(String::new, ToString::to_string);
    let fingerprint = Fingerprint::of(request.method().as_str(), &target, &bytes);
    let context = context_of(request.request());
    let name = key.of(&asker);
    let wanted = PendingRequest {
        fingerprint,
        session: asker.session.filter(|_| answers_with_secret(&pattern)),
    };
    let begun = service::begin(&context, name, wanted).await?;
    Ok(Some(begun))
}

fn key_of(headers: &HeaderMap) -> Result<Key, ApiError> {
    let mut values = headers.get_all(IDEMPOTENCY_KEY);
    let key = match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok().and_then(Key::parse),
        _ => None,
    };
    key.ok_or_else(|| {
        malformed(
            "Idempotency-Key is one text of 1 to 255 visible ASCII characters, none of them a quote, comma, \
             semicolon or backslash; with quotes around it or without.",
        )
    })
}

fn payload_of(bytes: Bytes) -> Payload {
    let (_, mut payload) = actix_http::h1::Payload::create(true);
    payload.unread_data(bytes);
    Payload::from(payload)
}

async fn run(
    request: ServiceRequest,
    next: Next<BoxBody>,
    lease: Lease,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let context = context_of(request.request());
    let task = async move {
        let outcome = AssertUnwindSafe(next.call(request)).catch_unwind().await;
        match outcome {
            Ok(Ok(answer)) => Ok(settle(&context, answer, lease).await),
            Ok(Err(error)) => {
                free(&context, lease).await;
                Err(error)
            }
            Err(panic) => {
                free(&context, lease).await;
                resume_unwind(panic)
            }
        }
    };
    to_the_end(task).await
}

/// Keeps the answer of a request that was executed, and frees the key of any other.
async fn settle(
    context: &Context,
    answer: ServiceResponse<BoxBody>,
    lease: Lease,
) -> ServiceResponse<BoxBody> {
    if !is_executed(answer.response()) {
        free(context, lease).await;
        return answer;
    }
    let (request, response) = answer.into_parts();
    let (response, kept) = take_down(&request, response);
    if let Err(error) = service::keep(context, lease, kept).await {
        tracing::warn!(%error, "the answer of a request with an Idempotency-Key was not kept");
    }
    ServiceResponse::new(request, response)
}

async fn free(context: &Context, lease: Lease) {
    if let Err(error) = service::free(context, lease).await {
        tracing::warn!(%error, "an Idempotency-Key was not freed; it is when its lease is over");
    }
}

/// Success, or a refusal that the rules decided. What the caller's right, the limits or a fault decided is asked anew.
fn is_executed(response: &HttpResponse) -> bool {
    let status = response.status();
    let error = response
        .error()
        .and_then(|error| error.as_error::<ApiError>());
    match error {
        None => status.is_success() && !response.extensions().contains::<OfTheMoment>(),
        Some(error) => {
            let is_asked_anew = matches!(status.as_u16(), 401 | 403 | 429);
            status.is_client_error() && !is_asked_anew && error.is_of_rules()
        }
    }
}

/// The answer, and a copy of it to be kept; none of what is no text.
fn take_down(request: &HttpRequest, response: HttpResponse) -> (HttpResponse, Option<KeptAnswer>) {
    let status = response.status().as_u16();
    let set = response.headers().iter();
    let mut headers: Vec<KeptHeader> = set.filter_map(|(name, value)| kept(name, value)).collect();
    if let Some(error) = response
        .error()
        .and_then(|error| error.as_error::<ApiError>())
    {
        // Its body is made by the outermost middleware, in the same way.
        let problem = error.problem(&RequestId::of(request).to_string());
        headers.extend(kept(&CONTENT_TYPE, &HeaderValue::from_static(PROBLEM_JSON)));
        let body = serde_json::to_string(&problem).unwrap_or_default();
        let answer = KeptAnswer {
            status,
            headers,
            body,
        };
        return (response, Some(answer));
    }
    let (head, body) = response.into_parts();
    let Ok(bytes) = body.try_into_bytes() else {
        // A stream of unknown length; no route answers so today.
        let error = ApiError::internal("an answer to a request with a key was a stream");
        return (HttpResponse::from_error(error), None);
    };
    let answer = String::from_utf8(bytes.to_vec())
        .ok()
        .map(|body| KeptAnswer {
            status,
            headers,
            body,
        });
    (head.set_body(BoxBody::new(bytes)), answer)
}

fn kept(name: &HeaderName, value: &HeaderValue) -> Option<KeptHeader> {
    Some(KeptHeader {
        name: name.to_string(),
        value: value.to_str().ok()?.to_owned(),
    })
}

/// The route's extractors check credential and right as at the first time; then the kept answer is given.
async fn answer_again(
    request: ServiceRequest,
    next: Next<BoxBody>,
    kept: Option<KeptAnswer>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    replay::mark(request.request());
    let refused = next.call(request).await?;
    if !replay::is_stopped(refused.request()) {
        return Ok(refused);
    }
    let (request, _) = refused.into_parts();
    let response = match kept {
        Some(kept) => response_of(kept),
        None => HttpResponse::from_error(ApiError::new(
            ProblemCode::Conflict,
            "This was done before. Its answer was too large to be kept, or too many are kept, or it holds a secret and is \
             another session's: read what it made.",
        )),
    };
    Ok(ServiceResponse::new(request, response))
}

fn response_of(kept: KeptAnswer) -> HttpResponse {
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    for header in kept.headers {
        response.append_header((header.name, header.value));
    }
    response.insert_header((IDEMPOTENT_REPLAYED, "true"));
    response.body(kept.body)
}

fn context_of(request: &HttpRequest) -> Context {
    let context = request.app_data::<Data<Context>>();
    context
        .expect("the app carries its context")
        .get_ref()
        .clone()
}

fn malformed(detail: &'static str) -> ApiError {
    ApiError::new(ProblemCode::MalformedRequest, detail)
}

refusals! {
    enum KeyError {
        InUse(wait) => IdempotencyKeyInUse(format!(
            "The first request with this Idempotency-Key is still being answered, for {} seconds at most.",
            wait_seconds(wait)
        )),
        Reused => IdempotencyKeyReused(
            "This Idempotency-Key belongs to another request of the last 24 hours. Take a new one."
        ),
        Full(wait) => Throttled(format!(
            "At most {IDEMPOTENCY_KEYS_PER_CALLER} Idempotency-Keys of one caller are kept for 24 hours. Send the \
             request without one, or wait {} seconds.",
            wait_seconds(wait)
        )).retry_after(wait),
        Unreadable => Internal("The kept answer cannot be read now. Ask an administrator."),
    }
    causes { Database(DbError) }
}
