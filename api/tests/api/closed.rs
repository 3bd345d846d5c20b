//! What ends by no time alone, and what a person who helps gives back (F16, A1).

use crate::recovery::{NEW_PASSWORD, agent_with_phone, confirm, forgot};
use crate::refusals::{THIEF, finish, fresh, from, known_browser, password, proxied};
use crate::support::{AGENT, PASSWORD, TestApp};
use serde_json::{Value, json};
use std::time::Duration;

/// A hundred wrong passwords, each from another network.
async fn guess(app: &TestApp, email: &str) {
    for number in 0..100 {
        app.clock.advance(Duration::from_mins(1));
        let address = format!("198.51.{number}.9");
        let wrong = password(email, "not the password at all");
        let answer = from(app, &address, "/sign-in", "", &wrong).await;
        answer.refused(401, "invalid_credentials");
    }
}

/// F16: a new password by mail alone does not let strangers try again, the code of the device with it does.
#[actix_web::test]
async fn mail_and_code_open_a_closed_address() {
    let (app, _, phone) = proxied().await;
    guess(&app, AGENT).await;
    let token = forgot(&app, AGENT).await;
    confirm(&app, &token, None).await.ok();
    let refused = from(&app, THIEF, "/sign-in", "", &password(AGENT, NEW_PASSWORD)).await;
    refused.refused(429, "password_closed");
    app.clock.advance(Duration::from_mins(1));
    let token = forgot(&app, AGENT).await;
    let code = phone.code(&app.clock);
    confirm(&app, &token, Some(code)).await.ok();
    from(&app, THIEF, "/sign-in", "", &password(AGENT, NEW_PASSWORD))
        .await
        .ok();
}

/// F16: who has no device is asked for no code: the mailbox is all there is.
#[actix_web::test]
async fn without_a_device_the_mail_opens_a_closed_address() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    app.session_of(AGENT).await;
    let app = app.behind_a_proxy();
    guess(&app, AGENT).await;
    let token = forgot(&app, AGENT).await;
    confirm(&app, &token, None).await.ok();
    from(&app, THIEF, "/sign-in", "", &password(AGENT, NEW_PASSWORD))
        .await
        .ok();
}

/// F16: after a hundred wrong passwords in a row strangers' tries end, for a known address as for an
/// unknown one; a known browser goes on, and an administrator gives all back.
#[actix_web::test]
async fn a_hundred_wrong_passwords_close_strangers_out() {
    let (app, admin, phone) = proxied().await;
    let mut browser = known_browser(&app, &phone).await;
    for email in [AGENT, "nobody@example.com"] {
        guess(&app, email).await;
        app.clock.advance(Duration::from_hours(47));
        let refused = from(&app, THIEF, "/sign-in", "", &password(email, PASSWORD)).await;
        refused.refused(429, "password_closed");
    }
    assert_eq!(
        finish(&app, &mut browser, &phone).await.ok().text("/step"),
        "done"
    );
    let admin = fresh(&app, &admin).await;
    let members = app.get("/members?search=jo", &admin).await.ok();
    let path = format!("/members/{}/unlock", members.text("/items/0/id"));
    app.send("POST", &path, &admin, None).await.ok();
    from(&app, THIEF, "/sign-in", "", &password(AGENT, PASSWORD))
        .await
        .ok();
}

/// A1: who helps gives mails back: five in an hour, and then one more at once.
#[actix_web::test]
async fn help_gives_mails_back() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let session = app.session_of(AGENT).await;
    let flow = use_up_mails(&app, &session).await;
    help(&app, &admin, "unlock", None).await;
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
}

/// A1: so does a reset of the device, after which the person has to set up another one by mail.
#[actix_web::test]
async fn a_device_reset_gives_mails_back() {
    let (app, admin, phone) = agent_with_phone().await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let session = app.code_session(&flow, &phone).await;
    use_up_mails(&app, &session).await;
    let reason = json!({ "reason": "Phone lost" });
    help(&app, &admin, "device-reset", Some(&reason)).await;
    let session = app.session_of(AGENT).await;
    let flow = app.send("POST", "/me/enrollment", &session, None).await;
    let flow = flow.ok().text("/flow_token");
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
}

/// Asks for mails with a code until none is sent; the flow.
async fn use_up_mails(app: &TestApp, session: &str) -> String {
    let flow = app.send("POST", "/me/enrollment", session, None).await;
    let flow = flow.ok().text("/flow_token");
    for _ in 0..5 {
        app.send("POST", "/enrollment/email", &flow, None).await;
        app.clock.advance(Duration::from_mins(1));
    }
    let refused = app.send("POST", "/enrollment/email", &flow, None).await;
    refused.refused(429, "throttled");
    flow
}

async fn help(app: &TestApp, admin: &str, act: &str, body: Option<&Value>) {
    let admin = fresh(app, admin).await;
    let members = app.get("/members?search=jo", &admin).await.ok();
    let path = format!("/members/{}/{act}", members.text("/items/0/id"));
    app.send("POST", &path, &admin, body).await.ok();
}
