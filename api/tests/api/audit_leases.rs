//! Several processes follow one record: one at a time, and no row is lost between them.

use crate::audit_followers::{assert_followed, assert_sealed, found};
use crate::database::server;
use crate::support::{AGENT, TestApp};
use serde_json::json;
use std::sync::mpsc;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use twostep::platform::db::{DbConnection, DbError};
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

/// A change that has written its row of the record, until it is ended.
struct OpenChange {
    end: mpsc::Sender<()>,
    change: JoinHandle<Result<(), DbError>>,
}

impl OpenChange {
    async fn begin(app: &TestApp) -> Self {
        let (db, now) = (app.context.db.clone(), app.clock.now());
        let (begun, has_begun) = oneshot::channel();
        let (end, is_ended) = mpsc::channel();
        let write = move |c: &mut DbConnection| {
            let event = Event::anonymous(Action::FlowGivenUp);
            audit::record(c, now, &Origin::of_host(), &event)?;
            begun.send(()).expect("the test waits");
            is_ended.recv().expect("the test ends it");
            Ok(())
        };
        let change = tokio::spawn(async move { db.write(write).await });
        has_begun.await.expect("a row");
        Self { end, change }
    }

    async fn end(self) {
        self.end.send(()).expect("it waits");
        let ended = self.change.await.expect("no panic");
        ended.expect("recorded");
    }
}

/// How many rows of [`OpenChange`] were followed.
async fn count_followed(app: &TestApp) -> usize {
    let filter = EventFilter {
        action: Some(Action::FlowGivenUp),
        ..EventFilter::of(None)
    };
    found(app, &filter, 50).await.len()
}

/// Transactions that take their positions in one order and commit in another lose no row, however
/// the readers fall between them.
#[actix_web::test]
async fn rows_that_commit_out_of_order_are_all_followed() {
    if server().is_none() {
        return;
    }
    let (app, _) = TestApp::with_admin().await;
    let reader = Followers::new(&app.context);
    let orders = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ];
    for (order, before) in orders.into_iter().zip((0..).step_by(3)) {
        let mut open = Vec::new();
        for _ in order {
            open.push(Some(OpenChange::begin(&app).await));
        }
        for one in order {
            reader.step().await.expect("a step");
            assert!(count_followed(&app).await <= before + 3);
            let change = open[one].take().expect("each once");
            change.end().await;
        }
        while reader.step().await.expect("a step") > 0 {}
        assert_eq!(count_followed(&app).await, before + 3, "{order:?}");
    }
    reader.release().await.expect("given back");
    assert_sealed(&app).await;
}

/// Changes that take long and follow each other keep back what comes after the one that is open, and no more.
#[actix_web::test]
async fn a_change_that_takes_long_keeps_back_what_is_after_it_alone() {
    if server().is_none() {
        return;
    }
    let (app, _) = TestApp::with_admin().await;
    let reader = Followers::new(&app.context);
    while reader.step().await.expect("a step") > 0 {}
    let mut open = OpenChange::begin(&app).await;
    let wrong = json!({ "email": AGENT, "password": "no" });
    for followed in 0..4 {
        // Something after the open one, for which the reader looks.
        app.post("/sign-in", "", &wrong).await;
        assert_eq!(reader.step().await.expect("a step"), 0);
        assert_eq!(count_followed(&app).await, followed);
        let next = OpenChange::begin(&app).await;
        std::mem::replace(&mut open, next).end().await;
        // At no moment since the first one began was none open.
        assert!(reader.step().await.expect("a step") > 0);
        assert_eq!(count_followed(&app).await, followed + 1);
    }
    open.end().await;
    while reader.step().await.expect("a step") > 0 {}
    assert_eq!(count_followed(&app).await, 5);
    reader.release().await.expect("given back");
    assert_sealed(&app).await;
}
