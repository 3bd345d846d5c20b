//! How many challenges there may be: open at a time, and within an hour.

use crate::api_tokens::token;
use crate::challenges::{answer, make, receipt, send, status, wanted};
use crate::idempotency::once;
use crate::rows::count_events;
use crate::support::{ADMIN, TestApp};
use crate::verifications::agent_and_program;
use diesel::connection::SimpleConnection as _;
use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use shared_types::limits::{
    CHALLENGES_OPEN_PER_MEMBER, CHALLENGES_OPEN_PER_PROGRAM, CHALLENGES_PER_MEMBER_AND_HOUR,
};
use std::time::Duration;
use twostep::platform::db::DbConnection;
use twostep::record::audit::Action;

/// ten of one member are open at a time, and the eleventh takes no other's place. Another program may still ask.
#[actix_web::test]
async fn ten_of_a_member_are_open() {
    let (app, admin, _, program) = agent_and_program().await;
    let most = usize::try_from(CHALLENGES_OPEN_PER_MEMBER).expect("a number");
    let (wanted, made) = (wanted(), (0..most + 5));
    let made = made.map(|_| app.post("/verifications/challenges", &program, &wanted));
    let made = join_all(made).await;
    assert_eq!(made.iter().filter(|one| one.status == 201).count(), most);
    for refused in made.iter().filter(|one| one.status != 201) {
        refused.refused(409, "conflict");
    }
    let other = token(&app, &admin, &["verifications:write"]).await;
    make(&app, &other, &wanted).await;
    // A refusal that a wait ends is not kept for who asks again with the same key.
    let path = "/verifications/challenges";
    let full = once(&app, path, &program, "later", Some(&wanted)).await;
    full.refused(409, "conflict");
    app.clock.advance(Duration::from_mins(5));
    let made = once(&app, path, &program, "later", Some(&wanted)).await;
    assert_eq!(made.status, 201, "{made:?}");
}

/// of two wrong codes at the same moment each is one of the five tries, and with the last one the challenge is
/// over for the program too.
#[actix_web::test]
async fn wrong_codes_at_once_are_all_counted() {
    let (app, _, phone, program) = agent_and_program().await;
    let node = app.another_node();
    let (id, page) = make(&app, &program, &wanted()).await;
    let wrong = phone.wrong_code(&app.clock);
    for _ in 0..3 {
        let tried = answer(&app, &page, &wrong).await;
        tried.refused(401, "invalid_code");
    }
    let both = join(answer(&app, &page, &wrong), answer(&node, &page, &wrong)).await;
    let mut told =
        [both.0, both.1].map(|answer| (answer.status, answer.body["tries_left"].clone()));
    told.sort_by_key(|(status, _)| *status);
    assert_eq!(told, [(401, json!(1)), (409, Value::Null)]);
    assert_eq!(status(&app, &program, &id).await, "failed");
}

/// what was made before a member was disabled, deleted, or lost the device proves nothing any more: no
/// receipt is signed for an answer, and an open challenge is over.
#[actix_web::test]
async fn a_member_who_changed_proves_nothing() {
    for change in ["disabled", "deleted", "reset"] {
        let (app, admin, phone, program) = agent_and_program().await;
        let (answered, page) = make(&app, &program, &wanted()).await;
        answer(&app, &page, &phone.code(&app.clock)).await.ok();
        let (open, open_page) = make(&app, &program, &wanted()).await;
        let list = app.get("/members?search=jo", &admin).await.ok();
        let path = format!("/members/{}", list.text("/items/0/id"));
        let reason = json!({ "reason": "Phone stolen" });
        let changed = match change {
            "disabled" => {
                let body = json!({ "status": "disabled" });
                app.send("PATCH", &path, &admin, Some(&body)).await
            }
            "deleted" => app.send("DELETE", &path, &admin, None).await,
            _ => {
                app.post(&format!("{path}/device-reset"), &admin, &reason)
                    .await
            }
        };
        assert!(changed.status < 300, "{changed:?}");
        let refused = receipt(&app, &program, &answered).await;
        refused.refused(409, "conflict");
        assert_eq!(status(&app, &program, &open).await, "expired", "{change}");
        if change != "deleted" {
            let seen = send(&app, "inspect", &json!({ "token": open_page })).await;
            assert_eq!(seen.ok().text("/status"), "expired", "{change}");
        }
        let late = answer(&app, &open_page, &phone.code_after(&app.clock, 1)).await;
        assert!([401, 409].contains(&late.status), "{change}: {late:?}");
    }
}

/// L-07 (challenges), Q-01: guesses at links are few, and who guesses behind the same address keeps nobody from
/// answering or declining: a right link is neither counted nor held up.
#[actix_web::test]
async fn guesses_hold_up_no_right_link() {
    let (app, _, phone, program) = agent_and_program().await;
    let wrong = json!({ "token": format!("tsc_{:054}", 0), "code": "000000" });
    let inspected = json!({ "token": wrong["token"] });
    for _ in 0..20 {
        let guess = send(&app, "inspect", &inspected).await;
        guess.refused(401, "invalid_token");
    }
    for act in ["inspect", "decline"] {
        let guess = send(&app, act, &inspected).await;
        guess.refused(429, "throttled");
    }
    send(&app, "answer", &wrong).await.refused(429, "throttled");
    let (_, token) = make(&app, &program, &wanted()).await;
    let right = json!({ "token": token });
    send(&app, "inspect", &right).await.ok();
    answer(&app, &token, &phone.code(&app.clock)).await.ok();
    let (_, token) = make(&app, &program, &wanted()).await;
    let right = json!({ "token": token });
    send(&app, "decline", &right).await.ok();
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
            created_at, expires_at, state, tries, epoch)
        SELECT -n, CAST(CAST(n AS TEXT) AS {bytes}), verifier, organization, verifier, program,
            purpose, created_at, expires_at, state, tries, epoch
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
