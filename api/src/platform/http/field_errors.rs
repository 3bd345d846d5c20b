//! Turns errors of serde into field errors. Serde's texts quote values, so the response has only the
//! path and a constant sentence.

use super::ApiError;
use serde_path_to_error::{Path, Segment};
use shared_types::problem::FieldErrorCode;
use shared_types::time::NO_TIME;

const LONGEST_NAME: usize = 64;
/// Said of a query parameter that a route does not take.
pub const UNKNOWN_PARAMETER: &str = "This route takes no such query parameter.";

/// What serde expects, and what that is in JSON.
const WANTED: [(&str, &str); 8] = [
    ("a string", "a string"),
    ("a boolean", "`true` or `false`"),
    ("a sequence", "a list"),
    ("u8", "a whole number from 0 to 255"),
    ("u16", "a whole number from 0 to 65535"),
    ("u32", "a whole number from 0 to 4294967295"),
    ("u64", "a whole number from 0"),
    ("i64", "a whole number"),
];

/// What is said of the text of a query parameter, by its beginning, and what would be right.
const WANTED_IN_TEXT: [(&str, &str); 6] = [
    ("invalid digit found", "a whole number"),
    ("cannot parse integer from empty", "a whole number"),
    ("number too large", "a smaller number"),
    ("number too small", "a larger number"),
    ("provided string was not `true` or", "`true` or `false`"),
    ("UUID parsing failed", "an id"),
];

/// 422 for a value of the wrong shape: `path` is where, `message` is serde's sentence.
pub(super) fn wrong_shape(path: &Path, message: &str) -> ApiError {
    refused(path, message, "There is no such field.")
}

/// The same for a parameter of a query.
pub(super) fn wrong_query(path: &Path, message: &str) -> ApiError {
    refused(path, message, UNKNOWN_PARAMETER)
}

fn refused(path: &Path, message: &str, unknown: &str) -> ApiError {
    let (code, name) = classify(message);
    let detail = match code {
        FieldErrorCode::Required => "This field is missing.".to_owned(),
        FieldErrorCode::Unknown => unknown.to_owned(),
        _ if message.starts_with("duplicate field") => "This field is there twice.".to_owned(),
        _ => not_that(message),
    };
    ApiError::invalid(&field_path(path, name), code, detail)
}

/// What would be right. Serde says that behind the value, in words of ours; then it may name a place.
fn not_that(message: &str) -> String {
    let wanted = message.rsplit_once(", expected ").map(|(_, wanted)| wanted);
    let wanted = wanted.map(|wanted| {
        wanted
            .split_once(" at line ")
            .map_or(wanted, |(wanted, _)| wanted)
    });
    let wanted = wanted.and_then(|wanted| match wanted {
        _ if message.starts_with("unknown variant") => Some(wanted),
        _ => WANTED
            .iter()
            .find_map(|(name, words)| (*name == wanted).then_some(*words)),
    });
    let in_text = || {
        WANTED_IN_TEXT
            .iter()
            .find_map(|(start, words)| message.starts_with(start).then_some(*words))
    };
    let no_time = || {
        message
            .strip_prefix("expected ")
            .filter(|_| message == NO_TIME)
    };
    match wanted.or_else(in_text).or_else(no_time) {
        Some(wanted) => format!("This value is not of the right form: expected {wanted}."),
        None => "This value is not of the right form.".to_owned(),
    }
}

/// The kind of error, and the name of the field when serde's path ends above it.
fn classify(message: &str) -> (FieldErrorCode, Option<&str>) {
    for (start, code) in [
        ("missing field `", FieldErrorCode::Required),
        ("unknown field `", FieldErrorCode::Unknown),
        ("duplicate field `", FieldErrorCode::Invalid),
    ] {
        if let Some(rest) = message.strip_prefix(start) {
            let name = rest.split_once('`').map_or(rest, |(name, _)| name);
            return (code, Some(name));
        }
    }
    (FieldErrorCode::Invalid, None)
}

fn field_path(path: &Path, name: Option<&str>) -> String {
    let mut text = String::new();
    let mut last_key = None;
    for segment in path {
        match segment {
            Segment::Map { key } => {
                push_name(&mut text, key);
                last_key = Some(key.as_str());
            }
            Segment::Seq { index } => {
                text.push('[');
                text.push_str(&index.to_string());
                text.push(']');
                last_key = None;
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    // For an unknown or doubled field serde's path ends with the field itself already.
    if let Some(name) = name
        && last_key != Some(name)
    {
        push_name(&mut text, name);
    }
    if text.is_empty() {
        "body".clone_into(&mut text);
    }
    text
}

/// Adds a name that the caller chose: truncated, and without characters that could disturb a log.
fn push_name(text: &mut String, name: &str) {
    if !text.is_empty() {
        text.push('.');
    }
    let visible = name.chars().filter(|c| !c.is_control());
    text.extend(visible.take(LONGEST_NAME));
}
