//! One owner for each table: the folder whose store names it, and that alone writes it.

use crate::owners::{EVERY, Exception, OWNERS, READERS, WRITERS};
use crate::source::{Finding, Source, rust_files, words};
use std::collections::BTreeSet;

/// A test organization never becomes a live one, nor the other way round: its INSERT alone says what it is.
pub(crate) fn no_organization_changes_its_kind(source: &Source) -> Vec<Finding> {
    if source.below("api/src").is_none() || is_test(source) {
        return Vec::new();
    }
    let is_owner = source.path == "api/src/people/organizations/store.rs";
    let rule = "the kind of an organization is written when it is inserted, and never again";
    source.lines_where(rule, |line| {
        let is_written = line.contains("organizations::kind.eq(") && !line.contains(".filter(");
        let is_insert = is_owner && line.trim() == "organizations::kind.eq(kind.as_str()),";
        (is_written && !is_insert) || line.contains("UPDATE organizations")
    })
}

/// Who names a table owns it, or is listed.
pub(crate) fn a_table_has_one_owner(source: &Source) -> Vec<Finding> {
    if source.below("api/src").is_none() || is_test(source) {
        return Vec::new();
    }
    let rule = "a table is named by its owner only (OWNERS in tables.rs)";
    let is_listed = |list: &[Exception], table: &str| {
        list.iter()
            .any(|one| one.file == source.path && one.is_of(table))
    };
    let mut findings = Vec::new();
    for (line, table) in foreign_tables(source) {
        let may_read = is_listed(&READERS, &table) && !writes(source, &table);
        if !may_read && !is_listed(&WRITERS, &table) {
            findings.push(source.finding(line, rule));
        }
    }
    if !is_listed(&WRITERS, EVERY) {
        let rule = "a statement names its table, never a value in its place";
        findings.extend(lines_with_any_table(source).map(|line| source.finding(line, rule)));
    }
    findings
}

fn is_schema(path: &str) -> bool {
    path.starts_with("api/src/platform/db/schema")
}

/// Every table of the schema has an owner, and every owner's table is in the schema.
#[test]
fn every_table_has_an_owner() {
    let files = rust_files();
    let tables: BTreeSet<&str> = files
        .iter()
        .filter(|file| is_schema(&file.path))
        .flat_map(|file| file.text.lines())
        .filter_map(|line| line.strip_prefix("    ")?.split_once(" ("))
        .filter(|(name, rest)| rest.ends_with(") {") && !name.contains(' '))
        .map(|(name, _)| name)
        .collect();
    let owned: BTreeSet<&str> = OWNERS.iter().map(|(table, _)| *table).collect();
    assert_eq!(tables, owned);
}

/// An exception that is no longer needed is taken off its list.
#[test]
fn every_exception_is_needed() {
    let files = rust_files();
    for Exception {
        file,
        tables,
        reason,
    } in WRITERS.iter().chain(&READERS)
    {
        let source = files.iter().find(|source| source.path == *file);
        let source = source.unwrap_or_else(|| panic!("no such file: {file}, {reason}"));
        let named = foreign_tables(source);
        for table in *tables {
            let is_needed = if *table == EVERY {
                lines_with_any_table(source).next().is_some()
            } else {
                named.iter().any(|(_, name)| name == table)
            };
            assert!(is_needed, "{file}: {table}, {reason}");
        }
    }
}

fn foreign_tables(source: &Source) -> Vec<(usize, String)> {
    let mut named = named_tables(source);
    named.retain(|(_, table)| !is_own(source, table));
    named
}

fn is_own(source: &Source, table: &str) -> bool {
    OWNERS.iter().any(|(name, owner)| {
        *name == table && source.path.starts_with(&format!("api/src/{owner}/"))
    })
}

fn is_test(source: &Source) -> bool {
    source.path.ends_with("tests.rs") || is_schema(&source.path)
}

/// The tables that a file names: in a path through the schema, or behind a verb of SQL.
fn named_tables(source: &Source) -> Vec<(usize, String)> {
    let is_table = |name: &str| OWNERS.iter().any(|(table, _)| *table == name);
    let mut found: Vec<(usize, String)> = source
        .named_paths()
        .into_iter()
        .filter(|(_, path)| path.iter().any(|part| part == "schema"))
        .filter_map(|(line, path)| {
            let table = path.iter().find(|part| is_table(part))?;
            Some((line, table.clone()))
        })
        .collect();
    // A statement may go on in the next line.
    let mut before = "";
    for (line, text) in source.code() {
        for word in words(text) {
            if ["UPDATE", "INTO", "FROM", "JOIN"].contains(&before) && is_table(word) {
                found.push((line, word.to_owned()));
            }
            before = word;
        }
    }
    found
}

/// The lines that write to a table whose name they do not say: `INSERT INTO "{name}"`.
fn lines_with_any_table(source: &Source) -> impl Iterator<Item = usize> {
    let is_one = |line: &str| {
        let line = line.replace("\\\"", "");
        ["INTO {", "UPDATE {", "DELETE FROM {"]
            .iter()
            .any(|start| line.contains(start))
    };
    source
        .code()
        .filter(move |(_, line)| is_one(line))
        .map(|(number, _)| number)
}

/// Whether a file changes a table, as far as text tells: by SQL, or by a verb of diesel on the table,
/// on another name of it, or on a variable that begins with one of them.
fn writes(source: &Source, table: &str) -> bool {
    let code: Vec<&str> = source.code().map(|(_, line)| line).collect();
    let code = code.join("\n");
    let words: Vec<&str> = words(&code).collect();
    let is_sql = words
        .windows(2)
        .any(|pair| pair[1] == table && (pair[0] == "UPDATE" || pair[0] == "INTO"))
        || words
            .windows(3)
            .any(|three| three == ["DELETE", "FROM", table]);
    let renamed = words
        .windows(3)
        .filter(|three| three[0] == table && three[1] == "as")
        .map(|three| three[2]);
    let names: Vec<&str> = renamed.chain([table]).collect();
    let dense: String = code.split_whitespace().collect();
    is_sql
        || targets(&dense).any(|target| {
            names.iter().any(|name| {
                target.starts_with(&format!("{name}::"))
                    || dense.contains(&format!("let{}={name}::", first_word(target)))
            })
        })
}

/// What follows the verbs of diesel that change rows, in code without spaces.
fn targets(dense: &str) -> impl Iterator<Item = &str> {
    let verbs = ["insert_into(", "replace_into(", "update(", "delete("];
    verbs.into_iter().flat_map(move |verb| {
        dense
            .match_indices(verb)
            .map(move |(at, verb)| &dense[at + verb.len()..])
    })
}

fn first_word(text: &str) -> &str {
    words(text).next().unwrap_or_default()
}
