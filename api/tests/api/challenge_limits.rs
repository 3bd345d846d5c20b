//! How many challenges there may be: open at a time, and within an hour.

use crate::api_tokens::token;
use crate::challenges::{make, send, wanted};
use crate::rows::count_events;
use crate::support::{ADMIN, TestApp};
use crate::verifications::agent_and_program;
use diesel::connection::SimpleConnection as _;
use futures_util::future::join_all;
use serde_json::json;
use shared_types::limits::{
    CHALLENGES_OPEN_PER_MEMBER, CHALLENGES_OPEN_PER_PROGRAM, CHALLENGES_PER_MEMBER_AND_HOUR,
};
use std::time::Duration;
use twostep::platform::db::DbConnection;
use twostep::record::audit::Action;

/// ten of one member are open at a time, and the eleventh takes no other's place.
#[actix_web::test]
async fn ten_of_a_member_are_open() {
    let (app, _, _, program) = agent_and_program().await;
    let most = usize::try_from(CHALLENGES_OPEN_PER_MEMBER).expect("a number");
    let (wanted, made) = (wanted(), (0..most + 5));
    let made = made.map(|_| app.post("/verifications/challenges", &program, &wanted));
    let made = join_all(made).await;
    assert_eq!(made.iter().filter(|one| one.status == 201).count(), most);
    for refused in made.iter().filter(|one| one.status != 201) {
        refused.refused(409, "conflict");
    }
    app.clock.advance(Duration::from_mins(5));
    make(&app, &program, &wanted).await;
}

/// G-02: a program that makes challenges and has them declined fills no disk: so many of a member in an hour are made,
/// and the refusals behind them have one row. Other programs and members are not held up.
#[actix_web::test]
async fn so_many_of_a_member_are_made_in_an_hour() {
    let (app, admin, _, program) = agent_and_program().await;
    let other = token(&app, &admin, &["verifications:write"]).await;
    for _ in 0..CHALLENGES_PER_MEMBER_AND_HOUR {
        let (_, page) = make(&app, &program, &wanted()).await;
        let declined = send(&app, "decline", &json!({ "token": page })).await;
        declined.ok();
    }
    let recorded = || count_events(app.database.url(), Action::ChallengeMade);
    let before = recorded().await;
    for _ in 0..5 {
        let path = "/verifications/challenges";
        let refused = app.post(path, &program, &wanted()).await;
        refused.refused(429, "throttled");
        assert_eq!(refused.headers["retry-after"], "3600");
    }
    assert_eq!(recorded().await, before + 1);
    make(&app, &other, &wanted()).await;
    let mut about_other = wanted();
    about_other["member"] = json!(ADMIN);
    app.set_up_phone(&admin).await;
    make(&app, &program, &about_other).await;
    app.clock.advance(Duration::from_hours(1));
    make(&app, &program, &wanted()).await;
}

/// Of many at once none passes the limit of a program, whichever members they are about.
#[actix_web::test]
async fn so_many_of_a_program_are_open() {
    let (app, admin, _, program) = agent_and_program().await;
    let second = "mo@example.com";
    app.invite(&admin, second, "agent").await;
    let session = app.session_of(second).await;
    app.set_up_phone(&session).await;
    let mut about_second = wanted();
    about_second["member"] = json!(second);
    make(&app, &program, &wanted()).await;
    let room = 4;
    let others = CHALLENGES_OPEN_PER_PROGRAM - 1 - room;
    let copy = format!(
        "WITH RECURSIVE numbers (n) AS (
            SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {others}
        )
        INSERT INTO challenges (key, id, verifier, organization, member, program, purpose,
            created_at, expires_at, state, tries)
        SELECT -n, CAST(CAST(n AS TEXT) AS {bytes}), verifier, organization, verifier, program,
            purpose, created_at, expires_at, state, tries
        FROM challenges CROSS JOIN numbers",
        bytes = bytes_of(&app).await
    );
    let copy = move |c: &mut DbConnection| c.batch_execute(&copy);
    app.context.db.write(copy).await.expect("rows");
    let nodes = [app.another_node(), app.another_node()];
    let bodies = [wanted(), about_second];
    let made = (0..12).map(|n| {
        let (node, body) = (&nodes[n % 2], &bodies[n / 2 % 2]);
        node.post("/verifications/challenges", &program, body)
    });
    let made = join_all(made).await;
    let good = made.iter().filter(|one| one.status == 201).count();
    assert_eq!(i64::try_from(good), Ok(room), "{made:?}");
    for refused in made.iter().filter(|one| one.status != 201) {
        refused.refused(409, "conflict");
    }
}

/// What a column of bytes is called.
async fn bytes_of(app: &TestApp) -> &'static str {
    let look = |c: &mut DbConnection| {
        Ok(match c {
            DbConnection::Sqlite(_) => "BLOB",
            DbConnection::Postgres(_) => "BYTEA",
        })
    };
    app.context.db.read(look).await.expect("a database")
}
