//! The types of the document: a name for people, and a table of fields for each.

use super::example::{first_choice, kind, reference};
use super::text::inline;
use crate::platform::html::escape;
use serde_json::Value;

/// The type of a value in a word or two; named types are links.
pub(super) fn name(schema: &Value) -> String {
    if let Some(name) = reference(schema) {
        let shown = escape(name);
        return format!("<a href=\"#type-{shown}\">{shown}</a>");
    }
    if let Some(choice) = first_choice(schema) {
        return name(choice);
    }
    match kind(schema) {
        "array" => format!("list of {}", name(&schema["items"])),
        "" => "any".to_owned(),
        kind => match schema["format"].as_str() {
            Some(format @ ("uuid" | "date-time" | "uri")) => escape(format),
            _ => escape(kind),
        },
    }
}

/// The section of one named type.
pub(super) fn section(type_name: &str, schema: &Value) -> String {
    let title = escape(type_name);
    let about = schema["description"]
        .as_str()
        .map(inline)
        .unwrap_or_default();
    let body = match schema.get("enum").and_then(Value::as_array) {
        Some(values) => one_of(values),
        None => fields(schema),
    };
    format!(
        "<section class=\"type\" id=\"type-{title}\"><h3>{title}</h3><p>{about}</p>{body}</section>\n"
    )
}

fn one_of(values: &[Value]) -> String {
    let texts = values.iter().filter_map(Value::as_str);
    let words: Vec<_> = texts
        .map(|value| format!("<code>{}</code>", escape(value)))
        .collect();
    format!("<p>One of {}.</p>", words.join(", "))
}

fn fields(schema: &Value) -> String {
    let required = schema.get("required").and_then(Value::as_array);
    let is_required =
        |name: &str| required.is_some_and(|names| names.iter().any(|required| required == name));
    let properties = schema.get("properties").and_then(Value::as_object);
    let rows: String = properties
        .into_iter()
        .flatten()
        .map(|(name, schema)| row(name, schema, is_required(name)))
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    format!("<dl class=\"fields\">{rows}</dl>")
}

/// One field or parameter.
pub(super) fn row(field: &str, schema: &Value, is_required: bool) -> String {
    let optional = if is_required { "" } else { ", optional" };
    let about = schema["description"]
        .as_str()
        .map(inline)
        .unwrap_or_default();
    format!(
        "<div><dt><code>{}</code> <small>{}{optional}</small></dt><dd>{about}</dd></div>",
        escape(field),
        name(schema),
    )
}
