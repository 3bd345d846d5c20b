//! Binding a device, from the password to the session.

use crate::support::{ADMIN, Caller, TestApp};
use serde_json::json;

const JO: &str = "jo@example.com";

/// The way of the reference: the administrator asks for it, an agent sets up and signs in; with a
/// program and with a browser.
#[actix_web::test]
async fn an_agent_sets_up_and_signs_in() {
    let app = TestApp::start().await;
    let (mut admin, _) = app.set_up_strictly().await;
    let invited = app.invite(&mut admin, JO, "agent").await;
    let mut jo = app.program();
    assert_eq!(jo.sign_in(JO).await.text("/step"), "email");
    let device = app.enroll(&mut jo, JO).await;
    app.finish(&mut jo, &device).await;
    assert_full_session(&mut jo).await;

    let mut browser = app.browser();
    let answer = browser.sign_in(JO).await;
    assert_eq!(answer.text("/step"), "code");
    assert_eq!(answer.body.get("flow_token"), None);
    let answer = app.finish(&mut browser, &device).await;
    assert_eq!(answer.body["session"].get("token"), None);
    assert_full_session(&mut browser).await;
    let path = format!("/members/{}", invited.text("/id"));
    let shown = admin.get(&path).await.expect(200);
    assert_eq!(shown.text("/two_step/state"), "on");
    browser.delete("/session").await.expect(204);
    browser.get("/me").await.expect(401);
}

/// A code works once, and a used one is told from a wrong one.
#[actix_web::test]
async fn the_setup_code_does_not_sign_in() {
    let app = TestApp::start().await;
    let mut admin = app.set_up().await;
    admin.post_empty("/me/enrollment").await.expect(200);
    let device = app.enroll(&mut admin, ADMIN).await;
    let spent = json!({ "code": app.code(&device) });
    let refused = admin.post("/sign-in/code", &spent).await;
    let refused = refused.expect_problem(401, "already_used");
    assert_eq!(refused.body["next_code_in_seconds"], 30);
    app.finish(&mut admin, &device).await;
    assert_full_session(&mut admin).await;
}

async fn assert_full_session(caller: &mut Caller) {
    let me = caller.get("/me").await.expect(200);
    assert_eq!(me.body["session"]["aal"], 2);
    assert_eq!(me.text("/two_step/state"), "on");
}
