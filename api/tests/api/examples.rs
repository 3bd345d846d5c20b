//! Requests and answers of these tests are the examples of the documentation: `api/docs/examples.json`. They are
//! recorded anew by `TWOSTEP_RECORD_EXAMPLES=yes cargo test -p twostep --test api`, and fit the contract always.

use crate::support::Answer;
use reqwest::{Request, RequestBuilder};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Set while examples are recorded.
const RECORD: &str = "TWOSTEP_RECORD_EXAMPLES";
/// The richest example is kept, as long as a reader sees all of it.
const LONGEST_EXAMPLE: usize = 1_500;
/// What an example of an operation has to show, however rich another is.
const SHOWN: [(&str, &str); 1] = [("verify", "/answer/receipt")];
/// Lines of a file that are shown.
const LINES: usize = 3;
/// A longer text is cut.
const LONGEST_TEXT: usize = 120;
/// How secrets begin. They are cut: those who look for secrets in a repository must not find these.
const SECRETS: [&str; 13] = [
    "tsk_", "tss_", "tsf_", "tsc_", "tsi_", "tsp_", "tsu_", "tso_", "tsg_", "tsa_", "tsd_",
    "whsec_", "eyJ",
];
/// So many equal letters are no word.
const FILLING: usize = 16;
/// So much is left of one.
const LEFT_OF_SECRET: usize = 10;

static WRITING: Mutex<()> = Mutex::new(());

/// Sends a request of a test.
pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let is_recording = std::env::var_os(RECORD).is_some();
    let copy = is_recording.then(|| request.try_clone()).flatten();
    let response = request.send().await.expect("the server answers");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.expect("a body");
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    if let Some(request) = copy.and_then(|copy| copy.build().ok())
        && (200..300).contains(&status)
    {
        let lines = body
            .is_null()
            .then_some(text)
            .filter(|text| !text.is_empty());
        keep(&request, status, &body, lines.as_deref());
    }
    Answer {
        status,
        headers,
        body,
    }
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples.json")
}

fn recorded() -> Map<String, Value> {
    let text = fs::read_to_string(file()).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        serde_json::to_value(twostep::application::app::document()).expect("a document")
    })
}

fn keep(request: &Request, status: u16, answer: &Value, lines: Option<&str>) {
    if request.headers().contains_key("cookie") {
        return;
    }
    let method = request.method().as_str().to_lowercase();
    let Some(id) = operation_of(document(), &method, request.url().path()) else {
        return;
    };
    let body = request.body().and_then(|body| body.as_bytes());
    let path = request.url().path();
    let query = request.url().query().map(|query| format!("?{query}"));
    let target = format!("{path}{}", query.unwrap_or_default());
    let mut example = json!({ "target": cut_text(&target), "status": status });
    if let Some(body) = body {
        match (serde_json::from_slice(body), std::str::from_utf8(body)) {
            (Ok(body), _) => example["request"] = cut(body),
            (Err(_), Ok(text)) => example["request_text"] = cut_lines(text).into(),
            _ => return,
        }
    }
    if let Some(lines) = lines {
        example["answer_text"] = cut_lines(lines).into();
    }
    if !answer.is_null() {
        example["answer"] = cut(answer.clone());
    }
    let example_text = example.to_string();
    if is_filled(&example_text) {
        return;
    }
    let length = example_text.len();
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut all = recorded();
    let known = all.get(&id).map_or(0, |known| known.to_string().len());
    let is_missing = |(operation, what): &(&str, &str)| {
        *operation == id && !example.pointer(what).is_some_and(Value::is_string)
    };
    if length <= LONGEST_EXAMPLE && length > known && !SHOWN.iter().any(is_missing) {
        all.insert(id, example);
        all.sort_keys();
        let text = serde_json::to_string_pretty(&all).expect("JSON");
        fs::write(file(), text + "\n").expect("the examples are written");
    }
}

fn operation_of(document: &Value, method: &str, path: &str) -> Option<String> {
    let fits = |pattern: &str| {
        let mut parts = path.split('/');
        let mut all = pattern.split('/');
        let mut pairs = all.by_ref().map(|part| (part, parts.next()));
        let is_same = pairs.all(|(part, other)| part.starts_with('{') || Some(part) == other);
        is_same && parts.next().is_none()
    };
    let mut paths: Vec<_> = document["paths"].as_object()?.iter().collect();
    paths.sort_by_key(|(pattern, _)| pattern.matches('{').count());
    let (_, item) = paths.into_iter().find(|(pattern, _)| fits(pattern))?;
    Some(item[method]["operationId"].as_str()?.to_owned())
}

/// Without secrets and long texts.
fn cut(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(cut_text(&text)),
        Value::Array(items) => items.into_iter().take(2).map(cut).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter();
            Value::Object(fields.map(|(name, value)| (name, cut(value))).collect())
        }
        other => other,
    }
}

/// Whether it holds a text that only fills a limit: no reader would write it.
fn is_filled(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut runs = bytes.windows(FILLING);
    runs.any(|run| run[0].is_ascii_alphanumeric() && run.iter().all(|one| *one == run[0]))
}

/// The first lines of a file.
fn cut_lines(text: &str) -> String {
    let lines = text.lines().take(LINES).map(|line| cut_text(line) + "\n");
    lines.collect()
}

fn cut_text(text: &str) -> String {
    let secret = SECRETS
        .into_iter()
        .filter_map(|start| text.find(start))
        .min();
    let end = secret.map_or(LONGEST_TEXT, |at| at + LEFT_OF_SECRET);
    if text.chars().count() <= end {
        return text.to_owned();
    }
    let kept: String = text.chars().take(end).collect();
    kept + "…"
}

/// What was recorded is what the contract says today; who changes an operation records its example anew.
#[test]
fn the_examples_fit_the_contract() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    let all = recorded();
    assert!(all.len() > 50, "only {} examples", all.len());
    let paths = document["paths"].as_object().expect("paths");
    let operations = paths
        .values()
        .flat_map(|item| item.as_object().expect("methods").values());
    let mut found = 0;
    for operation in operations {
        let id = operation["operationId"].as_str().expect("a name");
        let Some(example) = all.get(id) else { continue };
        found += 1;
        let answer = &operation["responses"][example["status"].to_string()];
        assert!(answer.is_object(), "{id}: {example}");
        for (value, content) in [
            (example.get("answer"), &answer["content"]),
            (example.get("request"), &operation["requestBody"]["content"]),
        ] {
            let schema = &content["application/json"]["schema"];
            if let Some(value) = value {
                let misfit = misfit(value, schema, schemas);
                assert!(
                    misfit.is_none(),
                    "{id}: {misfit:?}. Record it anew: {RECORD}=yes"
                );
            }
        }
    }
    assert_eq!(found, all.len(), "an example of no operation");
}

/// The first field that is unknown or missing.
fn misfit(value: &Value, schema: &Value, schemas: &Value) -> Option<String> {
    if let Some(name) = schema["$ref"]
        .as_str()
        .and_then(|name| name.rsplit('/').next())
    {
        return misfit(value, &schemas[name], schemas);
    }
    if value.is_null() {
        return None;
    }
    let choices = ["oneOf", "anyOf"]
        .iter()
        .find_map(|key| schema[key].as_array());
    if let Some(choices) = choices {
        let mut misfits = choices.iter().filter(|choice| choice["type"] != "null");
        return misfits.try_fold(String::new(), |_, choice| misfit(value, choice, schemas));
    }
    if let Some(items) = value.as_array() {
        return items
            .iter()
            .find_map(|item| misfit(item, &schema["items"], schemas));
    }
    let (fields, known) = (value.as_object()?, schema["properties"].as_object()?);
    let required = schema["required"].as_array().into_iter().flatten();
    let missing = required
        .filter_map(Value::as_str)
        .find(|name| !fields.contains_key(*name));
    missing.map(|name| format!("no {name}")).or_else(|| {
        fields
            .iter()
            .find_map(|(name, value)| match known.get(name) {
                Some(schema) => misfit(value, schema, schemas),
                None => Some(format!("unknown {name}")),
            })
    })
}

/// A check that finds nothing checks nothing.
#[test]
fn what_does_not_fit_is_found() {
    let schemas =
        json!({"Row": {"type": "object", "required": ["id"], "properties": {"id": {}, "at": {}}}});
    let list = json!({"type": "array", "items": {"$ref": "#/components/schemas/Row"}});
    let finds = |value: Value| misfit(&value, &list, &schemas);
    assert_eq!(finds(json!([{"id": 1, "at": null}])), None);
    assert_eq!(finds(json!([{"at": 1}])), Some("no id".to_owned()));
    assert_eq!(
        finds(json!([{"id": 1, "by": 1}])),
        Some("unknown by".to_owned())
    );
    assert!(is_filled(&"a".repeat(FILLING)) && !is_filled("aa@example.com"));
    assert_eq!(
        cut_text("open /challenge#tsc_0123456789abcdef"),
        "open /challenge#tsc_012345…"
    );
}
