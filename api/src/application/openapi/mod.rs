//! The OpenAPI document: what the handlers say of themselves, completed with what holds for all of
//! them, so that a handler says only what is its own.

mod credentials;
mod operations;
pub mod problems;

pub use operations::of as operations;

use shared_types::problem::{Problem, ProblemCode};
use utoipa::openapi::example::{Example, ExampleBuilder};
use utoipa::openapi::{Components, Info, License, OpenApi, Ref, RefOr, Schema, Server, Tag};
use utoipa::{PartialSchema, ToSchema};

const ABOUT: &str = include_str!("about.md");

/// The groups of operations, in the order in which a reader meets them.
pub const TAGS: [(&str, &str); 10] = [
    (
        "sign-in",
        "One sign-in attempt: the password, then the code.",
    ),
    (
        "enrollment",
        "Binding a phone to a member: mailbox proof, QR code or key, setup code.",
    ),
    (
        "recovery",
        "A forgotten password: a link by mail, and what it may do.",
    ),
    (
        "me",
        "The signed-in member: profile, device, password, sessions.",
    ),
    (
        "policy",
        "The organization's rules: is the second step optional or required?",
    ),
    (
        "members",
        "The people of an organization, and help for those who are stuck.",
    ),
    (
        "verification",
        "Does this person hold the enrolled device right now?",
    ),
    ("audit", "What happened, by whom, from where."),
    ("setup", "The first organization and its administrator."),
    (
        "service",
        "The service itself: is it there, is it ready, how does it look?",
    ),
];

/// Completes what was collected from the handlers.
pub fn complete(mut document: OpenApi) -> OpenApi {
    document.info = info();
    document.servers = Some(vec![Server::new("/")]);
    document.tags = Some(TAGS.map(tag).to_vec());
    let components = document.components.get_or_insert_with(Components::new);
    components.security_schemes = credentials::schemes();
    components.examples = ProblemCode::ALL.map(example).into();
    add_problem_schemas(components);
    operations::complete(&mut document.paths);
    document
}

/// The document as it stands in `openapi.yaml`.
pub fn to_yaml(document: &OpenApi) -> String {
    document.to_yaml().expect("an OpenAPI document is YAML")
}

fn info() -> Info {
    let mut info = Info::new("Twostep", "1");
    info.description = Some(ABOUT.to_owned());
    let mut license = License::new("MIT OR Apache-2.0");
    license.identifier = Some("MIT OR Apache-2.0".to_owned());
    info.license = Some(license);
    info
}

fn tag((name, description): (&str, &str)) -> Tag {
    let mut tag = Tag::new(name);
    tag.description = Some(description.to_owned());
    tag
}

fn example(code: ProblemCode) -> (String, RefOr<Example>) {
    let example = ExampleBuilder::new()
        .summary(code.title())
        .description(problems::meaning(code))
        .value(serde_json::to_value(problems::example(code)).ok());
    (code.as_str().to_owned(), RefOr::T(example.build()))
}

/// The error body stands in no handler's signature, so its schema is added by hand.
fn add_problem_schemas(components: &mut Components) {
    let mut schemas: Vec<(String, RefOr<Schema>)> = Vec::new();
    Problem::schemas(&mut schemas);
    schemas.push((Problem::name().into_owned(), Problem::schema()));
    components.schemas.extend(schemas);
}

/// A reference to the example of a code.
fn example_of(code: ProblemCode) -> RefOr<Example> {
    RefOr::Ref(Ref::new(format!("#/components/examples/{}", code.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::app;

    #[test]
    fn every_operation_has_a_known_tag_and_its_own_name() {
        let mut names = Vec::new();
        for (path, item) in app::document().paths.paths {
            for (_, operation) in operations(&item) {
                let tags = operation.tags.clone().unwrap_or_default();
                let is_known = |tag: &String| TAGS.iter().any(|(name, _)| name == tag);
                assert!(
                    tags.len() == 1 && tags.iter().all(is_known),
                    "{path}: {tags:?}"
                );
                names.push(operation.operation_id.clone().unwrap_or_default());
            }
        }
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all, "an operationId is there twice");
    }

    #[test]
    fn the_document_is_the_same_every_time() {
        assert_eq!(to_yaml(&app::document()), to_yaml(&app::document()));
    }
}
