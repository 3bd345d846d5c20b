//! The query string extractor, as strict as the body.

use super::{ApiError, Refuses, field_errors};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use shared_types::problem::{FieldErrorCode, ProblemCode};
use std::future::{Ready, ready};

/// The query parameters as a `T`.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T> Refuses for Query<T> {
    fn codes() -> Vec<ProblemCode> {
        vec![ProblemCode::InvalidInput, ProblemCode::TooLarge]
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.query_string()).map(Query))
    }
}

fn parse<T: DeserializeOwned>(query: &str) -> Result<T, ApiError> {
    let pairs = form_urlencoded::parse(query.as_bytes());
    for (name, value) in pairs {
        if value.contains('\0') || name.contains('\0') {
            let name = name.replace('\0', "");
            let detail = "The character U+0000 is not acceptable.";
            return Err(ApiError::invalid(&name, FieldErrorCode::Invalid, detail));
        }
    }
    let deserializer = serde_urlencoded::Deserializer::new(pairs);
    serde_path_to_error::deserialize(deserializer)
        .map_err(|error| field_errors::wrong_query(error.path(), &error.inner().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        limit: Option<u32>,
    }

    /// H-10: a number out of range, an unknown name and a doubled one are 422.
    #[test]
    fn parameters_are_strict() {
        let sample: Sample = parse("limit=7").expect("a right query");
        assert_eq!(sample.limit, Some(7));
        for (query, field, code) in [
            ("limit=-1", "limit", FieldErrorCode::Invalid),
            (
                "limit=18446744073709551616",
                "limit",
                FieldErrorCode::Invalid,
            ),
            ("limit=%00", "limit", FieldErrorCode::Invalid),
            ("color=red", "color", FieldErrorCode::Unknown),
            ("limit=1&limit=2", "limit", FieldErrorCode::Invalid),
        ] {
            let error = parse::<Sample>(query).expect_err("a wrong query");
            let first = error.problem("id").errors.remove(0);
            assert_eq!((first.field.as_str(), first.code), (field, code), "{query}");
        }
    }
}
