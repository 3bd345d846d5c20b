//! What the link of an invitation opens, and when it opens nothing.

use crate::support::{ADMIN, AGENT, PASSWORD, TestApp};
use serde_json::{Value, json};
use shared_types::limits::INVITATION_LIFETIME;
use std::time::Duration;
use twostep::messages::mail::{MailTransport, Mailbox, deliver_due};

async fn check(app: &TestApp, token: &Value) -> crate::support::Answer {
    app.post("/invitations/inspect", "", &json!({ "token": token }))
        .await
}

async fn newest_token(app: &TestApp) -> Value {
    app.newest_mail("invitation").await["content"]["token"].clone()
}

/// Invites the agent; the id, and the token of the link.
async fn invited(app: &TestApp, admin: &str) -> (String, Value) {
    let body = json!({ "email": AGENT, "display_name": "Jo Doe" });
    let id = app.post("/members", admin, &body).await.ok().text("/id");
    (id, newest_token(app).await)
}

/// B10, B11: before a password is invented the page knows who invited whom to what, and how long the password
/// has to be; looking spends nothing, neither the link nor a try.
#[actix_web::test]
async fn an_invitation_says_who_invites_whom_to_what() {
    let (app, admin) = TestApp::with_admin().await;
    let (_, token) = invited(&app, &admin).await;
    let expected = json!({
        "organization": "Acme Support",
        "email": AGENT,
        "display_name": "Jo Doe",
        "invited_by": "Ada Admin",
        "shortest_password": 15,
    });
    for _ in 0..30 {
        assert_eq!(check(&app, &token).await.ok().body, expected);
    }
    let body = json!({ "token": token, "password": PASSWORD });
    app.post("/invitations/accept", "", &body).await.ok();
    check(&app, &token).await.refused(401, "invalid_token");
}

/// B11: a used, replaced, voided, unknown or old link says so at once.
#[actix_web::test]
async fn a_link_that_is_over_says_so_before_anything_is_typed() {
    let (app, admin) = TestApp::with_admin().await;
    let is_over = async |token: &Value| {
        check(&app, token).await.refused(401, "invalid_token");
    };
    is_over(&json!(format!("tsi_{:054}", 0))).await;
    let (id, first) = invited(&app, &admin).await;
    let member = format!("/members/{id}");
    app.clock.advance(Duration::from_mins(1));
    app.send("POST", &format!("{member}/invitation"), &admin, None)
        .await
        .ok();
    let second = newest_token(&app).await;
    is_over(&first).await;
    check(&app, &second).await.ok();
    for status in ["disabled", "active"] {
        let body = json!({ "status": status });
        app.send("PATCH", &member, &admin, Some(&body)).await.ok();
        is_over(&second).await;
    }
    app.clock.advance(Duration::from_mins(1));
    app.send("POST", &format!("{member}/invitation"), &admin, None)
        .await
        .ok();
    let third = newest_token(&app).await;
    let body = json!({ "token": third, "password": PASSWORD });
    app.post("/invitations/accept", "", &body).await.ok();
    is_over(&third).await;
    app.clock.advance(Duration::from_hours(1));
    let admin = app.session_of(ADMIN).await;
    let body = json!({ "email": "old@example.com", "display_name": "Old" });
    app.post("/members", &admin, &body).await.ok();
    let old = newest_token(&app).await;
    app.clock.advance(INVITATION_LIFETIME);
    is_over(&old).await;
}

/// L-07: looking at invitations that nobody wrote is delayed like accepting them. Who has a good link behind the same
/// address is not held up.
#[actix_web::test]
async fn guessing_at_invitations_is_delayed() {
    let (app, admin) = TestApp::with_admin().await;
    let (_, good) = invited(&app, &admin).await;
    let token = json!(format!("tsi_{:054}", 0));
    for _ in 0..20 {
        check(&app, &token).await.refused(401, "invalid_token");
    }
    check(&app, &token).await.refused(429, "throttled");
    let accept = async |token: &Value| {
        let body = json!({ "token": token, "password": PASSWORD });
        app.post("/invitations/accept", "", &body).await
    };
    accept(&token).await.refused(429, "throttled");
    check(&app, &good).await.ok();
    accept(&good).await.ok();
}

/// M-07, review F5: an invitation that waits for its turn is not sent once its link is void: replaced, its
/// member disabled, or deleted.
#[actix_web::test]
async fn a_waiting_invitation_with_a_void_link_is_not_sent() {
    let (mut app, admin) = TestApp::with_admin().await;
    app.context.invitations_per_hour = 1;
    let (db, keys) = (app.context.db.clone(), app.context.keys.as_ref().clone());
    app.restart(db, keys);
    let mut ids = Vec::new();
    for number in 0..4 {
        let body = json!({ "email": format!("m{number}@example.com"), "display_name": "Jo Doe" });
        ids.push(app.post("/members", &admin, &body).await.ok().text("/id"));
    }
    let path = |number: usize| format!("/members/{}", ids[number]);
    app.clock.advance(Duration::from_mins(1));
    let again = format!("{}/invitation", path(1));
    app.send("POST", &again, &admin, None).await.ok();
    let disabled = json!({ "status": "disabled" });
    app.send("PATCH", &path(2), &admin, Some(&disabled))
        .await
        .ok();
    app.send("DELETE", &path(3), &admin, None).await.ok();
    let newest = newest_token(&app).await;
    assert_eq!(app.mails("invitation").await.len(), 2);
    let mailbox = MailTransport::Mailbox(Mailbox::new());
    let mut sent = 0;
    for _ in 0..6 {
        sent += deliver_due(&app.context, &mailbox).await;
        app.clock.advance(Duration::from_hours(1));
    }
    assert_eq!(sent, 2, "the first, and the one that was sent again");
    check(&app, &newest).await.ok();
}
