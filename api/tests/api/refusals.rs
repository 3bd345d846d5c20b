//! What limits cost others: no disk, no place, no and no code of an owner (F1, F2, F4, F7, F11).

use crate::browser::Browser;
use crate::recovery::{NEW_PASSWORD, agent_with_phone, confirm, forgot};
use crate::support::{ADMIN, AGENT, Answer, PASSWORD, Phone, TestApp};
use diesel::prelude::*;
use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use std::time::Duration;
use twostep::platform::db::schema::{audit_events, known_browsers};
use twostep::record::audit::close_refusals;

pub(crate) const OWNER: &str = "203.0.113.7";
pub(crate) const THIEF: &str = "198.51.100.9";

async fn rows(app: &TestApp) -> i64 {
    let count = |c: &mut _| audit_events::table.count().get_result(c);
    app.context.db.read(count).await.expect("a count")
}

pub(crate) async fn from(
    app: &TestApp,
    address: &str,
    path: &str,
    token: &str,
    body: &Value,
) -> Answer {
    let mut request = app.request("POST", path).header("x-forwarded-for", address);
    if !token.is_empty() {
        request = request.bearer_auth(token);
    }
    app.finish(request.json(body)).await
}

pub(crate) fn password(email: &str, password: &str) -> Value {
    json!({ "email": email, "password": password })
}

/// A browser in which the agent has signed in before.
pub(crate) async fn known_browser<'a>(app: &'a TestApp, phone: &Phone) -> Browser<'a> {
    let mut browser = Browser::new(app);
    browser.address = Some(OWNER);
    app.clock.advance(Duration::from_secs(30));
    start(&mut browser).await.ok();
    let code = json!({ "code": phone.code(&app.clock) });
    browser.post("/sign-in/code", &code).await;
    browser.forget_session();
    app.clock.advance(Duration::from_secs(30));
    browser
}

/// The right password in this browser.
pub(crate) async fn start(browser: &mut Browser<'_>) -> Answer {
    let body = json!({ "email": AGENT, "password": PASSWORD, "transport": "cookie" });
    browser.send("POST", "/sign-in", &body).await
}

pub(crate) async fn finish(app: &TestApp, browser: &mut Browser<'_>, phone: &Phone) -> Answer {
    start(browser).await.ok();
    let code = json!({ "code": phone.code(&app.clock) });
    let answer = browser.send("POST", "/sign-in/code", &code).await;
    browser.forget_session();
    answer
}

pub(crate) async fn proxied() -> (TestApp, String, Phone) {
    let (app, admin, phone) = agent_with_phone().await;
    (app.behind_a_proxy(), admin, phone)
}

/// F1: thousands of refused sign-ins from one address add at most 25 rows, of which one has the number.
#[actix_web::test]
async fn refused_sign_ins_fill_no_disk() {
    let (app, _) = TestApp::with_admin().await;
    let before = rows(&app).await;
    let wrong = password(ADMIN, "not the password at all");
    for number in 0..2000 {
        let answer = app.post("/sign-in", "", &wrong).await;
        assert_eq!(
            answer.status,
            if number < 10 { 401 } else { 429 },
            "{answer:?}"
        );
    }
    close_refusals(&app.context).await;
    assert_eq!(
        rows(&app).await - before,
        11,
        "ten tries and the first refusal"
    );
    app.clock.advance(Duration::from_mins(2));
    close_refusals(&app.context).await;
    assert_eq!(rows(&app).await - before, 12);
    let newest = |c: &mut _| {
        audit_events::table
            .order(audit_events::position.desc())
            .select(audit_events::details)
            .first::<Option<String>>(c)
    };
    let details = app.context.db.read(newest).await.expect("a row");
    let details: Value = serde_json::from_str(&details.expect("details")).expect("JSON");
    assert_eq!(details, json!({ "refused": 1989 }));
}

/// F1: the same at every other route that refuses for a limit.
#[actix_web::test]
async fn no_refused_route_fills_the_disk() {
    let (app, admin, phone) = agent_with_phone().await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let wrong = "not the password at all";
    let anywhere = "x".repeat(43);
    let requests = [
        // While the session is fresh.
        (
            "/me/password",
            admin.as_str(),
            json!({ "current_password": wrong, "new_password": "orchid lantern thursday" }),
        ),
        (
            "/me/reauthenticate",
            admin.as_str(),
            json!({ "password": wrong }),
        ),
        ("/password-reset", "", json!({ "email": AGENT })),
        (
            "/password-reset/confirm",
            "",
            json!({ "token": format!("tsr_{anywhere}"), "new_password": PASSWORD }),
        ),
        (
            "/invitations/accept",
            "",
            json!({ "token": anywhere, "password": PASSWORD }),
        ),
        (
            "/sign-in/code",
            flow.as_str(),
            json!({ "code": phone.wrong_code(&app.clock) }),
        ),
    ];
    for (path, token, body) in requests {
        // The counter of the network is one for several routes.
        app.clock.advance(Duration::from_mins(1));
        let mut flow = token.to_owned();
        let (before, mut refused) = (rows(&app).await, 0);
        for _ in 0..100 {
            let answer = app.post(path, &flow, &body).await;
            refused += usize::from(answer.status == 429);
            if answer.body["code"] == "flow_expired" {
                flow = app.sign_in(AGENT).await.ok().text("/flow_token");
            }
        }
        let added = rows(&app).await - before;
        assert!(refused > 60, "{path}: {refused} refused");
        assert!(added <= 30, "{path}: {added} rows");
    }
}

/// F7, L-14: tries that are refused take no place in the queue of hashes: two hundred at once are all told
/// to wait, and the owner's right password is looked at.
#[actix_web::test]
async fn refused_tries_take_no_place_of_the_queue() {
    let (app, _, phone) = proxied().await;
    let mut browser = known_browser(&app, &phone).await;
    let wrong = password(AGENT, "not the password at all");
    for _ in 0..10 {
        from(&app, THIEF, "/sign-in", "", &wrong).await;
    }
    let tries = (0..200).map(|_| from(&app, THIEF, "/sign-in", "", &wrong));
    let (refused, owner) = join(join_all(tries), start(&mut browser)).await;
    owner.ok();
    for answer in refused {
        answer.refused(429, "throttled");
    }
}

/// F2, D-03 (sign-in), S-15 (cap): a password thief who signs in again and again takes neither the flow
/// that stands nor the places of a browser that is known; in a strange browser the owner is told why.
#[actix_web::test]
async fn a_password_thief_takes_no_flow() {
    let (app, admin, phone) = proxied().await;
    let mut browser = known_browser(&app, &phone).await;
    let standing = from(&app, OWNER, "/sign-in", "", &password(AGENT, PASSWORD)).await;
    let standing = standing.ok().text("/flow_token");
    for number in 0..60 {
        let address = format!("198.51.{number}.9");
        from(&app, &address, "/sign-in", "", &password(AGENT, PASSWORD)).await;
    }
    let stranger = from(
        &app,
        "192.0.2.1",
        "/sign-in",
        "",
        &password(AGENT, PASSWORD),
    )
    .await;
    stranger.refused(429, "too_many_sign_ins");
    assert!(stranger.headers.contains_key("retry-after"));
    let code = json!({ "code": phone.code(&app.clock) });
    from(&app, OWNER, "/sign-in/code", &standing, &code)
        .await
        .ok();
    app.clock.advance(Duration::from_secs(30));
    assert_eq!(
        finish(&app, &mut browser, &phone).await.ok().text("/step"),
        "done"
    );
    // Who helps gives all back: the flows of the thief end.
    let strange = "192.0.2.1";
    let admin = fresh(&app, &admin).await;
    let found = app.get("/members?search=jo", &admin).await.ok();
    let path = format!("/members/{}/unlock", found.text("/items/0/id"));
    app.send("POST", &path, &admin, None).await.ok();
    from(&app, strange, "/sign-in", "", &password(AGENT, PASSWORD))
        .await
        .ok();
    // So does time.
    for number in 0..60 {
        let address = format!("198.51.{number}.9");
        from(&app, &address, "/sign-in", "", &password(AGENT, PASSWORD)).await;
    }
    app.clock.advance(Duration::from_mins(15));
    from(&app, strange, "/sign-in", "", &password(AGENT, PASSWORD))
        .await
        .ok();
}

/// F2, D-03 (sign-in): flows of an ended password take no place of the new one.
#[actix_web::test]
async fn flows_of_an_old_password_take_no_place() {
    let (app, _, _) = proxied().await;
    for number in 0..20 {
        let address = format!("198.51.{number}.9");
        from(&app, &address, "/sign-in", "", &password(AGENT, PASSWORD)).await;
    }
    let strange = "192.0.2.1";
    let own = password(AGENT, PASSWORD);
    let full = from(&app, strange, "/sign-in", "", &own).await;
    full.refused(429, "too_many_sign_ins");
    let token = forgot(&app, AGENT).await;
    confirm(&app, &token, None).await.ok();
    let own = password(AGENT, NEW_PASSWORD);
    from(&app, strange, "/sign-in", "", &own).await.ok();
}

/// F2: right passwords are limited too, 30 in 15 minutes from one network.
#[actix_web::test]
async fn right_passwords_are_limited() {
    let (app, _, phone) = proxied().await;
    let mut browser = known_browser(&app, &phone).await;
    let right = password(AGENT, PASSWORD);
    for number in 0..31 {
        let answer = from(&app, THIEF, "/sign-in", "", &right).await;
        assert_eq!(
            answer.status,
            if number < 30 { 200 } else { 429 },
            "{number}"
        );
    }
    assert_eq!(
        finish(&app, &mut browser, &phone).await.ok().text("/step"),
        "done"
    );
    app.clock.advance(Duration::from_mins(15));
    from(&app, THIEF, "/sign-in", "", &right).await.ok();
}

/// F2: wrong codes of strangers delay strangers, wrong codes of a known browser that browser; each goes
/// on while the other waits.
#[actix_web::test]
async fn wrong_codes_delay_their_own_budget() {
    let (app, _, phone) = proxied().await;
    let mut browser = known_browser(&app, &phone).await;
    let flow = from(&app, THIEF, "/sign-in", "", &password(AGENT, PASSWORD)).await;
    let flow = flow.ok().text("/flow_token");
    let wrong = json!({ "code": phone.wrong_code(&app.clock) });
    for _ in 0..5 {
        from(&app, THIEF, "/sign-in/code", &flow, &wrong).await;
    }
    let flow = from(&app, THIEF, "/sign-in", "", &password(AGENT, PASSWORD)).await;
    let flow = flow.ok().text("/flow_token");
    let right = json!({ "code": phone.code(&app.clock) });
    let refused = from(&app, THIEF, "/sign-in/code", &flow, &right).await;
    refused.refused(429, "throttled");
    assert_eq!(
        finish(&app, &mut browser, &phone).await.ok().text("/step"),
        "done"
    );

    // The other way round: five wrong ones in the known browser.
    app.clock.advance(Duration::from_mins(1));
    start(&mut browser).await.ok();
    for _ in 0..5 {
        browser.send("POST", "/sign-in/code", &wrong).await;
    }
    start(&mut browser).await.ok();
    let right = json!({ "code": phone.code(&app.clock) });
    let refused = browser.send("POST", "/sign-in/code", &right).await;
    refused.refused(429, "throttled");
    let flow = from(
        &app,
        "192.0.2.1",
        "/sign-in",
        "",
        &password(AGENT, PASSWORD),
    )
    .await;
    let flow = flow.ok().text("/flow_token");
    from(&app, "192.0.2.1", "/sign-in/code", &flow, &right)
        .await
        .ok();
    // The delay of the browser outlives another's success; then it is over.
    app.clock.advance(Duration::from_secs(30));
    assert_eq!(
        finish(&app, &mut browser, &phone).await.ok().text("/step"),
        "done"
    );
}

/// F4, L-05: ten wrong passwords in one known browser close its budget and no other; its owner goes on as
/// a stranger.
#[actix_web::test]
async fn a_known_browser_closes_its_own_budget_only() {
    let (app, _, phone) = proxied().await;
    let mut cafe = known_browser(&app, &phone).await;
    let mut home = known_browser(&app, &phone).await;
    let wrong = json!({ "email": AGENT, "password": "not the password", "transport": "cookie" });
    // Ten of its own, and ten as a stranger.
    for number in 0..21 {
        let answer = cafe.send("POST", "/sign-in", &wrong).await;
        assert_eq!(
            answer.status,
            if number < 20 { 401 } else { 429 },
            "{number}"
        );
    }
    assert_eq!(
        finish(&app, &mut home, &phone).await.ok().text("/step"),
        "done"
    );
    app.clock.advance(Duration::from_mins(1));
    assert_eq!(
        finish(&app, &mut cafe, &phone).await.ok().text("/step"),
        "done"
    );
}

/// F4: every change of the epoch ends all known browsers of the member.
#[actix_web::test]
async fn a_new_epoch_ends_known_browsers() {
    let (app, admin, phone) = proxied().await;
    known_browser(&app, &phone).await;
    let count = |c: &mut _| known_browsers::table.count().get_result::<i64>(c);
    assert_eq!(app.context.db.read(count).await.expect("a count"), 1);
    let members = app.get("/members?search=jo", &admin).await.ok();
    let id = members.text("/items/0/id");
    let body = json!({ "status": "disabled" });
    let path = format!("/members/{id}");
    let admin = fresh(&app, &admin).await;
    app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    assert_eq!(app.context.db.read(count).await.expect("a count"), 0);
}

/// The administrator, who has no phone, signed in a moment ago.
pub(crate) async fn fresh(app: &TestApp, _: &str) -> String {
    app.session_of(ADMIN).await
}

/// F4: one browser has one row, however often its member signs in.
#[actix_web::test]
async fn a_browser_is_remembered_once() {
    let (app, _, phone) = proxied().await;
    let mut browser = known_browser(&app, &phone).await;
    for _ in 0..3 {
        finish(&app, &mut browser, &phone).await.ok();
        app.clock.advance(Duration::from_secs(30));
    }
    let count = |c: &mut _| known_browsers::table.count().get_result::<i64>(c);
    assert_eq!(app.context.db.read(count).await.expect("a count"), 1);
}

/// F11, T-13 (limited): a spent code may be sent three times; from then on each repeat counts, and the
/// eighth ends the flow.
#[actix_web::test]
async fn repeats_of_a_spent_code_end_the_flow() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    let flow = app.sign_in(ADMIN).await.text("/flow_token");
    let spent = json!({ "code": phone.code(&app.clock) });
    for _ in 0..7 {
        let again = app.post("/sign-in/code", &flow, &spent).await;
        again.refused(401, "already_used");
    }
    let over = app.post("/sign-in/code", &flow, &spent).await;
    over.refused(401, "flow_expired");
    assert_eq!(over.text("/reason"), "too_many_codes");
}
