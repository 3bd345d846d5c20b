//! How a file looks, and what must never stand in one.

use crate::source::{Finding, Source, words};

const LONGEST_FILE: usize = 400;
/// Names that are compared with `subtle`, by a MAC's own `verify`, or in SQL by an index.
const SECRETS: [&str; 10] = [
    "expose", "hash", "mac", "digest", "digits", "secret", "password", "csrf", "token", "code",
];

pub(crate) fn a_file_says_what_it_is(source: &Source) -> Vec<Finding> {
    let is_said = source.text.starts_with("//! ");
    let rule = "the first line of a file is a `//!` sentence that says what it is";
    (!is_said)
        .then(|| source.finding(1, rule))
        .into_iter()
        .collect()
}

pub(crate) fn a_file_is_short(source: &Source) -> Vec<Finding> {
    let lines = source.text.lines().count();
    let rule = "a file has at most 400 lines";
    let is_long = lines > LONGEST_FILE;
    is_long
        .then(|| source.finding(lines, rule))
        .into_iter()
        .collect()
}

pub(crate) fn secrets_are_compared_in_constant_time(source: &Source) -> Vec<Finding> {
    if !source.path.starts_with("api/src") {
        return Vec::new();
    }
    let rule = "a secret is compared in constant time, never with == or !=";
    source.lines_where(rule, |line| {
        [" == ", " != "].iter().any(|sign| {
            line.split_once(sign).is_some_and(|(left, right)| {
                words(left).last().is_some_and(is_secret) || operand(right).is_some_and(is_secret)
            })
        })
    })
}

/// A wildcard would silently give a new case the code of another one. This reads the maps that are
/// written by hand, which only `platform/http` may have (`operations::errors_answer_by_their_table`)
/// and the tables, whose arms `refusals!` turns into such a map.
pub(crate) fn every_error_is_mapped(source: &Source) -> Vec<Finding> {
    let rule = "a map to ApiError names every case: no wildcard arm";
    let mut is_inside = false;
    let mut findings = Vec::new();
    for (number, line) in source.code() {
        let is_map = line.starts_with("impl From<") && line.contains("for ApiError");
        if is_map || line.starts_with("refusals! {") {
            is_inside = true;
        } else if line == "}" {
            is_inside = false;
        }
        let arm = line.trim_start();
        if is_inside && (arm.starts_with("_ =>") || arm.starts_with("_ if")) {
            findings.push(source.finding(number, rule));
        }
    }
    findings
}

pub(crate) fn markup_is_never_trusted(source: &Source) -> Vec<Finding> {
    if !source.path.starts_with("web-ui/src") {
        return Vec::new();
    }
    let rule = "markup is built from elements, never taken as text";
    let forbidden = ["from_html_unchecked", "set_inner_html", "inner_html"];
    source.lines_where(rule, |line| {
        words(line).any(|word| forbidden.contains(&word))
    })
}

pub(crate) fn only_config_reads_the_environment(source: &Source) -> Vec<Finding> {
    let is_product = source.path.starts_with("api/src") || source.path.starts_with("shared-types");
    if !is_product || source.path.starts_with("api/src/application/config") {
        return Vec::new();
    }
    let rule = "the environment is read in config only";
    let readings = ["env::var", "env::vars", "env::var_os"];
    source.lines_where(rule, |line| {
        readings.iter().any(|reading| line.contains(reading))
    })
}

/// Values are bound, never written into a statement. Only a statement without values, made of our
/// own constants (in capitals), may be put together. The move asks the database for its tables, so
/// it puts their names in; its values are bound too.
pub(crate) fn sql_is_never_put_together(source: &Source) -> Vec<Finding> {
    if !source.path.starts_with("api/src") || source.path == "api/src/upkeep/database_move/store.rs"
    {
        return Vec::new();
    }
    let rule = "values are bound, never written into SQL";
    let verbs = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "PRAGMA "];
    let code: Vec<(usize, &str)> = source.code().collect();
    let broken = code.iter().enumerate().filter(|(at, (_, line))| {
        let is_sql = verbs.iter().any(|verb| line.contains(verb));
        let start = at.saturating_sub(2);
        let is_made = code[start..=*at]
            .iter()
            .any(|(_, near)| near.contains("format!("));
        is_sql && is_made && holds_a_value(line)
    });
    broken
        .map(|(_, (number, _))| source.finding(*number, rule))
        .collect()
}

/// SQLite plans a statement anew each time a bound limit is given, which takes longer than finding
/// one row; diesel's `first` binds one.
pub(crate) fn one_row_is_found_without_a_limit(source: &Source) -> Vec<Finding> {
    if source.below("api/src").is_none() {
        return Vec::new();
    }
    let rule = "a row that its key names is got with get_result, which sets no limit";
    source.lines_where(rule, |line| {
        line.contains(".first::<") || line.contains(".first(connection)")
    })
}

/// diesel keeps no prepared statement with text of ours in it, so the database parses and plans it each
/// time. Only the preview of a policy and the database layer, which are asked rarely, may have some.
pub(crate) fn statements_can_be_kept(source: &Source) -> Vec<Finding> {
    let is_rare = source.path.starts_with("api/src/platform/db/")
        || source.path == "api/src/people/policy/store.rs";
    if source.below("api/src").is_none() || is_rare {
        return Vec::new();
    }
    let rule = "a statement with text in it is planned anew each time; use columns and functions";
    source.lines_where(rule, |line| {
        line.contains("sql::<") || line.contains("SqlLiteral") || line.contains("dsl::sql;")
    })
}

/// The encoding of a raw mail is the caller's, and so are its line breaks (RUSTSEC-2026-0561).
pub(crate) fn mails_are_never_raw(source: &Source) -> Vec<Finding> {
    if !source.path.starts_with("api/src") {
        return Vec::new();
    }
    let rule = "a mail is built by lettre's `Message`, never sent as raw text";
    source.lines_where(rule, |line| words(line).any(|word| word == "send_raw"))
}

/// `{id}` or `{}`, but not `{SETTINGS}`.
fn holds_a_value(line: &str) -> bool {
    line.split('{').skip(1).any(|rest| {
        let name = rest.split('}').next().unwrap_or_default();
        name.is_empty() || name.chars().any(char::is_lowercase)
    })
}

/// The last name of the first operand: `token_hash` of `&row.token_hash && other`.
fn operand(text: &str) -> Option<&str> {
    let end = text.find([' ', ')', ',', ';', '{']).unwrap_or(text.len());
    words(&text[..end]).last()
}

fn is_secret(name: &str) -> bool {
    SECRETS.iter().any(|secret| {
        let rest = name.strip_suffix(secret);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('_'))
    })
}

/// A parameter that is a pair, or takes one apart, hides two parameters from the limit of five: a
/// struct with names is missing.
pub(crate) fn parameters_have_names(source: &Source) -> Vec<Finding> {
    let rule = "a parameter is no tuple: give the type a name";
    if source.path == "api/tests/guards/main.rs" {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let mut is_signature = false;
    for (number, line) in source.code() {
        let text = line.trim_start();
        let is_named = text.starts_with("fn ") || text.contains(" fn ");
        is_signature |= is_named && text.contains('(');
        if is_signature && takes_a_tuple(text) {
            findings.push(source.finding(number, rule));
        }
        if text.ends_with('{') || text.ends_with(';') || text.ends_with('}') {
            is_signature = false;
        }
    }
    findings
}

/// Whether a type in a list of parameters is a tuple: `: (A, B)`, also behind a reference.
fn takes_a_tuple(signature: &str) -> bool {
    signature.split(": ").skip(1).any(|rest| {
        let mut of = rest.trim_start_matches('&');
        if of.starts_with('\'') {
            of = of.split_once(' ').map_or("", |(_, rest)| rest);
        }
        let of = of.trim_start_matches("mut ");
        let is_one_type = ["()", "(dyn ", "(impl "]
            .iter()
            .any(|start| of.starts_with(start));
        of.starts_with('(') && !is_one_type
    })
}
