//! The attribute of an operation names what its handler takes and refuses with: what the document
//! says and what the program does stand side by side, and nobody may change one of them alone.

use crate::source::{Finding, Source};

const ATTRIBUTE: &str = "#[utoipa::path(";
/// Parameters that refuse nothing.
const SILENT: [&str; 3] = ["web::Data<", "Origin", "HttpRequest"];

/// Every extractor in the signature and the error of the answer stand in `Refusals<(…)>`, in that
/// order; a handler that cannot fail says `Refusals<()>`.
pub(crate) fn operations_name_their_refusals(source: &Source) -> Vec<Finding> {
    if source.below("api/src").is_none() {
        return Vec::new();
    }
    let lines: Vec<&str> = source.code().map(|(_, line)| line).collect();
    let text = lines.join("\n");
    let rule = "an operation names in Refusals<(…)> the extractors and the error of its handler";
    let starts = text.match_indices(ATTRIBUTE).map(|(at, _)| at);
    let broken = starts.filter(|at| {
        let operation = &text[*at..];
        let named = named(operation);
        named.is_none() || named != taken(operation)
    });
    broken
        .map(|at| source.finding(text[..at].lines().count() + 1, rule))
        .collect()
}

/// A table makes the answers and the list of codes at once; what is written by hand can drift.
pub(crate) fn errors_answer_by_their_table(source: &Source) -> Vec<Finding> {
    let path = source.below("api/src").unwrap_or_default();
    if path.is_empty() || path.starts_with(&["platform", "http"]) {
        return Vec::new();
    }
    let rule = "an error becomes an answer by a table: refusals! { enum … }";
    source.lines_where(rule, |line| {
        line.starts_with("impl From<") && line.contains("for ApiError")
    })
}

/// The types in the attribute.
fn named(operation: &str) -> Option<Vec<String>> {
    let attribute = &operation[..closing(operation, ATTRIBUTE.len() - 1)?];
    let start = attribute.find("Refusals<(")? + "Refusals<".len();
    let list = &attribute[start + 1..closing(attribute, start)?];
    Some(split(list).map(compact).collect())
}

/// The types in the signature that follows the attribute.
fn taken(operation: &str) -> Option<Vec<String>> {
    let function = &operation[operation.find("async fn ")?..];
    let open = function.find('(')?;
    let close = closing(function, open)?;
    let head = &function[close..close + function[close..].find('{')?];
    let parameters = split(&function[open + 1..close]).filter_map(|parameter| {
        let colons = parameter.match_indices(": ");
        let at = colons
            .map(|(at, _)| at)
            .find(|at| depth(&parameter[..*at]) == 0)?;
        Some(parameter[at + 2..].trim())
    });
    let mut types: Vec<String> = parameters
        .filter(|name| !SILENT.iter().any(|silent| name.starts_with(silent)))
        .map(compact)
        .collect();
    if let Some(at) = head.find("Refusal<") {
        let open = at + "Refusal".len();
        types.push(compact(&head[open + 1..closing(head, open)?]));
    } else if head.contains("Result<") {
        return None;
    }
    Some(types)
}

/// Where the bracket at `open` is closed.
fn closing(text: &str, open: usize) -> Option<usize> {
    let ends = text[open..]
        .char_indices()
        .map(|(at, c)| open + at + c.len_utf8());
    let end = ends.into_iter().find(|end| depth(&text[open..*end]) == 0)?;
    Some(end - 1)
}

/// How many brackets are open at the end of the text. An arrow closes none, a quoted one is none.
fn depth(text: &str) -> i32 {
    let (mut depth, mut before, mut is_quoted) = (0, ' ', false);
    for c in text.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '(' | '[' | '{' | '<' => depth += 1,
            '>' if before == '-' || before == '=' => {}
            ')' | ']' | '}' | '>' => depth -= 1,
            _ => {}
        }
        before = c;
    }
    depth
}

/// The parts between the commas that stand in no bracket.
fn split(list: &str) -> impl Iterator<Item = &str> {
    let commas = list.match_indices(',').map(|(at, _)| at);
    let mut ends: Vec<usize> = commas.filter(|at| depth(&list[..*at]) == 0).collect();
    ends.push(list.len());
    let mut start = 0;
    let parts = ends.into_iter().map(move |end| {
        let part = list[start..end].trim();
        start = end + 1;
        part
    });
    parts.filter(|part| !part.is_empty())
}

fn compact(text: &str) -> String {
    let dense: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    dense.replace(",>", ">")
}
