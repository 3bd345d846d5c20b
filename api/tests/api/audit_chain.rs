//! The chain over the record: a writer of the database still cannot rewrite the past.

use crate::support::{AGENT, TestApp};
use diesel::connection::SimpleConnection as _;
use serde_json::json;
use twostep::record::audit::{self, ChainStatus, Flaw, Head};

/// An installation with some record, all of it sealed.
async fn sealed() -> (TestApp, Head) {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    app.sign_in(AGENT).await.ok();
    while audit::seal_once(&app.context).await.expect("sealed") > 0 {}
    let head = audit::head(&app.context).await.expect("the head");
    (app, head.expect("rows are sealed"))
}

async fn tampered(sql: &'static str, kept: bool) -> ChainStatus {
    let (app, head) = sealed().await;
    let done = app.context.db.write(move |c| c.batch_execute(sql)).await;
    done.expect("the holder of the file can write to it");
    let verdict = audit::verify(&app.context, kept.then_some(head)).await;
    verdict.expect("the record is read")
}

fn broken(seq: i64, flaw: Flaw) -> ChainStatus {
    ChainStatus::Broken { seq, flaw }
}

/// G-05: an untouched record is sound, and rows that wait for their seal are counted.
#[tokio::test]
async fn an_untouched_record_is_sound() {
    let (app, head) = sealed().await;
    app.post("/sign-in", "", &json!({ "email": AGENT, "password": "no" }))
        .await;
    let verdict = audit::verify(&app.context, Some(head.clone())).await;
    let expected = ChainStatus::Sound {
        sealed: head.seq,
        waiting: 1,
    };
    assert_eq!(verdict.expect("a verdict"), expected);
    assert!(audit::seal_once(&app.context).await.expect("sealed") == 1);
    assert!(audit::seal_once(&app.context).await.expect("nothing left") == 0);
    assert_eq!(head.to_string().parse(), Ok(head));
}

/// G-05: an edited, removed, added or moved row is named, and so is an edited seal.
#[tokio::test]
async fn a_rewritten_past_is_named() {
    let edit = "UPDATE audit_events SET outcome = 'failure' WHERE position = 3";
    assert_eq!(tampered(edit, false).await, broken(3, Flaw::Altered));
    let remove = "DELETE FROM audit_events WHERE position = 3";
    assert_eq!(tampered(remove, false).await, broken(3, Flaw::Missing));
    let swap = "UPDATE audit_events SET position = -1 WHERE position = 2;
        UPDATE audit_events SET position = 2 WHERE position = 3;
        UPDATE audit_events SET position = 3 WHERE position = -1";
    assert_eq!(tampered(swap, false).await, broken(2, Flaw::Altered));
    let add = "DELETE FROM audit_seals WHERE position = 3";
    assert_eq!(tampered(add, false).await, broken(3, Flaw::Added));
    let seal =
        "UPDATE audit_seals SET mac = (SELECT mac FROM audit_seals WHERE seq = 1) WHERE seq = 4";
    assert_eq!(tampered(seal, false).await, broken(4, Flaw::Altered));
}

/// G-05: the end that was cut off, seals and all, is missed by the holder of the head.
#[tokio::test]
async fn a_cut_off_end_is_missed() {
    let cut = "DELETE FROM audit_events WHERE position > 3; DELETE FROM audit_seals WHERE seq > 3";
    assert_eq!(tampered(cut, true).await, broken(4, Flaw::CutOff));
    assert!(matches!(
        tampered(cut, false).await,
        ChainStatus::Sound { sealed: 3, .. }
    ));
}
