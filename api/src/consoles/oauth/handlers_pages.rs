//! What the routes that browsers are sent to have in common.

use super::authorize::Unopened;
use super::error::{ErrorCode, OauthError};
use super::frame::Page;
use super::handlers_answers::{error, log, page, see_other};
use super::pages::Words;
use super::params::Params;
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::same_origin::would_show_cookies;
use crate::platform::http::{credential, csrf, origin_of, same_origin};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use shared_types::limits::URL_BYTES;
use shared_types::secret::Secret;
use url::Url;

/// A form of a console as an address.
pub(super) fn by_address(path: &str, params: Result<Params, OauthError>) -> HttpResponse {
    let target = match params {
        Ok(params) => format!("{path}?{}", params.query()),
        Err(refused) => return error(refused),
    };
    if target.len() > URL_BYTES {
        let text = "The request is too long.";
        return error(OauthError::new(ErrorCode::InvalidRequest, text));
    }
    see_other(&target)
}

/// Whether a form was sent by a page of ours that the holder of the session has seen.
pub(super) fn is_sent_by_our_page(context: &Context, request: &HttpRequest, form: &Params) -> bool {
    let cookie = credential::session_cookie(request).ok().flatten();
    let csrf = form.get("csrf").unwrap_or_default();
    same_origin::check(request, &context.public_url).is_ok()
        && cookie.is_some_and(|cookie| csrf::is_of_form(context, &cookie.token, csrf))
}

/// The page that leads on, where the browser may have kept its cookies back.
pub(super) fn hop(request: &HttpRequest, params: &Params, path: &str) -> Option<HttpResponse> {
    let has_cookie = matches!(credential::session_cookie(request), Ok(Some(_)));
    if params.is_marked() || has_cookie || would_show_cookies(request) {
        return None;
    }
    let words = Words::of(params, &origin_of(request));
    let target = format!("{path}?{}", params.marked_query());
    Some(page(StatusCode::OK, words.hop(&target)))
}

/// The page for a request that leads nowhere.
pub(super) fn refuse(request: &HttpRequest, params: &Params, unopened: Unopened) -> HttpResponse {
    let words = Words::of(params, &origin_of(request));
    let shown: Page = match unopened {
        Unopened::Unknown => words.unknown(),
        Unopened::WrongAddressOf(console) => words.wrong_address(&console),
        Unopened::NoAddress(console) => words.no_address(&console),
    };
    page(StatusCode::BAD_REQUEST, shown)
}

/// The page for a failure of ours.
pub(super) fn unavailable(request: &HttpRequest, params: &Params, cause: &DbError) -> HttpResponse {
    log(cause);
    let words = Words::of(params, &origin_of(request));
    page(StatusCode::SERVICE_UNAVAILABLE, words.unavailable())
}

/// What a form of ours sends back; empty without a session.
pub(super) fn csrf_of(context: &Context, request: &HttpRequest) -> Secret {
    let cookie = credential::session_cookie(request).ok().flatten();
    cookie.map_or_else(
        || Secret::new(""),
        |cookie| csrf::token(context, &cookie.token),
    )
}

/// The origin of a registered address.
pub(super) fn origin_of_address(address: &str) -> String {
    let url = Url::parse(address);
    url.map(|url| url.origin().ascii_serialization())
        .unwrap_or_default()
}
