//! What callers learn of addresses that they have no right to know.

use crate::attacks::other_administrator;
use crate::support::{ADMIN, AGENT, Answer, TestApp, setup_request};
use serde_json::{Value, json};

const NOBODY: &str = "nobody@example.com";

/// An answer without what is different each time.
fn told(mut answer: Answer) -> (u16, Value) {
    answer.body["request_id"] = Value::Null;
    (answer.status, answer.body)
}

/// L-15 (invite): who may not invite is told the same of an address that is taken and of one that is free.
#[actix_web::test]
async fn an_invitation_without_the_right_tells_nothing() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    app.invite(&admin, "help@example.com", "helpdesk").await;
    for email in [AGENT, "help@example.com"] {
        let caller = app.session_of(email).await;
        let mut answers = Vec::new();
        for address in [ADMIN, NOBODY] {
            let body = json!({ "email": address, "display_name": "No Body" });
            answers.push(told(app.post("/members", &caller, &body).await));
        }
        assert_eq!(answers[0], answers[1], "{email}");
        assert_eq!(answers[0].0, 403, "{email}");
    }
}

/// L-15 (search): an agent is told nothing whatever is searched; an administrator elsewhere finds nobody.
#[actix_web::test]
async fn a_search_finds_nobody_elsewhere() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    let stranger = other_administrator(&app).await;
    let (mut refused, mut found) = (Vec::new(), Vec::new());
    for text in [AGENT, NOBODY] {
        let path = format!("/members?search={text}");
        refused.push(told(app.get(&path, &agent).await));
        found.push(told(app.get(&path, &stranger).await));
    }
    assert_eq!((refused[0].0, &refused[0]), (403, &refused[1]));
    assert_eq!((found[0].0, &found[0]), (200, &found[1]));
    assert_eq!(found[0].1["items"], json!([]));
}

/// L-15 (sign-up): nobody signs up by themselves, and without the token of the host the set-up of an
/// organization tells nothing about an address.
#[actix_web::test]
async fn a_set_up_without_a_token_tells_nothing() {
    let (app, _) = TestApp::with_admin().await;
    let mut answers = Vec::new();
    for address in [ADMIN, NOBODY] {
        let mut body = setup_request(&format!("tsu_{}", "a".repeat(54)));
        body["email"] = json!(address);
        answers.push(told(app.post("/setup", "", &body).await));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0, 401);
}
