//! Another e-mail address: who may ask, what proves it, who is told, what is held.

use crate::recovery::confirm;
use crate::support::{ADMIN, AGENT, Answer, PASSWORD, Phone, TestApp};
use diesel::prelude::*;
use serde_json::json;
use shared_types::limits::{FRESH_FOR, RECOVERY_HOLD};
use std::time::Duration;
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::members;
use twostep::second_step::recovery::answer_requests;

const NEW: &str = "Jo.New@example.net";

async fn ask(app: &TestApp, session: &str, email: &str) -> Answer {
    app.post("/me/email", session, &json!({ "email": email }))
        .await
}

async fn verify(app: &TestApp, session: &str, code: &serde_json::Value) -> Answer {
    app.post("/me/email/verify", session, &json!({ "code": code }))
        .await
}

async fn agent_with_phone() -> (TestApp, String, String, Phone) {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    let (phone, agent) = app.set_up_phone(&agent).await;
    app.clock.advance(Duration::from_mins(2));
    (app, admin, agent, phone)
}

/// D-11 (proof, new address, old address): password and code within five minutes, a code from the new mailbox, a
/// notice to the old one, every other session over, and nothing recovered by e-mail for 72 hours.
#[actix_web::test]
async fn an_address_changes_with_proof_of_both_sides() {
    let (app, _, first, phone) = agent_with_phone().await;
    let agent = app.sign_in_with(AGENT, &phone).await;
    app.clock.advance(FRESH_FOR);
    ask(&app, &agent, NEW)
        .await
        .refused(403, "reauthentication_required");
    let body = json!({ "password": PASSWORD });
    let refused = app.post("/me/reauthenticate", &agent, &body).await;
    assert_eq!(refused.field_errors(), [("code", "required")]);
    let body = json!({ "password": PASSWORD, "code": phone.code(&app.clock) });
    app.post("/me/reauthenticate", &agent, &body).await.ok();

    let sent = ask(&app, &agent, NEW).await.ok();
    assert_eq!(sent.text("/sent_to"), "J…@example.net");
    let mail = app.newest_mail("email_change").await;
    assert_eq!(mail["to"]["address"], NEW);
    assert_eq!(mail["content"]["reference"], sent.text("/reference"));
    let code = &mail["content"]["code"];
    // Nothing has changed yet, and another session of the same member proves nothing.
    assert_eq!(app.get("/me", &agent).await.text("/email"), AGENT);
    verify(&app, &first, code)
        .await
        .refused(401, "code_expired");
    assert_eq!(verify(&app, &agent, code).await.status, 204);
    assert_eq!(app.get("/me", &agent).await.text("/email"), NEW);
    app.get("/me", &first).await.refused(401, "unauthenticated");
    verify(&app, &agent, code)
        .await
        .refused(403, "recovery_hold");
    let notice = app.newest_mail("email_changed").await;
    assert_eq!(notice["to"]["address"], AGENT);

    app.sign_in(AGENT).await.refused(401, "invalid_credentials");
    let flow = app.sign_in(NEW).await.ok().text("/flow_token");
    app.send("POST", "/sign-in/new-device", &flow, None)
        .await
        .refused(403, "recovery_hold");
    app.code_session(&flow, &phone).await;
    for email in [AGENT, NEW] {
        let body = json!({ "email": email });
        app.post("/password-reset", "", &body).await.ok();
    }
    answer_requests(&app.context).await.expect("a database");
    assert!(app.mails("password_reset").await.is_empty());
    let held = app.mails("password_reset_held").await;
    assert_eq!(held.len(), 1);
    assert_eq!(held[0]["to"]["address"], NEW);

    app.clock.advance(RECOVERY_HOLD);
    let token = crate::recovery::forgot(&app, NEW).await;
    confirm(&app, &token, None).await.ok();
}

/// D-11: the administrator is the way out before the time is over.
#[actix_web::test]
async fn a_device_reset_ends_the_hold() {
    let (app, _, agent, _) = agent_with_phone().await;
    ask(&app, &agent, NEW).await.ok();
    let code = app.newest_mail("email_change").await["content"]["code"].clone();
    verify(&app, &agent, &code).await.ok();
    let id = app.get("/me", &agent).await.text("/id");
    let admin = app.session_of(ADMIN).await;
    let path = format!("/members/{id}/device-reset");
    let body = json!({ "reason": "Called back" });
    let view = app.post(&path, &admin, &body).await.ok();
    assert_eq!(view.body.get("recovery_hold"), None);
    let session = app.session_of(NEW).await;
    app.clock.advance(Duration::from_mins(1));
    app.set_up_phone(&session).await;
}

/// E-03: a code to a new address proves it to the session that asked, to no other session and no
/// flow; a newer one voids it, whichever session asked for that.
#[actix_web::test]
async fn a_code_to_a_new_address_is_bound_to_its_session() {
    let (app, session) = TestApp::with_admin().await;
    let other = app.session_of(ADMIN).await;
    ask(&app, &session, NEW).await.ok();
    let code = app.newest_mail("email_change").await["content"]["code"].clone();
    verify(&app, &other, &code)
        .await
        .refused(401, "code_expired");
    let started = app.send("POST", "/me/enrollment", &session, None).await;
    let flow = started.ok().text("/flow_token");
    app.post("/enrollment/email/verify", &flow, &json!({ "code": code }))
        .await
        .refused(401, "code_expired");
    app.clock.advance(Duration::from_mins(1));
    ask(&app, &other, NEW).await.ok();
    verify(&app, &session, &code)
        .await
        .refused(401, "code_expired");
    let newer = app.newest_mail("email_change").await["content"]["code"].clone();
    verify(&app, &other, &newer).await.ok();
    assert_eq!(app.get("/me", &other).await.text("/email"), NEW);
}

/// F3a, D-11 (hold): who reset the password by way of the mailbox alone does not move the account to a mailbox
/// of his own while the hold runs, though the helpdesk removed the lost phone and the policy asks for
/// no device; nor does he set up a device by e-mail.
#[actix_web::test]
async fn an_address_stays_while_recovery_is_held() {
    let (app, _, agent, _) = agent_with_phone().await;
    let id = app.get("/me", &agent).await.text("/id");
    let admin = app.session_of(ADMIN).await;
    let path = format!("/members/{id}/device-reset");
    let reason = json!({ "reason": "Phone lost" });
    app.post(&path, &admin, &reason).await.ok();

    let token = crate::recovery::forgot(&app, AGENT).await;
    let reset = confirm(&app, &token, None).await.ok();
    let until = reset.text("/recovery_hold/until");
    let signed_in = crate::recovery::sign_in(&app, AGENT).await.ok();
    let thief = signed_in.text("/session/token");
    let held = ask(&app, &thief, NEW).await;
    held.refused(403, "recovery_hold");
    assert_eq!(held.text("/held_until"), until);
    assert!(app.mails("email_change").await.is_empty());
    app.send("POST", "/me/enrollment", &thief, None)
        .await
        .refused(403, "recovery_hold");

    // A code that was sent before the hold began is not spent in it either.
    app.clock.advance(RECOVERY_HOLD);
    let signed_in = crate::recovery::sign_in(&app, AGENT).await.ok();
    let owner = signed_in.text("/session/token");
    ask(&app, &owner, NEW).await.ok();
    let code = app.newest_mail("email_change").await["content"]["code"].clone();
    hold(&app, AGENT).await;
    verify(&app, &owner, &code)
        .await
        .refused(403, "recovery_hold");
    assert_eq!(app.get("/me", &owner).await.text("/email"), AGENT);
    let admin = app.session_of(ADMIN).await;
    app.post(&path, &admin, &reason).await.ok();
    let signed_in = crate::recovery::sign_in(&app, AGENT).await.ok();
    let owner = signed_in.text("/session/token");
    app.clock.advance(Duration::from_mins(1));
    ask(&app, &owner, NEW).await.ok();
    let code = app.newest_mail("email_change").await["content"]["code"].clone();
    assert_eq!(verify(&app, &owner, &code).await.status, 204);
    // The change itself begins a hold: a second one has to wait for its end.
    app.clock.advance(Duration::from_mins(1));
    ask(&app, &owner, "third@example.com")
        .await
        .refused(403, "recovery_hold");
}

/// A hold as a change on another node leaves it.
async fn hold(app: &TestApp, email: &'static str) {
    let now = app.clock.now();
    let write = move |connection: &mut DbConnection| {
        diesel::update(members::table.filter(members::email.eq(email)))
            .set((
                members::hold_since.eq(now.micros()),
                members::hold_cause.eq("password_reset"),
                members::hold_until.eq((now + RECOVERY_HOLD).micros()),
            ))
            .execute(connection)
    };
    app.context.db.write(write).await.expect("a member");
}

/// L-15: an address that another member has gets the answer of a free one; no mail goes there, and no
/// code takes it away.
#[actix_web::test]
async fn a_taken_address_answers_like_a_free_one() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    let free = ask(&app, &agent, "free@example.com").await.ok();
    app.clock.advance(Duration::from_mins(1));
    let taken = ask(&app, &agent, ADMIN).await.ok();
    let keys = |answer: &Answer| {
        let object = answer.body.as_object().expect("an object");
        object.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(keys(&free), keys(&taken));
    assert_eq!(app.mails("email_change").await.len(), 1);
    let code = app.newest_mail("email_change").await["content"]["code"].clone();
    verify(&app, &agent, &code)
        .await
        .refused(401, "invalid_code");
    ask(&app, &agent, AGENT).await.refused(422, "invalid_input");
    ask(&app, &agent, "no address")
        .await
        .refused(422, "invalid_input");
}

/// An address that somebody takes between the mail and the code stays with that one.
#[actix_web::test]
async fn the_first_to_have_an_address_keeps_it() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    ask(&app, &agent, NEW).await.ok();
    let code = app.newest_mail("email_change").await["content"]["code"].clone();
    app.clock.advance(Duration::from_secs(1));
    app.invite(&admin, &NEW.to_lowercase(), "agent").await;
    verify(&app, &agent, &code).await.refused(409, "conflict");
    assert_eq!(app.get("/me", &agent).await.text("/email"), AGENT);
}

/// E-05 (per code, per day), E-06, L-07 (mailed codes): the counters of e-mailed codes are one, whatever the codes are
/// for.
#[actix_web::test]
async fn codes_to_a_new_address_are_counted_with_all_others() {
    let (app, session) = TestApp::with_admin().await;
    for round in 0..2 {
        app.clock.advance(Duration::from_mins(1));
        ask(&app, &session, NEW).await.ok();
        ask(&app, &session, NEW).await.refused(429, "throttled");
        let right = app.newest_mail("email_change").await["content"]["code"].clone();
        let wrong = if right == "000000" {
            "000001"
        } else {
            "000000"
        };
        for left in [4, 3, 2, 1] {
            let refused = verify(&app, &session, &json!(wrong)).await;
            refused.refused(401, "invalid_code");
            assert_eq!(refused.body["tries_left"], left);
        }
        verify(&app, &session, &json!(wrong))
            .await
            .refused(401, "too_many_tries");
        let over = verify(&app, &session, &right).await;
        match round {
            0 => over.refused(401, "too_many_tries"),
            _ => over.refused(429, "throttled"),
        }
    }
    app.clock.advance(Duration::from_mins(1));
    let flow = app
        .send("POST", "/me/enrollment", &session, None)
        .await
        .ok()
        .text("/flow_token");
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
    let right = json!({ "code": app.newest_mail("email_verification").await["content"]["code"] });
    app.post("/enrollment/email/verify", &flow, &right)
        .await
        .refused(429, "throttled");
}
