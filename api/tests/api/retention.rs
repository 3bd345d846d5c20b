//! Old audit rows go, and what is kept stays proved (F1, G-07).

use crate::support::{ADMIN, AGENT, TestApp};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use serde_json::{Value, json};
use shared_types::limits::AUDIT_RETENTION;
use std::sync::Arc;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::{audit_days, audit_events, audit_index, audit_seals};
use twostep::platform::origin::Origin;
use twostep::record::audit::{self, Action, Event};
use twostep::record::chain::{self, ChainStatus, Head};
use twostep::record::followers::{self, EventFilter, PageRequest};
use twostep::record::retention;

const DAY: Duration = Duration::from_hours(24);

/// An installation whose first rows, in both chains, are older than the retention by more than a day; rows
/// of the organization in two more seals are younger.
pub(crate) struct Aged {
    pub(crate) app: TestApp,
    /// The last of the old rows.
    pub(crate) end: i64,
    pub(crate) old: i64,
    pub(crate) heads: Vec<Head>,
}

pub(crate) async fn catch_up(app: &TestApp) {
    followers::catch_up(&app.context).await.expect("followed");
}

pub(crate) async fn prune(app: &TestApp) -> usize {
    retention::prune(&app.context).await.expect("pruned")
}

pub(crate) async fn verify(app: &TestApp, kept: Vec<Head>) -> ChainStatus {
    chain::verify(&app.context, kept).await.expect("read")
}

/// Changes the database as the holder of the file can.
pub(crate) async fn tamper(app: &TestApp, sql: String) {
    let write = move |c: &mut DbConnection| c.batch_execute(&sql);
    app.context.db.write(write).await.expect("tampered");
}

pub(crate) async fn positions(app: &TestApp) -> Vec<i64> {
    let read = |c: &mut DbConnection| {
        let all = audit_events::table.order(audit_events::position);
        all.select(audit_events::position).load(c)
    };
    app.context.db.read(read).await.expect("positions")
}

pub(crate) async fn aged() -> Aged {
    aged_on(TestApp::start()).await
}

pub(crate) async fn aged_on(app: TestApp) -> Aged {
    let admin = app.set_up().await;
    app.invite(&admin, AGENT, "agent").await;
    let unknown = json!({ "email": "nobody@example.com", "password": "no" });
    app.post("/sign-in", "", &unknown).await;
    catch_up(&app).await;
    let old = positions(&app).await;
    app.clock.advance(AUDIT_RETENTION / 2);
    app.sign_in(AGENT).await.ok();
    catch_up(&app).await;
    app.sign_in(AGENT).await.ok();
    catch_up(&app).await;
    app.clock
        .advance(AUDIT_RETENTION / 2 + DAY + Duration::from_secs(1));
    Aged {
        heads: chain::heads(&app.context).await.expect("heads"),
        end: *old.last().expect("rows"),
        old: i64::try_from(old.len()).expect("few"),
        app,
    }
}

/// The rows that say what was pruned.
async fn prunings(app: &TestApp) -> Vec<Value> {
    let filter = EventFilter {
        action: Some(Action::AuditPruned),
        ..EventFilter::of(None)
    };
    let page = PageRequest {
        before: None,
        limit: 100,
    };
    let read = move |c: &mut DbConnection| followers::list_events(c, &filter, page);
    let page = app.context.db.read(read).await.expect("a page");
    let details = page.events.into_iter().filter_map(|event| event.details);
    details
        .map(|text| serde_json::from_str(&text).expect("JSON"))
        .collect()
}

/// F1, G-07: rows that are older than the retention go, with their seals and what was made of them; the
/// record says so and stays proved, also to who kept heads of before.
#[actix_web::test]
async fn old_rows_go_and_the_rest_stays_proved() {
    let aged = aged().await;
    let Aged { app, end, old, .. } = &aged;
    let (end, rows) = (*end, usize::try_from(*old).expect("few"));
    let sound = |sealed| ChainStatus::Sound {
        chains: 2,
        sealed,
        waiting: 1,
        pruned: *old,
    };
    let before = positions(app).await.len();
    assert_eq!(prune(app).await, rows);
    let kept = positions(app).await;
    assert!(kept.iter().all(|position| *position > end));
    assert_eq!(kept.len(), before - rows + 1, "one row says so");
    assert_eq!(prune(app).await, 0, "once");

    let status = verify(app, aged.heads.clone()).await;
    assert_eq!(status, sound(2), "{status}");
    assert!(status.to_string().contains(&format!("{old} older rows")));
    let left = move |c: &mut DbConnection| {
        let lines = audit_index::table.filter(audit_index::last_position.le(end));
        let seals = audit_seals::table.filter(audit_seals::last_position.le(end));
        let days = audit_days::table.order(audit_days::day);
        Ok((
            lines.count().get_result::<i64>(c)?,
            seals.count().get_result::<i64>(c)?,
            days.select(audit_days::day).first::<i64>(c)?,
        ))
    };
    let (lines, seals, first_day) = app.context.db.read(left).await.expect("counts");
    let first_kept = (app.clock.now() - AUDIT_RETENTION).seconds() / DAY.as_secs().cast_signed();
    assert_eq!((lines, seals), (0, 0));
    assert!(first_day >= first_kept, "{first_day} {first_kept}");

    catch_up(app).await;
    let told = prunings(app).await;
    assert_eq!(told.len(), 1);
    assert_eq!(
        (&told[0]["rows"], &told[0]["position"]),
        (&json!(old), &json!(end))
    );
    assert!(told[0]["until"].is_string());
}

/// G-07: what was altered is evidence and stays.
#[actix_web::test]
async fn an_altered_row_is_not_pruned() {
    let aged = aged().await;
    let sql = format!(
        "UPDATE audit_events SET at = at - 1 WHERE position = {}",
        aged.end
    );
    tamper(&aged.app, sql).await;
    let before = positions(&aged.app).await;
    assert_eq!(prune(&aged.app).await, 0);
    assert_eq!(positions(&aged.app).await, before);
}

/// F1: rows wait for every follower, a day, and the rest of their batch.
#[actix_web::test]
async fn a_row_that_is_needed_is_kept() {
    let (app, _) = TestApp::with_admin().await;
    app.clock.advance(AUDIT_RETENTION / 2);
    let admin = app.session_of(ADMIN).await;
    app.invite(&admin, AGENT, "agent").await;
    app.clock.advance(AUDIT_RETENTION / 2 + 2 * DAY);
    assert_eq!(prune(&app).await, 0, "nothing is sealed");
    catch_up(&app).await;
    assert_eq!(prune(&app).await, 0, "half of the batch is younger");
    app.clock.advance(AUDIT_RETENTION / 2);
    let behind = "UPDATE audit_followers SET position = 0 WHERE name = 'day_counts'";
    tamper(&app, behind.to_owned()).await;
    assert_eq!(prune(&app).await, 0, "a follower is behind");
    let ahead = "UPDATE audit_followers SET position = (SELECT max(position) FROM audit_events)";
    tamper(&app, ahead.to_owned()).await;
    let all = positions(&app).await.len();
    assert_eq!(prune(&app).await, all);

    app.clock.advance(AUDIT_RETENTION + DAY / 2);
    catch_up(&app).await;
    assert_eq!(prune(&app).await, 0, "half a day over");
    app.clock.advance(DAY);
    sweep_once(&app.context).await.expect("swept");
    let left = positions(&app).await.len();
    assert_eq!(left, 2, "the new rows about it and the key of daily heads");
}

/// G-07: what a person is called stands in no row of the record, so that it goes with the member and the
/// chain stays whole.
#[actix_web::test]
async fn a_member_is_erased_without_breaking_the_chain() {
    let (app, admin) = TestApp::with_admin().await;
    let member = app.invite(&admin, AGENT, "agent").await;
    app.sign_in(AGENT).await.ok();
    let path = format!("/members/{member}");
    assert_eq!(app.send("DELETE", &path, &admin, None).await.status, 204);
    catch_up(&app).await;
    let read = |c: &mut DbConnection| audit::list_rows(c, 0, i64::MAX, 1000);
    let rows = app.context.db.read(read).await.expect("rows");
    let lines = rows.into_iter().map(|row| row.read().expect("a row"));
    let lines: Vec<String> = lines.map(|event| event.exported_line()).collect();
    assert!(lines.iter().any(|line| line.contains(&member)));
    for line in lines {
        assert!(!line.contains(AGENT) && !line.contains("Jo Doe"), "{line}");
    }
    let status = verify(&app, Vec::new()).await;
    assert!(
        matches!(status, ChainStatus::Sound { waiting: 0, .. }),
        "{status}"
    );
}

/// F1: many rows go in steps, each of which says what it took; keys may be exchanged in between.
#[actix_web::test]
async fn many_rows_go_in_steps_under_any_key() {
    let (app, _) = TestApp::with_admin().await;
    let write = |now| {
        move |c: &mut DbConnection| {
            let (origin, event) = (Origin::of_host(), Event::anonymous(Action::FlowGivenUp));
            audit::record_all(c, now, &vec![(&origin, &event); 2500])
        }
    };
    let now = app.clock.now();
    app.context.db.write(write(now)).await.expect("recorded");
    catch_up(&app).await;
    let all = positions(&app).await.len();
    app.clock.advance(AUDIT_RETENTION + 2 * DAY);
    assert_eq!(prune(&app).await, all);
    assert_eq!(positions(&app).await.len(), 2, "two steps");

    let mut context = app.context.clone();
    let (ring, name) = context.keys.with_new_key();
    let ring = ring.activated(&name).expect("the new key");
    context.keys = Arc::new(ring.without("k1").expect("an old key"));
    followers::catch_up(&context).await.expect("followed");
    let status = chain::verify(&context, Vec::new()).await.expect("read");
    assert!(
        matches!(status, ChainStatus::Sound { waiting: 0, .. }),
        "{status}"
    );
    app.clock.advance(AUDIT_RETENTION + 2 * DAY);
    assert_eq!(retention::prune(&context).await.expect("pruned"), 2);
    followers::catch_up(&context).await.expect("followed");
    let status = chain::verify(&context, Vec::new()).await.expect("read");
    let expected = ChainStatus::Sound {
        chains: 2,
        sealed: 1,
        waiting: 0,
        pruned: i64::try_from(all + 2).expect("few"),
    };
    assert_eq!(status, expected);
    let status = verify(&app, Vec::new()).await;
    assert!(
        matches!(status, ChainStatus::Broken { .. }),
        "a ring without the new key: {status}"
    );
}
