//! Adds to every operation what follows from its shape: its credential, its `{id}`, its problems.

use super::credentials::{self, Needs};
use super::example_of;
use super::problems::{self, Shape};
use shared_types::problem::ProblemCode;
use std::collections::BTreeMap;
use utoipa::openapi::header::Header;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, PathItem, Paths, Ref, RefOr, Response};

const PROBLEM_JSON: &str = "application/problem+json";

/// Completes all of them.
pub(super) fn complete(paths: &mut Paths) {
    for (path, item) in &mut paths.paths {
        for (method, operation) in of_mut(item) {
            let needs = credentials::needs(method, path);
            describe_answers(operation);
            operation.security = Some(credentials::requirements(needs));
            let shape = shape(method, path, needs, operation);
            for (status, codes) in by_status(&problems::of(&shape)) {
                let response = RefOr::T(problem_response(&codes));
                operation
                    .responses
                    .responses
                    .insert(status.to_string(), response);
            }
        }
    }
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

fn shape<'a>(method: &'a str, path: &'a str, needs: Needs, operation: &Operation) -> Shape<'a> {
    let parameters = operation.parameters.iter().flatten();
    let has_query = parameters.into_iter().any(|parameter| match parameter {
        RefOr::T(parameter) => parameter.parameter_in == ParameterIn::Query,
        RefOr::Ref(_) => false,
    });
    Shape {
        method,
        path,
        needs,
        has_body: operation.request_body.is_some(),
        has_query,
    }
}

/// OpenAPI wants a sentence for every answer; the schema says the rest.
fn describe_answers(operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            response.description = match status.as_str() {
                "201" => "Made.".to_owned(),
                "202" => "Taken; the rest happens soon.".to_owned(),
                "204" => "Done; there is nothing to say.".to_owned(),
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
