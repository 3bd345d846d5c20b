//! The two cookies at a protected address. Both are `SameSite=Lax`: the browser comes back from the sign-in by a link of
//! another site, and a `Strict` cookie would stay behind, so that the next request would lead to the sign-in again.

use crate::platform::http::credential::{self, lax_cookie};
use crate::platform::limits::FORWARD_START_LIFETIME;
use actix_web::HttpRequest;
use actix_web::cookie::Cookie;
use shared_types::limits::SESSION_LIFETIME;
use shared_types::secret::Secret;

/// What opens the console.
const SESSION: &str = "__Host-tsv_console";
/// What a start of this browser is known again by.
const START: &str = "__Host-tsv_console_start";

/// What opens the console, where the browser has it.
pub(super) fn session(request: &HttpRequest) -> Option<Secret> {
    credential::named_cookie(request, SESSION)
}

/// What a start of this browser is known again by.
pub(super) fn start(request: &HttpRequest) -> Option<Secret> {
    credential::named_cookie(request, START)
}

/// For as long as a session can last; whether it still does is read at every request.
pub(super) fn set_session(token: &Secret) -> Cookie<'static> {
    lax_cookie(SESSION, token, SESSION_LIFETIME)
}

pub(super) fn set_start(value: &Secret) -> Cookie<'static> {
    lax_cookie(START, value, FORWARD_START_LIFETIME)
}

/// Both, deleted.
pub(super) fn clear() -> [Cookie<'static>; 2] {
    [SESSION, START].map(|name| {
        let mut cookie = lax_cookie(name, &Secret::new(""), SESSION_LIFETIME);
        cookie.make_removal();
        cookie
    })
}
