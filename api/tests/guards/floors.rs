//! Who may import whom. From the roof to the ground: roof, features in their order, ground.

use crate::source::{Finding, Source, words};

/// A feature uses those after it, never one before.
const FEATURES: [&str; 16] = [
    "moving",
    "backup",
    "setup",
    "me",
    "recovery",
    "sign_in",
    "enrollment",
    "flow",
    "members",
    "policy",
    "verification",
    "session",
    "mail",
    "throttle",
    "keyring",
    "audit",
];
/// What every feature stands on. Whatever is neither here nor a feature is the roof.
const GROUND: [&str; 5] = ["http", "db", "crypto", "clock", "context"];

pub(crate) fn nobody_imports_the_roof(source: &Source) -> Vec<Finding> {
    let is_roof = |name: &str| !FEATURES.contains(&name) && !GROUND.contains(&name);
    match api_module(source) {
        Some(module) if !is_roof(module) => named(
            source,
            is_roof,
            "features and ground never use the roof; a new feature stands in FEATURES",
        ),
        _ => Vec::new(),
    }
}

pub(crate) fn features_look_down(source: &Source) -> Vec<Finding> {
    let rank = |name: &str| FEATURES.iter().position(|feature| *feature == name);
    let Some(own) = api_module(source).and_then(rank) else {
        return Vec::new();
    };
    let is_above = |name: &str| rank(name).is_some_and(|other| other < own);
    named(source, is_above, "a feature uses only those below it")
}

pub(crate) fn the_ground_knows_no_feature(source: &Source) -> Vec<Finding> {
    let is_feature = |name: &str| FEATURES.contains(&name);
    match api_module(source) {
        Some(module) if GROUND.contains(&module) => {
            named(source, is_feature, "the ground knows no feature")
        }
        _ => Vec::new(),
    }
}

pub(crate) fn handlers_leave_stores_alone(source: &Source) -> Vec<Finding> {
    if !is_feature_file(source, is_handlers) {
        return Vec::new();
    }
    let rule = "handlers call their service, never a store or diesel";
    source.lines_where(rule, |line| {
        words(line).any(|word| word == "diesel" || is_store(word))
    })
}

pub(crate) fn only_stores_speak_sql(source: &Source) -> Vec<Finding> {
    if !is_feature_file(source, |file| !is_store(file) && !is_handlers(file)) {
        return Vec::new();
    }
    let rule = "diesel is spoken in stores and in db only";
    source.lines_where(rule, |line| words(line).any(|word| word == "diesel"))
}

pub(crate) fn only_edges_speak_http(source: &Source) -> Vec<Finding> {
    if !is_feature_file(source, |file| !is_edge(file)) {
        return Vec::new();
    }
    let rule = "HTTP is spoken in handlers, extractors and http only";
    source.lines_where(rule, |line| {
        words(line).any(|word| word.starts_with("actix"))
    })
}

pub(crate) fn the_contract_stands_alone(source: &Source) -> Vec<Finding> {
    if source.below("shared-types/src").is_none() {
        return Vec::new();
    }
    let rule = "shared-types knows nothing of ours, and does no I/O";
    let forbidden = [
        "twostep",
        "web_ui",
        "diesel",
        "actix_web",
        "yew",
        "tokio",
        "net",
        "fs",
    ];
    source.lines_where(rule, |line| {
        line.trim_start().starts_with("use ") && words(line).any(|word| forbidden.contains(&word))
    })
}

/// The module at the root of the API that a file belongs to. Tests with a file of their own, and
/// the three files that are the crate itself, belong to none.
fn api_module(source: &Source) -> Option<&str> {
    let path = source.below("api/src")?;
    let is_test = path.last().is_some_and(|file| file.ends_with("_tests"));
    (!is_test).then(|| path[0])
}

fn is_feature_file(source: &Source, is_wanted: impl Fn(&str) -> bool) -> bool {
    let path = source.below("api/src").unwrap_or_default();
    match api_module(source) {
        Some(module) if FEATURES.contains(&module) => path[1..].iter().any(|part| is_wanted(part)),
        _ => false,
    }
}

fn is_store(name: &str) -> bool {
    name == "store" || name.starts_with("store_")
}

fn is_handlers(name: &str) -> bool {
    name == "handlers" || name.starts_with("handlers_")
}

fn is_edge(name: &str) -> bool {
    is_handlers(name) || name == "extract" || name == "answer" || name.ends_with("_page")
}

/// One finding for each module at the root of its crate that the file names against the rule.
pub(crate) fn named(
    source: &Source,
    breaks: impl Fn(&str) -> bool,
    rule: &'static str,
) -> Vec<Finding> {
    let names = source.named_modules().into_iter();
    let broken = names.filter(|(_, name)| breaks(name));
    broken.map(|(line, _)| source.finding(line, rule)).collect()
}
