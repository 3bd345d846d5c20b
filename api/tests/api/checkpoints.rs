//! Where the record goes on whose beginning was pruned (F1, G-07).

use crate::database::{TestDatabase, server};
use crate::retention::{aged, aged_on, catch_up, prune, tamper, verify};
use crate::support::TestApp;
use shared_types::limits::AUDIT_RETENTION;
use std::sync::Arc;
use twostep::platform::context::Context;
use twostep::platform::db::{DatabaseUrl, Db};
use twostep::protection::keyring;
use twostep::record::chain::{self, ChainName, ChainStatus, Flaw};
use twostep::record::followers;
use twostep::upkeep::database_move::Move;

/// G-07: a chain whose seals are all gone goes on from its checkpoint, and its head is still printed.
#[actix_web::test]
async fn a_chain_without_seals_goes_on() {
    let aged = aged().await;
    let app = &aged.app;
    prune(app).await;
    let heads = chain::heads(&app.context).await.expect("heads");
    assert_eq!(heads, aged.heads);
    catch_up(app).await;
    let heads = chain::heads(&app.context).await.expect("heads");
    assert_eq!((heads[0].number, heads[1].number), (2, 3));
    for kept in [aged.heads.clone(), heads] {
        let status = verify(app, kept).await;
        assert!(
            matches!(status, ChainStatus::Sound { waiting: 0, .. }),
            "{status}"
        );
    }
    let mut other = aged.heads[0].clone();
    other.mac[0] ^= 1;
    let status = verify(app, vec![other]).await;
    let is_altered = matches!(
        status,
        ChainStatus::Broken {
            flaw: Flaw::Altered,
            ..
        }
    );
    assert!(is_altered, "{status}");
}

/// F1, G-07: who has the database but not the key cannot cut off more, bring rows back, or say that more
/// was pruned.
#[actix_web::test]
async fn a_pruned_beginning_is_not_forged() {
    let copied = "at, actor_kind, action, outcome, organization, actor, subject, flow, result, \
        details, network, request_id";
    let cases: [(&str, Flaw, bool); 13] = [
        (
            "DELETE FROM audit_checkpoints WHERE length(chain) > 0",
            Flaw::Beginning,
            true,
        ),
        (
            "DELETE FROM audit_checkpoints WHERE length(chain) = 0",
            Flaw::Checkpoint,
            false,
        ),
        (
            "DELETE FROM audit_checkpoints; DELETE FROM audit_pruned",
            Flaw::Beginning,
            true,
        ),
        ("DELETE FROM audit_pruned", Flaw::Checkpoint, true),
        (
            "UPDATE audit_pruned SET position = position + 1",
            Flaw::Checkpoint,
            false,
        ),
        (
            "UPDATE audit_pruned SET event_count = event_count + 1",
            Flaw::Checkpoint,
            false,
        ),
        (
            "UPDATE audit_checkpoints SET number = number + 1 WHERE length(chain) > 0",
            Flaw::Checkpoint,
            true,
        ),
        (
            "UPDATE audit_checkpoints SET event_count = 1 WHERE length(chain) > 0",
            Flaw::Checkpoint,
            true,
        ),
        (
            "UPDATE audit_checkpoints SET seal_mac = mac WHERE length(chain) > 0",
            Flaw::Checkpoint,
            true,
        ),
        // Cut off more, and say so.
        (
            "DELETE FROM audit_events WHERE position = END + 1;
             DELETE FROM audit_seals WHERE last_position = END + 1;
             UPDATE audit_checkpoints SET number = number + 1, position = END + 1
             WHERE length(chain) > 0;
             UPDATE audit_pruned SET position = END + 1",
            Flaw::Checkpoint,
            false,
        ),
        // Cut off more, with the checkpoints as they were.
        (
            "DELETE FROM audit_events WHERE position = END + 1;
             DELETE FROM audit_seals WHERE last_position = END + 1",
            Flaw::Missing,
            true,
        ),
        (
            "DELETE FROM audit_events WHERE position = END + 1",
            Flaw::Missing,
            true,
        ),
        (
            "INSERT INTO audit_events (position, COLUMNS) SELECT END, COLUMNS FROM audit_events \
             WHERE position = END + 1",
            Flaw::Pruned,
            true,
        ),
    ];
    for (sql, flaw, is_of_organization) in cases {
        let aged = aged().await;
        prune(&aged.app).await;
        let sql = sql.replace("END", &aged.end.to_string());
        tamper(&aged.app, sql.replace("COLUMNS", copied)).await;
        let status = verify(&aged.app, Vec::new()).await;
        let ChainStatus::Broken {
            chain, flaw: found, ..
        } = &status
        else {
            panic!("{sql}: {status}");
        };
        assert_eq!(*found, flaw, "{sql}: {status}");
        assert_eq!(
            *chain != ChainName::of(None),
            is_of_organization,
            "{sql}: {status}"
        );
        assert!(status.to_string().contains("NOT valid"), "{status}");
        // Nothing that is pruned later hides it.
        aged.app.clock.advance(AUDIT_RETENTION);
        prune(&aged.app).await;
        let status = verify(&aged.app, Vec::new()).await;
        assert!(
            matches!(status, ChainStatus::Broken { .. }),
            "{sql}: {status}"
        );
    }
}

/// G-07: a copy of the database, which a backup is, and a move to a server take the checkpoints along.
#[actix_web::test]
async fn checkpoints_go_with_a_copy_and_a_move() {
    let aged = aged().await;
    prune(&aged.app).await;
    let verify_in = async |app: &TestApp, url: &DatabaseUrl| {
        let context = Context {
            db: Db::open(url).expect("a database"),
            ..app.context.clone()
        };
        let status = chain::verify(&context, aged.heads.clone()).await;
        let status = status.expect("read");
        let is_sound = matches!(status, ChainStatus::Sound { pruned, .. } if pruned == aged.old);
        assert!(is_sound, "{status}");
    };
    let copy = aged.app.database.copy();
    verify_in(&aged.app, copy.url()).await;
    if server().is_none() {
        return;
    }
    let file = Arc::new(TestDatabase::in_file());
    let url = file.url().clone();
    let app = TestApp::start_on(file, &url);
    keyring::key_check(&app.context).await.expect("own keys");
    let moved = aged_on(app).await;
    let app = &moved.app;
    prune(app).await;
    let to = TestDatabase::create_empty();
    let mut moving = Move::start(&url, to.url(), &app.context.keys).expect("a move");
    while moving.step().expect("rows").is_some() {}
    moving.finish().expect("the same on both sides");
    let context = Context {
        db: Db::open(to.url()).expect("a database"),
        ..app.context.clone()
    };
    followers::catch_up(&context).await.expect("followed");
    let status = chain::verify(&context, moved.heads.clone())
        .await
        .expect("read");
    let is_sound = matches!(status, ChainStatus::Sound { waiting: 0, pruned, .. } if pruned > 0);
    assert!(is_sound, "{status}");
}
