//! More deliveries than a receiver takes: they wait in few steps, are bounded, and end with their webhook in parts.

use crate::support::TestApp;
use crate::webhook_receiver::{Watched, deliver, happen};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use serde_json::json;
use shared_types::limits::WEBHOOK_WAITING_MOST;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::schema::{limits, outbox, webhook_deliveries, webhooks};
use twostep::platform::db::{DbConnection, DbResult};
use uuid::Uuid;

/// So many deliveries of a webhook in this state, beside those that the program makes.
async fn insert_deliveries(watched: &Watched, count: i64, state: &'static str) {
    let webhook: Uuid = watched.id.parse().expect("an id");
    let (webhook, now) = (webhook.simple(), watched.app.clock.now().micros());
    let insert = move |connection: &mut DbConnection| {
        let (id, webhook) = match connection {
            DbConnection::Sqlite(_) => ("unhex(printf('%032x', n))", format!("x'{webhook}'")),
            DbConnection::Postgres(_) => (
                "decode(lpad(to_hex(n), 32, '0'), 'hex')",
                format!("decode('{webhook}', 'hex')"),
            ),
        };
        connection.batch_execute(&format!(
            "WITH RECURSIVE numbers (n) AS (
                SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}
            )
            INSERT INTO webhook_deliveries (id, webhook, event, body, created_at, state, attempts)
            SELECT {id}, {webhook}, 'api_token.created', '{{}}', {now}, '{state}', 0 FROM numbers"
        ))
    };
    let inserted = watched.app.context.db.write(insert).await;
    inserted.expect("rows");
}

/// How often each delivery in the outbox was leased, and when the earliest is due.
async fn waiting(app: &TestApp) -> (Vec<i64>, i64) {
    let read = |connection: &mut DbConnection| -> DbResult<Vec<(i64, i64)>> {
        outbox::table
            .filter(outbox::channel.eq("webhook"))
            .filter(outbox::sent_at.is_null())
            .select((outbox::attempts, outbox::next_attempt_at))
            .load(connection)
    };
    let rows = app.context.db.read(read).await.expect("rows");
    let earliest = rows.iter().map(|row| row.1).min().unwrap_or_default();
    (rows.into_iter().map(|row| row.0).collect(), earliest)
}

/// H-11: what waits for a receiver that asked for a pause is put off at once, not leased one by one.
#[actix_web::test]
async fn a_backlog_is_put_off_in_one_step() {
    let mut watched = Watched::start().await;
    watched.receiver.answer(&["503 Busy\r\nretry-after: 600"]);
    happen(&watched.app, &watched.admin).await;
    assert_eq!(deliver(&watched.app).await, 0);
    for _ in 0..12 {
        happen(&watched.app, &watched.admin).await;
    }
    assert_eq!(deliver(&watched.app).await, 0);
    assert_eq!(watched.receiver.take().len(), 1);
    let (leased, earliest) = waiting(&watched.app).await;
    assert_eq!(leased.len(), 13);
    let leased = leased.iter().filter(|leases| **leases > 0).count();
    assert!(leased <= 1 + 4, "{leased} were leased");
    let soonest = watched.app.clock.now() + Duration::from_mins(9);
    assert!(earliest > soonest.micros());
    watched.wait(Duration::from_mins(11)).await;
    assert_eq!(deliver(&watched.app).await, 13);
}

/// H-11: no receiver makes the outbox grow without end. What is too much is kept, and can be replayed.
#[actix_web::test]
async fn what_is_too_much_is_given_up_at_once() {
    let watched = Watched::start().await;
    insert_deliveries(&watched, WEBHOOK_WAITING_MOST - 1, "waiting").await;
    for _ in 0..4 {
        happen(&watched.app, &watched.admin).await;
    }
    assert_eq!(deliver(&watched.app).await, 1);
    let list = watched.send("GET", "/deliveries?limit=200", None).await;
    let own = list["items"].as_array().expect("items").iter();
    let own: Vec<_> = own.filter(|one| one["body"] != "{}").collect();
    let mut states: Vec<_> = own.iter().map(|one| one["state"].clone()).collect();
    states.sort_by_key(ToString::to_string);
    assert_eq!(states, ["delivered", "given_up", "given_up", "given_up"]);
    let refused = own.iter().find(|one| one["state"] == "given_up");
    let id = refused.expect("one")["id"].as_str().expect("an id");
    let path = format!("/deliveries/{id}/replay");
    let replayed = watched.send("POST", &path, Some(&json!({}))).await;
    assert_eq!(replayed["last_answer"]["status"], 204, "{replayed}");
}

/// Days in which no program ran are none of failures: the first failure after them disables nothing.
#[actix_web::test]
async fn days_without_attempts_are_no_failures() {
    let mut watched = Watched::start().await;
    let busy = ["503 Busy"];
    watched.receiver.answer(&busy);
    happen(&watched.app, &watched.admin).await;
    deliver(&watched.app).await;
    assert!(watched.view().await["failing_since"].is_string());
    watched.wait(Duration::from_hours(5 * 24)).await;
    sweep_once(&watched.app.context).await.expect("a sweep");
    assert_eq!(watched.deliveries().await[0]["state"], "given_up");
    watched.receiver.answer(&busy);
    happen(&watched.app, &watched.admin).await;
    deliver(&watched.app).await;
    let view = watched.view().await;
    assert_eq!(view["status"], "active", "{view}");
}

/// A webhook is gone at once, and its deliveries in parts.
#[actix_web::test]
async fn an_ended_webhook_is_removed_in_parts() {
    let watched = Watched::start().await;
    insert_deliveries(&watched, 2500, "delivered").await;
    let path = format!("/webhooks/{}", watched.id);
    let ended = watched
        .app
        .send("DELETE", &path, &watched.admin, None)
        .await;
    assert_eq!(ended.status, 204);
    let list = watched.app.get("/webhooks", &watched.admin).await;
    assert_eq!(list.ok().body["items"], json!([]));
    let path = format!("{path}/deliveries");
    let gone = watched.app.get(&path, &watched.admin).await;
    gone.refused(404, "not_found");
    sweep_once(&watched.app.context).await.expect("a sweep");
    let count = |connection: &mut DbConnection| -> DbResult<(i64, i64)> {
        let rows = webhooks::table.count().get_result(connection)?;
        let sent = webhook_deliveries::table.count().get_result(connection)?;
        Ok((rows, sent))
    };
    let counted = watched.app.context.db.read(count).await;
    assert_eq!(counted.ok(), Some((0, 0)));
}

/// An answer to the former address, that comes late, does not disable a webhook which was changed meanwhile.
#[actix_web::test]
async fn a_late_answer_disables_no_changed_webhook() {
    let watched = Watched::start().await;
    watched.receiver.answer(&["410 Gone"]);
    happen(&watched.app, &watched.admin).await;
    let gate = watched.receiver.hold();
    let (delivered, ()) = tokio::join!(deliver(&watched.app), async {
        gate.arrived().await;
        let elsewhere = json!({ "url": format!("{}/new", watched.receiver.url) });
        watched.send("PATCH", "", Some(&elsewhere)).await;
        gate.open();
    });
    assert_eq!(delivered, 0);
    assert_eq!(watched.view().await["status"], "active");
    assert_eq!(watched.deliveries().await[0]["state"], "waiting");
    watched.app.clock.advance(Duration::from_secs(10));
    assert_eq!(deliver(&watched.app).await, 1);
}

/// A table that cannot be swept keeps no other from it.
#[actix_web::test]
async fn one_failing_sweep_stops_no_other() {
    let (app, _admin) = TestApp::with_admin().await;
    let stale = |connection: &mut DbConnection| {
        diesel::insert_into(limits::table)
            .values((
                limits::name.eq("stale"),
                limits::events.eq(""),
                limits::failures.eq(0),
                limits::blocked_until.eq(0),
                limits::updated_at.eq(0),
            ))
            .execute(connection)?;
        connection.batch_execute("ALTER TABLE webhook_deliveries RENAME TO moved")
    };
    app.context.db.write(stale).await.expect("written");
    sweep_once(&app.context).await.expect_err("a failed sweep");
    let count = |connection: &mut DbConnection| -> DbResult<i64> {
        let stale = limits::table.filter(limits::name.eq("stale"));
        stale.count().get_result(connection)
    };
    assert_eq!(app.context.db.read(count).await.ok(), Some(0));
}
