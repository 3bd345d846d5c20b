//! An address that an administrator sets: who may, who is told, what ends, what the record keeps.

use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, TestApp};
use serde_json::{Value, json};
use shared_types::limits::RECOVERY_HOLD;
use std::time::Duration;
use twostep::record::audit::Action;

const NEW: &str = "jo.new@example.net";

async fn set_address(app: &TestApp, admin: &str, id: &str, email: &str) -> crate::support::Answer {
    let body = json!({ "email": email, "reason": "Called back" });
    app.send("PATCH", &format!("/members/{id}"), admin, Some(&body))
        .await
}

/// F3a, D-11 (put back): an administrator sets an address and can put an old one back. Sessions end, both
/// mailboxes are told, recovery is held, and the record has no address.
#[actix_web::test]
async fn an_administrator_sets_an_address_and_puts_it_back() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    let (phone, agent) = app.set_up_phone(&agent).await;
    let until = app.clock.now() + RECOVERY_HOLD;
    let view = set_address(&app, &admin, &id, NEW).await.ok();
    assert_eq!(view.text("/email"), NEW);
    assert_eq!(view.text("/recovery_hold/until"), until.to_string());
    app.get("/me", &agent).await.refused(401, "unauthenticated");
    let told = app.mails("address_set").await;
    let mut told: Vec<&str> = told
        .iter()
        .filter_map(|mail| mail["to"]["address"].as_str())
        .collect();
    told.sort_unstable();
    assert_eq!(told, [NEW, AGENT]);
    app.sign_in(AGENT).await.refused(401, "invalid_credentials");
    let flow = app.sign_in(NEW).await.ok().text("/flow_token");
    app.send("POST", "/sign-in/new-device", &flow, None)
        .await
        .refused(403, "recovery_hold");
    app.code_session(&flow, &phone).await;

    let expected = json!({ "changed": ["email"], "reason": "Called back" });
    assert_eq!(
        details_of(&app.context.db, Action::MemberChanged).await,
        [expected]
    );
    set_address(&app, &admin, &id, AGENT).await.ok();
    app.sign_in(NEW).await.refused(401, "invalid_credentials");
    app.sign_in(AGENT).await.ok();
}

/// F3a: not without a reason, not to a taken address, not one's own (that needs a code from the new
/// mailbox), not by the helpdesk, not in a session that is not fresh; and nothing changes then.
#[actix_web::test]
async fn an_address_is_not_set_lightly() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    let path = format!("/members/{id}");
    let body = json!({ "email": NEW });
    let refused = app.send("PATCH", &path, &admin, Some(&body)).await;
    assert_eq!(refused.field_errors(), [("reason", "required")]);
    for (email, code) in [
        (ADMIN, "taken"),
        ("Admin@EXAMPLE.com", "taken"),
        (AGENT, "taken"),
        ("no address", "invalid"),
    ] {
        let refused = set_address(&app, &admin, &id, email).await;
        assert_eq!(refused.field_errors(), [("email", code)]);
    }
    let own = app.get("/me", &admin).await.text("/id");
    set_address(&app, &admin, &own, NEW)
        .await
        .refused(403, "forbidden");
    app.clock.advance(Duration::from_secs(1));
    app.invite(&admin, "help@example.com", "helpdesk").await;
    let helpdesk = app.session_of("help@example.com").await;
    set_address(&app, &helpdesk, &id, NEW)
        .await
        .refused(403, "forbidden");
    app.clock.advance(Duration::from_mins(6));
    set_address(&app, &admin, &id, NEW)
        .await
        .refused(403, "reauthentication_required");
    assert!(app.mails("address_set").await.is_empty());
    assert!(
        details_of(&app.context.db, Action::MemberChanged)
            .await
            .is_empty()
    );
    app.session_of(AGENT).await;
}

/// F3a: who has not accepted yet is invited anew at the new address; the link in the old mailbox is void,
/// and nothing holds the first device.
#[actix_web::test]
async fn an_invitation_follows_the_address() {
    let (app, admin) = TestApp::with_admin().await;
    let body = json!({ "email": AGENT, "display_name": "Jo Doe" });
    let id = app.post("/members", &admin, &body).await.ok().text("/id");
    let old = app.newest_mail("invitation").await["content"]["token"].clone();
    app.clock.advance(Duration::from_secs(1));
    let view = set_address(&app, &admin, &id, NEW).await.ok();
    assert_eq!(view.body.get("recovery_hold"), None);
    let mail = app.newest_mail("invitation").await;
    assert_eq!(mail["to"]["address"], NEW);
    let accept = |token: &Value| json!({ "token": token, "password": crate::support::PASSWORD });
    app.post("/invitations/accept", "", &accept(&old))
        .await
        .refused(401, "invalid_token");
    let body = accept(&mail["content"]["token"]);
    app.post("/invitations/accept", "", &body).await.ok();
    app.session_of(NEW).await;
}
