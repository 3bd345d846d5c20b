//! One owner for each table: the folder whose store names it, and that alone writes it.

use crate::source::{Finding, Source, rust_files, words};
use std::collections::BTreeSet;

/// Each table with the feature that owns it.
const OWNERS: [(&str, &str); 42] = [
    ("api_tokens", "people/api_tokens"),
    ("audit_checkpoints", "record/chain"),
    ("audit_daily_heads", "record/chain"),
    ("audit_days", "record/followers"),
    ("audit_events", "record/audit"),
    ("audit_followers", "record/followers"),
    ("audit_index", "record/followers"),
    ("audit_pruned", "record/chain"),
    ("audit_readings", "programs/audit_events"),
    ("audit_seals", "record/chain"),
    ("challenges", "programs/challenges"),
    ("email_codes", "second_step/email_codes"),
    ("evidence_keys", "protection/signing"),
    ("former_addresses", "people/members"),
    ("former_totp_devices", "people/devices"),
    ("group_members", "people/groups"),
    ("groups", "people/groups"),
    ("idempotency_keys", "programs/idempotency"),
    ("invitations", "people/members"),
    ("key_checks", "protection/keyring"),
    ("known_browsers", "people/browsers"),
    ("last_sign_ins", "record/followers"),
    ("limits", "protection/throttle"),
    ("member_counts", "people/members"),
    ("member_words", "people/members"),
    ("members", "people/members"),
    ("organizations", "people/organizations"),
    ("outbox", "messages/delivery"),
    ("password_reset_requests", "second_step/recovery"),
    ("password_resets", "second_step/recovery"),
    ("passwords", "people/members"),
    ("pending_totp_devices", "people/devices"),
    ("policies", "people/policy"),
    ("rules", "people/policy"),
    ("setup_tokens", "account/setup"),
    ("sign_ins", "people/sign_ins"),
    ("signing_keys", "protection/signing"),
    ("single_factor_days", "record/followers"),
    ("totp_devices", "people/devices"),
    ("verifications", "programs/verifications"),
    ("webhook_deliveries", "programs/webhooks"),
    ("webhooks", "programs/webhooks"),
];

/// A file that names tables of others.
struct Exception {
    file: &'static str,
    tables: &'static [&'static str],
    reason: &'static str,
}

/// A sign-in is read with its member, the rules and the device: one statement.
const SIGN_IN_WITH_MEMBER: [&str; 5] = [
    "members",
    "organizations",
    "rules",
    "sign_ins",
    "totp_devices",
];

/// Stands for all tables.
const EVERY: &str = "*";

/// Files that may write tables of others, and why.
const WRITERS: [Exception; 10] = [
    Exception {
        file: "api/src/programs/verifications/store_accept.rs",
        tables: &["audit_events", "totp_devices"],
        reason: "a right code that a program asks about is decided by one statement: step, answer and record",
    },
    Exception {
        file: "api/src/second_step/sign_in/store.rs",
        tables: &[
            "audit_events",
            "known_browsers",
            "members",
            "sign_ins",
            "totp_devices",
        ],
        reason: "a right code is decided by one statement: step, session, browser and record",
    },
    Exception {
        file: "api/src/upkeep/backup/store.rs",
        tables: &[
            "api_tokens",
            "challenges",
            "email_codes",
            "evidence_keys",
            "idempotency_keys",
            "invitations",
            "known_browsers",
            "members",
            "organizations",
            "outbox",
            "password_reset_requests",
            "password_resets",
            "sign_ins",
            "signing_keys",
            "setup_tokens",
            "totp_devices",
            "webhook_deliveries",
            "webhooks",
        ],
        reason: "a restore ends all sessions, links and mails in one change",
    },
    Exception {
        file: "api/src/upkeep/database_move/store.rs",
        tables: &[EVERY],
        reason: "the tables of a file are copied whole; it asks the database for their names",
    },
    Exception {
        file: "api/src/protection/keyring/store_former.rs",
        tables: &["former_totp_devices", "members"],
        reason: "a new key seals every sealed column again, whoever owns it",
    },
    Exception {
        file: "api/src/protection/keyring/store_answers.rs",
        tables: &["idempotency_keys"],
        reason: "a new key seals every sealed column again, whoever owns it",
    },
    Exception {
        file: "api/src/protection/keyring/store_evidence.rs",
        tables: &["evidence_keys"],
        reason: "a new key seals every sealed column again, whoever owns it",
    },
    Exception {
        file: "api/src/protection/keyring/store_signing.rs",
        tables: &["signing_keys"],
        reason: "a new key seals every sealed column again, whoever owns it",
    },
    Exception {
        file: "api/src/protection/keyring/store_webhooks.rs",
        tables: &["organizations", "webhooks"],
        reason: "a new key seals every sealed column again, whoever owns it",
    },
    Exception {
        file: "api/src/protection/keyring/store.rs",
        tables: &[
            "former_addresses",
            "members",
            "organizations",
            "outbox",
            "passwords",
            "pending_totp_devices",
            "totp_devices",
        ],
        reason: "a new key seals every sealed column again, whoever owns it",
    },
];

/// Files that may read tables of others in one joined statement, and why.
const READERS: [Exception; 11] = [
    Exception {
        file: "api/src/programs/verifications/store_accept.rs",
        tables: &["api_tokens", "limits", "members", "organizations", "rules"],
        reason: "the statement holds the token, its owner, the member and the counters to what was read",
    },
    Exception {
        file: "api/src/people/api_tokens/store.rs",
        tables: &["members", "organizations", "rules"],
        reason: "a token is read with its owner and the rules, which decide what it opens",
    },
    Exception {
        file: "api/src/programs/challenges/store.rs",
        tables: &["organizations"],
        reason: "a challenge is found by its token, and recorded where it belongs",
    },
    Exception {
        file: "api/src/programs/webhooks/store.rs",
        tables: &["organizations"],
        reason: "a webhook is found by the organization that an audit row names",
    },
    Exception {
        file: "api/src/second_step/flow/store.rs",
        tables: &[
            "known_browsers",
            "members",
            "organizations",
            "rules",
            "sign_ins",
            "totp_devices",
        ],
        reason: "a flow is read with everything that decides about it: one statement",
    },
    Exception {
        file: "api/src/people/members/store.rs",
        tables: &["organizations", "rules"],
        reason: "a member is read with the name of the organization, which every mail and flow needs",
    },
    Exception {
        file: "api/src/people/groups/store.rs",
        tables: &["members"],
        reason: "whether somebody in a group ranks above agents decides what a program may do to it",
    },
    Exception {
        file: "api/src/people/members/store_list.rs",
        tables: &["group_members", "totp_devices"],
        reason: "a page of members is read with their devices, and filtered by a group: one statement for a page",
    },
    Exception {
        file: "api/src/people/members/store_recount.rs",
        tables: &["organizations", "totp_devices"],
        reason: "counts are proved against the rows of members and devices as one moment has them",
    },
    Exception {
        file: "api/src/people/sessions/store.rs",
        tables: &SIGN_IN_WITH_MEMBER,
        reason: "every request checks a session with its member and policy: one read",
    },
    Exception {
        file: "api/src/people/policy/store.rs",
        tables: &["member_counts", "members", "sign_ins"],
        reason: "a preview counts members and sessions, a default administrators, as one moment has them",
    },
];

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

impl Exception {
    fn is_of(&self, table: &str) -> bool {
        self.tables.contains(&table) || self.tables.contains(&EVERY)
    }
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
