//! Who guesses slowly is counted as who guesses fast (F16).

use crate::refusals::{from, known_browser, password, proxied, start};
use crate::support::{ADMIN, AGENT, PASSWORD, TestApp};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use serde_json::{Value, json};
use shared_types::ids::MemberId;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::limits;
use twostep::protection::throttle;
use uuid::Uuid;

/// Longer than a counter without failures is kept.
const PAUSE: Duration = Duration::from_hours(49);
const THIEF: &str = "203.0.113.99";

async fn sweep(app: &TestApp) {
    sweep_once(&app.context).await.expect("swept");
}

/// F16: a hundred wrong passwords end strangers' tries however long the guesser waits in between, for an
/// address that nobody has as for a member's; a right one begins anew.
#[actix_web::test]
async fn a_hundred_slow_wrong_passwords_close_strangers_out() {
    let (app, _, _) = proxied().await;
    let guess = async |email: &str, number: u64| {
        let address = format!("198.51.{number}.9");
        let wrong = password(email, "not the password at all");
        from(&app, &address, "/sign-in", "", &wrong).await
    };
    guess(AGENT, 200).await.refused(401, "invalid_credentials");
    let right = password(AGENT, PASSWORD);
    from(&app, THIEF, "/sign-in", "", &right).await.ok();
    for email in [AGENT, "nobody@example.com"] {
        for number in 0..100 {
            if number % 9 == 0 {
                app.clock.advance(PAUSE);
                sweep(&app).await;
            }
            app.clock.advance(Duration::from_mins(1));
            let answer = guess(email, number).await;
            answer.refused(401, "invalid_credentials");
        }
        app.clock.advance(PAUSE);
        sweep(&app).await;
        let refused = from(&app, THIEF, "/sign-in", "", &password(email, PASSWORD)).await;
        refused.refused(429, "password_closed");
    }
    // A year later nobody was told anything else; what no member has is forgotten.
    app.clock.advance(Duration::from_hours(365 * 24));
    sweep(&app).await;
    let refused = from(&app, THIEF, "/sign-in", "", &right).await;
    refused.refused(429, "password_closed");
    let names = |c: &mut DbConnection| limits::table.select(limits::name).load::<String>(c);
    let names = app.context.db.read(names).await.expect("names");
    assert!(
        !names.iter().any(|name| name.starts_with("password:")),
        "{names:?}"
    );
}

/// F16: wrong e-mailed codes are counted in all, whatever the pause, until the member goes.
#[actix_web::test]
async fn slow_wrong_codes_are_counted_in_all() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let members = app.get("/members?search=jo", &admin).await.ok();
    let id = Uuid::parse_str(&members.text("/items/0/id")).expect("an id");
    let counter = throttle::email_failing_in_all(MemberId(id));
    let now = app.clock.now();
    let name = counter.clone();
    let write = move |c: &mut DbConnection| throttle::count_failure(c, &name, now);
    app.context.db.write(write).await.expect("counted");
    app.clock.advance(Duration::from_hours(365 * 24));
    sweep(&app).await;
    let failures = async || {
        let name = counter.clone();
        let read = move |c: &mut DbConnection| throttle::failures(c, &name);
        app.context.db.read(read).await.expect("a number")
    };
    assert_eq!(failures().await, 1);
    let admin = app.session_of(ADMIN).await;
    let path = format!("/members/{}", members.text("/items/0/id"));
    assert_eq!(app.send("DELETE", &path, &admin, None).await.status, 204);
    assert_eq!(failures().await, 0);
}

/// L-01 (addresses), F2, L-04 (disabled): fifty wrong codes of strangers and fifty of a known browser are a hundred of
/// the device.
#[actix_web::test]
async fn a_hundred_wrong_codes_are_counted_over_all_budgets() {
    let (app, _, phone) = proxied().await;
    let mut browser = known_browser(&app, &phone).await;
    for round in 0..20 {
        assert_eq!(app.mails("device_disabled").await.len(), 0, "{round}");
        app.clock.advance(Duration::from_hours(3));
        let wrong = json!({ "code": phone.wrong_code(&app.clock) });
        if round % 2 == 0 {
            start(&mut browser).await.ok();
            for _ in 0..5 {
                browser.send("POST", "/sign-in/code", &wrong).await;
            }
        } else {
            let flow = from(&app, THIEF, "/sign-in", "", &password(AGENT, PASSWORD)).await;
            let flow = flow.ok().text("/flow_token");
            for _ in 0..5 {
                from(&app, THIEF, "/sign-in/code", &flow, &wrong).await;
            }
        }
    }
    assert_eq!(app.mails("device_disabled").await.len(), 1);
}

/// F16 (mailed codes): the hundredth wrong one is the last that is looked at. Then the right one is refused too, in a known
/// browser as anywhere, until an administrator gives the codes back.
#[actix_web::test]
async fn a_hundred_wrong_mailed_codes_need_an_administrator() {
    let (app, _, phone) = proxied().await;
    let mut browser = known_browser(&app, &phone).await;
    let admin = app.session_of(ADMIN).await;
    let members = app.get("/members?search=jo", &admin).await.ok();
    let id = members.text("/items/0/id");
    let counter = throttle::email_failing_in_all(MemberId(Uuid::parse_str(&id).expect("an id")));
    let now = app.clock.now();
    let write = move |c: &mut DbConnection| {
        (0..99).try_for_each(|_| throttle::count_failure(c, &counter, now))
    };
    app.context.db.write(write).await.expect("counted");
    start(&mut browser).await.ok();
    browser.post("/sign-in/new-device", &Value::Null).await;
    browser.post("/enrollment/email", &Value::Null).await;
    let code = app.newest_mail("email_verification").await["content"]["code"].clone();
    let wrong = json!({ "code": if code == "000000" { "000001" } else { "000000" } });
    let right = json!({ "code": code });
    let verify = "/enrollment/email/verify";
    let answer = browser.send("POST", verify, &wrong).await;
    answer.refused(401, "invalid_code");
    let answer = browser.send("POST", verify, &right).await;
    answer.refused(429, "email_codes_closed");
    let path = format!("/members/{id}");
    let view = app.get(&path, &admin).await.ok();
    assert_eq!(view.body["support"]["email_codes_closed"], true, "{view:?}");
    let unlock = format!("{path}/unlock");
    app.send("POST", &unlock, &admin, None).await.ok();
    let proven = browser.post(verify, &right).await;
    assert_eq!(proven.text("/step"), "enroll");
}

/// F16, F1: addresses that nobody has fill no table: the oldest counters go.
#[actix_web::test]
async fn counters_of_strange_addresses_are_bounded() {
    let (app, _) = TestApp::with_admin().await;
    let now = app.clock.now().micros();
    let fill = move |c: &mut DbConnection| {
        c.batch_execute(&format!(
            "INSERT INTO limits (name, events, failures, blocked_until, updated_at)
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20100)
             SELECT 'password:' || i, '', 1, 0, {now} + i FROM n"
        ))
    };
    app.context.db.write(fill).await.expect("filled");
    let count = async || {
        let all = |c: &mut DbConnection| {
            let strange = limits::table.filter(limits::name.like("password:%"));
            strange.count().get_result::<i64>(c)
        };
        app.context.db.read(all).await.expect("a count")
    };
    sweep(&app).await;
    assert_eq!(count().await, 20_100, "all are young");
    app.clock.advance(PAUSE);
    sweep(&app).await;
    assert_eq!(count().await, 20_000, "the oldest went");
    app.clock.advance(Duration::from_hours(91 * 24));
    sweep(&app).await;
    assert_eq!(count().await, 0);
}
