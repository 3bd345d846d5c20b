//! Two processes write one database file.

use crate::process::Program;
use diesel::prelude::*;
use futures_util::future::join_all;
use twostep::platform::db::schema::policies;
use twostep::platform::db::{DatabaseUrl, Db};

/// fifty requests at once write through the server while another process, such as a command
/// of the operator, writes the same file: none fails with "database is locked".
#[actix_web::test]
async fn no_request_fails_with_database_is_locked() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::start(folder.path()).await;
    let session = program.set_up().await;
    let url = DatabaseUrl::Sqlite(folder.path().join("twostep.sqlite"));
    let other = Db::open(&url).expect("the same file");
    let bump = || {
        other.write(|connection| {
            diesel::update(policies::table)
                .set(policies::version.eq(policies::version + 1))
                .execute(connection)
        })
    };
    let version = || other.read(|c| policies::table.select(policies::version).first::<i64>(c));
    let before = version().await.expect("a version");
    for _ in 0..4 {
        let requests = join_all(
            (0..50).map(|n| program.change_me(&session, if n % 2 == 0 { "de" } else { "en" })),
        );
        let others = async {
            for _ in 0..50 {
                assert_eq!(bump().await.expect("no lock error"), 1);
            }
        };
        let (statuses, ()) = tokio::join!(requests, others);
        assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
    }
    assert_eq!(version().await.expect("a version"), before + 200);
}
