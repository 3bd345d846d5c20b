//! Several processes follow one record: one at a time, and no row is lost between them.

use crate::audit_followers::{all_events, assert_followed, assert_sealed, found};
use crate::database::server;
use crate::support::{AGENT, TestApp};
use serde_json::json;
use std::time::Duration;
use twostep::platform::db::DbConnection;
use twostep::platform::origin::Origin;
use twostep::record::audit::{self, Action, Event};
use twostep::record::followers::{self, EventFilter, Followers};

/// Of two processes one works until its lease is over or given back.
#[actix_web::test]
async fn one_process_works_at_a_time() {
    let (app, admin) = TestApp::with_admin().await;
    let (a, b) = (Followers::new(&app.context), Followers::new(&app.context));
    assert!(a.step().await.expect("a batch") > 0);
    app.invite(&admin, AGENT, "agent").await;
    assert_eq!(b.step().await.expect("not now"), 0);
    app.clock.advance(Duration::from_secs(4));
    assert_eq!(b.step().await.expect("not yet"), 0);
    app.clock.advance(Duration::from_secs(2));
    assert!(b.step().await.expect("a is gone") > 0);
    app.sign_in(AGENT).await.ok();
    assert_eq!(a.step().await.expect("b works"), 0);
    b.release().await.expect("given back");
    assert!(a.step().await.expect("a again") > 0);
    assert_followed(&app).await;
}

/// Many processes at once, while rows come: each row is worked off once.
#[actix_web::test]
async fn many_processes_share_one_lease() {
    let (app, _) = TestApp::with_admin().await;
    let wrong = json!({ "email": AGENT, "password": "no" });
    let all: Vec<Followers> = (0..4).map(|_| Followers::new(&app.context)).collect();
    for _ in 0..5 {
        let changes = (0..8).map(|_| app.post("/sign-in", "", &wrong));
        let steps = all.iter().map(async |one| {
            for _ in 0..5 {
                one.step().await.expect("a step");
                // The holder of the lease gives it up, so that all of them try.
                one.release().await.expect("given back");
            }
        });
        tokio::join!(
            futures_util::future::join_all(changes),
            futures_util::future::join_all(steps)
        );
    }
    followers::catch_up(&app.context).await.expect("followed");
    assert_followed(&app).await;
}

/// Transactions that take their positions in one order and commit in another lose no row, however
/// the readers fall between them.
#[actix_web::test]
async fn rows_that_commit_out_of_order_are_all_followed() {
    if server().is_none() {
        return;
    }
    let (app, _) = TestApp::with_admin().await;
    let writers = (0..6).map(|n| {
        let (db, now) = (app.context.db.clone(), app.clock.now());
        tokio::spawn(async move {
            for round in 0..20_u64 {
                let write = move |c: &mut DbConnection| {
                    let event = Event::anonymous(Action::FlowGivenUp);
                    audit::record(c, now, &Origin::of_host(), &event)?;
                    std::thread::sleep(Duration::from_millis((n * 7 + round * 5) % 23));
                    Ok(())
                };
                db.write(write).await.expect("recorded");
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    let reader = Followers::new(&app.context);
    let mut worked = 0;
    while writers.iter().any(|writer| !writer.is_finished()) {
        worked += usize::from(reader.step().await.expect("a step") > 0);
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
    for writer in writers {
        writer.await.expect("no panic");
    }
    assert!(worked > 2, "the reader was among the writers: {worked}");
    reader.release().await.expect("given back");
    followers::catch_up(&app.context).await.expect("followed");
    assert_eq!(
        all_events(&app)
            .await
            .iter()
            .filter(|e| e.action == Action::FlowGivenUp)
            .count(),
        120
    );
    assert_sealed(&app).await;
    let filter = EventFilter {
        action: Some(Action::FlowGivenUp),
        ..EventFilter::of(None)
    };
    assert_eq!(found(&app, &filter, 50).await.len(), 120);
}
