//! Which file of a crate uses which: the paths that a file names, followed to the file that defines
//! what they lead to.

use crate::source::{Source, words};
use std::collections::{BTreeMap, BTreeSet};

/// The files of a crate by their module paths: `["app", "state"]` of `app/state.rs`.
type Files<'a> = BTreeMap<Vec<String>, File<'a>>;

/// Which files a file uses.
pub(crate) type Uses = BTreeMap<String, BTreeSet<String>>;

/// A source file and the names that its `use` declarations bring in.
struct File<'a> {
    source: &'a Source,
    /// Names and their full paths, of private `use` declarations.
    imports: Vec<(String, Vec<String>)>,
    /// Names and their full paths, of `pub use` declarations.
    exports: Vec<(String, Vec<String>)>,
    /// The code without its `use` declarations and strings.
    rest: String,
}

/// Which files below a crate's source folder use which.
pub(crate) fn uses(sources: &[Source], folder: &str) -> Uses {
    let modules: BTreeMap<Vec<String>, &Source> = sources
        .iter()
        .filter_map(|source| Some((module(source, folder)?, source)))
        .collect();
    assert!(!modules.is_empty(), "there are no files in {folder}");
    let is_module = |path: &[String]| modules.contains_key(path);
    let files: Files = modules
        .iter()
        .map(|(module, source)| (module.clone(), File::new(source, module, is_module)))
        .collect();
    let of_file = |(module, file): (&Vec<String>, &File)| {
        let used = paths(&files, module, file)
            .into_iter()
            .filter_map(|path| resolve(&files, &path, 0))
            .map(|used| files[used].source.path.clone())
            .filter(|path| *path != file.source.path)
            .collect();
        (file.source.path.clone(), used)
    };
    files.iter().map(of_file).collect()
}

/// The module path of a file; tests in a file of their own and binaries are no part of the crate.
fn module(source: &Source, folder: &str) -> Option<Vec<String>> {
    let mut path = source.below(folder)?;
    let is_test = path.last().is_some_and(|name| name.ends_with("tests"));
    if path[0] == "bin" || is_test {
        return None;
    }
    if matches!(path.last(), Some(&("mod" | "lib" | "main"))) {
        path.pop();
    }
    Some(path.into_iter().map(str::to_owned).collect())
}

impl<'a> File<'a> {
    fn new(source: &'a Source, module: &[String], is_module: impl Fn(&[String]) -> bool) -> Self {
        let mut file = Self {
            source,
            imports: Vec::new(),
            exports: Vec::new(),
            rest: String::new(),
        };
        let code: Vec<&str> = source.code().map(|(_, line)| line).collect();
        let mut code = &*without_strings(&code.join("\n"));
        while let Some((before, statement, after)) = next_use(code) {
            let is_export = before
                .trim_end()
                .rsplit(['\n', ';', '}'])
                .next()
                .is_some_and(|start| start.trim_start().starts_with("pub"));
            let list = if is_export {
                &mut file.exports
            } else {
                &mut file.imports
            };
            for (name, path) in names(statement) {
                list.push((name, absolute(module, path, &is_module)));
            }
            file.rest.push_str(before);
            file.rest.push('\n');
            code = after;
        }
        file.rest.push_str(code);
        file
    }
}

/// The full paths that a file names: in `use` declarations, and in the rest of its code.
fn paths(files: &Files, module: &[String], file: &File) -> Vec<Vec<String>> {
    let mut paths: Vec<Vec<String>> = file.imports.iter().map(|(_, path)| path.clone()).collect();
    // A re-exported name that the file needs itself is a use after all.
    let is_declaration = |line: &&str| line.ends_with(';') && words(line).any(|word| word == "mod");
    let lines = file.rest.lines().filter(|line| !is_declaration(line));
    let own: BTreeSet<&str> = lines.flat_map(words).collect();
    let needed = file.exports.iter();
    paths.extend(
        needed
            .filter(|(name, _)| own.contains(name.as_str()))
            .map(|(_, path)| path.clone()),
    );
    let is_module = |path: &[String]| files.contains_key(path);
    for path in inline_paths(&file.rest) {
        let mut known = file.imports.iter().chain(&file.exports);
        let path = match known.find(|(name, _)| *name == path[0]) {
            Some((_, start)) => [start, &path[1..]].concat(),
            None => absolute(module, path, is_module),
        };
        paths.push(path);
    }
    paths
}

/// The module of the file that a full path leads to.
fn resolve<'a>(files: &'a Files, path: &[String], depth: usize) -> Option<&'a Vec<String>> {
    let mut lengths = (0..=path.len()).rev();
    let (module, file) = lengths.find_map(|length| files.get_key_value(&path[..length]))?;
    let rest = &path[module.len()..];
    let export = rest.first().and_then(|name| {
        let mut exports = file.exports.iter();
        exports.find(|(exported, _)| exported == name)
    });
    match export {
        Some((_, target)) if depth < 8 => {
            let path: Vec<String> = target.iter().chain(&rest[1..]).cloned().collect();
            resolve(files, &path, depth + 1)
        }
        // A path that leads to none of the crate's files ends at its root: `serde::Serialize`.
        _ if module.is_empty() && !rest.is_empty() && !is_item(file, &rest[0]) => None,
        _ => Some(module),
    }
}

/// Whether the file defines an item of this name.
fn is_item(file: &File, name: &str) -> bool {
    let keywords = ["fn", "struct", "enum", "type", "const", "static", "trait"];
    let all: Vec<&str> = words(&file.rest).collect();
    let mut pairs = all.windows(2);
    pairs.any(|pair| keywords.contains(&pair[0]) && pair[1] == name)
}

/// The full path of a path that may start with `crate`, `self`, `super` or a module of this one.
fn absolute(
    module: &[String],
    path: Vec<String>,
    is_module: impl Fn(&[String]) -> bool,
) -> Vec<String> {
    let is_relative = match path.first().map(String::as_str) {
        Some("self" | "super") => true,
        Some("crate") | None => false,
        Some(_) => is_module(&[module, &path[..1]].concat()),
    };
    let mut full = if is_relative {
        module.to_vec()
    } else {
        Vec::new()
    };
    for name in path {
        match name.as_str() {
            "crate" | "self" => {}
            "super" => {
                full.pop();
            }
            _ => full.push(name),
        }
    }
    full
}

/// The code before the next `use` declaration, what it names, and the code after it.
fn next_use(code: &str) -> Option<(&str, &str, &str)> {
    let starts = code.match_indices("use ");
    let (at, _) = starts.into_iter().find(|(at, _)| {
        let before = code[..*at].chars().next_back();
        before.is_none_or(char::is_whitespace)
    })?;
    let (statement, after) = code[at + 4..].split_once(';')?;
    Some((&code[..at], statement, after))
}

/// The names that a `use` declaration brings in, each with its path.
fn names(tree: &str) -> Vec<(String, Vec<String>)> {
    let tree = tree.trim();
    let Some((prefix, group)) = tree.split_once('{') else {
        let (path, alias) = tree.split_once(" as ").unwrap_or((tree, ""));
        let mut path: Vec<String> = path
            .split("::")
            .map(|name| name.trim().to_owned())
            .collect();
        path.retain(|name| !name.is_empty() && name != "*");
        let last = path.last().cloned().unwrap_or_default();
        if last == "self" && path.len() > 1 {
            path.pop();
        }
        let named = path.last().cloned().unwrap_or_default();
        let name = if alias.is_empty() {
            &named
        } else {
            alias.trim()
        };
        return vec![(name.to_owned(), path)];
    };
    let group = group.trim_end().trim_end_matches('}');
    let prefix = prefix.trim().trim_end_matches("::");
    let parts = split_at_top(group).into_iter();
    let filled = parts.filter(|part| !part.trim().is_empty());
    filled
        .flat_map(|part| names(&format!("{prefix}::{}", part.trim())))
        .collect()
}

/// The parts of a list, without cutting nested groups.
fn split_at_top(list: &str) -> Vec<String> {
    let mut depth = 0_i32;
    let mut parts = vec![String::new()];
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if c == ',' && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().expect("never empty").push(c);
        }
    }
    parts
}

/// Paths of at least two names in code: `requests::find_me`.
fn inline_paths(code: &str) -> Vec<Vec<String>> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    code.split(|c| !is_part(c))
        .filter(|path| path.contains("::") && !path.starts_with(':'))
        .map(|path| {
            let names = path.split("::").filter(|name| !name.is_empty());
            names
                .map(|name| name.trim_matches(':').to_owned())
                .collect()
        })
        .collect()
}

/// The code with its strings emptied; characters and raw strings are rare enough to stay.
fn without_strings(code: &str) -> String {
    let mut text = String::with_capacity(code.len());
    let mut is_inside = false;
    let mut previous = ' ';
    for c in code.chars() {
        if c == '"' && previous != '\\' && previous != '\'' {
            is_inside = !is_inside;
        }
        if !is_inside || c == '"' {
            text.push(c);
        }
        previous = if previous == '\\' { ' ' } else { c };
    }
    text
}
