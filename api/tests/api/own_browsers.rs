//! The known browsers of a member on the member's own page: seen, and ended (F4).

use crate::browser::Browser;
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, PASSWORD, Phone, TestApp};
use serde_json::{Value, json};
use shared_types::limits::KNOWN_BROWSER_LIFETIME;
use std::time::Duration;
use twostep::record::audit::Action;

fn password() -> Value {
    json!({ "email": ADMIN, "password": PASSWORD, "transport": "cookie" })
}

async fn signed_in<'a>(app: &'a TestApp, phone: &Phone) -> Browser<'a> {
    let mut browser = Browser::new(app);
    sign_in(app, &mut browser, phone).await;
    browser
}

async fn sign_in(app: &TestApp, browser: &mut Browser<'_>, phone: &Phone) {
    browser.post("/sign-in", &password()).await;
    app.clock.advance(Duration::from_secs(30));
    let code = json!({ "code": phone.code(&app.clock) });
    browser.post("/sign-in/code", &code).await;
    browser.get("/me").await;
}

async fn listed(browser: &mut Browser<'_>) -> Vec<Value> {
    let page = browser.get("/me/browsers").await;
    page.body["items"].as_array().expect("a list").clone()
}

/// F4: every browser in which a sign-in was finished stands in the list, with what tells it from others and
/// nothing that opens anything; a browser in which the member signs in again is one and the same.
#[actix_web::test]
async fn known_browsers_are_seen() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    let mut first = signed_in(&app, &phone).await;
    let seen = app.clock.now();
    app.clock.advance(Duration::from_hours(2));
    let mut second = signed_in(&app, &phone).await;
    let items = listed(&mut second).await;
    let current: Vec<_> = items.iter().map(|one| one["current"].clone()).collect();
    assert_eq!(current, [true, false]);
    assert_eq!(items[1]["first_seen_at"], json!(seen));
    assert_eq!(items[1]["last_used_at"], json!(seen));
    assert_eq!(items[0]["network"], "127.0.0.0/24");
    assert_eq!(items[0]["label"], "Unknown program");
    let names: Vec<_> = items[0].as_object().expect("an object").keys().collect();
    assert_eq!(
        names,
        [
            "id",
            "current",
            "label",
            "network",
            "first_seen_at",
            "last_used_at",
            "expires_at",
        ]
    );
    sign_in(&app, &mut first, &phone).await;
    assert_eq!(listed(&mut first).await.len(), 2);
}

/// F4: the last use is noted once a day, not at every sign-in.
#[actix_web::test]
async fn the_last_use_is_noted_once_a_day() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    let mut browser = signed_in(&app, &phone).await;
    let first = app.clock.now();
    for (hours, is_noted) in [(5, false), (20, true), (5, false)] {
        let before = listed(&mut browser).await[0]["last_used_at"].clone();
        app.clock.advance(Duration::from_hours(hours));
        browser.forget_session();
        let at = app.clock.now();
        sign_in(&app, &mut browser, &phone).await;
        let after = listed(&mut browser).await[0]["last_used_at"].clone();
        let expected = if is_noted { json!(at) } else { before };
        assert_eq!(after, expected, "{hours}");
    }
    assert_eq!(listed(&mut browser).await[0]["first_seen_at"], json!(first));
}

/// F4: an ended browser is a stranger from then on, its session goes on, and the record says so; another
/// member's browser is not found.
#[actix_web::test]
async fn a_known_browser_is_ended() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let other = app.session_of(AGENT).await;
    let (phone, program) = app.set_up_phone(&admin).await;
    let mut cafe = signed_in(&app, &phone).await;
    let mut own = signed_in(&app, &phone).await;
    let id = listed(&mut own).await[1]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let path = format!("/me/browsers/{id}");
    app.send("DELETE", &path, &other, None)
        .await
        .refused(404, "not_found");
    app.send("DELETE", &path, &program, None).await.ok();
    assert_eq!(listed(&mut own).await.len(), 1);
    own.send("DELETE", &path, &Value::Null)
        .await
        .refused(404, "not_found");
    assert_eq!(
        details_of(&app.context.db, Action::BrowserEnded).await,
        [json!({ "browser": id })]
    );
    cafe.get("/me").await;
    // Its ten tries were its own; now it draws on those of strangers, whose delay is one after the tenth.
    cafe.forget_session();
    let wrong = json!({ "email": ADMIN, "password": "not the password", "transport": "cookie" });
    for _ in 0..10 {
        cafe.send("POST", "/sign-in", &wrong)
            .await
            .refused(401, "invalid_credentials");
    }
    cafe.send("POST", "/sign-in", &wrong)
        .await
        .refused(429, "throttled");
    let password = json!({ "email": ADMIN, "password": PASSWORD });
    let stranger = app.post("/sign-in", "", &password).await;
    stranger.refused(429, "throttled");
    own.forget_session();
    sign_in(&app, &mut own, &phone).await;
}

/// F4: all others are ended at once, the one that asks stays; from a program, which is no browser, all are.
#[actix_web::test]
async fn all_other_browsers_are_ended() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    signed_in(&app, &phone).await;
    signed_in(&app, &phone).await;
    let mut own = signed_in(&app, &phone).await;
    for _ in 0..2 {
        own.send("DELETE", "/me/browsers", &Value::Null).await.ok();
        let left = listed(&mut own).await;
        assert_eq!(left.len(), 1);
        assert_eq!(left[0]["current"], true);
    }
    // The second time nothing changed.
    assert_eq!(
        details_of(&app.context.db, Action::BrowserEnded).await,
        [json!({ "others": 2 })]
    );
    let program = app.sign_in_with(ADMIN, &phone).await;
    app.send("DELETE", "/me/browsers", &program, None)
        .await
        .ok();
    assert_eq!(listed(&mut own).await, Vec::<Value>::new());
}

/// F4: another member's browsers are neither seen nor ended with one's own.
#[actix_web::test]
async fn browsers_of_others_are_not_seen_or_ended() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let (phone, _) = app.set_up_phone(&admin).await;
    let mut others = Browser::new(&app);
    let password = json!({ "email": AGENT, "password": PASSWORD, "transport": "cookie" });
    others.post("/sign-in", &password).await;
    others.get("/me").await;
    let mut own = signed_in(&app, &phone).await;
    assert_eq!(listed(&mut own).await.len(), 1);
    let theirs = listed(&mut others).await;
    assert_eq!(theirs.len(), 1);
    own.send("DELETE", "/me/browsers", &Value::Null).await.ok();
    assert_eq!(listed(&mut others).await, theirs);
    let program = app.sign_in_with(ADMIN, &phone).await;
    app.send("DELETE", "/me/browsers", &program, None)
        .await
        .ok();
    assert_eq!(listed(&mut own).await, Vec::<Value>::new());
    assert_eq!(listed(&mut others).await, theirs);
}

/// F4: a browser is seen as long as it is known, to the second, with the time at which that ends.
#[actix_web::test]
async fn a_browser_is_seen_while_it_is_known() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    signed_in(&app, &phone).await;
    let ends = app.clock.now() + KNOWN_BROWSER_LIFETIME;
    // Signing in takes half a minute.
    let rest = KNOWN_BROWSER_LIFETIME.saturating_sub(Duration::from_secs(31));
    app.clock.advance(rest);
    let mut new = signed_in(&app, &phone).await;
    let items = listed(&mut new).await;
    assert_eq!(items.len(), 2);
    assert_eq!(items[1]["expires_at"], json!(ends));
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(listed(&mut new).await.len(), 1);
}
