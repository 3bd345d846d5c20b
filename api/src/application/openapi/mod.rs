//! The OpenAPI document, put together from what the handlers say of themselves: each operation
//! stands beside its handler, here are the texts and parts that they share. It is written to
//! `openapi.yaml`, which a test keeps fresh; what serves reads that file.

mod checked_in;
mod headers;
mod operations;
mod pages;
pub mod problems;

pub use checked_in::{YAML, of_installation, read, routes};
pub use operations::of as operations;

use crate::platform::http::Description;
use crate::platform::http::credential::{API_TOKEN, FLOW, FLOW_COOKIE, SESSION, SESSION_COOKIE};
use shared_types::problem::{Problem, ProblemCode};
use std::collections::BTreeMap;
use utoipa::openapi::example::{Example, ExampleBuilder};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, Info, License, OpenApi, RefOr, Schema, Server, Tag};
use utoipa::{PartialSchema, ToSchema};

const ABOUT: &str = include_str!("about.md");

/// The groups of operations, in the order in which a reader meets them.
pub const TAGS: [(&str, &str); 18] = [
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
        "groups",
        "Groups of members: named in members, filters and files; programs read them.",
    ),
    (
        "verifications",
        "Does this person hold the enrolled device right now? Asked by programs.",
    ),
    (
        "audit-events",
        "What happened in the organization: read in pages, or as a file that can be proved.",
    ),
    (
        "api-tokens",
        "What programs ask with instead of a session: made and ended by administrators.",
    ),
    (
        "webhooks",
        "What happens is sent to addresses that administrators register, signed (Standard Webhooks).",
    ),
    (
        "clients",
        "Consoles that sign in with us: registered by administrators.",
    ),
    (
        "openid-connect",
        "What consoles ask: OpenID Connect. Forms and errors are those of its standards, not those of the rest.",
    ),
    (
        "forward-auth",
        "What a proxy asks before each request to a console, and what browsers do at the protected address.",
    ),
    (
        "radius",
        "What FreeRADIUS asks for the devices that know nothing else.",
    ),
    (
        "sandbox",
        "Test organizations: a fixed code, mails to read, a clock to move. For the tests of integrators.",
    ),
    ("setup", "The first organization and its administrator."),
    (
        "service",
        "The service itself: is it there, is it ready, how does it look?",
    ),
];

/// Completes what was collected from the handlers.
pub fn complete(description: Description) -> OpenApi {
    let mut document = OpenApi::new(info(), description.paths);
    document.servers = Some(vec![Server::new("/")]);
    document.tags = Some(
        TAGS.map(|(name, description)| tag(name, description))
            .to_vec(),
    );
    let components = document.components.get_or_insert_with(Components::new);
    components.schemas.extend(description.schemas);
    components.security_schemes = schemes();
    components.examples = examples();
    add_problem_schemas(components);
    pages::name_rows(components);
    headers::add(components);
    operations::complete(&mut document.paths);
    document
}

/// The document as it stands in `openapi.yaml`.
pub fn to_yaml(document: &OpenApi) -> String {
    let text = document.to_yaml().expect("an OpenAPI document is YAML");
    // The word is a boolean in YAML 1.1, which many still read (yaml.org/type/bool.html).
    text.replace("- on\n", "- \"on\"\n")
}

fn info() -> Info {
    let mut info = Info::new("Twostep", "1");
    info.description = Some(ABOUT.to_owned());
    let mut license = License::new("MIT OR Apache-2.0");
    license.identifier = Some("MIT OR Apache-2.0".to_owned());
    info.license = Some(license);
    info
}

fn tag(name: &str, description: &str) -> Tag {
    let mut tag = Tag::new(name);
    tag.description = Some(description.to_owned());
    tag
}

/// The security schemes by name; the extractors of the credentials name them.
fn schemes() -> BTreeMap<String, RefOr<SecurityScheme>> {
    let [flow_token, flow_cookie] = FLOW;
    let [session_token, session_cookie] = SESSION;
    let schemes = [
        (
            flow_token,
            bearer("`tsf_…`: the `flow_token` of a sign-in attempt, for 15 minutes."),
        ),
        (flow_cookie, cookie(FLOW_COOKIE)),
        (
            session_token,
            bearer("`tss_…`: the `session.token` of a finished sign-in."),
        ),
        (session_cookie, cookie(SESSION_COOKIE)),
        (
            API_TOKEN,
            bearer("`tsk_…`: an API token, for the scopes that it was made for."),
        ),
    ];
    schemes
        .map(|(name, scheme)| (name.to_owned(), RefOr::T(scheme)))
        .into()
}

fn bearer(description: &str) -> SecurityScheme {
    let http = HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
    SecurityScheme::Http(http.description(Some(description)).build())
}

fn cookie(name: &str) -> SecurityScheme {
    let description = "Our own pages only: same origin, and `X-CSRF` on unsafe methods.";
    let value = ApiKeyValue::with_description(name, description);
    SecurityScheme::ApiKey(ApiKey::Cookie(value))
}

/// A method that a path does not have is refused with 405, so no operation names that.
fn examples() -> BTreeMap<String, RefOr<Example>> {
    let codes = ProblemCode::ALL.into_iter();
    let named = codes.filter(|code| !matches!(code, ProblemCode::MethodNotAllowed));
    named.map(example).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::app;
    use std::collections::BTreeSet;

    #[test]
    fn every_operation_has_one_tag_and_its_own_name_and_every_tag_an_operation() {
        let (mut names, mut used) = (Vec::new(), BTreeSet::new());
        for (path, item) in app::document().paths.paths {
            for (_, operation) in operations(&item) {
                let tags = operation.tags.clone().unwrap_or_default();
                assert_eq!(tags.len(), 1, "{path}: {tags:?}");
                used.extend(tags);
                names.push(operation.operation_id.clone().unwrap_or_default());
            }
        }
        let tags: BTreeSet<String> = TAGS.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(used, tags);
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all, "an operationId is there twice");
    }

    /// What its handler takes and refuses is named by every operation, and a credential has a
    /// scheme that says how it travels.
    #[test]
    fn every_operation_names_its_refusals() {
        let document = app::document();
        let components = document.components.as_ref().expect("components");
        for (path, item) in &document.paths.paths {
            for (method, operation) in operations(item) {
                let asked = operation.security.as_ref();
                let asked = asked.unwrap_or_else(|| panic!("{method} {path} names no Refusals"));
                let asked = serde_json::to_value(asked).expect("a list of requirements");
                for scheme in asked.as_array().into_iter().flatten() {
                    let names = scheme.as_object().into_iter().flatten();
                    for (name, _) in names {
                        let is_known = components.security_schemes.contains_key(name);
                        assert!(is_known, "{method} {path}: {name}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_document_is_the_same_every_time() {
        assert_eq!(to_yaml(&app::document()), to_yaml(&app::document()));
    }
}
