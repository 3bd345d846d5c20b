//! Source files as the guards read them: lines of production code, and what they name.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

const FOLDERS: [&str; 9] = [
    "api/http-limits/src",
    "api/src",
    "api/tests",
    "e2e",
    "shared-types/catalogue",
    "shared-types/src",
    "web-ui/src",
    "web-ui/tests",
    "xtask",
];

/// One source file.
pub(crate) struct Source {
    /// Its path from the root of the workspace.
    pub(crate) path: String,
    /// All of it.
    pub(crate) text: String,
    /// The lines that are built into the product; a comment leaves its line empty.
    production: String,
}

/// A rule that is broken, and where.
#[derive(Debug)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    rule: &'static str,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let production = text.split("#[cfg(test)]\nmod tests {").next();
        let code = production.unwrap_or_default().lines().map(without_comment);
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            production: code.collect::<Vec<_>>().join("\n"),
        }
    }

    /// Line numbers and lines of the product's code.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.production.lines())
    }

    /// The path below `folder`, cut at its slashes: `["members", "service.rs"]`.
    pub(crate) fn below(&self, folder: &str) -> Option<Vec<&str>> {
        let rest = self.path.strip_prefix(folder)?.strip_prefix('/')?;
        Some(rest.trim_end_matches(".rs").split('/').collect())
    }

    /// The paths from the root of its crate that this file names, with the line of each. Who may see
    /// an item (`pub(in crate::…)`) is not what the file uses.
    pub(crate) fn named_paths(&self) -> Vec<(usize, Vec<String>)> {
        let starts = self.production.match_indices("crate::");
        let used = starts.filter(|(at, _)| !self.production[..*at].ends_with("pub(in "));
        let named = used.flat_map(|(at, start)| {
            let (before, path) = self.production.split_at(at + start.len());
            let number = before.lines().count();
            paths(path).into_iter().map(move |path| (number, path))
        });
        named.collect()
    }

    pub(crate) fn finding(&self, line: usize, rule: &'static str) -> Finding {
        Finding {
            path: self.path.clone(),
            line,
            rule,
        }
    }

    /// One finding for each line of code that `breaks` the rule.
    pub(crate) fn lines_where(
        &self,
        rule: &'static str,
        breaks: impl Fn(&str) -> bool,
    ) -> Vec<Finding> {
        let broken = self.code().filter(|(_, line)| breaks(line));
        broken
            .map(|(number, _)| self.finding(number, rule))
            .collect()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, rule } = self;
        write!(f, "{path}:{line}: {rule}")
    }
}

/// Fails with one line for each finding.
pub(crate) fn assert_none(findings: &[Finding]) {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

/// The folder that holds the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every Rust file of ours that is not a test module of its own.
pub(crate) fn rust_files() -> Vec<Source> {
    let mut paths = Vec::new();
    for folder in FOLDERS {
        collect(&root().join(folder), &mut paths);
    }
    paths.sort();
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("the file is readable");
        let relative = path.strip_prefix(root()).expect("it is below the root");
        Source::new(&relative.to_string_lossy(), &text)
    };
    paths.iter().map(read).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("target") {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") {
        ""
    } else {
        line
    }
}

/// The words of a line: identifiers, keywords, numbers.
pub(crate) fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
}

/// The paths that begin here: `record::audit` and `messages::mail` of
/// `{record::audit, messages::{mail}}`.
fn paths(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    read_paths(text, &[], &mut found);
    found
}

/// Reads one path, or a group of them, behind `prefix`; gives what follows it.
fn read_paths<'a>(text: &'a str, prefix: &[String], found: &mut Vec<Vec<String>>) -> &'a str {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        let mut rest = group.trim_start();
        while !rest.is_empty() && !rest.starts_with('}') {
            rest = read_paths(rest, prefix, found).trim_start();
            // What is not a path, such as `as _`, ends at the next comma or brace.
            let end = rest.find([',', '}']).unwrap_or(rest.len());
            rest = rest[end..].trim_start_matches(',').trim_start();
        }
        return rest.strip_prefix('}').unwrap_or(rest);
    }
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let mut path = prefix.to_vec();
    if !name.is_empty() && name != "self" {
        path.push(name.to_owned());
    }
    match rest.strip_prefix("::") {
        Some(below) if end > 0 => read_paths(below, &path, found),
        _ => {
            if !path.is_empty() {
                found.push(path);
            }
            rest
        }
    }
}
