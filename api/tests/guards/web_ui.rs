//! The layers of the browser application: programs, features, what features share.

use crate::layers::named;
use crate::source::{Finding, Source, words};

/// What starts the application. Nothing else imports it.
const PROGRAMS: [&str; 4] = ["lib", "bin", "programs", "root"];
/// Features. They do not import each other but link by route.
const FEATURES: [&str; 17] = [
    "api_tokens",
    "audit_events",
    "challenge",
    "clients",
    "device_import",
    "enrollment",
    "groups",
    "invitation",
    "me",
    "member_import",
    "members",
    "policy",
    "recovery",
    "setup",
    "sign_in",
    "sandboxes",
    "webhooks",
];
/// What features share, from top to bottom: each uses only those after it.
const SHARED: [&str; 23] = [
    "flow",
    "reauthentication",
    "audit_rows",
    "load",
    "layout",
    "session",
    "organization",
    "forms",
    "language",
    "notice_alert",
    "router",
    "handoff",
    "ui",
    "drafts",
    "app",
    "client",
    "messages",
    "i18n",
    "route",
    "browser",
    "clock",
    "failure",
    "task",
];
/// Crates that work in a browser only.
const BROWSER: [&str; 6] = [
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "gloo_net",
    "gloo_timers",
];

pub(crate) fn every_module_has_a_layer(source: &Source) -> Vec<Finding> {
    let rule = "a module of web-ui/src stands in PROGRAMS, FEATURES or SHARED";
    let is_unknown = module(source).is_some_and(|name| layer(name).is_none());
    let finding = is_unknown.then(|| source.finding(1, rule));
    finding.into_iter().collect()
}

pub(crate) fn layers_use_those_below(source: &Source) -> Vec<Finding> {
    let Some((own, of_own)) = module(source).and_then(|own| Some((own, layer(own)?))) else {
        return Vec::new();
    };
    let is_forbidden = |name: &str| match layer(name) {
        Some(Layer::Program) => of_own != Layer::Program,
        Some(other) => name != own && other <= of_own,
        None => false,
    };
    let rule = "programs use features, features what they share, and that only what is below it";
    named(source, rule, |path| is_forbidden(&path[0]))
}

/// The state of a page, and all of `app` but the handle.
pub(crate) fn state_needs_no_browser(source: &Source) -> Vec<Finding> {
    let is_state = source.below("web-ui/src").is_some_and(|path| {
        let is_of_app = path[0] == "app" && path.last() != Some(&"mod");
        is_of_app || path.last() == Some(&"state")
    });
    if !is_state {
        return Vec::new();
    }
    let rule = "state is tested without a browser";
    source.lines_where(rule, |line| words(line).any(|word| BROWSER.contains(&word)))
}

/// The layers from top to bottom.
#[derive(PartialEq, PartialOrd)]
enum Layer {
    Program,
    Feature,
    Shared(usize),
}

fn layer(module: &str) -> Option<Layer> {
    if PROGRAMS.contains(&module) {
        return Some(Layer::Program);
    }
    if FEATURES.contains(&module) {
        return Some(Layer::Feature);
    }
    let position = SHARED.iter().position(|name| *name == module);
    position.map(Layer::Shared)
}

fn module(source: &Source) -> Option<&str> {
    source.below("web-ui/src").map(|path| path[0])
}
