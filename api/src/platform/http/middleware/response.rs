//! What is done to every response before it is sent: problem body, headers, one line in the log.

use super::{cors, security_headers};
use crate::platform::http::own_body::OwnBody;
use crate::platform::http::{ApiError, PROBLEM_JSON, RequestId, RouteTable, Shutdown};
use actix_web::body::BoxBody;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ALLOW, CONTENT_TYPE, HeaderMap,
    HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use actix_web::http::{ConnectionType, Method, StatusCode, Uri};
use actix_web::{HttpRequest, HttpResponse, web};
use shared_types::problem::{Problem, ProblemCode};
use std::time::Instant;
use tracing::Level;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// More headers than most responses have: the map grows once.
const HEADERS: usize = 16;
const EXPOSED: &str =
    "X-Request-Id, Retry-After, Allow, RateLimit, RateLimit-Policy, ETag, Idempotent-Replayed";

/// What is remembered of a request for finishing its response.
pub(super) struct RequestFacts {
    id: RequestId,
    method: Method,
    uri: Uri,
    routes: Option<web::Data<RouteTable>>,
    cors_origin: Option<String>,
    shutdown: Option<web::Data<Shutdown>>,
    started: Instant,
}

impl RequestFacts {
    pub(super) fn of(request: &HttpRequest, id: RequestId) -> Self {
        Self {
            id,
            method: request.method().clone(),
            uri: request.uri().clone(),
            routes: request.app_data().cloned(),
            cors_origin: cors::allowed_origin(request),
            shutdown: request.app_data().cloned(),
            started: Instant::now(),
        }
    }

    /// The facts when the parser refused the bytes: nothing but a new id.
    pub(super) fn of_no_request() -> Self {
        Self {
            id: RequestId::new(),
            method: Method::from_bytes(b"-").unwrap_or_default(),
            uri: Uri::default(),
            routes: None,
            cors_origin: None,
            shutdown: None,
            started: Instant::now(),
        }
    }

    /// The response as it is sent.
    /// The request is consumed where a handler panicked.
    pub(super) fn finish(
        &self,
        request: Option<&HttpRequest>,
        response: HttpResponse,
    ) -> HttpResponse {
        let mut response = self.with_problem(response);
        let headers = response.headers_mut();
        headers.reserve(HEADERS);
        name_charset(headers);
        security_headers::add(headers);
        set(
            headers,
            X_REQUEST_ID,
            self.id.write(&mut [0; RequestId::LENGTH]),
        );
        if let Some(origin) = &self.cors_origin {
            set(headers, ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            set(headers, ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
        if self
            .shutdown
            .as_ref()
            .is_some_and(|shutdown| shutdown.has_begun())
        {
            let head = response.head_mut();
            head.set_connection_type(ConnectionType::Close);
        }
        if tracing::enabled!(Level::INFO) {
            self.log(request, response.status());
        }
        response
    }

    /// Every response of 400 and above becomes a `Problem`, whichever part of the server made it.
    fn with_problem(&self, response: HttpResponse) -> HttpResponse {
        let status = response.status();
        let is_made = response
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|value| value == PROBLEM_JSON);
        let is_error = status.is_client_error() || status.is_server_error();
        let has_own_body = response.extensions().get::<OwnBody>().is_some();
        // One that was kept is given as it was.
        if !is_error || is_made || has_own_body {
            return response;
        }
        let problem = match response.error().and_then(|error| error.as_error()) {
            Some(error) => self.problem(error),
            None => self.problem(&foreign(status, response.error())),
        };
        problem.write(response)
    }

    fn problem(&self, error: &ApiError) -> ProblemResponse {
        if let Some(cause) = error.cause() {
            let code = error.code().as_str();
            let request_id = self.id.to_string();
            if error.code().status() >= 500 {
                tracing::error!(request_id, code, cause, "the cause of a failed request");
            } else {
                tracing::debug!(request_id, code, cause, "the cause of a refusal");
            }
        }
        ProblemResponse {
            problem: error.problem(&self.id.to_string()),
            allow: error.allowed_methods().unwrap_or_default().to_owned(),
        }
    }

    /// One line for each request. It names the pattern of the route: never the query, never the
    /// values of the path parameters. Who is refused for a limit writes none (F1): the audit record has the first refusal and
    /// the number of the others.
    fn log(&self, request: Option<&HttpRequest>, status: StatusCode) {
        let known = request.and_then(HttpRequest::match_pattern);
        let route = known.as_deref().unwrap_or_else(|| self.route_of_path());
        let method = self.method.as_str();
        let mut id = [0; RequestId::LENGTH];
        let request_id = self.id.write(&mut id);
        let ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let is_refused_for_a_limit = status == StatusCode::TOO_MANY_REQUESTS;
        let status = status.as_u16();
        if is_refused_for_a_limit || matches!(route, "/healthz" | "/readyz") {
            tracing::debug!(request_id, method, route, status, ms, "answered");
        } else {
            tracing::info!(request_id, method, route, status, ms, "answered");
        }
    }

    /// The pattern of the path, where the router is not there to tell it.
    fn route_of_path(&self) -> &'static str {
        let table = self.routes.as_ref();
        let pattern = table.and_then(|table| table.pattern(self.uri.path()));
        pattern.unwrap_or("-")
    }
}

/// A problem and the methods for `Allow`.
struct ProblemResponse {
    problem: Problem,
    allow: String,
}

impl ProblemResponse {
    fn write(self, response: HttpResponse) -> HttpResponse {
        let body = serde_json::to_string(&self.problem).unwrap_or_default();
        let mut response = response.set_body(BoxBody::new(body));
        let status = StatusCode::from_u16(self.problem.status);
        response.head_mut().status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        set(headers, CONTENT_TYPE, PROBLEM_JSON);
        if let Some(seconds) = self.problem.retry_after_seconds {
            set(headers, RETRY_AFTER, &seconds.to_string());
        }
        match self.problem.status {
            // RFC 9110 §15.5.2 and §15.5.6: a 401 names a scheme, a 405 names the methods.
            401 => set(headers, WWW_AUTHENTICATE, "Bearer"),
            405 => set(headers, ALLOW, &self.allow),
            _ => {}
        }
        response
    }
}

/// An error that is not an `ApiError` (of actix, of a file, a bare status), converted to one.
fn foreign(status: StatusCode, cause: Option<&actix_web::Error>) -> ApiError {
    let (code, detail) = match status.as_u16() {
        401 => (ProblemCode::Unauthenticated, "Sign in first."),
        403 => (ProblemCode::Forbidden, "This is not allowed."),
        404 => (ProblemCode::NotFound, "There is no such thing here."),
        405 => (
            ProblemCode::MethodNotAllowed,
            "This route does not know the method.",
        ),
        409 => (ProblemCode::Conflict, "The state changed meanwhile."),
        413 | 414 | 431 => (ProblemCode::TooLarge, "The request is too large."),
        415 => (ProblemCode::UnsupportedMediaType, "Send application/json."),
        422 => (ProblemCode::InvalidInput, "The input is not acceptable."),
        429 => (ProblemCode::Throttled, "Too many tries."),
        503 => (ProblemCode::Unavailable, "The service cannot answer now."),
        400..=499 => (
            ProblemCode::MalformedRequest,
            "The request is not well-formed.",
        ),
        _ => {
            let cause = cause.map_or_else(|| status.to_string(), ToString::to_string);
            return ApiError::internal(cause);
        }
    };
    ApiError::new(code, detail)
}

/// H-09: every JSON response names its charset.
fn name_charset(headers: &mut HeaderMap) {
    let is_bare_json = headers
        .get(CONTENT_TYPE)
        .is_some_and(|value| value == "application/json");
    if is_bare_json {
        set(headers, CONTENT_TYPE, "application/json; charset=utf-8");
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
