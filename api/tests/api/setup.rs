//! The first start: the setup token, and the keys that belong to the database.

use crate::support::{ADMIN, Answer, PASSWORD, TestApp};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::Duration;
use twostep::context::Context;
use twostep::crypto::keys::KeyRing;
use twostep::setup::{self, KeyCheckError};

/// the token makes one organization, whose administrator can sign in.
#[actix_web::test]
async fn a_setup_token_works_once() {
    let app = TestApp::start();
    let body = request(&first_token(&app).await);
    let made = app.post("/setup", "", &body).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert!(made.headers.get("set-cookie").is_none(), "signs nobody in");
    let mut again = body;
    again["email"] = json!("other@example.com");
    let refused = app.post("/setup", "", &again).await;
    refused.refused(401, "invalid_token");
    let me = app.get("/me", &app.session_of(ADMIN).await).await.ok();
    assert_eq!(me.text("/id"), made.text("/member_id"));
    assert_eq!(me.text("/organization/id"), made.text("/organization_id"));
    assert_eq!(me.text("/organization/name"), "Acme Support");
    assert_eq!(me.text("/role"), "admin");
    assert_eq!(me.text("/policy"), "optional");
}

/// a restart voids what was printed before; after the first organization nothing is printed.
#[actix_web::test]
async fn only_the_newest_token_of_a_new_installation_is_good() {
    let app = TestApp::start();
    let (older, newest) = (first_token(&app).await, first_token(&app).await);
    let refused = app.post("/setup", "", &request(&older)).await;
    refused.refused(401, "invalid_token");
    app.post("/setup", "", &request(&newest)).await.ok();
    let token = setup::issue_first_token(&app.context).await;
    assert!(token.expect("a database").is_none());
}

#[actix_web::test]
async fn a_wrong_or_old_token_is_refused() {
    let app = TestApp::start();
    let token = first_token(&app).await;
    let unknown = format!("tsu_{}", "0".repeat(43));
    for wrong in ["", "tsu_", &token.replace("tsu_", "tsi_"), &unknown] {
        let refused = app.post("/setup", "", &request(wrong)).await;
        refused.refused(401, "invalid_token");
    }
    app.clock.advance(Duration::from_hours(24));
    let refused = app.post("/setup", "", &request(&token)).await;
    refused.refused(401, "invalid_token");
}

/// Every field is named at once, and a refusal does not cost the token.
#[actix_web::test]
async fn fields_are_refused_by_name() {
    let app = TestApp::start();
    let token = first_token(&app).await;
    let mut weak = request(&token);
    weak["password"] = json!("password1234567");
    let answer = app.post("/setup", "", &weak).await;
    assert_eq!(field_errors(&answer), [("password", "too_common")]);
    let nothing = json!({
        "setup_token": token, "organization": " ", "email": "nobody", "display_name": "",
        "password": "short",
    });
    let answer = app.post("/setup", "", &nothing).await;
    let expected = [
        ("organization", "required"),
        ("email", "invalid"),
        ("display_name", "required"),
        ("password", "too_short"),
    ];
    assert_eq!(field_errors(&answer), expected);
    app.post("/setup", "", &request(&token)).await.ok();
}

/// A taken address is refused, and the token stays good; organizations do not see each other.
#[actix_web::test]
async fn a_further_organization_has_people_of_its_own() {
    let (app, admin) = TestApp::with_admin().await;
    let token = setup::issue_token(&app.context).await.expect("a token");
    let mut body = request(token.expose());
    let answer = app.post("/setup", "", &body).await;
    assert_eq!(field_errors(&answer), [("email", "taken")]);
    body["email"] = json!("bea@example.com");
    app.post("/setup", "", &body).await.ok();
    let members = app.get("/members", &admin).await.ok();
    assert_eq!(members.body["items"].as_array().map(Vec::len), Some(1));
}

/// whoever guesses waits, whatever the guess is.
#[actix_web::test]
async fn guesses_are_counted_by_address() {
    let app = TestApp::start();
    let body = request(&first_token(&app).await);
    for _ in 0..20 {
        let refused = app.post("/setup", "", &request("a guess")).await;
        refused.refused(401, "invalid_token");
    }
    let throttled = app.post("/setup", "", &body).await;
    throttled.refused(429, "throttled");
    assert_eq!(throttled.headers["retry-after"], "60");
    app.clock.advance(Duration::from_mins(1));
    app.post("/setup", "", &body).await.ok();
}

/// Two people with one token: one organization.
#[actix_web::test]
async fn parallel_requests_make_one_organization() {
    let app = TestApp::start();
    let token = first_token(&app).await;
    let bodies: Vec<Value> = (0..8)
        .map(|n| {
            let mut body = request(&token);
            body["email"] = json!(format!("admin{n}@example.com"));
            body
        })
        .collect();
    let requests = bodies.iter().map(|body| app.post("/setup", "", body));
    let answers = futures_util::future::join_all(requests).await;
    let made = answers.iter().filter(|answer| answer.status == 201);
    assert_eq!(made.count(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        answer.refused(401, "invalid_token");
    }
}

/// C-02: keys of another installation are refused before any secret is looked at.
#[actix_web::test]
async fn foreign_keys_are_refused() {
    let app = TestApp::start();
    setup::key_check(&app.context).await.expect("a new ring");
    setup::key_check(&app.context).await.expect("the same ring");
    let stranger = Context {
        keys: Arc::new(KeyRing::generate()),
        ..app.context.clone()
    };
    for refused in [
        setup::key_check(&stranger).await,
        setup::check_keys(&stranger).await,
    ] {
        assert!(matches!(refused, Err(KeyCheckError::Foreign(id)) if id == "k1"));
    }
}

/// C-02, C-06: a start with the wrong key file ends with one line that names it.
#[test]
fn a_start_with_another_key_file_says_so() {
    let (own, other) = (folder(), folder());
    for place in [&own, &other] {
        let made = twostep(place.path(), &["organization", "create", "--name", "Acme"]);
        let line = String::from_utf8(made.stdout).expect("text");
        assert!(line.starts_with("setup token: tsu_"), "{line}");
        assert!(made.status.success());
    }
    fs::copy(
        other.path().join("twostep.keys"),
        own.path().join("twostep.keys"),
    )
    .expect("a copied file");
    let refused = twostep(own.path(), &["serve", "--listen", "127.0.0.1:0"]);
    let line = String::from_utf8(refused.stderr).expect("text");
    assert_eq!(refused.status.code(), Some(1), "{line}");
    assert_eq!(line.lines().count(), 1, "{line}");
    assert!(line.contains("TWOSTEP_KEY_FILE twostep.keys"), "{line}");
    assert!(refused.stdout.is_empty(), "it must not listen");
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Runs the program in a folder, with nothing set from outside.
fn twostep(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_twostep"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("TWOSTEP_LOG", "error")
        .output()
        .expect("the program runs")
}

async fn first_token(app: &TestApp) -> String {
    let token = setup::issue_first_token(&app.context).await;
    let token = token.expect("a database").expect("no organization yet");
    token.expose().to_owned()
}

fn request(token: &str) -> Value {
    json!({
        "setup_token": token,
        "organization": "Acme Support",
        "email": ADMIN,
        "display_name": "Ada Admin",
        "password": PASSWORD,
    })
}

/// The fields of a 422, each with why.
fn field_errors(answer: &Answer) -> Vec<(&str, &str)> {
    answer.refused(422, "invalid_input");
    let errors = answer.body["errors"].as_array().into_iter().flatten();

    errors
        .map(|error| (text(&error["field"]), text(&error["code"])))
        .collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
