//! Words that say nothing to a colleague who searches: metaphors that once stood for a layer, a
//! batch, a permit or a command. `api/docs/contributing.md` names the words to use.

use crate::source::{Finding, Source, root};
use std::fs;

/// Each word with what is said instead.
const BANNED: [(&str, &str); 20] = [
    ("roof", "the application, the root component"),
    ("ground", "the platform"),
    ("floor", "a layer"),
    ("floors", "layers"),
    ("breath", "a snapshot"),
    ("seat", "a waiter, a slot"),
    ("seats", "waiters, slots"),
    ("deed", "an action, a hook"),
    ("deeds", "actions, hooks"),
    ("errand", "a command"),
    ("errands", "commands"),
    ("lane", "a transport, a counter"),
    ("lanes", "transports, counters"),
    ("whoever", "name who"),
    ("house", "the code, the architecture"),
    ("bark", "a guard fails"),
    ("barks", "a guard fails"),
    ("heard", "received"),
    ("untold", "unreported"),
    ("politely", "gracefully"),
];

/// One finding for each line of text, comment or code that says one of them.
pub(crate) fn words_are_plain(source: &Source) -> Vec<Finding> {
    if source.path.starts_with("api/tests/guards/") {
        return Vec::new();
    }
    let rule = "a plain word instead (BANNED in words.rs)";
    (1..)
        .zip(source.text.lines())
        .filter(|(_, line)| says_one(line))
        .map(|(number, _)| source.finding(number, rule))
        .collect()
}

/// The documents keep the same rule.
#[test]
fn documents_are_plain() {
    let mut findings = Vec::new();
    let mut paths = vec!["README.md".to_owned()];
    for entry in fs::read_dir(root().join("api/docs"))
        .expect("the documents")
        .flatten()
    {
        paths.push(format!("api/docs/{}", entry.file_name().to_string_lossy()));
    }
    // The table of requirements quotes its sources.
    for path in paths.iter().filter(|path| !path.contains("requirements")) {
        let text = fs::read_to_string(root().join(path)).expect("a document");
        findings.extend(words_are_plain(&Source::new(path, &text)));
    }
    crate::source::assert_none(&findings);
}

fn says_one(line: &str) -> bool {
    let parts = parts(line);
    BANNED
        .iter()
        .any(|(word, _)| parts.iter().any(|part| part == word))
}

/// The words of a line in lower case; a name is cut at its capitals and underscores.
fn parts(line: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut was_lower = false;
    for c in line.chars() {
        let is_cut = !c.is_alphabetic() || (c.is_uppercase() && was_lower);
        if is_cut {
            parts.push(String::new());
        }
        if c.is_alphabetic() {
            parts
                .last_mut()
                .expect("never empty")
                .extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    parts
}
