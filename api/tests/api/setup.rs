//! The first start: the setup token, and the keys that belong to the database.

use crate::support::{ADMIN, TestApp, setup_request};
use diesel::prelude::*;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use twostep::account::setup;
use twostep::platform::context::Context;
use twostep::platform::crypto::keys::KeyRing;
use twostep::platform::db::schema::setup_tokens;
use twostep::protection::keyring::{self, KeyCheckError};

/// the token makes one organization, whose administrator can sign in.
#[actix_web::test]
async fn a_setup_token_works_once() {
    let app = TestApp::start();
    let token = app.setup_token().await;
    let made = app.post("/setup", "", &setup_request(&token)).await.ok();
    assert!(made.headers.get("set-cookie").is_none(), "signs nobody in");
    let mut again = setup_request(&token);
    again["email"] = json!("other@example.com");
    let refused = app.post("/setup", "", &again).await;
    refused.refused(401, "invalid_token");
    let session = app.session_of(ADMIN).await;
    let me = app.get("/me", &session).await.ok();
    assert_eq!(me.text("/id"), made.text("/member_id"));
    assert_eq!(me.text("/role"), "admin");
    assert_eq!(me.text("/organization/name"), "Acme Support");
    assert_eq!(me.text("/policy"), "optional");
}

/// nodes that start together print one token, and exactly one is good; there is none after the
/// first organization.
#[actix_web::test]
async fn nodes_that_start_together_print_one_token() {
    let app = TestApp::start();
    let nodes = [app.another_node(), app.another_node()];
    let contexts = [&app.context, &nodes[0].context, &nodes[1].context];
    let starts = contexts.map(setup::issue_first_token);
    let printed = futures_util::future::join_all(starts).await;
    let mut printed: Vec<String> = printed
        .into_iter()
        .map(|token| {
            token
                .expect("a database")
                .expect("a token")
                .expose()
                .to_owned()
        })
        .collect();
    printed.dedup();
    assert_eq!(printed.len(), 1);
    let kept = app.context.db.read(|c| {
        let sealed = setup_tokens::table.select(setup_tokens::sealed);
        sealed.load::<Option<Vec<u8>>>(c)
    });
    let kept = kept.await.expect("a database");
    assert_eq!(kept.len(), 1);
    let sealed = kept[0].as_deref().expect("it is kept sealed");
    let shown = String::from_utf8_lossy(sealed);
    assert!(!shown.contains(&printed[0][20..]), "not readable");
    let request = setup_request(&printed[0]);
    nodes[1].post("/setup", "", &request).await.ok();
    let token = setup::issue_first_token(&app.context).await;
    assert!(token.expect("a database").is_none());
}

/// a start voids nothing within the hour in which its token is good, whatever restarts; then it
/// prints another one.
#[actix_web::test]
async fn the_first_token_is_good_for_an_hour_over_restarts() {
    let app = TestApp::start();
    let first = app.setup_token().await;
    app.clock.advance(Duration::from_mins(59));
    assert_eq!(app.setup_token().await, first);
    app.clock.advance(Duration::from_mins(1));
    let refused = app.post("/setup", "", &setup_request(&first)).await;
    refused.refused(401, "invalid_token");
    let second = app.setup_token().await;
    assert_ne!(second, first);
    let refused = app.post("/setup", "", &setup_request(&first)).await;
    refused.refused(401, "invalid_token");
    app.post("/setup", "", &setup_request(&second)).await.ok();
}

/// a node whose keys do not open the token cannot print it: its own takes the place. A token that
/// the command printed stands beside, and after it was used the start's makes no second organization.
#[actix_web::test]
async fn one_first_token_counts_at_a_time() {
    let app = TestApp::start();
    let older = app.setup_token().await;
    let other = Context {
        keys: Arc::new(KeyRing::generate()),
        ..app.context.clone()
    };
    let newer = setup::issue_first_token(&other).await.expect("a database");
    let newer = newer.expect("a token");
    let refused = app.post("/setup", "", &setup_request(&older)).await;
    refused.refused(401, "invalid_token");
    let by_command = setup::issue_token(&app.context).await.expect("a token");
    let request = setup_request(by_command.expose());
    app.post("/setup", "", &request).await.ok();
    let mut again = setup_request(newer.expose());
    again["email"] = json!("other@example.com");
    let refused = app.post("/setup", "", &again).await;
    refused.refused(401, "invalid_token");
}

#[actix_web::test]
async fn a_wrong_or_old_token_is_refused() {
    let app = TestApp::start();
    let token = app.setup_token().await;
    for wrong in ["", "tsu_", "tsi_short", &format!("tsu_{}", "0".repeat(54))] {
        let refused = app.post("/setup", "", &setup_request(wrong)).await;
        refused.refused(401, "invalid_token");
    }
    app.clock.advance(Duration::from_hours(1));
    let refused = app.post("/setup", "", &setup_request(&token)).await;
    refused.refused(401, "invalid_token");
}

#[actix_web::test]
async fn the_token_of_a_further_organization_is_good_for_a_day() {
    let app = TestApp::start();
    let tokens = [
        setup::issue_token(&app.context).await.expect("a token"),
        setup::issue_token(&app.context).await.expect("a token"),
    ];
    app.clock.advance(Duration::from_hours(23));
    let request = setup_request(tokens[0].expose());
    app.post("/setup", "", &request).await.ok();
    app.clock.advance(Duration::from_hours(1));
    let refused = app
        .post("/setup", "", &setup_request(tokens[1].expose()))
        .await;
    refused.refused(401, "invalid_token");
}

/// Every field is named at once, and a refusal does not cost the token.
#[actix_web::test]
async fn fields_are_refused_by_name() {
    let app = TestApp::start();
    let token = app.setup_token().await;
    let mut weak = setup_request(&token);
    weak["password"] = json!("password1234567");
    let answer = app.post("/setup", "", &weak).await;
    answer.refused(422, "invalid_input");
    assert_eq!(answer.field_errors(), [("password", "too_common")]);
    let nothing = json!({
        "setup_token": token, "organization": " ", "email": "nobody", "display_name": "",
        "password": "short",
    });
    let answer = app.post("/setup", "", &nothing).await;
    answer.refused(422, "invalid_input");
    let expected = [
        ("organization", "required"),
        ("email", "invalid"),
        ("display_name", "required"),
        ("password", "too_short"),
    ];
    assert_eq!(answer.field_errors(), expected);
    app.post("/setup", "", &setup_request(&token)).await.ok();
}

/// F10: a further organization has people of its own, and addresses of its own: its administrator may be
/// the one of the first.
#[actix_web::test]
async fn a_further_organization_has_people_of_its_own() {
    let (app, admin) = TestApp::with_admin().await;
    let token = setup::issue_token(&app.context).await.expect("a token");
    let mut request = setup_request(token.expose());
    request["organization"] = json!("Beta Desk");
    let made = app.post("/setup", "", &request).await.ok();
    assert_eq!(made.text("/organization"), "beta-desk");
    let members = app.get("/members", &admin).await.ok();
    assert_eq!(members.body["items"].as_array().map(Vec::len), Some(1));
}

/// A client that guesses is slowed down.
#[actix_web::test]
async fn guesses_are_counted_by_address() {
    let app = TestApp::start();
    let token = app.setup_token().await;
    for _ in 0..20 {
        let refused = app.post("/setup", "", &setup_request("guess")).await;
        refused.refused(401, "invalid_token");
    }
    let throttled = app.post("/setup", "", &setup_request(&token)).await;
    throttled.refused(429, "throttled");
    assert_eq!(throttled.headers["retry-after"], "60");
    app.clock.advance(Duration::from_mins(1));
    app.post("/setup", "", &setup_request(&token)).await.ok();
}

/// eight people with one token make one organization.
#[actix_web::test]
async fn parallel_requests_make_one_organization() {
    let app = TestApp::start();
    let token = app.setup_token().await;
    let request = |n| {
        let mut request = setup_request(&token);
        request["email"] = json!(format!("admin{n}@example.com"));
        request
    };
    let requests: Vec<_> = (0..8).map(request).collect();
    let all = requests.iter().map(|body| app.post("/setup", "", body));
    let answers = futures_util::future::join_all(all).await;
    let (made, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 201);
    assert_eq!(made.len(), 1, "{answers:?}");
    for answer in refused {
        answer.refused(401, "invalid_token");
    }
}

/// C-02: keys of another installation are refused before any secret is looked at.
#[actix_web::test]
async fn foreign_keys_are_refused() {
    let app = TestApp::start();
    keyring::key_check(&app.context)
        .await
        .expect("the same keys");
    let stranger = Context {
        keys: Arc::new(KeyRing::generate()),
        ..app.context.clone()
    };
    let at_start = keyring::key_check(&stranger).await;
    let when_probed = keyring::check_keys(&stranger).await;
    for refused in [at_start, when_probed] {
        assert!(matches!(refused, Err(KeyCheckError::Foreign(id)) if id == "k1"));
    }
}
