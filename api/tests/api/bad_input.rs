//! Every operation of the document, with input that nobody should send: a problem with a stable
//! code, nothing changed, never a 5xx.

use crate::contract::is_of_others;
use crate::support::{ADMIN, Answer, TestApp};
use serde_json::{Value, json};
use shared_types::address::in_api;
use shared_types::problem::ProblemCode;
use std::collections::BTreeSet;
use twostep::application::undocumented::{CONCRETE, WITH_QUERY};

/// Method and path of every operation that takes a body, with ids filled in.
fn operations_with_a_body() -> Vec<(String, String)> {
    let document = serde_json::to_value(twostep::application::app::document()).expect("a document");
    let paths = document["paths"].as_object().expect("paths").clone();
    let mut operations = Vec::new();
    for (path, methods) in paths {
        if is_of_others(&path) {
            continue;
        }
        for (method, operation) in methods.as_object().expect("methods") {
            if operation.get("requestBody").is_some() {
                let path = path.trim_start_matches("/api/v1");
                let path = path.replace("{id}", "0190a0b0-0000-7000-8000-000000000000");
                operations.push((method.to_uppercase(), path));
            }
        }
    }
    operations
}

#[track_caller]
fn is_a_problem(answer: &Answer, of: &str) {
    assert!((400..500).contains(&answer.status), "{of}: {answer:?}");
    assert_eq!(
        answer.headers["content-type"], "application/problem+json; charset=utf-8",
        "{of}"
    );
    let known = ProblemCode::ALL
        .iter()
        .any(|code| answer.body["code"] == code.as_str());
    assert!(known, "{of}: {answer:?}");
    assert_eq!(answer.body["status"], answer.status, "{of}");
}

/// H-10: a query parameter is known where the document says so, and refused by every other route: none is ignored.
#[actix_web::test]
async fn no_query_parameter_is_ignored() {
    let document = serde_json::to_value(twostep::application::app::document()).expect("a document");
    let paths = document["paths"].as_object().expect("paths").clone();
    let (app, admin) = TestApp::with_admin().await;
    let mut with_query = Vec::new();
    for (path, methods) in &paths {
        let Some(short) = path.strip_prefix("/api/v1") else {
            continue;
        };
        for (method, operation) in methods.as_object().expect("methods") {
            let method = method.to_uppercase();
            let mut parameters = operation["parameters"].as_array().into_iter().flatten();
            if parameters.any(|parameter| parameter["in"] == "query") {
                with_query.push((method.clone(), short.to_owned()));
            }
            let filled = short.replace("{id}", "0190a0b0-0000-7000-8000-000000000000");
            let filled = filled.replace("{delivery}", "0190a0b0-0000-7000-8000-000000000000");
            let target = format!("{filled}?dry_nun=true");
            let answer = app.send(&method, &target, &admin, None).await;
            is_a_problem(&answer, &target);
            if !with_query.contains(&(method.clone(), short.to_owned())) {
                answer.refused(422, "invalid_input");
                assert_eq!(answer.body["errors"][0]["field"], "dry_nun", "{target}");
            }
        }
    }
    let known = WITH_QUERY.map(|(method, path)| (method.to_owned(), path.to_owned()));
    with_query.sort_by(|one, other| one.1.cmp(&other.1));
    assert_eq!(with_query, known);
}

/// H-06: a concrete path has its own methods alone, though another route would take its name as a parameter, and a method
/// that a path does not have is 405 whatever else is wrong.
#[actix_web::test]
async fn a_concrete_path_has_its_own_methods() {
    let (app, admin) = TestApp::with_admin().await;
    let document = twostep::application::app::document();
    let document = serde_json::to_value(&document).expect("a document");
    let paths = document["paths"].as_object().expect("paths");
    let methods = |path: &str| -> BTreeSet<String> {
        let item = paths[path].as_object().expect("operations");
        let names = item
            .keys()
            .filter(|name| !matches!(name.as_str(), "parameters" | "servers"));
        names.map(|name| name.to_uppercase()).collect()
    };
    let would_take = |pattern: &str, path: &str| {
        let (parts, names) = (pattern.split('/'), path.split('/'));
        parts.clone().count() == names.clone().count()
            && pattern.contains('{')
            && parts
                .zip(names)
                .all(|(part, name)| part.starts_with('{') || part == name)
    };
    let mut concrete = BTreeSet::new();
    for path in paths.keys().filter(|path| !path.contains('{')) {
        for pattern in paths.keys().filter(|pattern| would_take(pattern, path)) {
            let own = methods(path);
            for method in methods(pattern).difference(&own) {
                concrete.insert(in_api(path).to_owned());
                let answer = app.send(method, in_api(path), &admin, None).await;
                answer.refused(405, "method_not_allowed");
            }
        }
        let trace = app.at("TRACE", &format!("{path}?dry_nun=true"));
        let answer = app.finish(trace.bearer_auth(&admin)).await;
        answer.refused(405, "method_not_allowed");
    }
    let known = CONCRETE.map(str::to_owned);
    assert_eq!(concrete, BTreeSet::from(known));
}

/// K-05, K-07: a second spelling of a path reaches nothing, so no limit and no key is passed by it.
#[actix_web::test]
async fn a_second_spelling_of_a_path_reaches_nothing() {
    let (app, admin) = TestApp::with_admin().await;
    for path in [
        "/%61pi/v1/me",
        "/api/v1/%6de",
        "/api%2Fv1/me",
        "/api/v1/me%2f",
    ] {
        let request = app.at("GET", path);
        let request = request.header("authorization", &format!("Bearer {admin}"));
        let answer = app.finish(request).await;
        answer.refused(400, "malformed_request");
    }
}

/// H-01, H-05, H-06, H-07, S-03: bodies of every wrong shape, on every operation, with every
/// credential.
#[actix_web::test]
async fn wrong_bodies_change_nothing_anywhere() {
    let (app, admin) = TestApp::with_admin().await;
    let flow = app
        .send("POST", "/me/enrollment", &admin, None)
        .await
        .ok()
        .text("/flow_token");
    let deep = "[".repeat(1000);
    let wide = format!("{{\"x\":\"{}\"}}", "a".repeat(20_000));
    let bodies = [
        "",
        "{",
        "null",
        "[]",
        "1",
        "\"text\"",
        "{\"a\":1,\"a\":2}",
        "{\"unknown\":true}",
        "{}",
        "{\"code\":\"\\u0000\"}",
        "{\"email\":{\"$ne\":1},\"password\":[]}",
        "NaN",
        &deep,
        &wide,
    ];
    let operations = operations_with_a_body();
    assert!(operations.len() >= 12, "{operations:?}");
    for (method, path) in &operations {
        for token in ["", &admin, &flow] {
            for body in bodies {
                // A PATCH without fields changes nothing, and says so.
                if (method.as_str(), body) == ("PATCH", "{}") {
                    continue;
                }
                let request = app
                    .request(method, path)
                    .header("content-type", "application/json");
                let request = if token.is_empty() {
                    request
                } else {
                    request.bearer_auth(token)
                };
                let answer = app.finish(request.body(body.to_owned())).await;
                is_a_problem(
                    &answer,
                    &format!("{method} {path} {}", &body[..body.len().min(40)]),
                );
            }
        }
    }
    let me = app.get("/me", &admin).await.ok();
    assert_eq!(
        (me.text("/email"), me.text("/display_name")),
        (ADMIN.into(), "Ada Admin".into())
    );
    assert_eq!(app.get("/sign-in", &flow).await.ok().text("/step"), "email");
    let members = app.get("/members", &admin).await.ok();
    assert_eq!(members.body["items"].as_array().map(Vec::len), Some(1));
}

/// B-02 (JSON), H-02: only JSON, never encoded.
#[actix_web::test]
async fn only_plain_json_is_read() {
    let (app, admin) = TestApp::with_admin().await;
    for (method, path) in operations_with_a_body() {
        let start = || app.request(&method, &path).bearer_auth(&admin).body("{}");
        for (name, value) in [
            ("content-type", "text/plain"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("content-encoding", "gzip"),
        ] {
            let answer = app.finish(start().header(name, value)).await;
            is_a_problem(&answer, &path);
            assert!(
                matches!(answer.status, 401 | 403 | 415),
                "{method} {path}: {answer:?}"
            );
        }
    }
}

/// H-06: unknown routes and methods.
#[actix_web::test]
async fn unknown_routes_and_methods_are_problems() {
    let (app, admin) = TestApp::with_admin().await;
    app.get("/nowhere", &admin).await.refused(404, "not_found");
    app.get("/members/not-an-id", &admin)
        .await
        .refused(404, "not_found");
    let wrong = app.send("PUT", "/sign-in", &admin, Some(&json!({}))).await;
    wrong.refused(405, "method_not_allowed");
    assert!(wrong.headers.contains_key("allow"), "{wrong:?}");
    assert_eq!(wrong.body["errors"], Value::Null);
}
