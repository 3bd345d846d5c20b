//! Notices about unfinished sign-ins: told to the owner in time, whatever others leave unfinished.

use crate::recovery::agent_with_phone;
use crate::rows::{NumberedMembers, count_events};
use crate::support::{AGENT, PASSWORD, TestApp};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use serde_json::json;
use shared_types::limits::{FLOW_LIFETIME, KNOWN_BROWSER_NOTICE_DELAY};
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::DbConnection;
use twostep::platform::db::keys::SignInKey;
use twostep::platform::db::schema::sign_ins;
use twostep::record::audit::Action;
use twostep::second_step::sign_in::tell_unfinished;

/// Ten thousand abandoned sign-ins before that of the victim: most of one member, one each of 500 others.
const ABANDONED: &str = "
    INSERT INTO sign_ins (key, public_id, state, verifier, member, epoch, transport, aal,
        replaces_device, code_failures, started_at, expires_at, label, network)
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 10000)
    SELECT n, CAST('' AS BLOB), 'ended', CAST('' AS BLOB),
        (SELECT key FROM members WHERE email_normal = 'm' || CASE WHEN n > 500 THEN 1000 ELSE 1000 + n END),
        1, 'bearer', 2, FALSE, 0, 1799999999000000, 1799999999000000, '', '' FROM numbers;";

/// Sign-ins of one member that are open, and a finished one behind them.
const OPEN: &str = "
    INSERT INTO sign_ins (key, public_id, state, verifier, member, epoch, transport, aal,
        replaces_device, code_failures, started_at, finished_at, expires_at, label, network)
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2501)
    SELECT n, CAST('' AS BLOB), CASE WHEN n = 2501 THEN 'session' ELSE 'flow' END, CAST('' AS BLOB),
        (SELECT MIN(key) FROM members), 1, 'bearer', 2, FALSE, 0, 1800000000000000,
        CASE WHEN n = 2501 THEN 1800000000000000 END, 1900000000000000, '', '' FROM numbers;";

async fn swept(app: &TestApp) -> usize {
    sweep_once(&app.context).await.expect("a database");
    app.mails("sign_in_not_finished").await.len()
}

/// D-10, review F6: the next sweep tells everybody of what is due, each member once, and records as much.
#[actix_web::test]
async fn thousands_of_abandoned_sign_ins_delay_no_notice() {
    let (app, _, _) = agent_with_phone().await;
    let fill = |connection: &mut DbConnection| {
        let is_server = matches!(connection, DbConnection::Postgres(_));
        let text = if is_server {
            // What the test puts there may take as long as it likes.
            connection.batch_execute("SET LOCAL statement_timeout = 0")?;
            ABANDONED.replace("BLOB", "BYTEA")
        } else {
            ABANDONED.into()
        };
        NumberedMembers {
            numbers: 1000..=1500,
            name: "Member",
            role: "agent",
        }
        .insert(connection)?;
        connection.batch_execute(&text)
    };
    app.fill(fill).await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.send("DELETE", "/sign-in", &flow, None).await;
    assert_eq!(swept(&app).await, 502);
    let mails = app.mails("sign_in_not_finished").await;
    assert!(mails.iter().any(|mail| mail["to"]["address"] == AGENT));
    let recorded = count_events(app.database.url(), Action::SignInNotFinished);
    assert_eq!(recorded.await, 502);
    let waiting = app.context.db.read(|c| {
        let waiting = sign_ins::table.filter(sign_ins::told_at.is_null());
        waiting
            .filter(sign_ins::finished_at.is_null())
            .count()
            .get_result::<i64>(c)
    });
    assert_eq!(waiting.await.expect("a count"), 0);
}

/// D-10: a pass looks at a sign-in that is still open once, however many are finished: what it costs every minute must
/// not be their product.
#[actix_web::test]
async fn a_pass_looks_at_each_sign_in_once() {
    let (app, _) = TestApp::with_admin().await;
    let now = app.clock.now();
    let (mut after, mut settled) = (SignInKey::of(0), Vec::new());
    let fill = |connection: &mut DbConnection| {
        let is_server = matches!(connection, DbConnection::Postgres(_));
        let text = if is_server {
            OPEN.replace("BLOB", "BYTEA")
        } else {
            OPEN.into()
        };
        connection.batch_execute(&text)
    };
    app.fill(fill).await;
    loop {
        let context = app.context.clone();
        let part =
            move |connection: &mut DbConnection| tell_unfinished(connection, &context, after, now);
        let Some(told) = app.context.db.write(part).await.expect("a database") else {
            break;
        };
        assert!(told.until > after, "it goes on");
        after = told.until;
        settled.push(told.settled);
    }
    assert_eq!(settled, [0, 0, 1]);
}

/// D-10, review F4: a known browser, whose cookie may be a thief's, puts the notice off for a day and not
/// for ever.
#[actix_web::test]
async fn a_known_browser_silences_for_a_day_only() {
    let (app, _, phone) = agent_with_phone().await;
    let known = app.known_browser_with(AGENT, &phone).await;
    let from_known = async || {
        let body = json!({ "email": AGENT, "password": PASSWORD, "transport": "cookie" });
        let request = app
            .request("POST", "/sign-in")
            .header("sec-fetch-site", "same-origin")
            .header("user-agent", "curl/8.5.0")
            .header("cookie", &known)
            .json(&body);
        app.finish(request).await.ok();
    };
    let started_at = app.clock.now();
    from_known().await;
    app.clock.advance(FLOW_LIFETIME);
    assert_eq!(swept(&app).await, 0);
    app.sign_in_with(AGENT, &phone).await;
    app.clock.set(started_at + Duration::from_hours(23));
    assert_eq!(swept(&app).await, 0);
    app.clock.set(started_at + KNOWN_BROWSER_NOTICE_DELAY);
    assert_eq!(
        swept(&app).await,
        1,
        "the owner finished one elsewhere only"
    );
}

/// G-06 (wrong codes): five wrong codes behind a right password are told to the owner at once, and once: the sign-in that
/// they left unfinished is not told again.
#[actix_web::test]
async fn wrong_codes_behind_a_right_password_are_told() {
    let (app, _, phone) = agent_with_phone().await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let wrong = json!({ "code": phone.wrong_code(&app.clock) });
    for told in [0, 0, 0, 0, 1] {
        app.post("/sign-in/code", &flow, &wrong).await;
        assert_eq!(app.mails("wrong_codes").await.len(), told);
    }
    assert_eq!(app.newest_mail("wrong_codes").await["to"]["address"], AGENT);
    app.clock.advance(FLOW_LIFETIME);
    assert_eq!(swept(&app).await, 0);
}

/// G-06 (replay): a code that the owner has used opens nothing for who has the password too, and the owner is told of the
/// sign-in that got no further, though the own one was finished.
#[actix_web::test]
async fn a_replayed_code_is_told() {
    let (app, _, phone) = agent_with_phone().await;
    let body = json!({ "code": phone.code(&app.clock) });
    let own = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.post("/sign-in/code", &own, &body).await.ok();
    let replayed = app.sign_in(AGENT).await.ok().text("/flow_token");
    let refused = app.post("/sign-in/code", &replayed, &body).await;
    refused.refused(401, "already_used");
    app.clock.advance(FLOW_LIFETIME);
    assert_eq!(swept(&app).await, 1);
    let told = app.newest_mail("sign_in_not_finished").await;
    assert_eq!(told["to"]["address"], AGENT);
}
