//! The headers of every response, for every route and outcome.

use crate::support::{Answer, TestApp};
use serde_json::json;
use std::collections::BTreeSet;

/// The headers of every response, with their exact values (B-06).
const ALWAYS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), publickey-credentials-get=(self)",
    ),
    (
        "strict-transport-security",
        "max-age=63072000; includeSubDomains",
    ),
];
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"];

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    let value = answer.headers.get(name);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// H-09: what has a body says what it is, and in which characters.
fn is_text_of_a_kind(call: &str, answer: &Answer) {
    let is_empty = matches!(header(answer, "content-length"), "" | "0");
    let kind = header(answer, "content-type");
    let (_, charset) = kind.split_once("; ").unwrap_or_default();
    let is_named = charset.eq_ignore_ascii_case("charset=utf-8");
    assert!(is_empty || is_named, "{call}: {kind:?}");
}

fn check(call: &str, answer: &Answer) {
    for (name, value) in ALWAYS {
        assert_eq!(header(answer, name), value, "{name} of {call}");
    }
    assert!(
        header(answer, "vary").contains("Sec-Fetch-Site, Origin"),
        "{call}"
    );
    assert_eq!(header(answer, "x-request-id").len(), 36, "{call}");
    assert!(!answer.headers.contains_key("server"), "{call}");
    is_text_of_a_kind(call, answer);
    let policy = header(answer, "content-security-policy");
    // The files beside the documentation come with the policy of its page.
    let is_documentation = call.contains(" /docs") || call.ends_with(" /openapi.yaml");
    let is_page = call.contains(" /oauth/") && header(answer, "content-type").contains("html");
    if (is_documentation && answer.status == 200) || is_page {
        assert!(policy.starts_with("default-src 'none';"), "{call}");
        assert!(policy.contains("frame-ancestors 'none'"), "{call}");
        assert!(!policy.contains("'unsafe-"), "{call}");
    } else {
        assert_eq!(
            policy, "default-src 'none'; frame-ancestors 'none'",
            "{call}"
        );
    }
    if call.contains("/api/v1/") {
        assert_eq!(header(answer, "cache-control"), "no-store", "{call}");
    }
}

/// Who types the address of the documentation with a slash, or without the name of a guide, gets there too.
#[tokio::test]
async fn other_spellings_lead_to_the_documentation() {
    let (app, _) = TestApp::with_admin().await;
    for path in ["/docs/", "/docs/guides", "/docs/guides/"] {
        let answer = app.finish(app.at("GET", path)).await;
        check(&format!("GET {path}"), &answer);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(header(&answer, "content-type"), "text/html; charset=utf-8");
    }
}

/// D-16 (no-store), B-06 (frames, nosniff, referrer, COOP and CORP, HSTS): every route of the document with every
/// method: right, wrong, unknown and too large.
/// H-09: every body names its characters.
/// B-05: a page allows nothing inline, and JSON allows nothing at all.
#[tokio::test]
async fn every_route_carries_the_headers() {
    let (app, admin) = TestApp::with_admin().await;
    let mut seen = BTreeSet::new();
    let document = twostep::application::app::document();
    let mut paths: Vec<&str> = document.paths.paths.keys().map(String::as_str).collect();
    paths.extend(["/api/v1/nowhere", "/nowhere"]);
    for path in paths {
        for method in METHODS {
            let mut request = app.at(method, path);
            // Only a reader has the session: nothing may end it on the way.
            if matches!(method, "GET" | "HEAD") {
                request = request.bearer_auth(&admin);
            }
            let answer = app.finish(request).await;
            check(&format!("{method} {path}"), &answer);
            seen.insert(answer.status);
        }
    }
    let large = json!({ "email": "a".repeat(17_000), "password": "" });
    for body in [large, json!({}), json!({ "password": 1 })] {
        let answer = app.post("/sign-in", "", &body).await;
        check("POST /api/v1/sign-in", &answer);
        seen.insert(answer.status);
    }
    for status in [200, 401, 404, 405, 413, 415, 422] {
        assert!(seen.contains(&status), "no answer was {status}: {seen:?}");
    }
}
