//! Addresses that a browser is sent to: what an administrator may register, and which of them a request names.
//!
//! A request names an address character for character (RFC 9700 §2.1). Therefore one is registered only in the form in
//! which browsers write it: two spellings of one address, of which a console uses the other, would only puzzle.

use shared_types::limits::CLIENT_URI_LONGEST;
use shared_types::problem::{FieldError, FieldErrorCode};
use url::Url;

/// Hosts of this machine alone (RFC 8252 §7.3, §8.3), where `http` is allowed and the port may differ.
const LOOPBACK: [&str; 3] = ["127.0.0.1", "[::1]", "localhost"];
/// The path below an origin that a proxy protects where a browser brings its code: the proxy passes it on to us.
const CALLBACK: &str = "/.twostep/callback";
/// What is put into the query on the way back; an address that has one of them already would say two things.
const ADDED: [&str; 5] = ["code", "state", "iss", "error", "error_description"];

/// What is wrong with an address.
fn refused(field: &str, code: FieldErrorCode, detail: impl Into<String>) -> FieldError {
    FieldError::new(field, code, detail.into())
}

/// Reads what every address of a console is: https, or of this machine.
fn read_url(field: &str, text: &str) -> Result<Url, FieldError> {
    let invalid = |detail: &str| refused(field, FieldErrorCode::Invalid, detail);
    if text.is_empty() {
        let detail = "Enter an address, such as https://remote.example.com/callback.";
        return Err(refused(field, FieldErrorCode::Required, detail));
    }
    if text.len() > CLIENT_URI_LONGEST {
        let detail = format!("At most {CLIENT_URI_LONGEST} characters.");
        return Err(refused(field, FieldErrorCode::TooLong, detail));
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(invalid(
            "Only printable ASCII without spaces: write others as browsers send them.",
        ));
    }
    let url = Url::parse(text)
        .map_err(|_| invalid("It is no address, such as https://remote.example.com/callback."))?;
    let is_allowed = url.scheme() == "https" || split_loopback(text).is_some();
    if !is_allowed || url.host_str().is_none_or(str::is_empty) {
        return Err(invalid(
            "It must begin with https://; http:// is for localhost, 127.0.0.1 and [::1] alone.",
        ));
    }
    // The host stands in the content security policy of the page that asks.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-_[]:".contains(c);
    if !url
        .host_str()
        .is_some_and(|host| host.chars().all(is_plain))
    {
        return Err(invalid("The host has letters, digits, - and . alone."));
    }
    if !url.username().is_empty() || url.password().is_some() || text.contains('@') {
        return Err(invalid("Leave name and password out, and the character @."));
    }
    if url.port() == Some(0) {
        return Err(invalid("There is no port 0."));
    }
    Ok(url)
}

/// Reads an address that a member opens. Nothing is added to it and nothing compared with it.
pub(super) fn read_launch(field: &str, text: &str) -> Result<String, FieldError> {
    read_url(field, text).map(|_| text.to_owned())
}

/// Reads an address that a browser is sent to.
pub(super) fn read(field: &str, text: &str) -> Result<String, FieldError> {
    let invalid = |detail: &str| refused(field, FieldErrorCode::Invalid, detail);
    let url = read_url(field, text)?;
    if text.contains('#') {
        return Err(invalid("Leave out what stands behind # (RFC 6749 §3.1.2)."));
    }
    if text.contains('*') {
        return Err(invalid("Name each address in full: * stands for nothing."));
    }
    if let Some((name, _)) = url.query_pairs().find(|(name, _)| ADDED.contains(&&**name)) {
        let detail = format!("Leave {name} out of the query: it is added on the way back.");
        return Err(invalid(&detail));
    }
    // `https://remote.example.com` is written with a slash by browsers, and without it by people.
    if url.as_str() != text && url.as_str().strip_suffix('/') != Some(text) {
        let detail = format!("Write it as browsers do: {url}");
        return Err(invalid(&detail));
    }
    Ok(text.to_owned())
}

/// Reads the origin that a proxy protects: an address without a path.
pub(super) fn read_origin(text: &str) -> Result<String, FieldError> {
    let field = "origin";
    let address = read(field, text)?;
    let url = Url::parse(&address).ok();
    let url = url.filter(|url| url.path() == "/" && url.query().is_none());
    url.map(|url| url.origin().ascii_serialization())
        .ok_or_else(|| {
            let detail = "Leave out what stands behind host and port.";
            FieldError::new(field, FieldErrorCode::Invalid, detail)
        })
}

/// The origin of this installation is no console.
pub(super) fn own_origin() -> FieldError {
    let detail = "This is the address of Twostep itself.";
    FieldError::new("origin", FieldErrorCode::Invalid, detail)
}

/// Where a browser goes back to below an origin that a proxy protects.
pub(super) fn callback_below(origin: &str) -> String {
    format!("{origin}{CALLBACK}")
}

/// Whether one of the registered addresses is the one that a request names: the same characters (RFC 9700 §2.1), but
/// for the port of one on this machine (RFC 8252 §7.3).
pub fn names(registered: &[String], presented: &str) -> bool {
    registered.iter().any(|one| {
        one == presented
            || split_loopback(one).is_some_and(|one| split_loopback(presented) == Some(one))
    })
}

/// Whether a page of this origin may read answers: it is that of a registered address.
pub fn is_origin_of(registered: &[String], origin: &str) -> bool {
    registered.iter().any(|one| {
        let of_one = Url::parse(one).map(|url| url.origin().ascii_serialization());
        let is_same = of_one.is_ok_and(|of_one| of_one == origin);
        let host = |text| split_loopback(text).map(|Loopback { host, .. }| host);
        let is_alone = split_loopback(origin).is_some_and(|split| split.rest.is_empty());
        is_same || is_alone && host(one).is_some() && host(one) == host(origin)
    })
}

/// The address with more in its query.
pub fn add_query(address: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}{}", query.finish())
}

/// An address on this machine without its port.
#[derive(Debug, PartialEq, Eq)]
struct Loopback<'a> {
    host: &'static str,
    /// Path and query.
    rest: &'a str,
}

/// The text itself is taken apart: what a parser makes of `http://127.0.0.1:80@evil.example` is of no interest.
fn split_loopback(text: &str) -> Option<Loopback<'_>> {
    let rest = text.strip_prefix("http://")?;
    let (host, rest) = LOOPBACK
        .iter()
        .find_map(|host| Some((*host, rest.strip_prefix(host)?)))?;
    let rest = match rest.strip_prefix(':') {
        Some(rest) => {
            let end = rest.find(|c: char| !c.is_ascii_digit());
            let (port, rest) = rest.split_at(end.unwrap_or(rest.len()));
            port.parse::<u16>().ok().filter(|port| *port > 0)?;
            rest
        }
        None => rest,
    };
    let is_path = rest.is_empty() || rest.starts_with(['/', '?']);
    is_path.then_some(Loopback { host, rest })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6749 §3.1.2, RFC 9700 §4.1: what can be registered.
    #[test]
    fn addresses_are_whole_and_in_one_spelling() {
        for good in [
            "https://remote.example.com/callback",
            "https://remote.example.com",
            "https://remote.example.com/",
            "https://remote.example.com:8443/a/b?c=d",
            "http://localhost/callback",
            "http://127.0.0.1:8080/",
            "http://[::1]:1/a?b",
        ] {
            assert_eq!(read("redirect_uris[0]", good).expect(good), good);
        }
        let long = format!("https://remote.example.com/{}", "a".repeat(500));
        for (wrong, code) in [
            ("", FieldErrorCode::Required),
            (&*long, FieldErrorCode::TooLong),
            ("remote.example.com/callback", FieldErrorCode::Invalid),
            ("http://remote.example.com/", FieldErrorCode::Invalid),
            ("http://localhost.evil.example/", FieldErrorCode::Invalid),
            ("http://127.0.0.1.evil.example/", FieldErrorCode::Invalid),
            ("http://127.0.0.1:80@evil.example/", FieldErrorCode::Invalid),
            ("http://127.0.0.2/", FieldErrorCode::Invalid),
            ("javascript:alert(1)", FieldErrorCode::Invalid),
            ("https:///callback", FieldErrorCode::Invalid),
            ("https://jo@remote.example.com/", FieldErrorCode::Invalid),
            ("https://jo:x@remote.example.com/", FieldErrorCode::Invalid),
            ("https://remote.example.com/#a", FieldErrorCode::Invalid),
            ("https://remote.example.com/#", FieldErrorCode::Invalid),
            ("https://*.example.com/", FieldErrorCode::Invalid),
            ("https://remote.example.com/*", FieldErrorCode::Invalid),
            ("https://remote.example.com:0/", FieldErrorCode::Invalid),
            ("https://REMOTE.example.com/", FieldErrorCode::Invalid),
            ("HTTPS://remote.example.com/", FieldErrorCode::Invalid),
            ("https://remote.example.com:443/", FieldErrorCode::Invalid),
            ("https://remote.example.com/a/../b", FieldErrorCode::Invalid),
            (
                "https://remote.example.com/%2e%2e/b",
                FieldErrorCode::Invalid,
            ),
            ("https://remote.example.com\\evil", FieldErrorCode::Invalid),
            (
                "https://remote.example.com;sandbox/",
                FieldErrorCode::Invalid,
            ),
            ("https://a,b/", FieldErrorCode::Invalid),
            ("https://remote.example.com/a b", FieldErrorCode::Invalid),
            ("https://remote.example.com/ü", FieldErrorCode::Invalid),
            (
                "https://remote.example.com/?code=1",
                FieldErrorCode::Invalid,
            ),
            ("https://remote.example.com/?iss=1", FieldErrorCode::Invalid),
        ] {
            let error = read("redirect_uris[0]", wrong).expect_err(wrong);
            let found = (error.field.as_str(), error.code);
            assert_eq!(found, ("redirect_uris[0]", code), "{wrong}");
        }
    }

    /// O-01 (compared): RFC 9700 §4.1.3: the same characters; RFC 8252 §7.3: but for the port of this machine.
    #[test]
    fn an_address_is_named_character_for_character() {
        let registered = [
            "https://remote.example.com/callback".to_owned(),
            "http://127.0.0.1/callback".to_owned(),
        ];
        for good in [
            "https://remote.example.com/callback",
            "http://127.0.0.1/callback",
            "http://127.0.0.1:1/callback",
            "http://127.0.0.1:65535/callback",
        ] {
            assert!(names(&registered, good), "{good}");
        }
        for wrong in [
            "",
            "https://remote.example.com/callback/",
            "https://remote.example.com/callback?",
            "https://remote.example.com/callback#",
            "https://remote.example.com/callback?x=1",
            "https://remote.example.com/Callback",
            "https://REMOTE.example.com/callback",
            "https://remote.example.com:443/callback",
            "https://remote.example.com:8443/callback",
            "http://remote.example.com/callback",
            "https://remote.example.com.evil.example/callback",
            "https://remote.example.com@evil.example/callback",
            "https://evil.example/https://remote.example.com/callback",
            "https://remote.example.com%2fcallback",
            "https://remote.example.com/%63allback",
            "https://remote.example.com/callback%00",
            "https://remote.example.com/../callback",
            " https://remote.example.com/callback",
            "https://localhost:1/callback",
            "http://localhost/callback",
            "http://127.0.0.1:0/callback",
            "http://127.0.0.1:65536/callback",
            "http://127.0.0.1:/callback",
            "http://127.0.0.1:80@evil.example/callback",
            "http://127.0.0.1.evil.example/callback",
            "http://127.0.0.1:80/other",
        ] {
            assert!(!names(&registered, wrong), "{wrong}");
        }
    }

    /// A member opens what nothing is compared with: a fragment is good there, a script never.
    #[test]
    fn what_members_open_is_an_address_of_the_web() {
        for good in [
            "https://remote.example.com/#login",
            "https://REMOTE.example.com/?iss=x",
            "http://localhost:8080",
        ] {
            assert_eq!(read_launch("launch_uri", good).expect(good), good);
        }
        for wrong in [
            "",
            "http://remote.example.com/",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://jo@remote.example.com/",
            "remote.example.com",
        ] {
            assert!(read_launch("launch_uri", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_origin_has_no_path() {
        for (good, origin) in [
            ("https://desk.example.com", "https://desk.example.com"),
            ("https://desk.example.com/", "https://desk.example.com"),
            ("http://localhost:8081", "http://localhost:8081"),
        ] {
            assert_eq!(read_origin(good).expect(good), origin);
        }
        for wrong in [
            "",
            "https://desk.example.com/a",
            "https://desk.example.com/?a",
            "https://desk.example.com?",
            "http://desk.example.com",
            "https://DESK.example.com",
            "https://desk.example.com:443",
            "https://jo@desk.example.com",
        ] {
            let flaw = read_origin(wrong).expect_err(wrong);
            assert_eq!(flaw.field, "origin", "{wrong}");
        }
    }

    #[test]
    fn pages_of_registered_addresses_may_read() {
        let registered = [
            "https://remote.example.com:8443/callback".to_owned(),
            "http://localhost/callback".to_owned(),
        ];
        for good in ["https://remote.example.com:8443", "http://localhost:3000"] {
            assert!(is_origin_of(&registered, good), "{good}");
        }
        for wrong in [
            "null",
            "https://remote.example.com",
            "http://remote.example.com:8443",
            "https://localhost",
            "http://127.0.0.1",
            "http://localhost:3000/",
            "http://localhost.evil.example",
        ] {
            assert!(!is_origin_of(&registered, wrong), "{wrong}");
        }
    }

    #[test]
    fn a_query_is_added_to_another_one() {
        let pairs = [("code", "a b"), ("state", "&=")];
        let added = add_query("https://a.example/", &pairs);
        assert_eq!(added, "https://a.example/?code=a+b&state=%26%3D");
        let added = add_query("https://a.example/?b=c", &pairs);
        assert_eq!(added, "https://a.example/?b=c&code=a+b&state=%26%3D");
    }
}
