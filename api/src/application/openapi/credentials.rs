//! Which credential an operation takes, and the security schemes that say so.

use crate::platform::http::credential::{FLOW_COOKIE, SESSION_COOKIE};
use std::collections::BTreeMap;
use utoipa::openapi::RefOr;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};

/// What proves the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// Nothing, or a secret in the body.
    Nothing,
    /// The token of a sign-in attempt.
    Flow,
    /// The token of a session.
    Session,
}

/// Operations under the API's prefix that take no credential.
const OPEN: [(&str, &str); 5] = [
    ("POST", "/api/v1/sign-in"),
    ("POST", "/api/v1/setup"),
    ("POST", "/api/v1/invitations/accept"),
    ("POST", "/api/v1/password-reset"),
    ("POST", "/api/v1/password-reset/confirm"),
];

/// What an operation needs. The path decides, so a new route is closed unless it is listed here.
pub(super) fn needs(method: &str, path: &str) -> Needs {
    if !path.starts_with("/api/") || OPEN.contains(&(method, path)) {
        Needs::Nothing
    } else if path.starts_with("/api/v1/sign-in") || path.starts_with("/api/v1/enrollment/") {
        Needs::Flow
    } else {
        Needs::Session
    }
}

/// Either lane will do.
pub(super) fn requirements(needs: Needs) -> Vec<SecurityRequirement> {
    let either = |names: [&str; 2]| {
        names
            .map(|name| SecurityRequirement::new::<_, [&str; 0], _>(name, []))
            .to_vec()
    };
    match needs {
        // Present and empty: explicitly open.
        Needs::Nothing => Vec::new(),
        Needs::Flow => either(["flow_token", "flow_cookie"]),
        Needs::Session => either(["session_token", "session_cookie"]),
    }
}

/// The schemes by name.
pub(super) fn schemes() -> BTreeMap<String, RefOr<SecurityScheme>> {
    let schemes = [
        (
            "flow_token",
            bearer("`tsf_…`: the `flow_token` of a sign-in attempt, for 15 minutes."),
        ),
        ("flow_cookie", cookie(FLOW_COOKIE)),
        (
            "session_token",
            bearer("`tss_…`: the `session.token` of a finished sign-in."),
        ),
        ("session_cookie", cookie(SESSION_COOKIE)),
    ];
    schemes
        .map(|(name, scheme)| (name.to_owned(), RefOr::T(scheme)))
        .into()
}

fn bearer(description: &str) -> SecurityScheme {
    let http = HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
    SecurityScheme::Http(http.description(Some(description)).build())
}

fn cookie(name: &str) -> SecurityScheme {
    let description = "Our own pages only: same origin, and `X-CSRF` on unsafe methods.";
    SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
        name,
        description,
    )))
}
