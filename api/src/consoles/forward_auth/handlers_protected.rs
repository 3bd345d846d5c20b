//! What a proxy protects, read from what it says: the origin, and the address that the browser wants.
//!
//! Only headers that every recipe sets count. `Forwarded` (RFC 7239) is none of them, for proxies let that of a client
//! through; neither is any header that names a person.

use super::refusals::ConsoleError;
use super::start::read_target;
use crate::consoles::oauth::{Params, Words};
use crate::platform::http::{client_address, origin_of};
use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT, HeaderMap, HeaderName, UPGRADE};
use url::Url;

const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_URI: HeaderName = HeaderName::from_static("x-forwarded-uri");
const X_FORWARDED_METHOD: HeaderName = HeaderName::from_static("x-forwarded-method");
const X_ORIGINAL_URL: HeaderName = HeaderName::from_static("x-original-url");
const X_ORIGINAL_METHOD: HeaderName = HeaderName::from_static("x-original-method");

/// The path below a protected origin where a browser begins to sign in.
pub(super) const START: &str = "/.twostep/start";

/// A request of a browser to a console, as its proxy tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Protected {
    /// Scheme, host and port, as browsers write them.
    pub(super) origin: String,
    /// Path and query.
    pub(super) target: String,
    /// The method that the browser used.
    pub(super) method: String,
}

/// What is said of a browser counts only from a proxy that the host of this installation trusts.
pub(super) fn refuse_strangers(request: &HttpRequest) -> Result<(), ConsoleError> {
    if client_address::is_of_trusted_proxy(request) {
        return Ok(());
    }
    tracing::warn!("a request for a protected address came from a peer that is no trusted proxy");
    Err(ConsoleError::Stranger)
}

/// The words of a page for the browser of a request; its address says nothing about the language.
pub(super) fn words_of(request: &HttpRequest) -> Words {
    Words::of(&Params::default(), &origin_of(request))
}

/// The proxy does not say which address it protects.
pub(super) fn unreadable(header: &'static str) -> ConsoleError {
    tracing::warn!(header, "a proxy does not say which address it protects");
    ConsoleError::Unreadable(header)
}

/// No console has the origin.
pub(super) fn unknown(origin: String) -> ConsoleError {
    tracing::warn!(origin, "a proxy protects an address that no console has");
    ConsoleError::Unknown(origin)
}

/// What `X-Forwarded-{Proto,Host,Uri,Method}` say; the error names what is missing or cannot be read.
pub(super) fn forwarded(headers: &HeaderMap) -> Result<Protected, &'static str> {
    let target = only(headers, &X_FORWARDED_URI).and_then(read_target);
    Ok(Protected {
        origin: forwarded_origin(headers)?,
        target: target.ok_or("X-Forwarded-Uri")?,
        method: only(headers, &X_FORWARDED_METHOD)
            .ok_or("X-Forwarded-Method")?
            .to_owned(),
    })
}

/// What `X-Forwarded-Proto` and `X-Forwarded-Host` say.
pub(super) fn forwarded_origin(headers: &HeaderMap) -> Result<String, &'static str> {
    // A proxy that speaks of a WebSocket means the page's own scheme.
    let scheme = match only(headers, &X_FORWARDED_PROTO) {
        Some("https" | "wss") => "https",
        Some("http" | "ws") => "http",
        _ => return Err("X-Forwarded-Proto"),
    };
    only(headers, &X_FORWARDED_HOST)
        .and_then(|host| read_origin(scheme, host))
        .ok_or("X-Forwarded-Host")
}

/// What `X-Original-URL` and `X-Original-Method` say.
pub(super) fn original(headers: &HeaderMap) -> Result<Protected, &'static str> {
    let wrong = "X-Original-URL";
    let url = only(headers, &X_ORIGINAL_URL).ok_or(wrong)?;
    let (scheme, rest) = url.split_once("://").ok_or(wrong)?;
    if !matches!(scheme, "https" | "http") {
        return Err(wrong);
    }
    let end = rest.find('/').ok_or(wrong)?;
    let (host, target) = rest.split_at(end);
    Ok(Protected {
        origin: read_origin(scheme, host).ok_or(wrong)?,
        target: read_target(target).ok_or(wrong)?,
        method: only(headers, &X_ORIGINAL_METHOD)
            .ok_or("X-Original-Method")?
            .to_owned(),
    })
}

/// Host and port as one origin. A name with a dot at its end is another host to browsers, so it is one here.
fn read_origin(scheme: &str, host: &str) -> Option<String> {
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte);
    if host.is_empty() || !host.bytes().all(is_host) {
        return None;
    }
    let url = Url::parse(&format!("{scheme}://{host}/")).ok()?;
    (url.path() == "/").then(|| url.origin().ascii_serialization())
}

/// Whether the browser opens a page, so that it can be sent to another one: a script or a WebSocket that is sent to the
/// page of a sign-in only hangs.
pub(super) fn opens_a_page(headers: &HeaderMap, method: &str) -> bool {
    if headers.contains_key(UPGRADE) {
        return false;
    }
    if headers.contains_key(&SEC_FETCH_MODE) {
        return only(headers, &SEC_FETCH_MODE) == Some("navigate");
    }
    // Browsers send the header since 2023; over http they send it to this machine alone.
    let accepts = headers.get_all(ACCEPT);
    let mut accepts = accepts.filter_map(|value| value.to_str().ok());
    matches!(method, "GET" | "HEAD") && accepts.any(|value| value.contains("text/html"))
}

/// The value of a header that is there once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name);
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            let value = HeaderValue::from_str(value).expect("a value");
            headers.append(HeaderName::from_static(name), value);
        }
        headers
    }

    fn of(proto: &str, host: &str, uri: &str) -> Result<Protected, &'static str> {
        forwarded(&headers(&[
            ("x-forwarded-proto", proto),
            ("x-forwarded-host", host),
            ("x-forwarded-uri", uri),
            ("x-forwarded-method", "GET"),
        ]))
    }

    #[test]
    fn a_proxy_says_what_it_protects() {
        let read = of("https", "desk.example.com", "/a?b=c").expect("readable");
        assert_eq!(read.origin, "https://desk.example.com");
        assert_eq!(read.target, "/a?b=c");
        for (proto, host, origin) in [
            ("https", "DESK.example.com:443", "https://desk.example.com"),
            (
                "wss",
                "desk.example.com:8443",
                "https://desk.example.com:8443",
            ),
            ("http", "localhost:8081", "http://localhost:8081"),
            ("http", "[::1]:8081", "http://[::1]:8081"),
            ("https", "desk.example.com.", "https://desk.example.com."),
        ] {
            assert_eq!(of(proto, host, "/").expect(host).origin, origin, "{host}");
        }
        let url = "https://desk.example.com:8443/a?b=https://c/";
        let read = original(&headers(&[
            ("x-original-url", url),
            ("x-original-method", "POST"),
        ]));
        let read = read.expect("readable");
        assert_eq!(read.origin, "https://desk.example.com:8443");
        assert_eq!((&*read.target, &*read.method), ("/a?b=https://c/", "POST"));
    }

    /// What could lead to another host, or is not certain, is refused.
    #[test]
    fn what_is_not_certain_is_refused() {
        for host in [
            "",
            "desk.example.com@evil.example",
            "jo:x@desk.example.com",
            "desk.example.com/evil",
            "desk.example.com\\evil",
            "desk.example.com#",
            "desk.example.com, evil.example",
            "desk.example.com:99999",
            "desk example.com",
            "desk.example.com%2eevil.example",
        ] {
            assert_eq!(of("https", host, "/"), Err("X-Forwarded-Host"), "{host}");
        }
        for proto in ["", "HTTPS", "ftp", "https,http", "javascript"] {
            let read = of(proto, "desk.example.com", "/");
            assert_eq!(read, Err("X-Forwarded-Proto"), "{proto}");
        }
        for uri in ["", "a", "https://evil.example/", "/a b", "/\u{fc}"] {
            let read = of("https", "desk.example.com", uri);
            assert_eq!(read, Err("X-Forwarded-Uri"), "{uri}");
        }
        for url in [
            "",
            "/a",
            "https://desk.example.com",
            "desk.example.com/",
            "ftp://desk.example.com/",
            "https://desk.example.com@evil.example/",
        ] {
            let pairs = [("x-original-url", url), ("x-original-method", "GET")];
            assert_eq!(original(&headers(&pairs)), Err("X-Original-URL"), "{url}");
        }
        let twice = headers(&[
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "desk.example.com"),
            ("x-forwarded-host", "evil.example"),
        ]);
        assert_eq!(forwarded_origin(&twice), Err("X-Forwarded-Host"));
        assert_eq!(
            forwarded_origin(&headers(&[(
                "forwarded",
                "host=desk.example.com;proto=https"
            )])),
            Err("X-Forwarded-Proto")
        );
    }

    #[test]
    fn only_pages_are_sent_on() {
        let opens = |pairs: &[(&'static str, &'static str)], method| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                let value = HeaderValue::from_static(value);
                headers.append(HeaderName::from_static(name), value);
            }
            opens_a_page(&headers, method)
        };
        let page = ("accept", "text/html,application/xhtml+xml;q=0.9");
        let navigates = ("sec-fetch-mode", "navigate");
        for (pairs, method) in [
            (&[navigates][..], "GET"),
            (&[navigates], "POST"),
            (&[page], "GET"),
            (&[page], "HEAD"),
        ] {
            assert!(opens(pairs, method), "{pairs:?} {method}");
        }
        for (pairs, method) in [
            (&[][..], "GET"),
            (&[("accept", "*/*")], "GET"),
            (&[page], "POST"),
            (&[page, ("sec-fetch-mode", "cors")], "GET"),
            (&[page, ("sec-fetch-mode", "websocket")], "GET"),
            (&[navigates, ("upgrade", "websocket")], "GET"),
            (&[page, ("upgrade", "websocket")], "GET"),
            (&[navigates, navigates], "GET"),
        ] {
            assert!(!opens(pairs, method), "{pairs:?} {method}");
        }
    }
}
