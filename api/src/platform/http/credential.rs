//! Credentials of a request: `Authorization: Bearer` or a `__Host-` cookie, never both.

use super::{ApiError, Scheme};
use crate::platform::crypto::token::{self, TokenKind};
use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::header::{AUTHORIZATION, COOKIE};
use shared_types::problem::ProblemCode;
use shared_types::secret::Secret;
use shared_types::sessions::Transport;
use std::time::Duration;

/// The cookie of a sign-in attempt.
pub const FLOW_COOKIE: &str = "__Host-tsv_flow";
/// The cookie of a session.
pub const SESSION_COOKIE: &str = "__Host-tsv";
/// The cookie of a browser that signed in before. It chooses a rate limit and proves nothing.
pub const BROWSER_COOKIE: &str = "__Host-tsv_dev";

/// The names of the schemes in the document: the token of a sign-in attempt, as header or cookie.
pub const FLOW: [&str; 2] = ["flow_token", "flow_cookie"];
/// The token of a session, as header or cookie.
pub const SESSION: [&str; 2] = ["session_token", "session_cookie"];

/// The token of a program, as header.
pub const API_TOKEN: &str = "api_token";

/// A token in the header or a cookie, with these scopes: what an extractor asks for.
pub const fn either(names: [&'static str; 2], scopes: &'static [&'static str]) -> [Scheme; 2] {
    [
        Scheme {
            scheme: names[0],
            is_ambient: false,
            scopes,
        },
        Scheme {
            scheme: names[1],
            is_ambient: true,
            scopes,
        },
    ]
}

/// A token, and the transport that it came by.
#[derive(Clone, Debug)]
pub struct Credential {
    /// Cookie or bearer; it must be the transport that the token was issued for.
    pub transport: Transport,
    /// The token, not verified yet.
    pub token: Secret,
}

/// The credential of a sign-in attempt, when the request carries one.
pub fn flow(request: &HttpRequest) -> Result<Option<Credential>, ApiError> {
    bearer_or_cookie(request, FLOW_COOKIE)
}

/// The cookie of a sign-in attempt, whatever else the request carries.
pub fn flow_cookie(request: &HttpRequest) -> Result<Option<Credential>, ApiError> {
    Ok(cookie(request, FLOW_COOKIE)?.map(in_cookie))
}

/// The credential of a session (or of an API token), when the request carries one.
pub fn session(request: &HttpRequest) -> Result<Option<Credential>, ApiError> {
    bearer_or_cookie(request, SESSION_COOKIE)
}

/// The cookie of a session, whatever else the request carries.
pub fn session_cookie(request: &HttpRequest) -> Result<Option<Credential>, ApiError> {
    Ok(cookie(request, SESSION_COOKIE)?.map(in_cookie))
}

/// The known-browser cookie, when the request carries one.
pub fn known_browser(request: &HttpRequest) -> Result<Option<Credential>, ApiError> {
    Ok(cookie(request, BROWSER_COOKIE)?.map(in_cookie))
}

/// A cookie that is sent by our own pages only, and that no script can read.
pub fn set_cookie(
    name: &'static str,
    token: &Secret,
    max_age: Option<Duration>,
) -> Cookie<'static> {
    let mut cookie = host_cookie(name, token.expose().to_owned());
    if let Some(max_age) = max_age {
        let seconds = i64::try_from(max_age.as_secs()).unwrap_or(i64::MAX);
        cookie.set_max_age(time::Duration::seconds(seconds));
    }
    cookie
}

/// A cookie of a console that we protect, at its own address. It comes along when a link of another site leads there, as
/// the way back from the sign-in does.
pub fn lax_cookie(name: &'static str, value: &Secret, max_age: Duration) -> Cookie<'static> {
    let mut cookie = set_cookie(name, value, Some(max_age));
    cookie.set_same_site(SameSite::Lax);
    cookie
}

/// The value of a cookie, if there is one of the name.
pub fn named_cookie(request: &HttpRequest, name: &str) -> Option<Secret> {
    cookie(request, name).ok().flatten()
}

/// Deletes the cookie.
pub fn clear_cookie(name: &'static str) -> Cookie<'static> {
    let mut cookie = host_cookie(name, String::new());
    cookie.make_removal();
    cookie
}

fn host_cookie(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build(name, value)
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Strict)
        .finish()
}

fn bearer_or_cookie(request: &HttpRequest, name: &str) -> Result<Option<Credential>, ApiError> {
    let Some(token) = bearer(request)? else {
        return Ok(cookie(request, name)?.map(in_cookie));
    };
    if cookie(request, FLOW_COOKIE)?.is_some() || cookie(request, SESSION_COOKIE)?.is_some() {
        return Err(malformed("Send a bearer token or a cookie, not both."));
    }
    Ok(Some(Credential {
        transport: Transport::Bearer,
        token,
    }))
}

fn in_cookie(token: Secret) -> Credential {
    Credential {
        transport: Transport::Cookie,
        token,
    }
}

/// The bearer token. Other schemes are ignored: a proxy may ask for Basic.
fn bearer(request: &HttpRequest) -> Result<Option<Secret>, ApiError> {
    let mut values = request.headers().get_all(AUTHORIZATION);
    let (Some(value), more) = (values.next(), values.next()) else {
        return Ok(None);
    };
    if more.is_some() {
        return Err(malformed("Send one Authorization header."));
    }
    let unreadable = |_| malformed("The Authorization header is not readable.");
    let text = value.to_str().map_err(unreadable)?;
    let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
    if !scheme.eq_ignore_ascii_case("Bearer") {
        // A proxy may ask for Basic; a token of ours without `Bearer` is a slip.
        return if claims_a_token(scheme) || claims_a_token(token.trim()) {
            Err(malformed(
                "Write `Bearer` before the token in the Authorization header.",
            ))
        } else {
            Ok(None)
        };
    }
    match token.trim() {
        "" => Err(malformed(
            "The Authorization header has no token after `Bearer`.",
        )),
        token => Ok(Some(Secret::new(token))),
    }
}

fn claims_a_token(text: &str) -> bool {
    let kinds = [TokenKind::Session, TokenKind::Flow, TokenKind::Api];
    kinds.into_iter().any(|kind| token::is_claimed(kind, text))
}

/// The value of a cookie. `__Host-` allows one of a name only, so a second one was smuggled in.
fn cookie(request: &HttpRequest, name: &str) -> Result<Option<Secret>, ApiError> {
    let lines = request.headers().get_all(COOKIE);
    let pairs = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let mut values = pairs
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    match (values.next(), values.next()) {
        (None | Some(""), None) => Ok(None),
        (Some(value), None) => Ok(Some(Secret::new(value))),
        (_, Some(_)) => Err(malformed("The same cookie is there twice.")),
    }
}

fn malformed(detail: &'static str) -> ApiError {
    ApiError::new(ProblemCode::MalformedRequest, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn request(headers: &[(&str, &str)]) -> HttpRequest {
        let start = TestRequest::default();
        headers
            .iter()
            .fold(start, |request, header| request.append_header(*header))
            .to_http_request()
    }

    fn found(headers: &[(&str, &str)]) -> Option<(Transport, String)> {
        let credential = session(&request(headers)).expect("an acceptable request");
        credential.map(|c| (c.transport, c.token.expose().to_owned()))
    }

    #[test]
    fn a_credential_keeps_its_transport() {
        let bearer = ("Authorization", "bearer tss_a");
        assert_eq!(
            found(&[bearer]),
            Some((Transport::Bearer, "tss_a".to_owned()))
        );
        let cookies = ("Cookie", "theme=dark; __Host-tsv=tss_b; __Host-tsv_dev=d");
        assert_eq!(
            found(&[cookies]),
            Some((Transport::Cookie, "tss_b".to_owned()))
        );
        assert_eq!(found(&[("Authorization", "Basic YTpi")]), None);
        assert_eq!(found(&[("Cookie", "__Host-tsv=; tsv=x")]), None);
        assert_eq!(found(&[]), None);
    }

    /// B-03: two credentials in one request are refused; the known-browser cookie is none.
    #[test]
    fn two_credentials_are_refused() {
        let bearer = ("Authorization", "Bearer tss_a");
        for cookies in [
            "__Host-tsv=b",
            "__Host-tsv_flow=b",
            "__Host-tsv=b; __Host-tsv_flow=c",
        ] {
            let both = request(&[bearer, ("Cookie", cookies)]);
            assert!(session(&both).is_err(), "{cookies}");
            assert!(flow(&both).is_err(), "{cookies}");
        }
        assert!(found(&[bearer, ("Cookie", "__Host-tsv_dev=d")]).is_some());
        assert!(session(&request(&[bearer, bearer])).is_err());
        assert!(session(&request(&[("Cookie", "__Host-tsv=a; __Host-tsv=b")])).is_err());
        assert!(session(&request(&[("Authorization", "Bearer")])).is_err());
        // Who forgot the scheme is told so, and not that no token was sent.
        for (value, said) in [
            ("Bearer", "has no token after `Bearer`"),
            ("tsk_abc", "Write `Bearer` before the token"),
            ("Token tss_abc", "Write `Bearer` before the token"),
        ] {
            let refused = session(&request(&[("Authorization", value)]));
            let problem = refused.expect_err("a slip").problem("id");
            assert!(problem.detail.contains(said), "{value}: {}", problem.detail);
        }
    }

    /// B-01 (name, only by https, no script, no other site, path and domain): the attributes of every cookie.
    #[test]
    fn cookies_are_host_cookies() {
        let cookie = set_cookie(
            FLOW_COOKIE,
            &Secret::new("t"),
            Some(Duration::from_mins(15)),
        );
        assert_eq!(
            cookie.to_string(),
            "__Host-tsv_flow=t; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=900"
        );
        let cleared = clear_cookie(SESSION_COOKIE).to_string();
        assert!(
            cleared
                .starts_with("__Host-tsv=; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=0")
        );
    }
}
