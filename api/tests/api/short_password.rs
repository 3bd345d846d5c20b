//! A password that was chosen beside a second step, once nobody asks for the second step any more.

use crate::support::{AGENT, Answer, TestApp};
use serde_json::json;

/// Long enough beside a second step only.
pub(crate) const SHORT: &str = "tf8#Qm2!zLx9";
const LONG: &str = "copper lantern orchard";

async fn sign_in(app: &TestApp, password: &str) -> Answer {
    let body = json!({ "email": AGENT, "password": password });
    app.post("/sign-in", "", &body).await
}

async fn replace(app: &TestApp, flow: &str, password: &str) -> Answer {
    let body = json!({ "new_password": password });
    app.post("/sign-in/password", flow, &body).await
}

async fn set_policy(app: &TestApp, admin: &str, two_step: &str) {
    let version = app.get("/policy", admin).await.ok().body["version"].clone();
    let body = json!({ "two_step": two_step, "version": version, "reason": "A test" });
    app.send("PUT", "/policy", admin, Some(&body)).await.ok();
}

/// A member who chose a short password while the policy asked for a second step.
pub(crate) async fn with_short_password() -> (TestApp, String) {
    let (app, admin) = TestApp::with_admin().await;
    let (_, admin) = app.set_up_phone(&admin).await;
    set_policy(&app, &admin, "required").await;
    let body = json!({ "email": AGENT, "display_name": "Jo Doe" });
    app.post("/members", &admin, &body).await.ok();
    let token = app.newest_mail("invitation").await["content"]["token"].clone();
    // Eight are enough, where they are not easily guessed as these are.
    for (length, code) in [(7, "too_short"), (8, "too_common")] {
        let body = json!({ "token": token, "password": &SHORT[..length] });
        let refused = app.post("/invitations/accept", "", &body).await;
        assert_eq!(refused.field_errors(), [("password", code)]);
    }
    let body = json!({ "token": token, "password": SHORT });
    app.post("/invitations/accept", "", &body).await.ok();
    (app, admin)
}

/// A flow that asks for a longer password.
pub(crate) async fn with_short_password_to_replace() -> (TestApp, String) {
    let (app, admin) = with_short_password().await;
    set_policy(&app, &admin, "optional").await;
    let asked = sign_in(&app, SHORT).await.ok();
    let flow = asked.text("/flow_token");
    (app, flow)
}

/// F13, P-03 (eight, fifteen): beside a second step eight characters do and seven do not; where the password alone signs in,
/// one of fewer than 15 characters is replaced first, and no session comes before.
#[actix_web::test]
async fn a_short_password_is_replaced_when_it_would_sign_in_alone() {
    let (app, admin) = with_short_password().await;
    let due = sign_in(&app, SHORT).await.ok();
    assert_eq!(due.text("/step"), "email");
    let flow = due.text("/flow_token");
    replace(&app, &flow, LONG).await.refused(409, "wrong_step");

    set_policy(&app, &admin, "optional").await;
    let found = app.get("/sign-in", &flow).await.ok();
    assert_eq!(found.text("/step"), "password");
    let asked = sign_in(&app, SHORT).await.ok();
    assert_eq!(asked.text("/step"), "password");
    assert_eq!(asked.body.get("session"), None);
    let flow = asked.text("/flow_token");
    app.post("/sign-in/code", &flow, &json!({ "code": "123456" }))
        .await
        .refused(409, "wrong_step");
    for (weak, code) in [(SHORT, "too_short"), ("password1234567", "too_common")] {
        let refused = replace(&app, &flow, weak).await;
        assert_eq!(refused.field_errors(), [("new_password", code)]);
    }
    let done = replace(&app, &flow, LONG).await.ok();
    assert_eq!(done.text("/step"), "done");
    let session = done.text("/session/token");
    let me = app.get("/me", &session).await.ok();
    assert_eq!(me.body["session"]["aal"], 1);
    assert_eq!(app.mails("password_changed").await.len(), 1);
    replace(&app, &flow, LONG)
        .await
        .refused(401, "flow_expired");
    sign_in(&app, SHORT)
        .await
        .refused(401, "invalid_credentials");
    assert_eq!(sign_in(&app, LONG).await.ok().text("/step"), "done");
}

/// F13: beside a second step it stays as it is, also where the device alone asks for one.
#[actix_web::test]
async fn a_short_password_stays_beside_a_device() {
    let (app, admin) = with_short_password().await;
    let flow = sign_in(&app, SHORT).await.ok().text("/flow_token");
    let (phone, flow) = app.enroll(&flow).await;
    app.code_session(&flow, &phone).await;
    set_policy(&app, &admin, "optional").await;
    let due = sign_in(&app, SHORT).await.ok();
    assert_eq!(due.text("/step"), "code");
    let session = app.code_session(&due.text("/flow_token"), &phone).await;
    let removed = app.send("DELETE", "/me/device", &session, None).await;
    assert_eq!(removed.status, 204);
    assert_eq!(sign_in(&app, SHORT).await.ok().text("/step"), "password");
}
