//! Stories of thieves: what somebody can do who has the password, or the mailbox, and not more.

use crate::recovery::{agent_with_phone, confirm, forgot, sign_in};
use crate::support::{ADMIN, AGENT, PASSWORD, TestApp};
use serde_json::{Value, json};
use shared_types::limits::{FLOW_LIFETIME, RECOVERY_HOLD, UNFINISHED_NOTICE_PAUSE};
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::second_step::recovery::answer_requests;

/// D-04, D-09: the mailbox alone opens nothing that a device ever guarded, whatever is tried, and
/// leaves the owner's phone as it is; the owner is told at each step.
#[actix_web::test]
async fn a_mailbox_thief_gets_no_session() {
    let (app, _, phone) = agent_with_phone().await;
    for path in ["/enrollment/email", "/sign-in/new-device"] {
        app.send("POST", path, "", None)
            .await
            .refused(401, "unauthenticated");
    }
    let token = forgot(&app, AGENT).await;
    confirm(&app, &token, None).await.ok();
    let flow = sign_in(&app, AGENT).await.ok();
    assert_eq!(flow.text("/step"), "code");
    let flow = flow.text("/flow_token");
    let code = json!({ "code": "123456" });
    for (method, path, body, status) in [
        ("POST", "/sign-in/new-device", None, 403),
        ("POST", "/enrollment/email", None, 409),
        ("POST", "/enrollment/email/verify", Some(&code), 409),
        ("GET", "/enrollment/device", None, 409),
        ("POST", "/enrollment/device/confirm", Some(&code), 409),
    ] {
        let answer = app.send(method, path, &flow, body).await;
        assert_eq!(answer.status, status, "{path}: {answer:?}");
    }
    // Another reset does not shorten the hold, it starts it anew.
    app.clock
        .advance(RECOVERY_HOLD.saturating_sub(Duration::from_mins(1)));
    let token = forgot(&app, AGENT).await;
    confirm(&app, &token, None).await.ok();
    app.clock
        .advance(RECOVERY_HOLD.saturating_sub(Duration::from_mins(1)));
    let flow = sign_in(&app, AGENT).await.ok().text("/flow_token");
    app.send("POST", "/sign-in/new-device", &flow, None)
        .await
        .refused(403, "recovery_hold");
    assert_eq!(app.mails("password_was_reset").await.len(), 2);
    // The owner takes the account back with mailbox and phone.
    let token = forgot(&app, AGENT).await;
    confirm(&app, &token, Some(phone.code(&app.clock)))
        .await
        .ok();
    let flow = sign_in(&app, AGENT).await.ok().text("/flow_token");
    app.code_session(&flow, &phone).await;
}

/// D-03: the password alone shows no secret, replaces nothing, and the owner signs in as before,
/// during and after.
#[actix_web::test]
async fn a_password_thief_disturbs_nothing() {
    let (app, _, phone) = agent_with_phone().await;
    let thief = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.send("POST", "/sign-in/new-device", &thief, None)
        .await
        .ok();
    app.send("POST", "/enrollment/email", &thief, None)
        .await
        .ok();
    app.get("/enrollment/device", &thief)
        .await
        .refused(409, "wrong_step");
    let owner = app.sign_in_with(AGENT, &phone).await;
    let guess = json!({ "code": "000000" });
    for _ in 0..4 {
        let answer = app.post("/enrollment/email/verify", &thief, &guess).await;
        assert!(matches!(answer.status, 200 | 401), "{answer:?}");
    }
    for path in ["/me", "/me/sessions"] {
        app.get(path, &thief).await.refused(401, "unauthenticated");
    }
    app.get("/me", &owner).await.ok();
    app.sign_in_with(AGENT, &phone).await;
}

/// E-07 (sign-in): wrong passwords send no mail at all.
#[actix_web::test]
async fn wrong_passwords_send_nothing() {
    let (app, _) = TestApp::with_admin().await;
    let before = app.count_mails().await;
    for _ in 0..30 {
        let body = json!({ "email": ADMIN, "password": "wrong" });
        app.post("/sign-in", "", &body).await;
        app.clock.advance(Duration::from_mins(1));
    }
    sweep_once(&app.context).await.expect("a database");
    assert_eq!(app.count_mails().await, before);
}

/// E-07 (reset): without a password a mail can be had by asking for a new one alone: a member gets at most
/// five in an hour and ten in a day, however many ask from wherever, and nobody else gets any.
#[actix_web::test]
async fn asking_for_a_new_password_sends_few_mails() {
    let (app, _) = TestApp::with_admin().await;
    let app = app.behind_a_proxy();
    let before = app.count_mails().await;
    let mut sent = Vec::new();
    for hour in 0..4 {
        for minute in 0..60 {
            for email in [ADMIN, "nobody@example.com"] {
                let request = app.request("POST", "/password-reset");
                let address = format!("198.51.{hour}.{minute}");
                let request = request.header("x-forwarded-for", address);
                app.finish(request.json(&json!({ "email": email }))).await;
            }
            app.clock.advance(Duration::from_mins(1));
        }
        answer_requests(&app.context).await.expect("a database");
        sent.push(app.count_mails().await - before);
    }
    assert_eq!(sent, [5, 10, 10, 10]);
    let to = app.mails("password_reset").await;
    assert!(to.iter().all(|mail| mail["to"]["address"] == ADMIN));
}

/// P-04 (change): a new password of one's own is screened too, with the reason, and the old one stays.
#[actix_web::test]
async fn a_weak_new_password_is_refused() {
    let (app, admin) = TestApp::with_admin().await;
    for weak in ["password1234567", "admin@example.com", "twosteptwostep1"] {
        let body = json!({ "current_password": PASSWORD, "new_password": weak });
        let refused = app.post("/me/password", &admin, &body).await;
        assert_eq!(refused.field_errors(), [("new_password", "too_common")]);
    }
    app.sign_in(ADMIN).await.ok();
}

/// D-10: the right password and then nothing: the owner is told once a day, with the place, and
/// only after the flow is over.
#[actix_web::test]
async fn an_unfinished_sign_in_is_told_once_a_day() {
    let (app, _, phone) = agent_with_phone().await;
    let told = async || {
        sweep_once(&app.context).await.expect("a database");
        app.mails("sign_in_not_finished").await.len()
    };
    let started_at = app.clock.now();
    app.sign_in(AGENT).await.ok();
    assert_eq!(told().await, 0);
    app.clock.advance(FLOW_LIFETIME);
    assert_eq!(told().await, 1);
    let mail = app.newest_mail("sign_in_not_finished").await;
    assert_eq!(mail["to"]["address"], AGENT);
    let at = &mail["content"]["circumstances"]["at"];
    assert_eq!(*at, json!(started_at));
    // Given up counts at once, but not twice a day.
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.send("DELETE", "/sign-in", &flow, None).await;
    assert_eq!(told().await, 1);
    app.clock.advance(UNFINISHED_NOTICE_PAUSE);
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.send("DELETE", "/sign-in", &flow, None).await;
    assert_eq!(told().await, 2);
    app.clock.advance(UNFINISHED_NOTICE_PAUSE);
    // The owner finished another one from the same place.
    app.sign_in(AGENT).await.ok();
    app.sign_in_with(AGENT, &phone).await;
    app.clock.advance(FLOW_LIFETIME);
    assert_eq!(told().await, 2);
}

/// D-10: a sign-in that the owner finishes elsewhere does not clear a stranger's; a browser that
/// is known is the owner's own.
#[actix_web::test]
async fn a_stranger_is_told_of_and_the_owner_is_not() {
    let (app, _, phone) = agent_with_phone().await;
    let told = async || {
        app.clock.advance(FLOW_LIFETIME);
        sweep_once(&app.context).await.expect("a database");
        app.mails("sign_in_not_finished").await.len()
    };
    let known = app.known_browser_with(AGENT, &phone).await;
    let body = json!({ "email": AGENT, "password": PASSWORD, "transport": "cookie" });
    let request = app
        .request("POST", "/sign-in")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", known)
        .json(&body);
    app.finish(request).await.ok();
    assert_eq!(told().await, 0);
    let body = json!({ "email": AGENT, "password": PASSWORD });
    let request = app
        .request("POST", "/sign-in")
        .header("user-agent", "curl/8.5.0")
        .json(&body);
    app.finish(request).await.ok();
    app.sign_in_with(AGENT, &phone).await;
    assert_eq!(told().await, 1);
}

/// L-04, D-10: five wrong codes are told by their own notice, which says the same.
#[actix_web::test]
async fn wrong_codes_are_told_once() {
    let (app, _, phone) = agent_with_phone().await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let wrong = json!({ "code": phone.wrong_code(&app.clock) });
    for _ in 0..5 {
        app.post("/sign-in/code", &flow, &wrong).await;
    }
    app.clock.advance(FLOW_LIFETIME);
    sweep_once(&app.context).await.expect("a database");
    assert_eq!(app.mails("wrong_codes").await.len(), 1);
    assert!(app.mails("sign_in_not_finished").await.is_empty());
    // What begins after that mail is told of.
    app.sign_in(AGENT).await.ok();
    app.clock.advance(FLOW_LIFETIME);
    sweep_once(&app.context).await.expect("a database");
    assert_eq!(app.mails("sign_in_not_finished").await.len(), 1);
}

/// P-05 (code, sessions, flows): a new password needs the old one and, with a device, a code within five minutes; other
/// sessions and every flow end.
#[actix_web::test]
async fn a_new_password_needs_the_device_too() {
    let (app, _, phone) = agent_with_phone().await;
    let other = app.sign_in_with(AGENT, &phone).await;
    let agent = app.sign_in_with(AGENT, &phone).await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.clock.advance(Duration::from_mins(5));
    let body = json!({ "current_password": PASSWORD, "new_password": "copper lantern orchard" });
    app.post("/me/password", &agent, &body)
        .await
        .refused(403, "reauthentication_required");
    let again = json!({ "password": PASSWORD });
    let refused = app.post("/me/reauthenticate", &agent, &again).await;
    assert_eq!(refused.field_errors(), [("code", "required")]);
    let again = json!({ "password": PASSWORD, "code": phone.code(&app.clock) });
    app.post("/me/reauthenticate", &agent, &again).await.ok();
    app.post("/me/password", &agent, &body).await.ok();
    app.get("/me", &agent).await.ok();
    app.get("/me", &other).await.refused(401, "unauthenticated");
    app.get("/sign-in", &flow)
        .await
        .refused(401, "flow_expired");
}

/// D-14 (disabled, deleted, password, no device): disabled, removed or with another password in the middle of a set-up:
/// the next step finds nobody, and there is no device.
#[actix_web::test]
async fn a_change_of_the_member_ends_the_set_up() {
    for change in ["disable", "remove", "password", "reset"] {
        let (app, admin) = TestApp::with_admin().await;
        let id = app.invite(&admin, AGENT, "agent").await;
        let agent = app.session_of(AGENT).await;
        let started = app.send("POST", "/me/enrollment", &agent, None).await.ok();
        let flow = started.text("/flow_token");
        app.prove_mailbox(&flow).await;
        let secret = app.get("/enrollment/device", &flow).await.text("/secret");
        let member = format!("/members/{id}");
        let done = match change {
            "disable" => {
                let body = json!({ "status": "disabled" });
                app.send("PATCH", &member, &admin, Some(&body)).await
            }
            "remove" => app.send("DELETE", &member, &admin, None).await,
            "password" => {
                let body = json!({ "current_password": PASSWORD, "new_password": "copper lantern orchard" });
                app.post("/me/password", &agent, &body).await
            }
            _ => {
                let token = forgot(&app, AGENT).await;
                confirm(&app, &token, None).await
            }
        };
        done.ok();
        let phone = crate::support::Phone::scan(&secret);
        let code = json!({ "code": phone.code(&app.clock) });
        for (method, path, body) in [
            ("POST", "/enrollment/device/confirm", Some(&code)),
            ("GET", "/enrollment/device", None),
            ("GET", "/sign-in", None),
        ] {
            app.send(method, path, &flow, body)
                .await
                .refused(401, "flow_expired");
        }
        if change != "remove" {
            let view = app.get(&member, &admin).await.ok();
            assert_eq!(view.text("/two_step/state"), "not_set_up", "{change}");
        }
    }
}

/// P-06: between the steps no password is anywhere in the database, in no file of it.
#[actix_web::test]
async fn no_password_waits_between_the_steps() {
    let (app, _, _) = agent_with_phone().await;
    let canary = "canary Zwölfton breakfast";
    let token = forgot(&app, AGENT).await;
    let body = json!({ "token": token, "new_password": canary });
    app.post("/password-reset/confirm", "", &body).await.ok();
    let body = json!({ "email": AGENT, "password": canary });
    let flow = app.post("/sign-in", "", &body).await.ok();
    assert_eq!(flow.text("/step"), "code");
    let wrong = json!({ "email": AGENT, "password": "canary of a wrong one" });
    app.post("/sign-in", "", &wrong).await;
    assert!(
        app.database.holds_bytes("Jo Doe"),
        "the search finds what is there"
    );
    for secret in [canary, "canary", PASSWORD] {
        assert!(!app.database.holds_bytes(secret), "{secret}");
    }
    assert_eq!(flow.body["session"], Value::Null);
}
