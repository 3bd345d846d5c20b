//! What the documents say of the tree is true: links, paths, names, layers and settings; and what
//! the sources cite is there.

use crate::layers::LAYERS;
use crate::source::{root, rust_files, words};
use std::collections::HashSet;
use std::fs;
use std::path::Path;

const README: &str = "README.md";
const LONGEST_README: usize = 100;
const DOCUMENTS: &str = "api/docs";
const GUIDES: &str = "api/docs/guides";
const ARCHITECTURE: &str = "api/docs/architecture.md";
const OPERATIONS: &str = "api/docs/operations.md";
/// The section whose every name must be found in the code.
const WALK: &str = "## One code, from the request to the row and back\n";
/// Where a path in a document begins.
const FOLDERS: [&str; 8] = [
    ".ci",
    ".cargo",
    "api",
    "e2e",
    "migrations",
    "shared-types",
    "web-ui",
    "xtask",
];
/// Kinds of files that cite documents.
const CITING: [&str; 6] = ["rs", "toml", "sql", "html", "css", "js"];

/// A document with its path from the root.
struct Document {
    path: String,
    text: String,
}

fn document(path: &str) -> Document {
    let text = fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    Document {
        path: path.to_owned(),
        text,
    }
}

fn documents() -> Vec<Document> {
    let paths = [DOCUMENTS, GUIDES].into_iter().flat_map(|folder| {
        let pages = fs::read_dir(root().join(folder)).expect("a folder of documents");
        let names = pages.map(|page| page.expect("a page").file_name());
        names.map(move |name| format!("{folder}/{}", name.to_string_lossy()))
    });
    std::iter::once(README.to_owned())
        .chain(paths.filter(|path| Path::new(path).extension().is_some_and(|end| end == "md")))
        .map(|path| document(&path))
        .collect()
}

fn assert_none(findings: &[String]) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn the_readme_is_short() {
    let lines = document(README).text.lines().count();
    assert!(lines <= LONGEST_README, "{README}: {lines} lines");
}

#[test]
fn every_link_and_path_exists() {
    let documents = documents();
    assert!(documents.len() > 5, "the documents are not found");
    assert_none(
        &documents
            .iter()
            .flat_map(missing_targets)
            .collect::<Vec<_>>(),
    );
}

#[test]
fn every_cited_document_exists() {
    assert_none(&missing_citations(&citing_files()));
}

#[test]
fn the_layers_in_the_document_are_those_of_the_guard() {
    assert_none(&wrong_layers(&document(ARCHITECTURE).text));
}

#[test]
fn every_name_of_the_walk_is_in_the_code() {
    let architecture = document(ARCHITECTURE).text;
    let names = names_of(section(&architecture, WALK));
    assert!(names.len() > 10, "the section is not found");
    assert_none(&unknown(&names, &defined()));
}

#[test]
fn every_setting_is_explained() {
    let settings = document("api/src/application/config/settings.rs").text;
    assert_none(&unexplained(&settings, &document(OPERATIONS).text));
}

/// A guard that finds nothing guards nothing.
#[test]
fn every_rule_about_documents_finds_what_breaks_it() {
    let broken = |text: &str| {
        let path = format!("{DOCUMENTS}/sample.md");
        let text = text.to_owned();
        missing_targets(&Document { path, text }).len()
    };
    assert_eq!(
        broken("[good](../../README.md) `api/src/lib.rs` `GET /api/v1`"),
        0
    );
    assert_eq!(broken("[a page](absent.md)"), 1);
    assert_eq!(broken("[a heading](security.md#absent)"), 1);
    assert_eq!(broken("the file `api/src/absent.rs`"), 1);
    assert_eq!(
        broken("the test `api/tests/guards/main.rs::absent_test`"),
        1
    );
    let source = |text: &str| Document {
        path: "api/src/sample.rs".to_owned(),
        text: text.to_owned(),
    };
    let absent = ["// See absent", "md section 4."].join(".");
    assert_eq!(missing_citations(&[source(&absent)]).len(), 1);
    assert_eq!(
        missing_citations(&[source("//! `api/docs/security.md`.")]).len(),
        0
    );
    let architecture = document(ARCHITECTURE).text;
    assert!(!wrong_layers(&architecture.replace("`backup`", "")).is_empty());
    assert!(!wrong_layers(&architecture.replace("| `record` |", "| `records` |")).is_empty());
    let names = names_of("`check_code` and `flow::absent_function`, `POST /sign-in/code`");
    assert_eq!(unknown(&names, &defined()).len(), 1);
    assert_eq!(unexplained("\"TWOSTEP_ABSENT\"", "`TWOSTEP_LOG`").len(), 1);
}

/// Links and paths of a document without a target.
fn missing_targets(document: &Document) -> Vec<String> {
    let folder = root().join(&document.path);
    let folder = folder.parent().expect("a folder");
    let mut findings = Vec::new();
    for link in prose(&document.text).split("](").skip(1) {
        let target = link.split(')').next().unwrap_or_default();
        if !target.contains("://") && !has_target(folder, &document.text, target) {
            findings.push(format!("{}: no target of the link {target}", document.path));
        }
    }
    for span in spans(&document.text) {
        if is_path(span) && !is_there(span) {
            findings.push(format!("{}: no {span}", document.path));
        }
    }
    findings
}

fn has_target(folder: &Path, own: &str, target: &str) -> bool {
    let (file, heading) = target.split_once('#').unwrap_or((target, ""));
    let path = folder.join(file);
    if heading.is_empty() {
        return path.exists();
    }
    let other = fs::read_to_string(path).unwrap_or_default();
    let text = if file.is_empty() { own } else { &other };
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings.map(anchor).any(|anchor| anchor == heading)
}

/// As GitHub makes it.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// What stands outside of blocks.
fn prose(text: &str) -> String {
    text.split("```").step_by(2).collect()
}

/// What stands between backticks, outside of blocks.
fn spans(text: &str) -> Vec<&str> {
    let prose = text.split("```").step_by(2);
    prose
        .flat_map(|part| part.split('`').skip(1).step_by(2))
        .collect()
}

fn is_path(span: &str) -> bool {
    let is_one = span.contains('/') && !span.contains([' ', '*', '{', '\n']);
    is_one && FOLDERS.contains(&span.split('/').next().unwrap_or_default())
}

/// `api/tests/api/races.rs::one_code` is a file and a function in it.
fn is_there(path: &str) -> bool {
    let (file, name) = path.split_once("::").unwrap_or((path, ""));
    let path = root().join(file);
    let holds = || fs::read_to_string(&path).is_ok_and(|text| words(&text).any(|w| w == name));
    path.exists() && (name.is_empty() || holds())
}

/// Documents that are named in a file and are not there, neither from the root, nor from the folder
/// of the file, nor from that of its crate.
fn missing_citations(files: &[Document]) -> Vec<String> {
    let mut findings = Vec::new();
    for Document { path, text } in files {
        let own = Path::new(path);
        let folders = [
            root(),
            root().join(own.parent().unwrap_or(own)),
            root().join(own.components().next().expect("a folder")),
        ];
        let tokens = text.split(|c: char| !c.is_alphanumeric() && !"_-./".contains(c));
        for cited in tokens.map(|token| token.trim_end_matches('.')) {
            let name = cited
                .rsplit('/')
                .next()
                .and_then(|name| name.strip_suffix(".md"));
            let is_cited = name.is_some_and(|name| !name.is_empty());
            if is_cited && !folders.iter().any(|folder| folder.join(cited).exists()) {
                findings.push(format!("{path}: no {cited}"));
            }
        }
    }
    findings
}

/// Every text of ours that may cite a document; this file has examples of its own.
fn citing_files() -> Vec<Document> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(folder, &mut files);
    }
    for name in ["Cargo.toml", "Trunk.toml", ".deny.toml", ".clippy.toml"] {
        files.push(document(name));
    }
    assert!(files.len() > 300, "the tree is not found");
    files.retain(|file| !file.path.ends_with("guards/documents.rs"));
    files
}

fn collect(folder: &str, files: &mut Vec<Document>) {
    for entry in fs::read_dir(root().join(folder))
        .into_iter()
        .flatten()
        .flatten()
    {
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        let extension = Path::new(&path).extension().and_then(|end| end.to_str());
        if entry.path().is_dir() && !path.ends_with("/target") {
            collect(&path, files);
        } else if extension.is_some_and(|end| CITING.contains(&end)) {
            files.push(document(&path));
        }
    }
}

/// The rows of the table against the guard's list.
fn wrong_layers(architecture: &str) -> Vec<String> {
    let table = section(architecture, "## Layers, top to bottom\n");
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    let written: Vec<Vec<&str>> = rows
        .map(|row| {
            let mut cells = row.split('|').skip(1);
            let cells = [cells.next(), cells.next()].into_iter().flatten();
            cells.flat_map(spans).collect()
        })
        .collect();
    let known = LAYERS.map(|(folder, features)| [&[folder], features].concat());
    let pairs = known.iter().enumerate().filter_map(|(at, known)| {
        let row = written.get(at).map(Vec::as_slice).unwrap_or_default();
        (row != known.as_slice()).then(|| format!("{ARCHITECTURE}: {row:?} should be {known:?}"))
    });
    let extra = written.iter().skip(known.len());
    pairs
        .chain(extra.map(|row| format!("{ARCHITECTURE}: {row:?} is no layer")))
        .collect()
}

/// What follows a heading up to the next one of its rank.
fn section<'a>(text: &'a str, heading: &str) -> &'a str {
    let (_, rest) = text.split_once(heading).unwrap_or_default();
    rest.split("\n## ").next().unwrap_or_default()
}

/// The last part of every span that is a name: `next` of `flow::next`.
fn names_of(text: &str) -> Vec<&str> {
    let is_name = |span: &&str| {
        span.chars()
            .all(|c| c.is_alphanumeric() || "_:".contains(c))
    };
    let names = spans(text).into_iter().filter(is_name);
    names.filter_map(|name| name.rsplit("::").next()).collect()
}

/// Every function and type of the product's code.
fn defined() -> HashSet<String> {
    let mut names = HashSet::new();
    for file in rust_files() {
        if !file.path.starts_with("api/src") && !file.path.starts_with("shared-types") {
            continue;
        }
        for (_, line) in file.code() {
            let words: Vec<&str> = words(line).collect();
            let defines = |pair: &&[&str]| ["fn", "struct", "enum", "type"].contains(&pair[0]);
            let pairs = words.windows(2).filter(defines);
            names.extend(pairs.map(|pair| pair[1].to_owned()));
        }
    }
    names
}

fn unknown(names: &[&str], defined: &HashSet<String>) -> Vec<String> {
    let missing = names.iter().filter(|name| !defined.contains(**name));
    missing
        .map(|name| format!("{ARCHITECTURE}: no function or type is called {name}"))
        .collect()
}

/// Settings of the program that the document leaves out.
fn unexplained(settings: &str, operations: &str) -> Vec<String> {
    let names = words(settings).filter(|word| word.starts_with("TWOSTEP_"));
    let missing = names.filter(|name| !operations.contains(&format!("`{name}`")));
    missing
        .map(|name| format!("{OPERATIONS}: {name} is missing"))
        .collect()
}
