//! A forgotten password: the same answer for everybody, one link, and what a mailbox cannot do.

use crate::support::{ADMIN, AGENT, Answer, PASSWORD, Phone, TestApp};
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared_types::limits::{PASSWORD_RESET_LIFETIME, RECOVERY_HOLD};
use std::time::Duration;
use twostep::platform::db::schema::{password_reset_requests, password_resets};
use twostep::second_step::recovery::answer_requests;

pub(crate) const NEW_PASSWORD: &str = "copper lantern orchard";

/// Asks for a new password and reads the newest link.
pub(crate) async fn forgot(app: &TestApp, email: &str) -> String {
    // Mails of one instant have no order.
    app.clock.advance(Duration::from_secs(1));
    let asked = app
        .post("/password-reset", "", &json!({ "email": email }))
        .await;
    assert_eq!((asked.status, &asked.body), (202, &Value::Null));
    answer_requests(&app.context).await.expect("a database");
    let mail = app.newest_mail("password_reset").await;
    mail["content"]["token"].as_str().expect("a token").into()
}

pub(crate) async fn confirm(app: &TestApp, token: &str, code: Option<String>) -> Answer {
    let mut body = json!({ "token": token, "new_password": NEW_PASSWORD });
    if let Some(code) = code {
        body["code"] = json!(code);
    }
    app.post("/password-reset/confirm", "", &body).await
}

pub(crate) async fn sign_in(app: &TestApp, email: &str) -> Answer {
    let body = json!({ "email": email, "password": NEW_PASSWORD });
    app.post("/sign-in", "", &body).await
}

/// An administrator, and the agent with a phone.
pub(crate) async fn agent_with_phone() -> (TestApp, String, Phone) {
    agent_with_phone_at(TestApp::start()).await
}

/// The same in a fresh installation.
pub(crate) async fn agent_with_phone_at(app: TestApp) -> (TestApp, String, Phone) {
    let admin = app.set_up().await;
    app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    let (phone, _) = app.set_up_phone(&agent).await;
    app.clock.advance(Duration::from_mins(2));
    (app, admin, phone)
}

/// D-09: a password reset by mail and a device reset by mail do not add up. The phone works on,
/// the owner is told, and after 72 hours both ways are open again.
#[actix_web::test]
async fn a_mailbox_does_not_give_password_and_device() {
    let (app, _, phone) = agent_with_phone().await;
    let token = forgot(&app, AGENT).await;
    let reset = confirm(&app, &token, None).await.ok();
    let until = reset.text("/recovery_hold/until");
    assert_eq!(until, (app.clock.now() + RECOVERY_HOLD).to_string());
    assert_eq!(reset.text("/email"), AGENT);
    assert_eq!(app.mails("password_was_reset").await.len(), 1);

    let flow = sign_in(&app, AGENT).await.ok().text("/flow_token");
    let held = app.send("POST", "/sign-in/new-device", &flow, None).await;
    held.refused(403, "recovery_hold");
    assert_eq!(held.text("/held_until"), until);
    let session = app.code_session(&flow, &phone).await;
    let replace = app.send("POST", "/me/enrollment", &session, None).await;
    replace.refused(403, "recovery_hold");
    assert_eq!(
        app.get("/me", &session).await.text("/recovery_hold/until"),
        until
    );

    app.clock.advance(RECOVERY_HOLD);
    let flow = sign_in(&app, AGENT).await.ok().text("/flow_token");
    let open = app
        .send("POST", "/sign-in/new-device", &flow, None)
        .await
        .ok();
    assert_eq!(open.text("/step"), "email");
}

/// D-09: mailbox and device together are the whole reset; the code is spent by it.
#[actix_web::test]
async fn a_code_makes_the_reset_complete() {
    let (app, _, phone) = agent_with_phone().await;
    let token = forgot(&app, AGENT).await;
    let code = phone.code(&app.clock);
    let reset = confirm(&app, &token, Some(code.clone())).await.ok();
    assert_eq!(reset.body.get("recovery_hold"), None);
    let flow = sign_in(&app, AGENT).await.ok().text("/flow_token");
    app.post("/sign-in/code", &flow, &json!({ "code": code }))
        .await
        .refused(401, "already_used");
    app.send("POST", "/sign-in/new-device", &flow, None)
        .await
        .ok();
}

/// D-09: a hold that came without a code goes with a reset that has one.
#[actix_web::test]
async fn a_code_ends_the_hold() {
    let (app, _, phone) = agent_with_phone().await;
    let token = forgot(&app, AGENT).await;
    confirm(&app, &token, None).await.ok();
    app.clock.advance(Duration::from_mins(2));
    let token = forgot(&app, AGENT).await;
    let code = phone.code(&app.clock);
    confirm(&app, &token, Some(code)).await.ok();
    let flow = sign_in(&app, AGENT).await.ok().text("/flow_token");
    app.send("POST", "/sign-in/new-device", &flow, None)
        .await
        .ok();
}

/// D-09: a device that was switched off or removed is not set up again by the mailbox alone, nor is the
/// first one of a member.
#[actix_web::test]
async fn who_has_no_device_is_held_as_well() {
    let (app, admin, _) = agent_with_phone().await;
    let policy = app.get("/policy", &admin).await.ok();
    let (_, admin) = app.set_up_phone(&admin).await;
    app.clock.advance(Duration::from_mins(1));
    let body = json!({ "two_step": "required", "version": policy.body["version"] });
    app.send("PUT", "/policy", &admin, Some(&body)).await.ok();
    let id = app
        .get("/members?search=jo", &admin)
        .await
        .text("/items/0/id");
    let path = format!("/members/{id}/device-reset");
    let reason = json!({ "reason": "Phone lost" });
    app.post(&path, &admin, &reason).await.ok();

    let token = forgot(&app, AGENT).await;
    confirm(&app, &token, None).await.ok();
    let flow = sign_in(&app, AGENT).await.ok();
    assert_eq!(flow.text("/step"), "email");
    let flow = flow.text("/flow_token");
    for (method, path) in [
        ("POST", "/enrollment/email"),
        ("POST", "/enrollment/email/verify"),
    ] {
        let body = json!({ "code": "123456" });
        let body = path.ends_with("verify").then_some(&body);
        app.send(method, path, &flow, body)
            .await
            .refused(403, "recovery_hold");
    }
    let view = app.get(&format!("/members/{id}"), &admin).await.ok();
    assert!(view.body["recovery_hold"].is_object(), "{view:?}");

    // The way out: a human who looked at the person.
    app.post(&path, &admin, &reason).await.ok();
    assert_eq!(app.mails("recovery_released").await.len(), 1);
    app.post(&path, &admin, &reason)
        .await
        .refused(409, "conflict");
    let flow = sign_in(&app, AGENT).await.ok().text("/flow_token");
    app.enroll(&flow).await;
    app.clock.advance(Duration::from_mins(1));

    let newcomer = "new@example.com";
    app.invite(&admin, newcomer, "agent").await;
    let token = forgot(&app, newcomer).await;
    let reset = confirm(&app, &token, None).await.ok();
    assert_eq!(reset.text("/recovery_hold/cause"), "password_reset");
    let flow = sign_in(&app, newcomer).await.ok().text("/flow_token");
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .refused(403, "recovery_hold");
}

/// L-06, L-12, L-15: known, unknown, invited and disabled sound the same, and the request does the
/// same for all of them: it writes one row and looks at no member.
#[actix_web::test]
async fn asking_does_not_say_who_is_a_member() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    let disable = json!({ "status": "disabled" });
    app.send("PATCH", &format!("/members/{id}"), &admin, Some(&disable))
        .await
        .ok();
    let body = json!({ "email": "invited@example.com", "display_name": "In Vited" });
    app.post("/members", &admin, &body).await.ok();

    let mut answers = Vec::new();
    let addresses = [ADMIN, "nobody@example.com", "invited@example.com", AGENT];
    for (n, email) in addresses.into_iter().enumerate() {
        let body = json!({ "email": email });
        let mut answer = app.post("/password-reset", "", &body).await;
        answer.headers.remove("date");
        answer.headers.remove("x-request-id");
        answers.push(format!(
            "{:?}",
            (answer.status, answer.headers, answer.body)
        ));
        let rows = app.context.db.read(|connection| {
            let all = password_reset_requests::table.count();
            let links = password_resets::table.count();
            Ok((all.get_result(connection)?, links.get_result(connection)?))
        });
        let expected = (i64::try_from(n + 1).expect("a few"), 0_i64);
        assert_eq!(rows.await.expect("counts"), expected, "{email}");
        let again = app.post("/password-reset", "", &body).await;
        again.refused(429, "throttled");
        assert_eq!(again.headers["retry-after"], "60", "{email}");
    }
    assert!(
        answers.windows(2).all(|pair| pair[0] == pair[1]),
        "{answers:#?}"
    );
    assert_eq!(answer_requests(&app.context).await.expect("a database"), 4);
    let mails = app.mails("password_reset").await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0]["to"]["address"], ADMIN);
    assert_eq!(answer_requests(&app.context).await.expect("a database"), 0);
}

/// One link, fifty times at once: one new password, and every session is over.
#[actix_web::test]
async fn a_link_is_good_once() {
    let (app, admin) = TestApp::with_admin().await;
    let other = forgot(&app, ADMIN).await;
    app.clock.advance(Duration::from_mins(1));
    let token = forgot(&app, ADMIN).await;
    // A network has twenty tries a minute, so these are as many as are looked at.
    let tries = (0..50).map(|_| confirm(&app, &token, None));
    let answers = join_all(tries).await;
    let count = |status| answers.iter().filter(|a| a.status == status).count();
    assert_eq!(count(200), 1);
    assert!(count(401) >= 1 && count(200) + count(401) + count(429) == 50);
    app.get("/me", &admin).await.refused(401, "unauthenticated");
    app.clock.advance(Duration::from_mins(1));
    for spent in [&token, &other] {
        confirm(&app, spent, None)
            .await
            .refused(401, "invalid_token");
    }
    assert_eq!(app.mails("password_was_reset").await.len(), 1);
    app.sign_in(ADMIN).await.refused(401, "invalid_credentials");
    sign_in(&app, ADMIN).await.ok();
}

/// S-05 (hash): the database has a hash of the link, and the link ends after half an hour.
#[actix_web::test]
async fn a_link_is_kept_as_a_hash_and_ends() {
    let (app, _) = TestApp::with_admin().await;
    let token = forgot(&app, ADMIN).await;
    let kept = app.context.db.read(|connection| {
        password_resets::table
            .select(password_resets::verifier)
            .first::<Vec<u8>>(connection)
    });
    let kept = kept.await.expect("a row");
    assert_eq!(kept.len(), 32);
    assert!(!token.as_bytes().windows(32).any(|part| part == kept));
    app.clock.advance(PASSWORD_RESET_LIFETIME);
    confirm(&app, &token, None)
        .await
        .refused(401, "invalid_token");
    app.clock.advance(Duration::from_hours(2));
    let swept = twostep::application::sweeper::sweep_once(&app.context).await;
    assert!(swept.expect("a database") >= 1);
}

/// P-03, P-04 (set, reason): a weak password is refused with the reason, and the link stays good.
#[actix_web::test]
async fn a_weak_password_does_not_cost_the_link() {
    let (app, _) = TestApp::with_admin().await;
    let token = forgot(&app, ADMIN).await;
    for (password, code) in [("short", "too_short"), ("password1234567", "too_common")] {
        let body = json!({ "token": token, "new_password": password });
        let refused = app.post("/password-reset/confirm", "", &body).await;
        assert_eq!(refused.field_errors(), [("new_password", code)]);
    }
    confirm(&app, &token, None).await.ok();
    // Who holds no link is told nothing about the password.
    let body = json!({ "token": "tsp_x", "new_password": "short" });
    app.post("/password-reset/confirm", "", &body)
        .await
        .refused(401, "invalid_token");
}

/// L-07 (reset links, codes): tokens draw on the counter of passwords, codes on the counters of the device.
#[actix_web::test]
async fn no_counter_is_passed_by_a_reset() {
    let (app, _, phone) = agent_with_phone().await;
    let token = forgot(&app, AGENT).await;
    let wrong = phone.wrong_code(&app.clock);
    for left in [4, 3, 2, 1, 0] {
        let refused = confirm(&app, &token, Some(wrong.clone())).await;
        refused.refused(401, "invalid_code");
        assert_eq!(refused.body["tries_left"], left);
    }
    confirm(&app, &token, None)
        .await
        .refused(401, "invalid_token");
    assert_eq!(app.mails("wrong_codes").await.len(), 1);
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let right = json!({ "code": phone.code(&app.clock) });
    app.post("/sign-in/code", &flow, &right)
        .await
        .refused(429, "throttled");

    app.clock.advance(Duration::from_mins(1));
    let unknown = format!("tsp_{}", "a".repeat(54));
    for _ in 0..20 {
        confirm(&app, &unknown, None)
            .await
            .refused(401, "invalid_token");
    }
    confirm(&app, &unknown, None)
        .await
        .refused(429, "throttled");
    app.sign_in(ADMIN).await.refused(429, "throttled");
}

/// L-05: strangers who use up the mails to an address do not keep its owner from one, whose
/// browser signed in before.
#[actix_web::test]
async fn strangers_cannot_use_up_the_owners_mails() {
    let (app, _) = TestApp::with_admin().await;
    let known = app.known_browser(ADMIN).await;
    let body = json!({ "email": ADMIN, "transport": "cookie" });
    let ask = |cookie: &str| {
        app.request("POST", "/password-reset")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookie)
            .json(&body)
    };
    assert_eq!(app.finish(ask("a=b")).await.status, 202);
    app.finish(ask("a=b")).await.refused(429, "throttled");
    assert_eq!(app.finish(ask(&known)).await.status, 202);
    let foreign = ask(&known).header("sec-fetch-site", "cross-site");
    app.finish(foreign).await.refused(403, "forbidden");
}

/// D-14, S-08 (links): a link dies when the member is disabled, or changes the password meanwhile.
#[actix_web::test]
async fn a_link_dies_with_the_epoch() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    let token = forgot(&app, AGENT).await;
    for status in ["disabled", "active"] {
        let body = json!({ "status": status });
        app.send("PATCH", &format!("/members/{id}"), &admin, Some(&body))
            .await
            .ok();
        confirm(&app, &token, None)
            .await
            .refused(401, "invalid_token");
    }
    let token = {
        app.clock.advance(Duration::from_mins(1));
        forgot(&app, AGENT).await
    };
    let agent = app.session_of(AGENT).await;
    let body = json!({ "current_password": PASSWORD, "new_password": NEW_PASSWORD });
    app.post("/me/password", &agent, &body).await.ok();
    confirm(&app, &token, None)
        .await
        .refused(401, "invalid_token");
}
