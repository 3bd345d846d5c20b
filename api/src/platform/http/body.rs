//! The JSON body extractor: bounded and strict; its errors never repeat the values of the request.

use super::json_scan::{self, ScanError};
use super::{ApiError, Refuses, field_errors};
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt as _;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use shared_types::limits;
use shared_types::problem::{FieldErrorCode, ProblemCode};

/// A JSON request body of type `T`.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T> Refuses for Body<T> {
    fn codes() -> Vec<ProblemCode> {
        vec![
            ProblemCode::MalformedRequest,
            ProblemCode::TooLarge,
            ProblemCode::UnsupportedMediaType,
            ProblemCode::InvalidInput,
        ]
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let checked = check_head(request, Format::Json, limits::BODY_BYTES);
        let payload = payload.take();
        Box::pin(async move {
            checked?;
            parse(&read(payload).await?).map(Body)
        })
    }
}

/// What the head says of a body of up to `longest` bytes.
pub(super) fn check_head(
    request: &HttpRequest,
    format: Format,
    longest: usize,
) -> Result<(), ApiError> {
    let headers = request.headers();
    // A compressed body is refused, never unpacked (RUSTSEC-2026-0447).
    if headers.contains_key(CONTENT_ENCODING) {
        return Err(unsupported("Send the body without Content-Encoding."));
    }
    let mut types = headers.get_all(CONTENT_TYPE);
    match (types.next().map(|value| value.to_str()), types.next()) {
        (Some(Ok(value)), None) if format.is_named_by(value) => {}
        _ => return Err(unsupported(format.advice())),
    }
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    match announced {
        Some(length) if length > longest => Err(too_large(longest)),
        _ => Ok(()),
    }
}

/// The form of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Csv,
}

impl Format {
    const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv",
        }
    }

    const fn advice(self) -> &'static str {
        match self {
            Self::Json => "Send the body as application/json.",
            Self::Csv => "Send the body as text/csv, in UTF-8.",
        }
    }

    /// The media type, optionally with `charset=utf-8` and, where it has one, what says that the first line holds names
    /// (RFC 4180 §3), and nothing else.
    fn is_named_by(self, content_type: &str) -> bool {
        let mut parts = content_type.split(';').map(str::trim);
        let essence = parts.next().unwrap_or_default();
        essence.eq_ignore_ascii_case(self.media_type())
            && parts.all(|parameter| {
                parameter.eq_ignore_ascii_case("charset=utf-8")
                    || parameter.eq_ignore_ascii_case("charset=\"utf-8\"")
                    || self == Self::Csv && parameter.eq_ignore_ascii_case("header=present")
            })
    }
}

/// The bytes of a body, if they are not too many.
pub async fn read(payload: Payload) -> Result<Vec<u8>, ApiError> {
    read_up_to(payload, limits::BODY_BYTES).await
}

pub(super) async fn read_up_to(mut payload: Payload, longest: usize) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| broken_off().because(error))?;
        if bytes.len() + chunk.len() > longest {
            return Err(too_large(longest));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    json_scan::scan(bytes).map_err(|error| match error {
        ScanError::TooDeep => malformed("The JSON nests deeper than 32 levels."),
        ScanError::Nul => malformed("A text in the JSON holds the character U+0000."),
    })?;
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value =
        serde_path_to_error::deserialize(&mut deserializer).map_err(|error| refused(&error))?;
    deserializer
        .end()
        .map_err(|_| malformed("There is more after the end of the JSON."))?;
    // Serde also accepts an array of fields for a struct; the contract has objects only.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        let detail = "The body must be a JSON object.";
        return Err(ApiError::invalid("body", FieldErrorCode::Invalid, detail));
    }
    Ok(value)
}

fn refused(error: &serde_path_to_error::Error<serde_json::Error>) -> ApiError {
    match error.inner().classify() {
        Category::Data => field_errors::wrong_shape(error.path(), &error.inner().to_string()),
        Category::Syntax | Category::Eof | Category::Io => malformed("The body is not valid JSON."),
    }
}

pub(super) fn broken_off() -> ApiError {
    malformed("The body broke off, or did not arrive in time.")
}

fn malformed(detail: &'static str) -> ApiError {
    ApiError::new(ProblemCode::MalformedRequest, detail)
}

fn unsupported(detail: &'static str) -> ApiError {
    ApiError::new(ProblemCode::UnsupportedMediaType, detail)
}

fn too_large(longest: usize) -> ApiError {
    let detail = format!("The body is larger than {} KiB.", longest / 1024);
    ApiError::new(ProblemCode::TooLarge, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only the shape matters")]
    struct Sample {
        email: String,
        #[serde(default)]
        scopes: Vec<u8>,
        #[serde(default)]
        mode: Option<Mode>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Mode {
        All,
        Possible,
    }

    fn errors_of(json: &str) -> Vec<(String, FieldErrorCode)> {
        let error = parse::<Sample>(json.as_bytes()).expect_err("the sample is wrong");
        let problem = error.problem("id");
        assert_eq!(problem.code, ProblemCode::InvalidInput, "{json}");
        let body = serde_json::to_string(&problem).expect("a problem serialises");
        assert!(!body.contains("hunter2"), "the value is echoed: {body}");
        problem
            .errors
            .into_iter()
            .map(|e| (e.field, e.code))
            .collect()
    }

    /// Who sends a wrong value is told the right ones.
    #[test]
    fn what_would_be_right_is_said() {
        for (json, said) in [
            (
                r#"{"email":"a","mode":"hunter2`, expected `hunter2"}"#,
                "expected `all` or `possible`.",
            ),
            (r#"{"email":1}"#, "expected a string."),
            (
                r#"{"email":"a","scopes":["hunter2"]}"#,
                "expected a whole number from 0 to 255.",
            ),
            (r#"{"email":"a","scopes":"hunter2"}"#, "expected a list."),
        ] {
            errors_of(json);
            let error = parse::<Sample>(json.as_bytes()).expect_err("the sample is wrong");
            let detail = error.problem("id").errors.remove(0).detail;
            assert!(detail.ends_with(said), "{json}: {detail}");
        }
    }

    /// H-05: the field is named, the value is not.
    #[test]
    fn wrong_fields_are_named_and_never_echoed() {
        for (json, field, code) in [
            (r#"{"email":1}"#, "email", FieldErrorCode::Invalid),
            (r#"{"email":["hunter2"]}"#, "email", FieldErrorCode::Invalid),
            (r"{}", "email", FieldErrorCode::Required),
            (
                r#"{"email":"a","x":"hunter2"}"#,
                "x",
                FieldErrorCode::Unknown,
            ),
            (
                r#"{"email":"a","email":"b"}"#,
                "email",
                FieldErrorCode::Invalid,
            ),
            (
                r#"{"email":"a","scopes":[1,"hunter2"]}"#,
                "scopes[1]",
                FieldErrorCode::Invalid,
            ),
            (r#""hunter2""#, "body", FieldErrorCode::Invalid),
            (r"[]", "body", FieldErrorCode::Invalid),
            (r#"["hunter2",[]]"#, "body", FieldErrorCode::Invalid),
        ] {
            assert_eq!(
                errors_of(json).first(),
                Some(&(field.to_owned(), code)),
                "{json}"
            );
        }
    }

    /// H-05: a body that is not JSON is 400.
    #[test]
    fn broken_json_is_malformed() {
        for json in [
            "",
            "{",
            r#"{"email":"#,
            r#"{"email":NaN}"#,
            r#"{"email":"a"} {}"#,
            r#"{"email":"\ud800"}"#,
            r#"{"email":"\u0000"}"#,
            "{\"email\":\"\u{1}\"}",
        ] {
            let error = parse::<Sample>(json.as_bytes()).expect_err("the sample is broken");
            assert_eq!(error.code(), ProblemCode::MalformedRequest, "{json}");
        }
    }

    /// H-02, H-06: only what the route takes is read.
    #[test]
    fn content_types_are_exact() {
        let is_json = |text| Format::Json.is_named_by(text);
        assert!(is_json("application/json"));
        assert!(is_json("application/json; charset=UTF-8"));
        assert!(!is_json("application/json; charset=latin1"));
        assert!(!is_json("application/problem+json"));
        assert!(!is_json("text/plain"));
        assert!(!is_json("application/x-www-form-urlencoded"));
        assert!(!is_json(""));
        let is_csv = |text| Format::Csv.is_named_by(text);
        assert!(is_csv("text/csv"));
        assert!(is_csv("text/csv; charset=utf-8"));
        assert!(is_csv("text/csv; charset=utf-8; header=present"));
        assert!(!is_csv("text/csv; header=absent"));
        assert!(!is_csv("text/csv; charset=windows-1252"));
        assert!(!is_csv("application/json"));
    }
}
