//! Who may import whom in `api/src`.

use crate::source::{Finding, Source, words};

/// The folders of `api/src` from top to bottom, each with its features from top to bottom: a file
/// uses what stands after it, never what stands before.
///
/// API tokens are cut in two: `people/api_tokens`, the table and the look-up, stands below `sessions`, whose
/// extractor and `recheck_right` call it; `programs/api_tokens`, the routes, needs `recheck_right` itself.
pub(crate) const LAYERS: [(&str, &[&str]); 11] = [
    (APPLICATION, &[]),
    ("upkeep", &["database_move", "backup"]),
    (
        "consoles",
        &["radius", "forward_auth", "oauth", "logout", "clients"],
    ),
    (
        "programs",
        &[
            "sandboxes",
            "webhooks",
            "challenges",
            "verifications",
            "audit_events",
            "api_tokens",
            "idempotency",
        ],
    ),
    ("account", &["setup", "me"]),
    (
        "second_step",
        &[
            "recovery",
            "sign_in",
            "enrollment",
            "flow",
            "proofs",
            "email_codes",
        ],
    ),
    (
        "people",
        &[
            "device_import",
            "directory",
            "rollout",
            "members",
            "groups",
            "policy",
            "sessions",
            "api_tokens",
            "devices",
            "sign_ins",
            "browsers",
            "organizations",
        ],
    ),
    ("messages", &["mail", "delivery"]),
    (
        "protection",
        &["throttle", "signing", "keyring", "access", "demand", "hold"],
    ),
    (
        "record",
        &["readings", "retention", "followers", "chain", "audit"],
    ),
    (PLATFORM, &[]),
];
const APPLICATION: &str = "application";
const PLATFORM: &str = "platform";
/// Every flow route answers with the same cookies, so their handlers share this file.
const FLOW_ANSWER: &str = "api/src/second_step/flow/answer.rs";

/// Also holds that a folder is known here: one that is not has no place.
pub(crate) fn every_file_has_a_layer(source: &Source) -> Vec<Finding> {
    let Some(path) = source.below("api/src") else {
        return Vec::new();
    };
    let is_crate = path.len() == 1 && (path[0] == "lib" || path[0] == "main");
    let has_layer = is_crate || place(&path).is_some();
    let rule = "a folder of api/src stands in LAYERS, a feature in the list of its folder";
    (!has_layer)
        .then(|| source.finding(1, rule))
        .into_iter()
        .collect()
}

pub(crate) fn nobody_imports_the_application(source: &Source) -> Vec<Finding> {
    let is_below = own_place(source).is_some_and(|own| own > (0, 0));
    let rule = "nothing imports the application";
    named(source, rule, |path| is_below && path[0] == APPLICATION)
}

pub(crate) fn features_look_down(source: &Source) -> Vec<Finding> {
    let Some(own) = own_place(source) else {
        return Vec::new();
    };
    let rule = "a feature uses only those below it";
    named(source, rule, |path| {
        path[0] != APPLICATION
            && path[0] != PLATFORM
            && place(path).is_some_and(|other| other < own)
    })
}

/// What a member owes is decided in one place; the rest asks it.
pub(crate) fn only_demand_reads_the_policy(source: &Source) -> Vec<Finding> {
    let path = source.below("api/src").unwrap_or_default();
    if path.is_empty() || path.starts_with(&["protection", "demand"]) {
        return Vec::new();
    }
    let rule = "protection/demand alone tells what a policy asks";
    source.lines_where(rule, |line| {
        ["TwoStepPolicy::Optional", "TwoStepPolicy::Required"]
            .iter()
            .any(|word| line.contains(word))
    })
}

/// A comparison would answer for a variant to come without being asked.
pub(crate) fn demands_are_not_compared(source: &Source) -> Vec<Finding> {
    if source.below("api/src").is_none() {
        return Vec::new();
    }
    let rule = "a Demand is matched or asked (is_due), never compared";
    source.lines_where(rule, |line| {
        let is_pattern = line.contains("matches!(") && line.contains("Demand::");
        is_pattern || line.contains("== Demand::") || line.contains("!= Demand::")
    })
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
    if source.path == FLOW_ANSWER || !is_feature_file(source, |file| !is_edge(file)) {
        return Vec::new();
    }
    let rule = "HTTP is spoken in handlers, extractors and http only";
    source.lines_where(rule, |line| {
        words(line).any(|word| word.starts_with("actix"))
    })
}

/// A session, or a caller whom nobody checked, is no right. Credentials are known to the
/// features that make callers of them. A command on the host and background work name themselves
/// for the record, by `Caller::host` and `Caller::system`, and get no right by that.
pub(crate) fn services_take_rights(source: &Source) -> Vec<Finding> {
    let path = source.below("api/src").unwrap_or_default();
    let makers = [
        ["protection", "access"],
        ["people", "sessions"],
        ["people", "api_tokens"],
    ];
    let makes_callers = makers.iter().any(|maker| path.starts_with(maker));
    if makes_callers || !is_feature_file(source, |_| true) {
        return Vec::new();
    }
    let rule = "handlers and services take Authorized<Right>, never a session or a bare caller";
    let unchecked = ["MemberSession", "ApiToken", "Caller"];
    let own = [
        "use crate::protection::access::Caller;",
        "Caller::host(",
        "Caller::system(",
    ];
    source.lines_where(rule, |line| {
        let rest = own
            .iter()
            .fold(line.to_owned(), |rest, own| rest.replace(own, ""));
        words(&rest).any(|word| unchecked.contains(&word)) || line.contains("Authorized::check")
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

/// The place of a path below `api/src` from the top: that of its folder, then that of its feature.
fn place<T: AsRef<str>>(path: &[T]) -> Option<(usize, usize)> {
    let folder = path.first()?.as_ref();
    let layer = LAYERS.iter().position(|(name, _)| *name == folder)?;
    let (_, features) = LAYERS[layer];
    let feature = path.get(1).map(AsRef::as_ref).filter(|name| *name != "mod");
    match feature {
        Some(feature) if !features.is_empty() => {
            let place = features.iter().position(|name| *name == feature)?;
            Some((layer, place))
        }
        _ => Some((layer, 0)),
    }
}

/// The place of a file. A test with a file of its own, and the two files that are the crate itself,
/// have none.
fn own_place(source: &Source) -> Option<(usize, usize)> {
    let path = source.below("api/src")?;
    let is_test = path.last().is_some_and(|file| file.ends_with("_tests"));
    place(&path).filter(|_| !is_test)
}

fn is_feature_file(source: &Source, is_wanted: impl Fn(&str) -> bool) -> bool {
    let path = source.below("api/src").unwrap_or_default();
    let is_feature = path.len() > 1 && path[0] != APPLICATION && path[0] != PLATFORM;
    // A small feature is one file.
    let files = if path.len() == 2 { 1 } else { 2 };
    is_feature && own_place(source).is_some() && path[files..].iter().any(|part| is_wanted(part))
}

fn is_store(name: &str) -> bool {
    name == "store" || name.starts_with("store_")
}

fn is_handlers(name: &str) -> bool {
    name == "handlers" || name.starts_with("handlers_")
}

fn is_edge(name: &str) -> bool {
    is_handlers(name) || name == "extract" || name.ends_with("_page")
}

/// One finding for each path below the root of its crate that the file names against the rule.
pub(crate) fn named(
    source: &Source,
    rule: &'static str,
    breaks: impl Fn(&[String]) -> bool,
) -> Vec<Finding> {
    let paths = source.named_paths().into_iter();
    let broken = paths.filter(|(_, path)| breaks(path));
    broken.map(|(line, _)| source.finding(line, rule)).collect()
}
