//! Writes out what each operation says of itself: its credential and its problem codes.

use super::{headers, problems};
use crate::platform::http::Contract;
use crate::platform::http::credential::{API_TOKEN, SESSION};
use crate::programs::idempotency;
use shared_types::address::API;
use shared_types::problem::ProblemCode;
use std::collections::BTreeMap;
use utoipa::openapi::example::Example;
use utoipa::openapi::header::Header;
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{ContentBuilder, PathItem, Paths, Ref, RefOr, Response};

const PROBLEM_JSON: &str = "application/problem+json";

/// Completes all of them.
pub(super) fn complete(paths: &mut Paths) {
    for (path, item) in &mut paths.paths {
        for (method, operation) in of_mut(item) {
            if let Some(mut contract) = Contract::take(&mut operation.responses.responses) {
                describe_answers(operation);
                if takes_key(method, path, &contract) {
                    headers::add_idempotency_key(operation);
                    contract.codes.extend(headers::CODES_OF_KEYS);
                }
                if path.starts_with(API) {
                    // A query parameter that the route does not take (`application/queries.rs`).
                    contract.codes.push(ProblemCode::InvalidInput);
                }
                if has_problems(path) {
                    add_problems(operation, &codes_of(method, &contract));
                }
                if contract
                    .credentials
                    .iter()
                    .any(|(name, _)| name == API_TOKEN)
                {
                    headers::add_rate_limit(operation);
                }
                operation.security = Some(requirements(&contract));
            }
        }
    }
}

/// The one exception: errors of OAuth have the form of RFC 6749 §5.2, and its pages are for people.
fn has_problems(path: &str) -> bool {
    !path.starts_with("/oauth/")
}

/// Whether a repetition of the request can be known by an `Idempotency-Key`: callers may send one with every POST.
fn takes_key(method: &str, path: &str, contract: &Contract) -> bool {
    let schemes = [SESSION[0], API_TOKEN];
    let mut credentials = contract.credentials.iter();
    let has_caller = credentials.any(|(name, _)| schemes.contains(&name.as_str()));
    method == "POST" && has_caller && idempotency::takes_key(path)
}

/// The codes that the operation can answer with, in the order of `ProblemCode::ALL`.
fn codes_of(method: &str, contract: &Contract) -> Vec<ProblemCode> {
    // What a browser sends by itself must not change anything on behalf of another site.
    let is_guarded = contract.is_guarded && method != "GET";
    let has = |code: &ProblemCode| match code {
        ProblemCode::Internal => true,
        ProblemCode::Forbidden if is_guarded => true,
        code => contract.codes.contains(code),
    };
    ProblemCode::ALL.into_iter().filter(has).collect()
}

fn add_problems(operation: &mut Operation, codes: &[ProblemCode]) {
    for (status, codes) in by_status(codes) {
        let response = RefOr::T(problem_response(&codes));
        let responses = &mut operation.responses.responses;
        responses.insert(status.to_string(), response);
    }
}

/// Each of them is enough. Present and empty: explicitly open.
fn requirements(contract: &Contract) -> Vec<SecurityRequirement> {
    let all = contract.credentials.iter();
    all.map(|(scheme, scopes)| SecurityRequirement::new(scheme, scopes))
        .collect()
}

/// The operations of a path by method.
pub fn of(item: &PathItem) -> impl Iterator<Item = (&'static str, &Operation)> {
    let all = [
        ("GET", &item.get),
        ("POST", &item.post),
        ("PUT", &item.put),
        ("PATCH", &item.patch),
        ("DELETE", &item.delete),
    ];
    all.into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

fn of_mut(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let all = [
        ("GET", &mut item.get),
        ("POST", &mut item.post),
        ("PUT", &mut item.put),
        ("PATCH", &mut item.patch),
        ("DELETE", &mut item.delete),
    ];
    all.into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// OpenAPI wants a sentence for every answer; the schema says the rest.
fn describe_answers(operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            response.description = match status.as_str() {
                "201" => "Created.".to_owned(),
                "202" => "Accepted; processed later.".to_owned(),
                "204" => "No content.".to_owned(),
                _ => "The answer.".to_owned(),
            };
        }
    }
}

fn by_status(codes: &[ProblemCode]) -> BTreeMap<u16, Vec<ProblemCode>> {
    let mut groups: BTreeMap<u16, Vec<ProblemCode>> = BTreeMap::new();
    for code in codes {
        groups.entry(code.status()).or_default().push(*code);
    }
    groups
}

fn problem_response(codes: &[ProblemCode]) -> Response {
    let line = |code: &ProblemCode| format!("`{}`: {}", code.as_str(), problems::meaning(*code));
    let description: Vec<_> = codes.iter().map(line).collect();
    let examples = codes.iter().map(|code| (code.as_str(), example_of(*code)));
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .examples_from_iter(examples)
        .build();
    let mut response = ResponseBuilder::new()
        .description(description.join("\n\n"))
        .content(PROBLEM_JSON, content);
    if codes.iter().any(|code| matches!(code.status(), 429 | 503)) {
        response = response.header("Retry-After", retry_after());
    }
    response.build()
}

fn retry_after() -> Header {
    let seconds = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(1));
    let mut header = Header::new(seconds);
    header.description = Some("Seconds until the next try is looked at.".to_owned());
    header
}

/// A reference to the example of a code.
fn example_of(code: ProblemCode) -> RefOr<Example> {
    RefOr::Ref(Ref::new(format!("#/components/examples/{}", code.as_str())))
}
