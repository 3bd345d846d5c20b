//! One owner for each table: the folder whose store names it, and that alone writes it.

use crate::source::{Finding, Source, rust_files, words};
use std::collections::BTreeSet;

/// Each table with the feature that owns it.
const OWNERS: [(&str, &str); 20] = [
    ("audit_events", "record/audit"),
    ("audit_seals", "record/audit"),
    ("email_codes", "second_step/email_codes"),
    ("flows", "second_step/flow"),
    ("invitations", "people/members"),
    ("key_checks", "protection/keyring"),
    ("known_browsers", "people/browsers"),
    ("limits", "protection/throttle"),
    ("member_counts", "people/members"),
    ("members", "people/members"),
    ("organizations", "people/organizations"),
    ("outbox", "messages/delivery"),
    ("password_reset_requests", "second_step/recovery"),
    ("password_resets", "second_step/recovery"),
    ("pending_totp_devices", "people/devices"),
    ("policies", "people/policy"),
    ("sessions", "people/sessions"),
    ("setup_tokens", "account/setup"),
    ("totp_devices", "people/devices"),
    ("unfinished_sign_ins", "second_step/sign_in"),
];

/// Files that may write tables of others, and why.
const WRITERS: [(&str, &str); 2] = [
    (
        "api/src/upkeep/backup/store.rs",
        "a restore ends all sessions, links and mails in one change",
    ),
    (
        "api/src/protection/keyring/store.rs",
        "a new key seals every sealed column again, whoever owns it",
    ),
];

/// Files that may read tables of others in one joined statement, and why.
const READERS: [(&str, &str); 6] = [
    (
        "api/src/people/members/store.rs",
        "a member is read with the name of the organization, which every mail and flow needs",
    ),
    (
        "api/src/people/members/store_list.rs",
        "a page of members is read with their devices: one statement for a page",
    ),
    (
        "api/src/people/members/store_recount.rs",
        "counts are proved against the rows of members and devices as one moment has them",
    ),
    (
        "api/src/people/sessions/store.rs",
        "every request checks a session with its member and policy: one read",
    ),
    (
        "api/src/upkeep/database_move/store.rs",
        "the sequence of audit positions goes on behind the rows that were moved",
    ),
    (
        "api/src/people/policy/store.rs",
        "the preview counts members and sessions as one moment has them",
    ),
];

/// Who names a table owns it, or is listed.
pub(crate) fn a_table_has_one_owner(source: &Source) -> Vec<Finding> {
    let is_listed = |files: &[(&str, &str)]| files.iter().any(|(file, _)| source.path == *file);
    if source.below("api/src").is_none() || is_test(source) || is_listed(&WRITERS) {
        return Vec::new();
    }
    let rule = "a table is named by its owner only (OWNERS in tables.rs)";
    let foreign = named_tables(source)
        .into_iter()
        .filter(|(_, table)| !is_own(source, table));
    let mut findings = Vec::new();
    for (line, table) in foreign {
        if !is_listed(&READERS) || writes(source, &table) {
            findings.push(source.finding(line, rule));
        }
    }
    findings
}

/// Every table of the schema has an owner, and every owner's table is in the schema.
#[test]
fn every_table_has_an_owner() {
    let files = rust_files();
    let schema = files
        .iter()
        .find(|file| file.path == "api/src/platform/db/schema.rs")
        .expect("the schema");
    let tables: BTreeSet<&str> = schema
        .text
        .lines()
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
    for (path, _) in WRITERS.iter().chain(&READERS) {
        let source = files.iter().find(|file| file.path == *path);
        let source = source.unwrap_or_else(|| panic!("no such file: {path}"));
        let is_foreign = |(_, table): &(usize, String)| !is_own(source, table);
        assert!(named_tables(source).iter().any(is_foreign), "{path}");
    }
}

fn is_own(source: &Source, table: &str) -> bool {
    OWNERS.iter().any(|(name, owner)| {
        *name == table && source.path.starts_with(&format!("api/src/{owner}/"))
    })
}

fn is_test(source: &Source) -> bool {
    source.path.ends_with("tests.rs") || source.path == "api/src/platform/db/schema.rs"
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
    for (line, text) in source.code() {
        let mut before = "";
        for word in words(text) {
            if ["UPDATE", "INTO", "FROM", "JOIN"].contains(&before) && is_table(word) {
                found.push((line, word.to_owned()));
            }
            before = word;
        }
    }
    found
}

/// Whether a file changes a table, as far as text tells.
fn writes(source: &Source, table: &str) -> bool {
    source.code().any(|(_, line)| {
        ["insert_into", "update", "delete"]
            .iter()
            .any(|verb| line.contains(&format!("{verb}({table}::")))
            || line.contains(&format!("UPDATE {table} "))
            || line.contains(&format!("INTO {table} "))
            || line.contains(&format!("DELETE FROM {table} "))
    })
}
