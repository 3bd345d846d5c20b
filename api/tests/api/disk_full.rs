//! The disk is full: what must be written is refused, what is only read goes on.

use crate::process::Program;
use crate::support::{ADMIN, TestApp};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::Value;
use std::time::Duration;
use twostep::platform::db::{DatabaseUrl, Db, DbConnection};

/// What both writes meet: noting the last use, and the record of a sign-in.
const NO_ROOM: [&str; 2] = [
    "CREATE TRIGGER no_room BEFORE UPDATE ON sign_ins BEGIN SELECT RAISE(ABORT, 'full'); END;
     CREATE TRIGGER none BEFORE INSERT ON audit_events BEGIN SELECT RAISE(ABORT, 'full'); END;",
    "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql
         AS 'BEGIN RAISE EXCEPTION USING MESSAGE = 1; END';
     CREATE TRIGGER no_room BEFORE UPDATE ON sign_ins FOR EACH ROW EXECUTE FUNCTION full_disk();
     CREATE TRIGGER none BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION full_disk();",
];
const ROOM: [&str; 2] = [
    "DROP TRIGGER no_room; DROP TRIGGER none;",
    "DROP TRIGGER no_room ON sign_ins; DROP TRIGGER none ON audit_events;",
];

/// where nothing can be written, a session is still read, also when its last use should be
/// noted by now, and a sign-in is refused with a problem that says when to ask again.
#[actix_web::test]
async fn a_session_is_read_while_nothing_can_be_written() {
    let (app, admin) = TestApp::with_admin().await;
    let run = async |sql: [&'static str; 2]| {
        let write = app.context.db.write(move |connection| match connection {
            DbConnection::Sqlite(own) => own.batch_execute(sql[0]),
            DbConnection::Postgres(own) => own.batch_execute(sql[1]),
        });
        write.await.expect("it runs");
    };
    run(NO_ROOM).await;
    app.clock.advance(Duration::from_mins(2));
    app.get("/me", &admin).await.ok();
    let refused = app.sign_in(ADMIN).await;
    refused.refused(503, "unavailable");
    assert!(refused.headers.contains_key("retry-after"));
    run(ROOM).await;
    app.sign_in(ADMIN).await.ok();
    app.get("/me", &admin).await.ok();
}

/// the real program on a disk without room: sign-ins are refused and nothing else is wrong;
/// with room again it goes on by itself, and the file is whole.
#[actix_web::test]
async fn a_full_disk_is_survived() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(folder.path()).await;
    let session = program.set_up().await;

    let log = folder.path().join("twostep.sqlite-wal");
    let length = std::fs::metadata(log)
        .expect("the log of the database")
        .len();
    program.limit_files(Some(length));
    for _ in 0..3 {
        let refused = program.sign_in().await;
        assert_eq!(refused.status(), 503);
        assert!(refused.headers().contains_key("retry-after"));
        let problem: Value = refused.json().await.expect("a problem");
        assert_eq!(problem["code"], "unavailable");
        assert_eq!(program.me(&session).await, 200);
    }
    program.limit_files(None);
    assert_eq!(program.sign_in().await.status(), 200);
    assert_eq!(program.me(&session).await, 200);

    program.kill().await;
    let db = Db::open(&DatabaseUrl::Sqlite(folder.path().join("twostep.sqlite")));
    let check = |connection: &mut _| {
        let check = "(SELECT integrity_check FROM pragma_integrity_check LIMIT 1)";
        diesel::select(diesel::dsl::sql::<Text>(check)).get_result::<String>(connection)
    };
    let found = db.expect("the file opens").read(check).await;
    assert_eq!(found.expect("a check"), "ok");
}
