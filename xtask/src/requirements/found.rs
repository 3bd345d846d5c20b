//! Which tests name which rows. A test names a row in its doc comment, and behind it in brackets the parts
//! of the row that it holds: `C-06 (folder, files)`.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const FOLDERS: [&str; 5] = ["api", "e2e", "shared-types", "web-ui", "xtask"];

/// The tests of each row.
pub(crate) type Tests = BTreeMap<String, Vec<Test>>;

/// A test that names a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Test {
    /// `api/tests/api/races.rs::one_code`.
    pub(crate) name: String,
    /// The parts of the row that it names.
    pub(crate) parts: Vec<String>,
}

/// A row as a comment names it.
#[derive(Debug, PartialEq, Eq)]
struct Named {
    id: String,
    parts: Vec<String>,
}

pub(crate) fn in_workspace(root: &Path) -> Result<Tests> {
    let mut paths = Vec::new();
    for folder in FOLDERS {
        collect(&root.join(folder), &mut paths)?;
    }
    paths.sort();
    let mut tests = Tests::new();
    for path in paths {
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let relative = path.strip_prefix(root).unwrap_or(&path).to_string_lossy();
        for (named, name) in in_file(&text, is_journey(&relative)) {
            let of_row = tests.entry(named.id).or_default();
            let name = format!("{relative}::{name}");
            match of_row.iter_mut().find(|test| test.name == name) {
                Some(known) => known.parts.extend(named.parts),
                None => of_row.push(Test {
                    name,
                    parts: named.parts,
                }),
            }
        }
    }
    Ok(tests)
}

/// The tests of the journeys are made by a macro, one for each `walk`.
fn is_journey(path: &str) -> bool {
    path.starts_with("e2e/journeys/")
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("target") {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
    Ok(())
}

/// Pairs of a row and the test that names it.
fn in_file(text: &str, is_journey: bool) -> Vec<(Named, String)> {
    let mut found = Vec::new();
    let mut comment = String::new();
    let mut is_test = false;
    for line in text.lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("///") {
            comment.push_str(words);
        } else if line.starts_with("#[") {
            is_test |= line.contains("test]") || line.contains("test(");
        } else if let Some(name) =
            function(line).filter(|name| is_test || is_walk(is_journey, name))
        {
            found.extend(
                named(&comment)
                    .into_iter()
                    .map(|row| (row, name.to_owned())),
            );
            (comment, is_test) = (String::new(), false);
        } else if !line.starts_with("//") {
            (comment, is_test) = (String::new(), false);
        }
    }
    found
}

fn is_walk(is_journey: bool, name: &str) -> bool {
    is_journey && name == "walk"
}

/// `walk` of `pub(crate) async fn walk(stage: &mut Stage)`.
fn function(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let is_head = before
        .split_whitespace()
        .all(|word| word.starts_with("pub") || word == "async");
    let end = after.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    is_head.then(|| &after[..end])
}

/// `T-02` and its like: a capital letter, a hyphen, two digits, alone; then its parts, if there are any.
fn named(comment: &str) -> Vec<Named> {
    let is_end = |c: char| !c.is_ascii_alphanumeric() && c != '-';
    let mut rows = Vec::new();
    let mut rest = comment;
    while !rest.is_empty() {
        let end = rest.find(is_end).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if is_id(word.as_bytes()) {
            rows.push(Named {
                id: word.to_owned(),
                parts: parts(after),
            });
        }
        rest = after.strip_prefix(is_end).unwrap_or(after);
    }
    rows
}

/// `folder` and `files` of ` (folder, files): …`.
fn parts(after: &str) -> Vec<String> {
    let inside = after
        .strip_prefix(" (")
        .and_then(|rest| rest.split_once(')'));
    inside.map_or_else(Vec::new, |(list, _)| {
        list.split(',').map(|part| part.trim().to_owned()).collect()
    })
}

fn is_id(word: &[u8]) -> bool {
    matches!(word, [letter, b'-', tens, ones]
        if letter.is_ascii_uppercase() && tens.is_ascii_digit() && ones.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str, is_journey: bool) -> Vec<String> {
        let pairs = in_file(text, is_journey);
        pairs
            .into_iter()
            .map(|(row, name)| [row.id, row.parts.join("+"), name].join(" "))
            .collect()
    }

    #[test]
    fn parts_stand_in_brackets_behind_the_row() {
        let text =
            "/// A-01 (files,\n/// the folder), B-02: both (so to speak).\n#[test]\nfn works() {";
        assert_eq!(
            named(text, false),
            ["A-01 files+the folder works", "B-02  works"]
        );
    }

    #[test]
    fn the_doc_comment_of_a_test_names_rows() {
        let text = "/// A-01, B-02: both;\n/// C-03: too.\n#[tokio::test]\nasync fn works() {";
        assert_eq!(
            named(text, false),
            ["A-01  works", "B-02  works", "C-03  works"]
        );
    }

    #[test]
    fn what_is_no_test_names_nothing() {
        let text = "/// A-01: a rule.\nfn rule() {}\n#[test]\nfn test() {}";
        assert!(named(text, false).is_empty());
        let other = "/// CVE-2026-01 and UTF-16, P1.\n#[test]\nfn test() {}";
        assert!(named(other, false).is_empty());
    }

    #[test]
    fn a_journey_is_its_walk() {
        let text = "/// B-05: nothing runs.\npub(crate) async fn walk(stage: &mut Stage) {";
        assert_eq!(named(text, true), ["B-05  walk"]);
        assert!(named(text, false).is_empty());
    }
}
