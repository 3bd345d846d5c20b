//! Paths that are written in a second way. The router reads `%61` as `a` (RFC 3986 §6.2.2.2), but what looks at the path
//! before a route would not: a limit that counts requests under `/api/`, or a key that belongs to one route.

use crate::platform::http::ApiError;
use actix_web::HttpRequest;
use shared_types::problem::ProblemCode;

/// Refuses characters that need no escape, and escaped slashes.
pub(super) fn check(request: &HttpRequest) -> Result<(), ApiError> {
    if is_plain(request.uri().path()) {
        return Ok(());
    }
    Err(ApiError::new(
        ProblemCode::MalformedRequest,
        "Letters, digits and - . _ ~ / of a path are not written as %-escapes.",
    ))
}

fn is_plain(path: &str) -> bool {
    let escapes = path.split('%').skip(1);
    let mut bytes = escapes.map(|rest| {
        rest.get(..2)
            .and_then(|two| u8::from_str_radix(two, 16).ok())
    });
    !bytes.any(|byte| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// K-05, K-07: no second spelling of a path passes what counts or remembers requests by it.
    #[test]
    fn a_path_has_one_spelling() {
        for plain in [
            "/api/v1/members",
            "/docs/a%20b",
            "/x%C3%BC",
            "/%",
            "/%zz",
            "/a%",
        ] {
            assert!(is_plain(plain), "{plain}");
        }
        for other in [
            "/%61pi/v1/members",
            "/api%2Fv1",
            "/api%2fv1",
            "/a/%2e%2E/b",
            "/%7Euser",
        ] {
            assert!(!is_plain(other), "{other}");
        }
    }
}
