//! The forms of answers that the routes of this feature share.

use super::error::{ErrorCode, OauthError};
use super::frame::Page;
use super::params::Params;
use crate::consoles::clients::{self, Client};
use crate::platform::db::DbError;
use crate::platform::http::{ApiError, Refuses, body, with_own_body};
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, AUTHORIZATION, CONTENT_ENCODING, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, HeaderName, LOCATION, ORIGIN, PRAGMA, RETRY_AFTER, WWW_AUTHENTICATE,
};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use futures_util::future::LocalBoxFuture;
use serde::Serialize;
use serde_json::json;
use shared_types::problem::ProblemCode;

/// A form of a console or of a page of ours; what is wrong with it is said in the words of OAuth.
pub(super) struct Form(pub(super) Result<Params, OauthError>);

impl Refuses for Form {
    fn codes() -> Vec<ProblemCode> {
        Vec::new()
    }
}

impl FromRequest for Form {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_form = is_form(request);
        let payload = payload.take();
        Box::pin(async move {
            if !is_form {
                let text = "Send the parameters as application/x-www-form-urlencoded.";
                let error = OauthError::new(ErrorCode::InvalidRequest, text);
                return Ok(Self(Err(error)));
            }
            let bytes = body::read(payload).await;
            Ok(Self(bytes.map(|bytes| Params::parse(&bytes)).map_err(
                |_| {
                    let text = "The form is too large, or broke off.";
                    OauthError::new(ErrorCode::InvalidRequest, text)
                },
            )))
        })
    }
}

/// With a `charset`, as some libraries write it (RFC 6749, appendix B: UTF-8).
fn is_form(request: &HttpRequest) -> bool {
    let essence = header(request, &CONTENT_TYPE).split(';').next();
    let essence = essence.unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
        && !request.headers().contains_key(CONTENT_ENCODING)
}

/// The value of a header that is there once; empty otherwise.
pub(super) fn header<'a>(request: &'a HttpRequest, name: &HeaderName) -> &'a str {
    let mut values = request.headers().get_all(name);
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().unwrap_or_default(),
        _ => "",
    }
}

/// The header `Authorization`.
pub(super) fn authorization(request: &HttpRequest) -> Option<String> {
    let value = header(request, &AUTHORIZATION);
    (!value.is_empty()).then(|| value.to_owned())
}

/// A page.
pub(in crate::consoles) fn page(status: StatusCode, page: Page) -> HttpResponse {
    let answer = HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CONTENT_SECURITY_POLICY, page.policy))
        .body(page.html);
    with_own_body(answer)
}

/// RFC 9700 §4.12: 303, so that no browser sends the form of a person on.
pub(in crate::consoles) fn see_other(target: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, target))
        .finish()
}

/// JSON that nobody keeps (RFC 6749 §5.1; `Cache-Control` is that of every answer).
pub(super) fn json(status: StatusCode, body: &impl Serialize) -> HttpResponse {
    let answer = HttpResponse::build(status)
        .insert_header((PRAGMA, "no-cache"))
        .json(body);
    with_own_body(answer)
}

/// RFC 6749 §5.2: 401 with the scheme for a console that did not prove itself, else 400.
pub(super) fn error(error: OauthError) -> HttpResponse {
    let is_client = matches!(error.code, ErrorCode::InvalidClient);
    let status = match error.code {
        ErrorCode::InvalidClient => StatusCode::UNAUTHORIZED,
        ErrorCode::TemporarilyUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_REQUEST,
    };
    let body = json!({
        "error": error.code.as_str(),
        "error_description": error.description,
    });
    let mut answer = json(status, &body);
    let headers = answer.headers_mut();
    if is_client {
        let scheme = "Basic realm=\"twostep\"".parse().expect("a header");
        headers.insert(WWW_AUTHENTICATE, scheme);
    } else if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(RETRY_AFTER, 1.into());
    }
    answer
}

/// The database gave no answer: said as RFC 6749 §4.1.2.1 names it, and logged.
pub(super) fn unavailable(cause: &DbError) -> HttpResponse {
    log(cause);
    let text = "The service cannot answer now. Ask again in a moment.";
    error(OauthError::new(ErrorCode::TemporarilyUnavailable, text))
}

/// The cause of an answer that does not name it.
pub(super) fn log(cause: &DbError) {
    tracing::error!(
        error = cause as &dyn std::error::Error,
        "a request of OAuth failed"
    );
}

/// RFC 6750 §3: how an access token is asked for, with the error where one was sent.
pub(super) fn bearer_error(status: StatusCode, error: Option<OauthError>) -> HttpResponse {
    let asked = match error {
        None => "Bearer realm=\"twostep\"".to_owned(),
        Some(OauthError {
            code, description, ..
        }) => format!(
            "Bearer realm=\"twostep\", error=\"{}\", error_description=\"{description}\"",
            code.as_str()
        ),
    };
    let body = match error {
        None => {
            json!({ "error": "invalid_token", "error_description": "No access token was sent." })
        }
        Some(OauthError {
            code, description, ..
        }) => {
            json!({ "error": code.as_str(), "error_description": description })
        }
    };
    let mut answer = json(status, &body);
    let asked = asked.parse().expect("a header of printable ASCII");
    answer.headers_mut().insert(WWW_AUTHENTICATE, asked);
    answer
}

/// Lets the page that asks read the answer, if it is one of the console's.
pub(super) fn readable(
    mut answer: HttpResponse,
    request: &HttpRequest,
    client: Option<&Client>,
) -> HttpResponse {
    let origin = header(request, &ORIGIN);
    let is_own =
        client.is_some_and(|client| clients::is_origin_of(&client.settings.redirect_uris, origin));
    if is_own && let Ok(value) = origin.parse() {
        answer
            .headers_mut()
            .insert(ACCESS_CONTROL_ALLOW_ORIGIN, value);
    }
    answer
}
