//! Conditional requests (RFC 9110 §13): `ETag` of an answer, `If-None-Match` of who has it already, `If-Match` of who
//! changes what was read.
//!
//! A tag is the version of what was read, a hyphen and a digest of the answer: `"7-9f86d081884c7d65"`. It is a strong
//! one: another answer has another tag. `If-Match` compares the version alone, which a client may write without the
//! rest, `"7"`: what moves by itself, such as the last use of a device, is no change that somebody could lose.

use super::{ApiError, Refuses};
use crate::platform::expected::Expected;
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_TYPE, ETAG, HeaderName, IF_MATCH, IF_NONE_MATCH};
use actix_web::{FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use sha2::{Digest, Sha256};
use shared_types::problem::ProblemCode;
use std::fmt::Write as _;
use std::future::{Ready, ready};

/// What `If-Match` says.
#[derive(Debug)]
pub struct IfMatch(pub Expected);

impl Refuses for IfMatch {
    fn codes() -> Vec<ProblemCode> {
        vec![ProblemCode::MalformedRequest]
    }
}

impl FromRequest for IfMatch {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Tags::of(request, &IF_MATCH).and_then(|tags| match tags {
            None => Ok(Self(Expected::Unsaid)),
            Some(tags) => tags.expected().map(Self).ok_or_else(only_weak),
        }))
    }
}

/// Said plainly: a 412 would tell the client that somebody else changed what it read.
fn only_weak() -> ApiError {
    let detail = "if-match compares strongly (RFC 9110 §13.1.1) and no tag here is strong. A proxy that compresses may \
         have put W/ before it: send the version alone, \"7\", or in the body.";
    ApiError::new(ProblemCode::MalformedRequest, detail)
}

/// What `If-None-Match` says.
#[derive(Debug)]
pub struct IfNoneMatch(Option<Tags>);

impl Refuses for IfNoneMatch {
    fn codes() -> Vec<ProblemCode> {
        vec![ProblemCode::MalformedRequest]
    }
}

impl FromRequest for IfNoneMatch {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Tags::of(request, &IF_NONE_MATCH).map(Self))
    }
}

impl IfNoneMatch {
    /// 200 with the view and its tag; 304 without it for who has it.
    pub fn answer(&self, version: i64, view: &impl Serialize) -> HttpResponse {
        let (tag, body) = tagged_body(version, view);
        match &self.0 {
            Some(tags) if tags.include(&tag) => HttpResponse::NotModified()
                .insert_header((ETAG, tag))
                .finish(),
            _ => with_body(HttpResponse::Ok(), tag, body),
        }
    }
}

/// The answer of a change: the view with its tag.
pub fn tagged(response: HttpResponseBuilder, version: i64, view: &impl Serialize) -> HttpResponse {
    let (tag, body) = tagged_body(version, view);
    with_body(response, tag, body)
}

fn with_body(mut response: HttpResponseBuilder, tag: String, body: String) -> HttpResponse {
    response
        .insert_header((ETAG, tag))
        .insert_header((CONTENT_TYPE, "application/json"))
        .body(body)
}

fn tagged_body(version: i64, view: &impl Serialize) -> (String, String) {
    let body = serde_json::to_string(view).expect("views serialise");
    let mut tag = format!("\"{version}-");
    for byte in &Sha256::digest(&body)[..8] {
        write!(tag, "{byte:02x}").expect("a string grows");
    }
    tag.push('"');
    (tag, body)
}

/// The value of one of the two headers.
#[derive(Debug, PartialEq, Eq)]
enum Tags {
    Any,
    Listed(Vec<Tag>),
}

#[derive(Debug, PartialEq, Eq)]
struct Tag {
    is_weak: bool,
    /// Between the quotes.
    opaque: String,
}

impl Tags {
    /// `None` where the header is not there; several lines of it are one list (RFC 9110 §5.3).
    fn of(request: &HttpRequest, name: &HeaderName) -> Result<Option<Self>, ApiError> {
        let wrong = || {
            let detail =
                format!("{name} takes * or tags in double quotes with commas between: \"7\".");
            ApiError::new(ProblemCode::MalformedRequest, detail)
        };
        let mut lines = Vec::new();
        for value in request.headers().get_all(name) {
            lines.push(value.to_str().map_err(|_| wrong())?);
        }
        if lines.is_empty() {
            return Ok(None);
        }
        Self::parse(&lines.join(",")).map(Some).ok_or_else(wrong)
    }

    fn parse(text: &str) -> Option<Self> {
        if text.trim() == "*" {
            return Some(Self::Any);
        }
        let mut tags = Vec::new();
        let mut rest = text.trim_start_matches([' ', '\t', ',']);
        while !rest.is_empty() {
            let (is_weak, quoted) = match rest.strip_prefix("W/") {
                Some(quoted) => (true, quoted),
                None => (false, rest),
            };
            let (opaque, after) = quoted.strip_prefix('"')?.split_once('"')?;
            if !opaque.bytes().all(|byte| byte.is_ascii_graphic()) {
                return None;
            }
            tags.push(Tag {
                is_weak,
                opaque: opaque.to_owned(),
            });
            let after = after.trim_start_matches([' ', '\t']);
            if !after.is_empty() && !after.starts_with(',') {
                return None;
            }
            rest = after.trim_start_matches([' ', '\t', ',']);
        }
        (!tags.is_empty()).then_some(Self::Listed(tags))
    }

    /// The versions of strong tags, since a weak one never matches (RFC 9110 §13.1.1); `None` where all are weak.
    fn expected(&self) -> Option<Expected> {
        let Self::Listed(tags) = self else {
            return Some(Expected::Any);
        };
        if tags.iter().all(|tag| tag.is_weak) {
            return None;
        }
        let strong = tags.iter().filter(|tag| !tag.is_weak);
        let versions = strong.filter_map(|tag| {
            let version = tag.opaque.split('-').next()?;
            version.parse().ok()
        });
        Some(Expected::OneOf(versions.collect()))
    }

    /// Whether a tag is among them, weakly compared (RFC 9110 §13.1.2).
    fn include(&self, own: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Listed(tags) => tags.iter().any(|tag| own.trim_matches('"') == tag.opaque),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(text: &str) -> Option<Expected> {
        Tags::parse(text).and_then(|tags| tags.expected())
    }

    /// RFC 9110 §8.8.3, §13.1: strong and weak tags, lists with empty parts, the star; anything else is refused, and so
    /// are weak tags alone.
    #[test]
    fn tags_are_read_as_the_standard_has_them() {
        let one_of = |versions: &[i64]| Some(Expected::OneOf(versions.to_vec()));
        for (text, read) in [
            ("*", Some(Expected::Any)),
            (" * ", Some(Expected::Any)),
            ("\"7\"", one_of(&[7])),
            ("\"7-0123456789abcdef\"", one_of(&[7])),
            ("\"7\", \"8-ab\"", one_of(&[7, 8])),
            (", \"7\" ,, \"8\",", one_of(&[7, 8])),
            ("W/\"7\"", None),
            ("W/\"7\", W/\"8\"", None),
            ("W/\"7\",\"8\"", one_of(&[8])),
            ("\"\"", one_of(&[])),
            ("\"a,b\", \"7\"", one_of(&[7])),
            ("\"99999999999999999999\"", one_of(&[])),
            ("", None),
            (",", None),
            ("7", None),
            ("w/\"7\"", None),
            ("\"7", None),
            ("\"7\"\"8\"", None),
            ("\"7\" \"8\"", None),
            ("*, \"7\"", None),
            ("\"7\", *", None),
            ("\"a b\"", None),
        ] {
            assert_eq!(expected(text), read, "{text}");
        }
    }

    /// A tag names the answer: another body, another tag.
    #[test]
    fn a_tag_is_of_one_answer() {
        let (tag, body) = tagged_body(7, &"a");
        assert_eq!(body, "\"a\"");
        assert!(tag.starts_with("\"7-") && tag.len() == 20, "{tag}");
        assert_ne!(tagged_body(7, &"b").0, tag);
        let tags = |text: &str| Tags::parse(text).expect("tags");
        assert!(tags(&tag).include(&tag) && tags(&format!("W/{tag}")).include(&tag));
        assert!(!tags("\"7\"").include(&tag));
        assert!(tags("*").include(&tag));
    }
}
