//! What somebody does again and again has one row, and one more with the number: neither thousands of addresses nor a
//! password alone fill a disk (F1).

use crate::recovery::{NEW_PASSWORD, agent_with_phone, forgot};
use crate::recovery_hold::reset_by_mail;
use crate::refusals::{THIEF, from, known_browser, password, proxied};
use crate::support::{ADMIN, AGENT, PASSWORD, TestApp};
use diesel::prelude::*;
use serde_json::{Value, json};
use shared_types::limits::CODE_TRIES_PER_DELAY;
use std::time::Duration;
use twostep::platform::db::schema::audit_events;
use twostep::record::audit::{Action, close_refusals};

async fn rows_of(app: &TestApp, action: Action) -> Vec<Option<String>> {
    let list = move |c: &mut _| {
        audit_events::table
            .filter(audit_events::action.eq(action.number()))
            .order(audit_events::position)
            .select(audit_events::details)
            .load(c)
    };
    app.context.db.read(list).await.expect("rows")
}

/// The details of the newest row, when the minute of the repeats is over.
async fn number(app: &TestApp, action: Action) -> Value {
    app.clock.advance(Duration::from_mins(2));
    close_refusals(&app.context).await;
    let rows = rows_of(app, action).await;
    let newest = rows.last().expect("a row").clone();
    serde_json::from_str(&newest.expect("details")).expect("JSON")
}

/// F1, L-08: all networks of one IPv6 site are one caller, whose refusals have one row.
#[actix_web::test]
async fn an_ipv6_site_fills_no_disk() {
    let (app, _, _) = proxied().await;
    let action = Action::PasswordChecked;
    let before = rows_of(&app, action).await.len();
    let wrong = password("nobody@example.com", "not the password at all");
    let (mut looked_at, mut refused) = (0, 0);
    for number in 0..200 {
        let address = format!("2001:db8:1:{number:x}::1");
        match from(&app, &address, "/sign-in", "", &wrong).await.status {
            401 => looked_at += 1,
            429 => refused += 1,
            other => panic!("{other}"),
        }
    }
    assert!(refused > 100, "{refused}");
    assert_eq!(rows_of(&app, action).await.len() - before, looked_at + 1);
    assert_eq!(
        number(&app, action).await,
        json!({ "refused": refused - 1 })
    );
}

/// F1: a flow that is turned to a new device and back without end has a row of each, and one with the number.
#[actix_web::test]
async fn turning_to_a_new_device_and_back_fills_no_disk() {
    let (app, _, _) = agent_with_phone().await;
    let action = Action::NewDeviceStarted;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let before = rows_of(&app, action).await.len();
    for _ in 0..20 {
        for method in ["POST", "DELETE"] {
            let turned = app.send(method, "/sign-in/new-device", &flow, None).await;
            turned.ok();
        }
    }
    assert_eq!(rows_of(&app, action).await.len() - before, 2);
    assert_eq!(number(&app, action).await, json!({ "repeated": 19 }));
    assert_eq!(rows_of(&app, action).await.len() - before, 4);
}

/// F1: what a hold refuses has one row, and one with the number; likewise names that are changed without end.
#[actix_web::test]
async fn a_hold_and_a_name_fill_no_disk() {
    let (app, _) = TestApp::with_admin().await;
    reset_by_mail(&app, ADMIN).await;
    let session = crate::recovery::sign_in(&app, ADMIN).await;
    let session = session.ok().text("/session/token");
    let body = json!({ "email": "elsewhere@example.com" });
    let acts = [
        (Action::EmailChangeStarted, "refused"),
        (Action::MemberChanged, "repeated"),
    ];
    let before = [
        rows_of(&app, acts[0].0).await.len(),
        rows_of(&app, acts[1].0).await.len(),
    ];
    for name in 0..20 {
        let refused = app.post("/me/email", &session, &body).await;
        refused.refused(403, "recovery_hold");
        let named = json!({ "display_name": format!("Name {name}") });
        app.send("PATCH", "/me", &session, Some(&named)).await.ok();
    }
    for ((action, word), before) in acts.into_iter().zip(before) {
        assert_eq!(rows_of(&app, action).await.len() - before, 1, "{word}");
    }
    for (action, word) in acts {
        assert_eq!(number(&app, action).await[word], 19);
    }
}

/// F2, L-03: wrong codes of strangers delay no code that a known browser sends with a link for a new password.
#[actix_web::test]
async fn strangers_delay_no_reset_of_a_known_browser() {
    let (app, _, phone) = proxied().await;
    let mut browser = known_browser(&app, &phone).await;
    let flow = from(&app, THIEF, "/sign-in", "", &password(AGENT, PASSWORD)).await;
    let flow = flow.ok().text("/flow_token");
    let wrong = json!({ "code": phone.wrong_code(&app.clock) });
    for _ in 0..CODE_TRIES_PER_DELAY {
        from(&app, THIEF, "/sign-in/code", &flow, &wrong).await;
    }
    let token = forgot(&app, AGENT).await;
    let body = json!({
        "token": token,
        "new_password": NEW_PASSWORD,
        "code": phone.code(&app.clock),
    });
    let elsewhere = from(&app, THIEF, "/password-reset/confirm", "", &body).await;
    elsewhere.refused(429, "throttled");
    let confirmed = browser.send("POST", "/password-reset/confirm", &body).await;
    confirmed.ok();
}
