//! Refuses cross-site requests with a cookie before anything else is checked.

use super::ApiError;
use actix_web::HttpRequest;
use actix_web::http::header::{HeaderName, ORIGIN};
use shared_types::problem::ProblemCode;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const X_CSRF: HeaderName = HeaderName::from_static("x-csrf");

/// Refuses an unsafe request that does not come from our own pages: `Sec-Fetch-Site` must be
/// `same-origin`; a browser too old to send it must send our `Origin`, which is `public_url`.
pub fn check(request: &HttpRequest, public_url: &str) -> Result<(), ApiError> {
    if request.method().is_safe() {
        return Ok(());
    }
    let is_ours = if request.headers().contains_key(SEC_FETCH_SITE) {
        only(request, &SEC_FETCH_SITE) == Some("same-origin")
    } else {
        only(request, &ORIGIN) == Some(public_url)
    };
    if is_ours {
        return Ok(());
    }
    let detail = "The request does not come from this site's own pages.";
    Err(ApiError::new(ProblemCode::Forbidden, detail))
}

/// Whether the browser would have sent our cookies with the request if it had any: they are
/// `SameSite=Strict`, so after a link on another site it sends none.
pub fn would_show_cookies(request: &HttpRequest) -> bool {
    only(request, &SEC_FETCH_SITE).is_some_and(|site| site != "cross-site")
}

/// The value of `X-CSRF`, for the feature that knows the right one.
pub fn csrf_header(request: &HttpRequest) -> Option<&str> {
    only(request, &X_CSRF)
}

/// The value of a header that occurs exactly once.
fn only<'a>(request: &'a HttpRequest, name: &HeaderName) -> Option<&'a str> {
    let mut values = request.headers().get_all(name);
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    const PUBLIC_URL: &str = "http://localhost:8080";

    fn is_refused(headers: &[(&str, &str)]) -> bool {
        let start = TestRequest::post().uri("/api/v1/sign-in");
        let request = headers
            .iter()
            .fold(start, |request, header| request.append_header(*header));
        check(&request.to_http_request(), PUBLIC_URL).is_err()
    }

    /// B-02 (site, origin): only our own pages may change something.
    #[test]
    fn only_our_own_pages_may_change_something() {
        let ours = ("Origin", "http://localhost:8080");
        assert!(!is_refused(&[("Sec-Fetch-Site", "same-origin")]));
        assert!(!is_refused(&[ours]));
        for headers in [
            &[][..],
            &[("Sec-Fetch-Site", "cross-site")],
            &[("Sec-Fetch-Site", "same-site")],
            &[("Sec-Fetch-Site", "none")],
            &[("Sec-Fetch-Site", "cross-site"), ours],
            &[
                ("Sec-Fetch-Site", "same-origin"),
                ("Sec-Fetch-Site", "cross-site"),
            ],
            &[("Origin", "null")],
            &[("Origin", "http://localhost:8080.evil.example")],
            &[("Origin", "http://evil.example")],
            &[ours, ("Origin", "http://evil.example")],
        ] {
            assert!(is_refused(headers), "{headers:?}");
        }
    }

    #[test]
    fn reading_is_always_allowed() {
        let request = TestRequest::get().append_header(("Sec-Fetch-Site", "cross-site"));
        assert!(check(&request.to_http_request(), PUBLIC_URL).is_ok());
    }
}
