//! What a set-up that failed leaves in the app: the same secret again in the same browser, a new name
//! elsewhere, and old codes named for what they are (A4); an ended flow says when the member may go on (A2).

use crate::browser::Browser;
use crate::recovery::{self, forgot};
use crate::support::{ADMIN, AGENT, Answer, PASSWORD, Phone, TestApp};
use serde_json::{Value, json};
use shared_types::limits::FORMER_SECRET_LIFETIME;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::protection::keyring::{self, Rekey};

/// From the password to the step that shows the pending device, with a mail of its own.
async fn to_enroll(browser: &mut Browser<'_>, app: &TestApp) {
    let password = json!({ "email": ADMIN, "password": PASSWORD, "transport": "cookie" });
    let started = browser.post("/sign-in", &password).await;
    if started.text("/step") == "code" {
        browser.post("/sign-in/new-device", &Value::Null).await;
    }
    app.clock.advance(Duration::from_mins(1));
    browser.post("/enrollment/email", &Value::Null).await;
    prove(browser, app).await;
}

async fn prove(browser: &mut Browser<'_>, app: &TestApp) {
    let mail = app.newest_mail("email_verification").await;
    let code = json!({ "code": mail["content"]["code"] });
    browser.post("/enrollment/email/verify", &code).await;
}

async fn shown(browser: &mut Browser<'_>) -> Answer {
    browser.get("/enrollment/device").await
}

async fn confirm(browser: &mut Browser<'_>, code: &str) -> Answer {
    let body = json!({ "code": code });
    browser
        .send("POST", "/enrollment/device/confirm", &body)
        .await
}

/// Five wrong setup codes end the flow.
async fn fail(browser: &mut Browser<'_>, app: &TestApp, secret: &str) {
    let wrong = Phone::scan(secret).wrong_code(&app.clock);
    for _ in 0..4 {
        confirm(browser, &wrong).await.refused(401, "invalid_code");
    }
    confirm(browser, &wrong).await.refused(401, "flow_expired");
}

/// An administrator with a phone, who has to use it.
pub(crate) async fn with_phone() -> (TestApp, Phone) {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    (app, phone)
}

/// A4: after five wrong codes the same browser gets the same secret, under the same name, once the mailbox is
/// proven again; not before.
#[actix_web::test]
async fn the_same_browser_gets_the_same_secret() {
    let (app, _) = with_phone().await;
    let mut browser = Browser::new(&app);
    to_enroll(&mut browser, &app).await;
    let first = shown(&mut browser).await;
    fail(&mut browser, &app, &first.text("/secret")).await;
    let password = json!({ "email": ADMIN, "password": PASSWORD, "transport": "cookie" });
    browser.post("/sign-in", &password).await;
    browser.post("/sign-in/new-device", &Value::Null).await;
    let unproven = browser
        .send("GET", "/enrollment/device", &Value::Null)
        .await;
    unproven.refused(409, "wrong_step");
    app.clock.advance(Duration::from_mins(1));
    browser.post("/enrollment/email", &Value::Null).await;
    prove(&mut browser, &app).await;
    let again = shown(&mut browser).await;
    assert_eq!(again.text("/secret"), first.text("/secret"));
    assert_eq!(again.text("/account"), first.text("/account"));
    let phone = Phone::scan(&again.text("/secret"));
    confirm(&mut browser, &phone.code(&app.clock)).await.ok();
}

/// A4: a known browser gets it again too, without the cookie of the flow; after a quarter of an hour it does not.
#[actix_web::test]
async fn a_known_browser_gets_the_same_secret_for_a_quarter_of_an_hour() {
    let (app, phone) = with_phone().await;
    let mut browser = Browser::new(&app);
    let password = json!({ "email": ADMIN, "password": PASSWORD, "transport": "cookie" });
    browser.post("/sign-in", &password).await;
    app.clock.advance(Duration::from_secs(30));
    let code = json!({ "code": phone.code(&app.clock) });
    browser.post("/sign-in/code", &code).await;
    browser.forget_session();
    to_enroll(&mut browser, &app).await;
    let first = shown(&mut browser).await.text("/secret");
    browser.forget_session();
    // The way to the set-up takes one minute more, after what is handed over is looked at.
    app.clock.advance(Duration::from_mins(14));
    to_enroll(&mut browser, &app).await;
    assert_eq!(shown(&mut browser).await.text("/secret"), first);
    browser.forget_session();
    to_enroll(&mut browser, &app).await;
    assert_ne!(shown(&mut browser).await.text("/secret"), first);
}

/// A4, D-05: anybody else gets a new one, on the same network too, and the old one is void: a secret that was
/// shown to a thief never becomes the owner's.
#[actix_web::test]
async fn another_browser_gets_another_secret_and_voids_the_first() {
    let (app, _) = with_phone().await;
    let mut thief = Browser::new(&app);
    to_enroll(&mut thief, &app).await;
    let stolen = shown(&mut thief).await.text("/secret");
    let mut owner = Browser::new(&app);
    to_enroll(&mut owner, &app).await;
    let own = shown(&mut owner).await;
    assert_ne!(own.text("/secret"), stolen);
    assert_eq!(own.text("/account"), "admin@example.com 3");
    let stolen = Phone::scan(&stolen).code(&app.clock);
    let voided = confirm(&mut thief, &stolen).await;
    voided.refused(401, "invalid_code");
    assert_eq!(voided.body["entry"], "replaced");
    let refused = confirm(&mut owner, &stolen).await;
    refused.refused(401, "invalid_code");
    assert_eq!(refused.body["entry"], "replaced");
    let phone = Phone::scan(&own.text("/secret"));
    confirm(&mut owner, &phone.code(&app.clock)).await.ok();
}

/// A4: the cookie of a flow hands nothing over once the epoch is another: who was shown a secret before the
/// password was changed is not shown it again with the new password, in the browser that has the cookie.
#[actix_web::test]
async fn a_changed_password_ends_the_secret_too() {
    const CHANGED: &str = "a violet breakfast anchor";
    let (app, phone) = with_phone().await;
    let mut browser = Browser::new(&app);
    to_enroll(&mut browser, &app).await;
    let first = shown(&mut browser).await;
    let owner = app.sign_in_with(ADMIN, &phone).await;
    let change = json!({ "current_password": PASSWORD, "new_password": CHANGED });
    app.post("/me/password", &owner, &change).await.ok();
    let password = json!({ "email": ADMIN, "password": CHANGED, "transport": "cookie" });
    let started = browser.post("/sign-in", &password).await;
    assert_eq!(started.text("/step"), "code");
    let turned = browser.post("/sign-in/new-device", &Value::Null).await;
    assert_eq!(turned.body.get("email"), None, "nor the code that was sent");
    app.clock.advance(Duration::from_mins(1));
    browser.post("/enrollment/email", &Value::Null).await;
    prove(&mut browser, &app).await;
    let again = shown(&mut browser).await;
    assert_ne!(again.text("/secret"), first.text("/secret"));
    assert_eq!(again.text("/account"), "admin@example.com 3");
}

/// A4: the code of a replaced phone is refused, counts as wrong, and is named for what it is, for a day; a code
/// of nothing is not.
#[actix_web::test]
async fn a_code_of_the_old_entry_is_named_and_never_accepted() {
    let (app, old) = with_phone().await;
    let mut browser = Browser::new(&app);
    to_enroll(&mut browser, &app).await;
    let pending = shown(&mut browser).await;
    assert_eq!(pending.text("/account"), "admin@example.com 2");
    let uri = pending.text("/otpauth_uri");
    assert!(
        uri.starts_with("otpauth://totp/Acme%20Support:admin%40example.com%202?"),
        "{uri}"
    );
    let phone = Phone::scan(&pending.text("/secret"));
    let on = confirm(&mut browser, &phone.code(&app.clock)).await.ok();
    assert_eq!(on.body["entry_number"], 2);
    app.clock.advance(Duration::from_secs(30));
    let tried = async |code: String| {
        let flow = app.sign_in(ADMIN).await.ok();
        assert_eq!(flow.body["entry_number"], 2);
        app.post(
            "/sign-in/code",
            &flow.text("/flow_token"),
            &json!({ "code": code }),
        )
        .await
    };
    let refused = tried(old.code(&app.clock)).await;
    refused.refused(401, "invalid_code");
    assert_eq!(refused.body["entry"], "replaced");
    assert_eq!(refused.body["tries_left"], 4);
    let wrong = tried(unlike(&[&old, &phone], &app)).await;
    wrong.refused(401, "invalid_code");
    assert_eq!(wrong.body.get("entry"), None);
    // The old one ended half a minute ago.
    app.clock
        .advance(FORMER_SECRET_LIFETIME.saturating_sub(Duration::from_secs(31)));
    sweep_once(&app.context).await.expect("a sweep");
    let refused = tried(old.code(&app.clock)).await;
    assert_eq!(refused.body["entry"], "replaced");
    app.clock.advance(Duration::from_secs(1));
    sweep_once(&app.context).await.expect("a sweep");
    let refused = tried(old.code(&app.clock)).await;
    refused.refused(401, "invalid_code");
    assert_eq!(refused.body.get("entry"), None);
    tried(phone.code(&app.clock)).await.ok();
    // The number stays: no later entry has the name of one that may still stand in the app.
    let mut browser = Browser::new(&app);
    to_enroll(&mut browser, &app).await;
    assert_eq!(
        shown(&mut browser).await.text("/account"),
        "admin@example.com 3"
    );
}

/// A4: without a flow, where the password may not have been right, nothing is named.
#[actix_web::test]
async fn an_old_entry_is_named_to_who_knows_the_password() {
    let (app, old) = with_phone().await;
    let admin = app.sign_in_with(ADMIN, &old).await;
    app.clock.advance(Duration::from_mins(1));
    app.set_up_phone(&admin).await;
    app.clock.advance(Duration::from_secs(30));
    let token = forgot(&app, ADMIN).await;
    let refused = recovery::confirm(&app, &token, Some(old.code(&app.clock))).await;
    refused.refused(401, "invalid_code");
    assert_eq!(refused.body.get("entry"), None);
    let flow = app.sign_in(ADMIN).await.ok().text("/flow_token");
    let code = json!({ "code": old.code(&app.clock) });
    let refused = app.post("/sign-in/code", &flow, &code).await;
    assert_eq!(refused.body["entry"], "replaced");
}

/// A code that none of these phones shows about now.
fn unlike(phones: &[&Phone], app: &TestApp) -> String {
    let near: Vec<String> = phones
        .iter()
        .flat_map(|phone| (-2..=2).map(|steps| phone.code_after(&app.clock, steps)))
        .collect();
    let wrong = (0..20)
        .map(|n| format!("{n:06}"))
        .find(|code| !near.contains(code));
    wrong.expect("ten codes cannot fill twenty")
}

/// A2: the fifth wrong code ends the flow and says when the next one is looked at.
#[actix_web::test]
async fn an_ended_flow_says_when_the_member_may_go_on() {
    let (app, phone) = with_phone().await;
    let wrong = json!({ "code": phone.wrong_code(&app.clock) });
    let flow = app.sign_in(ADMIN).await.ok().text("/flow_token");
    for _ in 0..4 {
        app.post("/sign-in/code", &flow, &wrong)
            .await
            .refused(401, "invalid_code");
    }
    let ended = app.post("/sign-in/code", &flow, &wrong).await;
    ended.refused(401, "flow_expired");
    assert_eq!(ended.body["reason"], "too_many_codes");
    assert_eq!(ended.body["retry_after_seconds"], 30);
    app.clock.advance(Duration::from_secs(30));
    app.sign_in_with(ADMIN, &phone).await;
}

/// A4: a kept secret is sealed again under a new key like every other, is counted as one that needs the
/// old key, and its code is still named afterwards.
#[actix_web::test]
async fn a_kept_secret_is_sealed_anew() {
    let (mut app, old) = with_phone().await;
    let admin = app.sign_in_with(ADMIN, &old).await;
    app.send("DELETE", "/me/device", &admin, None).await.ok();
    app.clock.advance(Duration::from_mins(1));
    let (phone, _) = app.set_up_phone(&admin).await;
    let (ring, name) = app.context.keys.with_new_key();
    let ring = ring.activated(&name).expect("a key of the ring");
    app.restart(app.context.db.clone(), ring.clone());
    keyring::activate(&app.context, ring).await.expect("noted");
    let devices = async || {
        let usage = keyring::usage(&app.context).await.expect("the usage");
        let devices = |one: &keyring::Usage| (one.key == name, one.devices);
        let mut devices: Vec<_> = usage.iter().map(devices).collect();
        devices.sort_unstable();
        devices
    };
    assert_eq!(devices().await, [(false, 2), (true, 0)]);
    let mut pass = Rekey::start();
    while pass.step(&app.context).await.expect("a step") {}
    assert!(pass.unreadable.is_empty());
    assert_eq!(devices().await, [(false, 0), (true, 2)]);
    app.clock.advance(Duration::from_secs(30));
    let flow = app.sign_in(ADMIN).await.ok().text("/flow_token");
    let code = json!({ "code": old.code(&app.clock) });
    let refused = app.post("/sign-in/code", &flow, &code).await;
    assert_eq!(refused.body["entry"], "replaced", "{refused:?}");
    app.code_session(&flow, &phone).await;
}

/// A4: no more than two are kept of a member, and what is kept of another one stays.
#[actix_web::test]
async fn the_last_two_old_entries_are_named() {
    let (app, first) = with_phone().await;
    let admin = app.sign_in_with(ADMIN, &first).await;
    app.invite(&admin, AGENT, "agent").await;
    let other = app.session_of(AGENT).await;
    let (of_other, other) = app.set_up_phone(&other).await;
    app.clock.advance(Duration::from_mins(1));
    app.set_up_phone(&other).await;
    let mut phones = vec![first];
    for _ in 0..3 {
        let admin = app
            .sign_in_with(ADMIN, phones.last().expect("a phone"))
            .await;
        app.clock.advance(Duration::from_mins(1));
        phones.push(app.set_up_phone(&admin).await.0);
    }
    app.clock.advance(Duration::from_secs(90));
    let flow = app.sign_in(ADMIN).await.ok().text("/flow_token");
    let mut named = Vec::new();
    for phone in &phones[..3] {
        let code = json!({ "code": phone.code(&app.clock) });
        let refused = app.post("/sign-in/code", &flow, &code).await;
        refused.refused(401, "invalid_code");
        named.push(refused.body["entry"] == "replaced");
    }
    assert_eq!(named, [false, true, true]);
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let code = json!({ "code": of_other.code(&app.clock) });
    let refused = app.post("/sign-in/code", &flow, &code).await;
    assert_eq!(refused.body["entry"], "replaced");
}
