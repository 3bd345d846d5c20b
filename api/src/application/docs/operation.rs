//! One operation of the documentation page.

use super::place::Place;
use super::samples::{Sample, Sent};
use super::text::{inline, paragraphs};
use super::{example, types};
use crate::platform::html::escape;
use serde_json::Value;
use shared_types::address::in_api;

const PROBLEM_JSON: &str = "application/problem+json";

/// The article of one operation.
pub(super) fn article(method: &str, path: &str, operation: &Value, place: &Place<'_>) -> String {
    let id = escape(operation["operationId"].as_str().unwrap_or_default());
    let summary = operation["summary"].as_str().unwrap_or_default();
    let about = operation["description"].as_str().unwrap_or_default();
    format!(
        "<article id=\"{id}\">\n<h3><a href=\"#{id}\"><b class=\"{method}\">{method}</b> \
         <code>{}</code></a></h3>\n{}{}{}{}{}{}{}</article>\n",
        escape(path),
        paragraphs(summary),
        paragraphs(about),
        credential(operation),
        parameters(operation),
        request(operation, place),
        samples(method, operation, place),
        responses(operation, place),
    )
}

/// The line of an operation in the list of contents.
pub(super) fn link(method: &str, path: &str, operation: &Value) -> String {
    let id = escape(operation["operationId"].as_str().unwrap_or_default());
    let short = in_api(path);
    format!(
        "<li><a href=\"/docs#{id}\"><b class=\"{method}\">{method}</b> {}</a></li>",
        escape(short)
    )
}

fn credential(operation: &Value) -> String {
    let schemes = operation["security"].as_array();
    let names = schemes.into_iter().flatten().filter_map(Value::as_object);
    let needed = |name: &str| names.clone().find_map(|scheme| scheme.get(name));
    let words = if needed("flow_token").is_some() {
        "Needs the token of a sign-in attempt.".to_owned()
    } else if let Some(roles) = needed("session_token") {
        match roles[0].as_str() {
            Some(role) => format!("Needs a session; the role is at least {}.", escape(role)),
            None => "Needs a session.".to_owned(),
        }
    } else {
        String::new()
    };
    let program = match needed("api_token") {
        Some(scopes) => match scopes[0].as_str() {
            Some(scope) => format!("An API token needs <code>{}</code>.", escape(scope)),
            None => "Any API token is good.".to_owned(),
        },
        None if words.is_empty() => "Needs no credential.".to_owned(),
        None => String::new(),
    };
    format!("<p class=\"needs\">{words} {program}</p>\n")
}

fn parameters(operation: &Value) -> String {
    let rows: String = operation["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|parameter| {
            let mut schema = parameter["schema"].clone();
            if let (Some(fields), Some(about)) =
                (schema.as_object_mut(), parameter.get("description"))
            {
                fields.insert("description".to_owned(), about.clone());
            }
            let is_required = parameter["required"] == true;
            types::row(
                parameter["name"].as_str().unwrap_or_default(),
                &schema,
                is_required,
            )
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    format!("<h4>Parameters</h4><dl class=\"fields\">{rows}</dl>\n")
}

/// The recorded request in three languages.
fn samples(method: &str, operation: &Value, place: &Place<'_>) -> String {
    let Some(example) = place.example(operation) else {
        return String::new();
    };
    let target = example["target"].as_str().unwrap_or_default();
    let file = example["request_text"].as_str().map(Sent::Csv);
    let sample = Sample {
        method,
        url: format!("{}{target}", place.public_url),
        token: token(operation),
        body: example.get("request").map(Sent::Json).or(file),
    };
    sample.write(operation["operationId"].as_str().unwrap_or_default())
}

/// The variable with what proves the caller: an API token where one is good for it.
fn token(operation: &Value) -> Option<&'static str> {
    let schemes = operation["security"].as_array()?;
    let takes = |name: &str| schemes.iter().any(|scheme| scheme.get(name).is_some());
    let tokens = [
        ("api_token", "TWOSTEP_TOKEN"),
        ("session_token", "TWOSTEP_SESSION"),
        ("flow_token", "TWOSTEP_FLOW"),
    ];
    tokens
        .into_iter()
        .find(|(scheme, _)| takes(scheme))
        .map(|(_, variable)| variable)
}

fn request(operation: &Value, place: &Place<'_>) -> String {
    let content = operation["requestBody"]["content"].as_object();
    let Some((_, content)) = content.and_then(|content| content.iter().next()) else {
        return String::new();
    };
    let example = place.example(operation);
    let text = example.and_then(|example| example["request_text"].as_str());
    let recorded = example.and_then(|example| example.get("request"));
    let sample = text.map_or_else(|| sample(&content["schema"], recorded, place), as_text);
    format!("<h4>Request</h4>\n{sample}")
}

fn responses(operation: &Value, place: &Place<'_>) -> String {
    let example = place.example(operation);
    let all = operation["responses"].as_object();
    let (refusals, answers): (Vec<_>, Vec<_>) = all
        .into_iter()
        .flatten()
        .partition(|(_, response)| response["content"].get(PROBLEM_JSON).is_some());
    let answers: String = answers
        .into_iter()
        .map(|(status, response)| {
            let same = example.filter(|example| example["status"].as_u64() == status.parse().ok());
            answer(status, response, same, place)
        })
        .collect();
    let codes: Vec<_> = refusals
        .into_iter()
        .filter_map(|(_, response)| response["content"][PROBLEM_JSON]["examples"].as_object())
        .flat_map(|examples| examples.keys())
        .map(|code| format!("<a href=\"#{0}\"><code>{0}</code></a>", escape(code)))
        .collect();
    format!(
        "{answers}<p class=\"codes\">Problems: {}</p>\n",
        codes.join(" ")
    )
}

fn answer(status: &str, response: &Value, example: Option<&Value>, place: &Place<'_>) -> String {
    let about = response["description"]
        .as_str()
        .map(inline)
        .unwrap_or_default();
    let content = response["content"].as_object();
    let text = example.and_then(|example| example["answer_text"].as_str());
    let body = match content.and_then(|content| content.get("application/json")) {
        Some(content) => {
            let recorded = example.and_then(|example| example.get("answer"));
            sample(&content["schema"], recorded, place)
        }
        None => text.map(as_text).unwrap_or_default(),
    };
    format!("<h4>Answer {}</h4>\n<p>{about}</p>{body}", escape(status))
}

fn as_text(text: &str) -> String {
    format!("<pre tabindex=\"0\">{}</pre>\n", escape(text))
}

/// What was recorded, or else what the type says.
fn sample(schema: &Value, recorded: Option<&Value>, place: &Place<'_>) -> String {
    let made = || example::of(schema, place.schemas);
    let value = recorded.cloned().unwrap_or_else(made);
    let json = serde_json::to_string_pretty(&value).unwrap_or_default();
    format!(
        "<p class=\"type-of\">{}</p><pre tabindex=\"0\">{}</pre>\n",
        types::name(schema),
        escape(&json)
    )
}
