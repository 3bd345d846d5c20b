//! The first start: the setup token, and the keys that belong to the database.

use crate::installation::{ADMIN, TestApp, setup_request};
use serde_json::json;
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
    let app = TestApp::start().await;
    let token = app.setup_token().await;
    let mut caller = app.program();
    let made = caller
        .post("/setup", &setup_request(&token))
        .await
        .expect(201);
    assert!(made.headers.get("set-cookie").is_none(), "signs nobody in");
    let mut again = setup_request(&token);
    again["email"] = json!("other@example.com");
    let refused = caller.post("/setup", &again).await;
    refused.expect_problem(401, "invalid_token");
    assert_eq!(caller.sign_in(ADMIN).await.text("/step"), "done");
    let me = caller.get("/me").await.expect(200);
    assert_eq!(me.text("/id"), made.text("/member_id"));
    assert_eq!(me.text("/role"), "admin");
    assert_eq!(me.text("/organization/name"), "Acme Support");
    assert_eq!(me.text("/policy"), "optional");
}

/// no token after the first organization, and a restart voids what it printed before.
#[actix_web::test]
async fn only_the_newest_token_of_a_new_installation_is_good() {
    let app = TestApp::start().await;
    let (older, newest) = (app.setup_token().await, app.setup_token().await);
    let mut caller = app.program();
    let refused = caller.post("/setup", &setup_request(&older)).await;
    refused.expect_problem(401, "invalid_token");
    caller
        .post("/setup", &setup_request(&newest))
        .await
        .expect(201);
    let token = setup::issue_first_token(&app.context).await;
    assert!(token.expect("a database").is_none());
}

#[actix_web::test]
async fn a_wrong_or_old_token_is_refused() {
    let app = TestApp::start().await;
    let token = app.setup_token().await;
    let mut caller = app.program();
    for wrong in ["", "tsu_", "tsi_short", &format!("tsu_{}", "0".repeat(43))] {
        let refused = caller.post("/setup", &setup_request(wrong)).await;
        refused.expect_problem(401, "invalid_token");
    }
    app.wait(Duration::from_hours(24));
    let refused = caller.post("/setup", &setup_request(&token)).await;
    refused.expect_problem(401, "invalid_token");
}

/// Every field is named at once, and a refusal does not cost the token.
#[actix_web::test]
async fn fields_are_refused_by_name() {
    let app = TestApp::start().await;
    let token = app.setup_token().await;
    let mut caller = app.program();
    let mut weak = setup_request(&token);
    weak["password"] = json!("password1234567");
    let answer = caller.post("/setup", &weak).await;
    let answer = answer.expect_problem(422, "invalid_input");
    assert_eq!(answer.field_errors(), [("password", "too_common")]);
    let nothing = json!({
        "setup_token": token, "organization": " ", "email": "nobody", "display_name": "",
        "password": "short",
    });
    let answer = caller.post("/setup", &nothing).await;
    let answer = answer.expect_problem(422, "invalid_input");
    let expected = [
        ("organization", "required"),
        ("email", "invalid"),
        ("display_name", "required"),
        ("password", "too_short"),
    ];
    assert_eq!(answer.field_errors(), expected);
    caller
        .post("/setup", &setup_request(&token))
        .await
        .expect(201);
}

/// One person, one organization: a taken address is refused, and the token stays good.
#[actix_web::test]
async fn a_further_organization_has_people_of_its_own() {
    let app = TestApp::start().await;
    let mut admin = app.set_up().await;
    let token = setup::issue_token(&app.context).await.expect("a token");
    let mut request = setup_request(token.expose());
    request["organization"] = json!("Beta Desk");
    let answer = app.program().post("/setup", &request).await;
    let answer = answer.expect_problem(422, "invalid_input");
    assert_eq!(answer.field_errors(), [("email", "taken")]);
    request["email"] = json!("bea@example.com");
    app.program().post("/setup", &request).await.expect(201);
    let members = admin.get("/members").await.expect(200);
    assert_eq!(members.body["items"].as_array().map(Vec::len), Some(1));
}

/// Whoever guesses is slowed down, and others are not.
#[actix_web::test]
async fn guesses_are_counted_by_address() {
    let app = TestApp::start().await;
    let token = app.setup_token().await;
    let mut guesser = app.program();
    for _ in 0..20 {
        let refused = guesser.post("/setup", &setup_request("guess")).await;
        refused.expect_problem(401, "invalid_token");
    }
    let throttled = guesser.post("/setup", &setup_request(&token)).await;
    let throttled = throttled.expect_problem(429, "throttled");
    assert_eq!(throttled.headers["retry-after"], "60");
    let mut other = app.program();
    other
        .post("/setup", &setup_request(&token))
        .await
        .expect(201);
}

/// C-02: keys of another installation are refused before any secret is looked at.
#[actix_web::test]
async fn foreign_keys_are_refused() {
    let app = TestApp::start().await;
    setup::key_check(&app.context).await.expect("the same keys");
    let stranger = Context {
        keys: Arc::new(KeyRing::generate()),
        ..app.context.clone()
    };
    let refused = setup::key_check(&stranger).await;
    assert!(matches!(refused, Err(KeyCheckError::Foreign(id)) if id == "k1"));
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
