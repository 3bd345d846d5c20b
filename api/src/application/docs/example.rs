//! A sample value for any schema of the document: the schema's own example where it has one.

use serde_json::{Map, Value, json};

const DEEPEST: usize = 8;

/// A value as the schema describes it. `schemas` are the document's named ones.
pub(super) fn of(schema: &Value, schemas: &Value) -> Value {
    sample(schema, schemas, 0)
}

fn sample(schema: &Value, schemas: &Value, depth: usize) -> Value {
    if depth > DEEPEST {
        return Value::Null;
    }
    if let Some(example) = own_example(schema) {
        return example;
    }
    if let Some(named) = referred(schema, schemas) {
        return sample(named, schemas, depth + 1);
    }
    if let Some(choice) = first_choice(schema) {
        return sample(choice, schemas, depth + 1);
    }
    match kind(schema) {
        "object" => object(schema, schemas, depth),
        "array" => json!([sample(&schema["items"], schemas, depth + 1)]),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or(json!(0)),
        "boolean" => json!(false),
        "string" => json!(text(schema["format"].as_str().unwrap_or_default())),
        _ => Value::Null,
    }
}

fn own_example(schema: &Value) -> Option<Value> {
    let first = |list: &Value| list.as_array()?.first().cloned();
    schema
        .get("example")
        .cloned()
        .or_else(|| schema.get("examples").and_then(first))
        .or_else(|| schema.get("enum").and_then(first))
}

/// The schema behind a `$ref`.
pub(super) fn referred<'a>(schema: &Value, schemas: &'a Value) -> Option<&'a Value> {
    schemas.get(reference(schema)?)
}

/// The name behind a `$ref`.
pub(super) fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.rsplit('/').next()
}

/// The first of several schemas that is not `null`.
pub(super) fn first_choice(schema: &Value) -> Option<&Value> {
    let choices = ["oneOf", "anyOf", "allOf"]
        .iter()
        .find_map(|key| schema.get(key));
    let mut choices = choices?.as_array()?.iter();
    choices.find(|choice| kind(choice) != "null")
}

/// The type's name; of `["string", "null"]` the one that is not `null`.
pub(super) fn kind(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => {
            let mut kinds = kinds.iter().filter_map(Value::as_str);
            kinds.find(|kind| *kind != "null").unwrap_or_default()
        }
        _ if schema.get("properties").is_some() => "object",
        _ => "",
    }
}

fn object(schema: &Value, schemas: &Value, depth: usize) -> Value {
    let properties = schema.get("properties").and_then(Value::as_object);
    let fields: Map<_, _> = properties
        .into_iter()
        .flatten()
        .map(|(name, schema)| (name.clone(), sample(schema, schemas, depth + 1)))
        .collect();
    Value::Object(fields)
}

fn text(format: &str) -> &'static str {
    match format {
        "uuid" => "019ab5e2-7c1f-7d3a-9a54-0c7f5e2b8d61",
        "date-time" => "2026-11-24T09:30:00Z",
        "uri" => "https://twostep.example.com",
        _ => "…",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_gives_a_value() {
        let schemas = json!({
            "Step": { "type": "string", "enum": ["email", "code"] },
            "Loop": { "type": "object", "properties": { "next": { "$ref": "#/components/schemas/Loop" } } },
        });
        let schema = json!({ "type": "object", "properties": {
            "step": { "$ref": "#/components/schemas/Step" },
            "name": { "type": ["string", "null"], "example": "Ada" },
            "seen": { "oneOf": [{ "type": "null" }, { "type": "string", "format": "date-time" }] },
            "list": { "type": "array", "items": { "type": "integer" } },
        }});
        let expected = json!({
            "step": "email", "name": "Ada", "seen": "2026-11-24T09:30:00Z", "list": [0],
        });
        assert_eq!(of(&schema, &schemas), expected);
        assert!(of(&json!({ "$ref": "#/components/schemas/Loop" }), &schemas).is_object());
    }
}
