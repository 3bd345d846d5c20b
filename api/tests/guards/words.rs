//! Words that say nothing to a colleague who searches: metaphors that once stood for a layer, a
//! batch, a permit or a command. `api/docs/contributing.md` names the words to use.

use crate::source::{Finding, Source, root};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each word with what is said instead.
const BANNED: [(&str, &str); 26] = [
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
    ("hear", "be told, receive"),
    ("hears", "is told, receives"),
    ("born", "created"),
    ("halves", "parts"),
    ("kill", "end a session, refuse a code"),
    ("kills", "ends a session, refuses a code"),
    ("untold", "unreported"),
    ("politely", "gracefully"),
];

/// Where a process is killed, and nothing else.
const KILLED_PROCESSES: [&str; 18] = [
    "api/docs/architecture.md",
    "api/docs/benchmarks.md",
    "api/docs/contributing.md",
    "api/docs/security.md",
    "api/tests/api/disk_full.rs",
    "api/tests/api/process.rs",
    "api/tests/api/program.rs",
    "api/tests/api/guides.rs",
    "api/tests/api/rekey.rs",
    "api/tests/api/sigkill.rs",
    "api/tests/api/watched.rs",
    "e2e/load/src/",
    "e2e/src/guarded.rs",
    "xtask/requirements.toml",
    "xtask/src/bench.rs",
    "xtask/src/main.rs",
    "xtask/src/postgres.rs",
    "xtask/src/schemathesis.rs",
];
/// Texts beside the Rust sources and the documents.
const OTHER_TEXTS: [&str; 6] = ["css", "ftl", "html", "js", "sql", "toml"];

/// One finding for each line of text, comment or code that says one of them.
pub(crate) fn words_are_plain(source: &Source) -> Vec<Finding> {
    if source.path.starts_with("api/tests/guards/") {
        return Vec::new();
    }
    let is_of_processes = KILLED_PROCESSES
        .iter()
        .any(|path| source.path.starts_with(path));
    let rule = "a plain word instead (BANNED in words.rs)";
    (1..)
        .zip(source.text.lines())
        .filter(|(_, line)| says_one(line, |word| !(is_of_processes && word.starts_with("kill"))))
        .map(|(number, _)| source.finding(number, rule))
        .collect()
}

/// The documents keep the same rule.
#[test]
fn documents_are_plain() {
    let mut findings = Vec::new();
    let mut paths = vec!["README.md".to_owned()];
    for folder in ["api/docs", "api/docs/guides"] {
        let files = fs::read_dir(root().join(folder)).expect("the documents");
        let names = files.map(|file| file.expect("a file").file_name());
        let pages = names.map(|name| format!("{folder}/{}", name.to_string_lossy()));
        paths.extend(
            pages.filter(|path| Path::new(path).extension().is_some_and(|end| end == "md")),
        );
    }
    // The table of requirements quotes its sources.
    for path in paths.iter().filter(|path| !path.contains("requirements")) {
        let text = fs::read_to_string(root().join(path)).expect("a document");
        findings.extend(words_are_plain(&Source::new(path, &text)));
    }
    crate::source::assert_none(&findings);
}

/// So do catalogues, settings, migrations, styles and scripts.
#[test]
fn other_texts_are_plain() {
    let mut paths = Vec::new();
    collect(&root(), &mut paths);
    let mut findings = Vec::new();
    let mut kinds = BTreeSet::new();
    for path in paths {
        let kind = path.extension().unwrap_or_default().to_string_lossy();
        if OTHER_TEXTS.contains(&&*kind) {
            let text = fs::read_to_string(&path).expect("a text");
            let path = path.strip_prefix(root()).expect("it is below the root");
            findings.extend(words_are_plain(&Source::new(
                &path.to_string_lossy(),
                &text,
            )));
            kinds.insert(kind.into_owned());
        }
    }
    for kind in ["css", "ftl", "html", "js", "sql", "toml"] {
        assert!(kinds.contains(kind), "no {kind} was found");
    }
    crate::source::assert_none(&findings);
}

/// Every file of ours: what is built or downloaded is not.
fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        let is_made = ["target", "dist", "node_modules", "corpus", "artifacts"].contains(&&*name);
        if is_made || name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            collect(&path, paths);
        } else {
            paths.push(path);
        }
    }
}

fn says_one(line: &str, is_banned: impl Fn(&str) -> bool) -> bool {
    let parts = parts(line);
    BANNED
        .iter()
        .filter(|(word, _)| is_banned(word))
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
