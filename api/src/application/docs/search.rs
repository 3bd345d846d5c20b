//! What the search of the pages looks through: one entry for each section of a guide, operation, type and problem.

use super::guides::GUIDES;
use super::{example, markdown, page};
use crate::application::openapi::{TAGS, problems};
use serde::Serialize;
use serde_json::Value;
use shared_types::address::in_api;
use shared_types::problem::ProblemCode;

/// Something that can be found.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    /// What is shown.
    title: String,
    /// In which part of the documentation it stands.
    part: &'static str,
    /// Where it leads.
    link: String,
    /// What is searched besides.
    text: String,
}

/// All entries of a document; those that are read first come first.
pub(super) fn entries(document: &Value) -> Vec<Entry> {
    let problems = ProblemCode::ALL.into_iter().map(|code| Entry {
        title: code.as_str().to_owned(),
        part: "Problems",
        link: format!("/docs#{}", code.as_str()),
        text: problems::meaning(code).to_owned(),
    });
    let beginning = Entry {
        title: "Twostep API".to_owned(),
        part: "Beginning",
        link: "/docs".to_owned(),
        text: document["info"]["description"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
    };
    let guides = std::iter::once(beginning).chain(of_guides());
    let guides = guides.chain(operations(document));
    guides.chain(problems).chain(types(document)).collect()
}

fn of_guides() -> impl Iterator<Item = Entry> {
    GUIDES.into_iter().flat_map(|guide| {
        let page = format!("/docs/guides/{}", guide.name);
        guide.sections().map(move |(heading, text)| {
            let heading = heading.trim_start_matches("# ");
            let is_first = heading == guide.title();
            let anchor = markdown::anchor(heading);
            Entry {
                title: heading.to_owned(),
                part: guide.title(),
                link: if is_first {
                    page.clone()
                } else {
                    format!("{page}#{anchor}")
                },
                text: text.to_owned(),
            }
        })
    })
}

fn operations(document: &Value) -> impl Iterator<Item = Entry> {
    TAGS.iter().flat_map(move |(tag, _)| {
        page::of_tag(document, tag).map(|(method, path, operation)| {
            let text = |name: &str| operation[name].as_str().unwrap_or_default();
            let short = in_api(path);
            Entry {
                title: format!("{method} {short}"),
                part: page::heading(tag),
                link: format!("/docs#{}", text("operationId")),
                text: [
                    text("summary"),
                    text("description"),
                    text("operationId"),
                    tag,
                    &scopes(operation).join(" "),
                    &body_fields(document, operation),
                ]
                .join(" "),
            }
        })
    })
}

/// The scopes of a token that it takes.
fn scopes(operation: &Value) -> Vec<&str> {
    let ways = operation["security"].as_array().into_iter().flatten();
    let all = ways.flat_map(|way| way.as_object().into_iter().flat_map(|way| way.values()));
    all.filter_map(Value::as_array)
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// The fields of the request and of the answers that are no problems: who looks for `receipt` looks for the operation
/// that gives one.
fn body_fields(document: &Value, operation: &Value) -> String {
    let answers = operation["responses"].as_object().into_iter().flatten();
    let answers = answers.filter(|(status, _)| status.starts_with('2'));
    let bodies = std::iter::once(&operation["requestBody"]).chain(answers.map(|(_, body)| body));
    let media = bodies.flat_map(|body| body["content"].as_object().into_iter().flatten());
    let schemas = &document["components"]["schemas"];
    let types = media.filter_map(|(_, media)| example::referred(&media["schema"], schemas));
    types.map(fields).collect::<Vec<_>>().join(" ")
}

/// The names of a type's fields and what they say.
fn fields(schema: &Value) -> String {
    let properties = schema["properties"].as_object().into_iter().flatten();
    let words = properties.flat_map(|(name, field)| {
        [
            name.as_str(),
            field["description"].as_str().unwrap_or_default(),
        ]
    });
    words.collect::<Vec<_>>().join(" ")
}

fn types(document: &Value) -> impl Iterator<Item = Entry> {
    let schemas = document["components"]["schemas"].as_object();
    schemas.into_iter().flatten().map(|(name, schema)| Entry {
        title: name.clone(),
        part: "Types",
        link: format!("/docs#type-{name}"),
        text: fields(schema),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::openapi;

    #[test]
    fn guides_operations_types_and_problems_are_found() {
        let document = openapi::read().expect("a document");
        let entries = entries(&document);
        let beginning = &entries[0];
        assert!(beginning.text.contains("tsk_"), "{}", beginning.text);
        let verify = entries.iter().find(|entry| entry.link == "/docs#verify");
        let verify = verify.expect("an operation");
        assert!(
            verify.text.contains("verifications:write"),
            "{}",
            verify.text
        );
        assert!(verify.text.contains("receipt"), "{}", verify.text);
        let import = entries
            .iter()
            .find(|entry| entry.link == "/docs#import_devices");
        assert!(import.is_some_and(|entry| entry.text.contains("otpauth")));
        for (title, link) in [
            ("Limits", "/docs/guides/errors-and-limits#limits"),
            ("Quickstart", "/docs/guides/quickstart"),
            ("POST /verifications", "/docs#verify"),
            ("already_used", "/docs#already_used"),
            ("VerifyAnswer", "/docs#type-VerifyAnswer"),
        ] {
            let mut found = entries.iter().filter(|entry| entry.title == title);
            assert!(found.any(|entry| entry.link == link), "{title}");
        }
    }
}
