//! Who guesses slowly is counted as who guesses fast (F16).

use crate::refusals::{from, password, proxied};
use crate::support::{AGENT, PASSWORD, TestApp};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
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
    let admin = app.session_of(crate::support::ADMIN).await;
    let path = format!("/members/{}", members.text("/items/0/id"));
    assert_eq!(app.send("DELETE", &path, &admin, None).await.status, 204);
    assert_eq!(failures().await, 0);
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
