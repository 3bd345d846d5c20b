//! What the help desk sees of a member who is stuck, and gives back (A1, B6, C9, F5).

use crate::recovery::agent_with_phone;
use crate::refusals::{THIEF, finish, fresh, from, known_browser, password};
use crate::support::{AGENT, Answer, PASSWORD, Phone, TestApp};
use diesel::prelude::*;
use serde_json::{Value, json};
use std::time::Duration;
use twostep::messages::mail::{MailTransport, Mailbox, deliver_due};
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::{audit_events, outbox};
use twostep::record::audit::Action;
use twostep::record::followers;

/// The member with the agent's address, as the help desk sees it.
async fn member(app: &TestApp, helper: &str) -> Answer {
    followers::catch_up(&app.context).await.expect("followed");
    let found = app.get(&format!("/members?search={AGENT}"), helper).await;
    let found = found.ok();
    assert_eq!(
        found.body["items"][0]["support"],
        Value::Null,
        "not in lists"
    );
    app.get(&format!("/members/{}", found.text("/items/0/id")), helper)
        .await
        .ok()
}

async fn unlock(app: &TestApp, helper: &str) {
    let id = member(app, helper).await.text("/id");
    app.send("POST", &format!("/members/{id}/unlock"), helper, None)
        .await
        .ok();
}

/// A1, B6: five mails within the hour are told with the time of the next one, and so is the set-up that is
/// going on; help gives the mails back.
#[actix_web::test]
async fn mails_that_are_used_up_are_told_and_given_back() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let session = app.session_of(AGENT).await;
    let flow = app.send("POST", "/me/enrollment", &session, None).await;
    let flow = flow.ok().text("/flow_token");
    let start = app.clock.now();
    for used in 1..=5 {
        app.send("POST", "/enrollment/email", &flow, None)
            .await
            .ok();
        let seen = member(&app, &admin).await.body["support"].clone();
        assert_eq!(seen["emails"]["used"], used);
        assert_eq!(seen["can_unlock"], used == 5);
        app.clock.advance(Duration::from_mins(1));
    }
    let admin = fresh(&app, &admin).await;
    let seen = member(&app, &admin).await.body["support"].clone();
    let next = (start + Duration::from_hours(1)).to_string();
    let expected = json!({ "used": 5, "limit": 5, "period": "hour", "next_at": next });
    assert_eq!(seen["emails"], expected);
    assert_eq!(seen["set_up"]["step"], "email");
    assert_eq!(seen["mails"].as_array().map(Vec::len), Some(6));
    assert_eq!(seen["mails"][0]["purpose"], "email_verification");
    unlock(&app, &admin).await;
    let seen = member(&app, &admin).await.body["support"].clone();
    assert_eq!(seen["emails"]["used"], 0);
    assert_eq!(seen["can_unlock"], false);
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
    use_up_mailed_code(&app, &flow).await;
    let seen = member(&app, &admin).await.body["support"].clone();
    for (number, was_checked) in [(0, false), (1, true)] {
        assert_eq!(seen["failures"][number]["what"], "email_code");
        assert_eq!(seen["failures"][number]["was_checked"], was_checked);
    }
    app.clock.advance(Duration::from_mins(1));
    app.prove_mailbox(&flow).await;
    let seen = member(&app, &admin).await.body["support"].clone();
    assert_eq!(seen["set_up"]["step"], "enroll");
    // A wrong first code of the new device is a failure as well.
    let device = app.get("/enrollment/device", &flow).await.ok();
    let phone = Phone::scan(&device.text("/secret"));
    let code = json!({ "code": phone.wrong_code(&app.clock) });
    app.post("/enrollment/device/confirm", &flow, &code)
        .await
        .refused(401, "invalid_code");
    let seen = member(&app, &admin).await.body["support"].clone();
    assert_eq!(seen["failures"][0]["what"], "setup_code");
}

/// Five wrong codes of the newest e-mail, and the right one, which is not compared any more.
async fn use_up_mailed_code(app: &TestApp, flow: &str) {
    let right = app.newest_mail("email_verification").await["content"]["code"].clone();
    let others = ["000000", "000001"].map(|code| json!(code));
    let wrong = others.iter().find(|code| **code != right);
    for code in std::iter::repeat_n(wrong.expect("another one"), 5).chain([&right]) {
        app.clock.advance(Duration::from_secs(1));
        let body = json!({ "code": code });
        let answer = app.post("/enrollment/email/verify", flow, &body).await;
        assert_eq!(answer.status, 401);
    }
}

/// A1, B6: wrong passwords and codes are told with time and network, and unlocking gives all back.
#[actix_web::test]
async fn failures_are_told_and_forgiven() {
    let (app, admin, phone) = agent_with_phone().await;
    let app = app.behind_a_proxy();
    let wrong = password(AGENT, "not the password at all");
    for _ in 0..10 {
        from(&app, THIEF, "/sign-in", "", &wrong)
            .await
            .refused(401, "invalid_credentials");
    }
    from(&app, THIEF, "/sign-in", "", &wrong)
        .await
        .refused(429, "throttled");
    let admin = fresh(&app, &admin).await;
    let seen = member(&app, &admin).await.body["support"].clone();
    assert_eq!(seen["passwords"]["wrong"], 10);
    assert!(seen["passwords"]["next_at"].is_string(), "{seen}");
    assert_eq!(seen["can_unlock"], true);
    let failures = seen["failures"].as_array().expect("a list");
    assert_eq!(failures.len(), 10);
    assert_eq!(failures[0]["what"], "password");
    assert_eq!(failures[0]["network"], "198.51.100.0/24");
    unlock(&app, &admin).await;
    let flow = from(&app, THIEF, "/sign-in", "", &password(AGENT, PASSWORD)).await;
    let flow = flow.ok().text("/flow_token");
    let code = json!({ "code": phone.wrong_code(&app.clock) });
    app.post("/sign-in/code", &flow, &code)
        .await
        .refused(401, "invalid_code");
    let seen = member(&app, &admin).await.body["support"].clone();
    assert_eq!(seen["failures"][0]["what"], "code");
    assert_eq!(seen["passwords"]["wrong"], 0);
    assert_eq!(seen["can_unlock"], false);
}

/// A1, B6: when a known browser has used up its wrong codes, it is told until when it waits, and unlocking
/// gives the codes back: the next right one is accepted at once.
#[actix_web::test]
async fn codes_of_a_known_browser_are_told_and_given_back() {
    let (app, admin, phone) = agent_with_phone().await;
    let app = app.behind_a_proxy();
    let mut browser = known_browser(&app, &phone).await;
    let admin = fresh(&app, &admin).await;
    let seen = member(&app, &admin).await.body["support"].clone();
    assert_eq!(seen["browser_codes_until"], Value::Null);
    assert_eq!(seen["can_unlock"], false);
    let body = json!({ "email": AGENT, "password": PASSWORD, "transport": "cookie" });
    let wrong = json!({ "code": phone.wrong_code(&app.clock) });
    // The second time as the first: no wrong code of before is left, which would make the wait longer.
    for _ in 0..2 {
        browser.post("/sign-in", &body).await;
        for _ in 0..4 {
            let refused = browser.send("POST", "/sign-in/code", &wrong).await;
            refused.refused(401, "invalid_code");
        }
        let ended = browser.send("POST", "/sign-in/code", &wrong).await;
        ended.refused(401, "flow_expired");
        let until = app.clock.now() + Duration::from_secs(30);
        let seen = member(&app, &admin).await.body["support"].clone();
        assert_eq!(seen["browser_codes_until"], json!(until));
        assert_eq!(seen["can_unlock"], true);
        unlock(&app, &admin).await;
        let seen = member(&app, &admin).await.body["support"].clone();
        assert_eq!(seen["browser_codes_until"], Value::Null);
        assert_eq!(seen["can_unlock"], false);
    }
    finish(&app, &mut browser, &phone).await.ok();
}

/// B6: who reset the device, when and why, until the next one is set up and after it.
#[actix_web::test]
async fn a_device_reset_is_told() {
    let (app, admin, _) = agent_with_phone().await;
    let admin = fresh(&app, &admin).await;
    let id = member(&app, &admin).await.text("/id");
    let seen = member(&app, &admin).await.body["support"].clone();
    assert_eq!(seen["device_reset"], Value::Null);
    let reason = json!({ "reason": "Phone lost, confirmed by call-back" });
    app.post(&format!("/members/{id}/device-reset"), &admin, &reason)
        .await
        .ok();
    let told = member(&app, &admin).await.body["support"]["device_reset"].clone();
    assert_eq!(told["reason"], reason["reason"]);
    let me = app.get("/me", &admin).await.ok();
    assert_eq!(told["by"]["display_name"], me.body["display_name"]);
    assert_eq!(told["at"], app.clock.now().to_string());
}

/// A1: what became of the mails: queued, sent, and refused with the code of the reply; no content.
#[actix_web::test]
async fn the_fate_of_mails_is_told() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let state = |seen: &Answer| seen.body["support"]["mails"][0]["state"].clone();
    assert_eq!(state(&member(&app, &admin).await), "queued");
    let mailbox = MailTransport::Mailbox(Mailbox::new());
    deliver_due(&app.context, &mailbox).await;
    let seen = member(&app, &admin).await;
    assert_eq!(state(&seen), "sent");
    let mail = seen.body["support"]["mails"][0]
        .as_object()
        .expect("a mail");
    let mut told: Vec<&str> = mail.keys().map(String::as_str).collect();
    told.sort_unstable();
    assert_eq!(told, ["at", "created_at", "purpose", "state"]);
    let refuse = |c: &mut DbConnection| {
        diesel::update(outbox::table)
            .set((
                outbox::sent_at.eq(None::<i64>),
                outbox::failed_at.eq(1),
                outbox::last_error.eq("the mail server answered 550"),
            ))
            .execute(c)
    };
    app.context.db.write(refuse).await.expect("the outbox");
    let seen = member(&app, &admin).await;
    assert_eq!(state(&seen), "failed");
    assert_eq!(seen.body["support"]["mails"][0]["reply"], 550);
}

/// F5: an invitation beyond the number of an hour is seen to wait, and how many do.
#[actix_web::test]
async fn waiting_invitations_are_seen() {
    let (mut app, admin) = TestApp::with_admin().await;
    app.context.invitations_per_hour = 1;
    let (db, keys) = (app.context.db.clone(), app.context.keys.as_ref().clone());
    app.restart(db, keys);
    let none = app.get("/invitations/waiting", &admin).await.ok().body;
    assert_eq!(none, json!({ "count": 0 }));
    let start = app.clock.now();
    let mut last = String::new();
    for number in 0..3 {
        let body = json!({ "email": format!("m{number}@example.com"), "display_name": "M" });
        last = app.post("/members", &admin, &body).await.ok().text("/id");
    }
    let at = (start + Duration::from_hours(2)).to_string();
    let waiting = app.get("/invitations/waiting", &admin).await.ok().body;
    assert_eq!(waiting, json!({ "count": 2, "last_at": at }));
    let seen = app.get(&format!("/members/{last}"), &admin).await.ok().body;
    let mail = &seen["support"]["mails"][0];
    assert_eq!((&mail["state"], &mail["at"]), (&json!("paced"), &json!(at)));
}

/// C9: the reason of disabling and deleting stands in the record; one that is no reason is refused.
#[actix_web::test]
async fn the_reason_of_a_removal_is_recorded() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    let path = format!("/members/{id}");
    let disable = json!({ "status": "disabled", "reason": "Left the company" });
    app.send("PATCH", &path, &admin, Some(&disable)).await.ok();
    let refused = app
        .send("DELETE", &format!("{path}?reason=%20"), &admin, None)
        .await;
    refused.refused(422, "invalid_input");
    assert_eq!(refused.field_errors(), [("reason", "required")]);
    let deleted = app
        .send(
            "DELETE",
            &format!("{path}?reason=Never%20came%20back"),
            &admin,
            None,
        )
        .await;
    assert_eq!(deleted.status, 204);
    for (action, reason) in [
        (Action::MemberChanged, "Left the company"),
        (Action::MemberDeleted, "Never came back"),
    ] {
        let newest = move |c: &mut DbConnection| {
            audit_events::table
                .filter(audit_events::action.eq(action.number()))
                .order(audit_events::position.desc())
                .select(audit_events::details)
                .first::<Option<String>>(c)
        };
        let details = app.context.db.read(newest).await.expect("a row");
        let details: Value = serde_json::from_str(&details.expect("details")).expect("JSON");
        assert_eq!(details["reason"], reason);
    }
}

/// A1: links for a new password that a known browser used up are told and given back as those of strangers.
#[actix_web::test]
async fn links_of_a_known_browser_are_told_and_given_back() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let known = app.known_browser(AGENT).await;
    let ask = || {
        let request = app
            .request("POST", "/password-reset")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", &known)
            .json(&json!({ "email": AGENT, "transport": "cookie" }));
        app.finish(request)
    };
    for _ in 0..5 {
        ask().await.ok();
        app.clock.advance(Duration::from_mins(1));
    }
    ask().await.refused(429, "throttled");
    let admin = fresh(&app, &admin).await;
    let seen = member(&app, &admin).await.body["support"].clone();
    assert_eq!(seen["reset_emails"]["used"], 5);
    assert!(seen["reset_emails"]["next_at"].is_string(), "{seen}");
    assert_eq!(seen["can_unlock"], true);
    unlock(&app, &admin).await;
    let seen = member(&app, &admin).await.body["support"].clone();
    assert_eq!(
        (&seen["reset_emails"]["used"], &seen["can_unlock"]),
        (&json!(0), &json!(false))
    );
    ask().await.ok();
}
