//! From the embedded file to a server: all of it, or nothing that anybody would serve.

use crate::counts::assert_counted;
use crate::database::{TestDatabase, server};
use crate::recovery::agent_with_phone_at;
use crate::signing_keys;
use crate::support::{ADMIN, AGENT, TestApp};
use diesel::prelude::*;
use serde_json::json;
use std::sync::Arc;
use twostep::platform::crypto::keys::KeyRing;
use twostep::platform::db::schema::members;
use twostep::platform::db::{Db, DbConnection};
use twostep::protection::keyring;
use twostep::record::chain::{self, ChainStatus};
use twostep::record::followers;
use twostep::upkeep::database_move::{Move, MoveError};

/// An installation in a file with a bit of everything, an empty database of a server, and those who
/// has a phone.
async fn both_sides() -> Option<(TestApp, TestDatabase, crate::support::Phone, String)> {
    server()?;
    let file = Arc::new(TestDatabase::in_file());
    let url = file.url().clone();
    let (app, admin, phone) = agent_with_phone_at(TestApp::start_on(file, &url)).await;
    keyring::key_check(&app.context).await.expect("own keys");
    signing_keys::issue(&app.context).await;
    let webhook = json!({ "url": "https://hooks.example.com/", "events": ["device.reset"] });
    app.post("/webhooks", &admin, &webhook).await.ok();
    followers::catch_up(&app.context).await.expect("followed");
    Some((app, TestDatabase::create_empty(), phone, admin))
}

fn start(app: &TestApp, to: &TestDatabase) -> Result<Move, MoveError> {
    Move::start(app.database.url(), to.url(), &app.context.keys)
}

/// Stopped after any number of steps it goes on, an incomplete copy is refused, and in the end people,
/// phones, sessions, signing keys and the sealed record are there, and the file is what it was.
#[actix_web::test]
async fn everything_moves() {
    let Some((mut app, to, phone, admin)) = both_sides().await else {
        return;
    };
    let before = app.database.copy().dump();
    let signs = signing_keys::kids(&app).await;
    let mut steps = 1;
    loop {
        let mut moving = start(&app, &to).expect("a move");
        let is_more = (0..steps).all(|_| moving.step().expect("rows").is_some());
        if !is_more {
            let counted = moving.finish().expect("the same on both sides");
            assert!(
                counted
                    .iter()
                    .any(|one| one.table == "totp_devices" && one.rows == 1)
            );
            assert!(
                counted
                    .iter()
                    .any(|one| one.table == "webhooks" && one.rows == 1)
            );
            break;
        }
        drop(moving);
        let early = Db::open(to.url())
            .err()
            .expect("an incomplete copy is refused");
        assert!(early.to_string().contains("move-database"), "{early}");
        steps += 3;
    }
    assert!(steps > 4, "it was stopped in between");
    assert!(
        before == app.database.copy().dump(),
        "the file is as it was"
    );
    let keys = app.context.keys.as_ref().clone();
    app.restart(Db::open(to.url()).expect("the new one"), keys);
    keyring::key_check(&app.context).await.expect("its keys");
    app.get("/me", &admin).await.ok();
    app.sign_in_with(AGENT, &phone).await;
    app.session_of(ADMIN).await;
    signing_keys::issue(&app.context).await;
    assert_eq!(signing_keys::kids(&app).await, signs);
    let body = json!({ "email": "new@example.com", "display_name": "New" });
    app.post("/members", &admin, &body).await.ok();
    assert_counted(&app.context.db).await;
    followers::catch_up(&app.context).await.expect("followed");
    let verdict = chain::verify(&app.context, Vec::new())
        .await
        .expect("a verdict");
    assert!(
        matches!(verdict, ChainStatus::Sound { sealed, waiting: 0, .. } if sealed > 5),
        "{verdict:?}"
    );
}

/// A row that changed on the way is found, and the database stays one that nobody serves.
#[actix_web::test]
async fn what_differs_is_not_served() {
    let Some((app, to, ..)) = both_sides().await else {
        return;
    };
    let mut moving = start(&app, &to).expect("a move");
    while moving.step().expect("rows").is_some() {}
    drop(moving);
    let alter = |connection: &mut DbConnection| {
        let mark = "UPDATE members SET epoch = epoch + 1 WHERE role = 'admin'";
        diesel::sql_query(mark).execute(connection)
    };
    let mut altered = twostep::platform::db::open_exclusive(to.url()).expect("the incomplete copy");
    assert_eq!(alter(&mut altered).expect("a change"), 1);
    drop(altered);
    let mut moving = start(&app, &to).expect("it goes on");
    while moving.step().expect("rows").is_some() {}
    let refused = moving.finish().expect_err("a difference");
    assert!(
        matches!(&refused, MoveError::Differs(table) if table == "members"),
        "{refused}"
    );
    Db::open(to.url()).err().expect("not served");
}

/// Other keys, a database with something in it, and the way back are refused; the file is free
/// for changes again when a move is over.
#[actix_web::test]
async fn a_move_that_cannot_be_is_refused() {
    let Some((app, to, ..)) = both_sides().await else {
        return;
    };
    let (file, other) = (app.database.url(), KeyRing::generate());
    let refused = Move::start(file, to.url(), &other).err();
    assert!(matches!(refused, Some(MoveError::Foreign(key)) if key == "k1"));
    let refused = Move::start(to.url(), file, &app.context.keys).err();
    assert!(matches!(refused, Some(MoveError::OtherWay)));
    let used = TestDatabase::create();
    let refused = start(&app, &used).err();
    assert!(matches!(refused, Some(MoveError::NotEmpty)));
    drop(start(&app, &to).expect("a move"));
    let change = |connection: &mut DbConnection| {
        let all = diesel::update(members::table);
        all.set(members::epoch.eq(7)).execute(connection)
    };
    let changed = app.context.db.write(change).await;
    assert_eq!(changed.expect("it is free"), 2);
}
