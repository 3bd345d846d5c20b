//! `POST /members/batch`: many members at once.

use crate::api_tokens::token;
use crate::idempotency::{count_members, is_replayed, once, person};
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, Answer, TestApp};
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared_types::limits::INVITATIONS_PER_ADDRESS;
use std::time::Duration;
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::members;
use twostep::record::audit::Action;

pub(crate) fn people(numbers: std::ops::Range<usize>) -> Vec<Value> {
    numbers
        .map(|n| person(&format!("m{n}@example.com")))
        .collect()
}

pub(crate) async fn batch(app: &TestApp, token: &str, members: &[Value], more: Value) -> Answer {
    let mut body = json!({ "members": members });
    for (name, value) in more.as_object().expect("fields") {
        body[name] = value.clone();
    }
    app.post("/members/batch", token, &body).await
}

/// State and first refused field of each row, and whether it was done.
pub(crate) fn told(answer: &Answer) -> (bool, Vec<String>) {
    assert_eq!(answer.status, 200, "{answer:?}");
    let rows = answer.body["rows"].as_array().expect("rows");
    let told: Vec<String> = rows
        .iter()
        .zip(0..)
        .map(|(row, index)| {
            assert_eq!(row["index"], index);
            let state = row["state"].as_str().expect("a state");
            match &row["code"] {
                Value::Null => state.to_owned(),
                code => format!("{} {}", code.as_str().expect("a code"), field(row)),
            }
        })
        .collect();
    for row in rows {
        let is_refused = row["state"] == "refused";
        assert_eq!(row["code"].is_string(), is_refused, "{row}");
        let says_why = row["detail"].is_string() != row["errors"].is_array();
        assert_eq!(says_why, is_refused, "{row}");
    }
    for state in ["made", "would_make", "unchanged", "duplicate"] {
        let found = told.iter().filter(|one| *one == state).count();
        assert_eq!(answer.body[state], found, "{answer:?}");
    }
    (answer.body["applied"] == true, told)
}

/// The states where nothing is applied: nobody was made.
pub(crate) fn undone(states: &[&str]) -> Vec<String> {
    let undone = states.iter().map(|state| match *state {
        "made" => "would_make".to_owned(),
        other => other.to_owned(),
    });
    undone.collect()
}

fn field(row: &Value) -> &str {
    row["errors"][0]["field"].as_str().unwrap_or("-")
}

async fn count_of(app: &TestApp, email: &str) -> i64 {
    let email = email.to_owned();
    let count = move |c: &mut DbConnection| {
        let own = members::table.filter(members::email_normal.eq(email));
        own.count().get_result(c)
    };
    app.context.db.read(count).await.expect("a count")
}

/// G-02: each row is a member with an invitation of its own, and one row of the record has the counts.
#[actix_web::test]
async fn a_batch_makes_members_and_tells_each_row() {
    let (app, admin) = TestApp::with_admin().await;
    app.post("/groups", &admin, &json!({ "name": "Night" }))
        .await
        .ok();
    let mails = app.count_mails().await;
    let rows = [
        json!({ "email": AGENT, "display_name": "Jo", "role": "helpdesk", "locale": "de", "groups": ["night"] }),
        person("mo@example.com"),
        person(ADMIN),
        person("MO@example.com"),
    ];
    let answer = batch(&app, &admin, &rows, json!({ "mode": "all" })).await;
    let (done, states) = told(&answer);
    assert!(done);
    assert_eq!(states, ["made", "made", "unchanged", "duplicate"]);
    assert_eq!(app.count_mails().await, mails + 2);
    let jo = app
        .get(
            &format!("/members/{}", answer.text("/rows/0/member")),
            &admin,
        )
        .await
        .ok();
    assert_eq!(jo.body["role"], "helpdesk");
    assert_eq!(jo.body["groups"], json!(["Night"]));
    assert_eq!(jo.body["status"], "invited");
    let line = app
        .request("GET", "/members/export?format=ndjson&search=jo")
        .bearer_auth(&admin);
    assert_eq!(app.finish(line).await.body["locale"], "de");
    let me = app.get("/me", &admin).await.text("/id");
    assert_eq!(answer.text("/rows/2/member"), me);
    assert_eq!(
        answer.body["rows"][3]["member"],
        answer.body["rows"][1]["member"]
    );
    let recorded = details_of(&app.context.db, Action::MembersImported).await;
    let expected = json!({ "source": "batch", "mode": "all", "made": 2, "unchanged": 1, "duplicate": 1, "refused": 0 });
    assert_eq!(recorded, [expected]);
    let made = details_of(&app.context.db, Action::MemberCreated).await;
    assert_eq!(made.len(), 2);

    // Sent again, it changes nothing.
    let again = batch(&app, &admin, &rows, json!({})).await;
    assert_eq!(told(&again), (true, vec!["unchanged".to_owned(); 4]));
    assert_eq!(app.count_mails().await, mails + 2);
    let recorded = details_of(&app.context.db, Action::MembersImported).await;
    assert_eq!(recorded.len(), 1);
}

/// With mode `all` one refused row keeps all back; with `possible` the others are done; a dry run tells the same and
/// changes nothing.
#[actix_web::test]
async fn a_refused_row_decides_by_the_mode() {
    let (app, admin) = TestApp::with_admin().await;
    let rows = [
        person("a@example.com"),
        person("nobody"),
        json!({ "email": "b@example.com", "display_name": "" }),
        json!({ "email": "c@example.com", "display_name": "C", "groups": ["None"] }),
        json!({ "email": "d@example.com", "display_name": "x".repeat(5000) }),
        person("e@example.com"),
        person("e@example.com"),
    ];
    let expected = [
        "made",
        "invalid_input email",
        "invalid_input display_name",
        "invalid_input groups[0]",
        "invalid_input row",
        "made",
        "duplicate",
    ];
    let before = crate::attacks::dump(&app).await;
    for (mode, dry_run) in [("all", false), ("all", true), ("possible", true)] {
        let more = json!({ "mode": mode, "dry_run": dry_run });
        let answer = batch(&app, &admin, &rows, more).await;
        let (done, states) = told(&answer);
        assert!(!done);
        assert_eq!(states, undone(&expected), "{mode} {dry_run}");
        assert!(
            !answer.body.to_string().contains("\"member\""),
            "{answer:?}"
        );
    }
    assert_eq!(crate::attacks::dump(&app).await, before);
    assert_eq!(app.count_mails().await, 0);
    let recorded = details_of(&app.context.db, Action::MembersImported).await;
    assert!(recorded.is_empty());

    let answer = batch(&app, &admin, &rows, json!({ "mode": "possible" })).await;
    let (done, states) = told(&answer);
    assert!(done);
    assert_eq!(states, expected);
    assert_eq!(count_members(&app).await, 3);
    assert_eq!(app.count_mails().await, 2);
    let recorded = details_of(&app.context.db, Action::MembersImported).await;
    let counts = json!({ "source": "batch", "mode": "possible", "made": 2, "unchanged": 0, "duplicate": 1, "refused": 4 });
    assert_eq!(recorded, [counts]);
}

/// H-01: a thousand rows, and none too many; fields that no member has are named with their row.
#[actix_web::test]
async fn a_batch_has_its_limits() {
    let (app, admin) = TestApp::with_admin().await;
    let full = batch(&app, &admin, &people(0..1000), json!({})).await.ok();
    assert_eq!(full.body["made"], 1000);
    assert_eq!(count_members(&app).await, 1001);
    let mut wrong = person("x@example.com");
    wrong["status"] = json!("active");
    for (rows, field, code) in [
        (people(1000..2001), "members", "too_long"),
        (Vec::new(), "members", "required"),
        (vec![wrong], "members[0].status", "unknown"),
        (vec![json!({ "email": 1 })], "members[0].email", "invalid"),
    ] {
        let answer = batch(&app, &admin, &rows, json!({ "mode": "possible" })).await;
        answer.refused(422, "invalid_input");
        assert_eq!(answer.field_errors(), [(field, code)]);
    }
    let mut large = person("x@example.com");
    large["display_name"] = json!("x".repeat(4 * 1024 * 1024));
    let answer = batch(&app, &admin, &[large], json!({})).await;
    answer.refused(413, "too_large");
    assert_eq!(count_members(&app).await, 1001);
}

/// F5: invitations wait for their turn, and none is refused. The limit of an address holds in a batch too.
#[actix_web::test]
async fn invitations_of_a_batch_pace_themselves() {
    let mut app = TestApp::start();
    app.context.invitations_per_hour = 10;
    let admin = app.set_up().await;
    let (db, keys) = (app.context.db.clone(), (*app.context.keys).clone());
    app.restart(db, keys);
    let answer = batch(&app, &admin, &people(0..30), json!({})).await.ok();
    assert_eq!(answer.body["made"], 30);
    let waiting = app.get("/invitations/waiting", &admin).await.ok();
    assert_eq!(waiting.body["count"], 20, "{waiting:?}");

    let address = [person("often@example.com"), person("other@example.com")];
    for _ in 0..INVITATIONS_PER_ADDRESS {
        let made = batch(&app, &admin, &address[..1], json!({})).await.ok();
        let path = format!("/members/{}", made.text("/rows/0/member"));
        app.send("DELETE", &path, &admin, None).await.ok();
    }
    let answer = batch(&app, &admin, &address, json!({ "mode": "possible" })).await;
    assert_eq!(told(&answer).1, ["throttled -", "made"]);
    let wait = answer.body["rows"][0]["retry_after_seconds"].as_u64();
    assert!(
        wait.is_some_and(|wait| (1..=3600).contains(&wait)),
        "{answer:?}"
    );
}

/// K-02, K-03, S-12: the scope opens it, for agents only; without a fresh session an administrator makes nobody.
#[actix_web::test]
async fn a_program_makes_agents_only() {
    let (app, admin) = TestApp::with_admin().await;
    let program = token(&app, &admin, &["members:write"]).await;
    let reader = token(&app, &admin, &["members:read"]).await;
    let mut boss = person("boss@example.com");
    boss["role"] = json!("helpdesk");
    let rows = [person("a@example.com"), boss];
    let answer = batch(&app, &program, &rows, json!({ "mode": "possible" })).await;
    assert_eq!(told(&answer).1, ["made", "forbidden role"]);
    let refused = batch(&app, &reader, &rows, json!({})).await;
    refused.refused(403, "insufficient_scope");
    app.clock.advance(Duration::from_mins(6));
    let refused = batch(&app, &admin, &rows, json!({})).await;
    refused.refused(403, "reauthentication_required");
    assert_eq!(count_members(&app).await, 2);
}

/// K-02: who writes members and does not read them learns nobody's id by the address.
#[actix_web::test]
async fn ids_of_others_are_told_to_readers() {
    let (app, admin) = TestApp::with_admin().await;
    let own = app.get("/me", &admin).await.ok().text("/id");
    let writer = token(&app, &admin, &["members:write"]).await;
    let reader = token(&app, &admin, &["members:read", "members:write"]).await;
    let rows = [
        person(ADMIN),
        person("a@example.com"),
        person("a@example.com"),
    ];
    for way in [
        json!({ "dry_run": true }),
        json!({ "mode": "possible" }),
        json!({}),
    ] {
        let seen = batch(&app, &writer, &rows, way.clone()).await.ok();
        assert_eq!(seen.body["rows"][0]["state"], "unchanged", "{way}");
        assert!(seen.body["rows"][0]["member"].is_null(), "{way}");
        let seen = batch(&app, &reader, &rows, way).await.ok();
        assert_eq!(seen.body["rows"][0]["member"], own.as_str());
    }
}

/// K-07: a batch of full size that is sent again with its key is done once and answered alike.
#[actix_web::test]
async fn a_batch_with_a_key_is_done_once() {
    let (app, admin) = TestApp::with_admin().await;
    let program = token(&app, &admin, &["members:write"]).await;
    let body = json!({ "members": people(0..1000), "mode": "possible" });
    let first = once(&app, "/members/batch", &program, "b-1", Some(&body)).await;
    let again = once(&app, "/members/batch", &program, "b-1", Some(&body)).await;
    assert!(!is_replayed(&first) && is_replayed(&again), "{again:?}");
    assert_eq!(first.ok().body, again.ok().body);
    assert_eq!(count_members(&app).await, 1001);
    let other = json!({ "members": people(0..1), "mode": "possible" });
    let reused = once(&app, "/members/batch", &program, "b-1", Some(&other)).await;
    reused.refused(422, "idempotency_key_reused");
    // Who may not make members is refused before the body is read.
    let reader = token(&app, &admin, &["members:read"]).await;
    let refused = once(&app, "/members/batch", &reader, "b-2", Some(&body)).await;
    refused.refused(403, "insufficient_scope");
}

/// Batches with the same people in another order, at the same moment, and beside them single requests, one after the
/// other: each address is one member, and nobody is told that the service cannot answer.
#[actix_web::test]
async fn batches_of_the_same_people_make_each_once() {
    let (app, admin) = TestApp::with_admin().await;
    let other = app.another_node();
    let programs = [
        token(&app, &admin, &["members:write"]).await,
        token(&app, &admin, &["members:write"]).await,
    ];
    let rows = people(0..40);
    let reversed: Vec<Value> = rows.iter().rev().cloned().collect();
    let modes = [json!({ "mode": "possible" }), json!({ "mode": "all" })];
    let batches = (0..4).map(|n| {
        let node = if n % 2 == 0 { &app } else { &other };
        let rows = if n < 2 { &rows } else { &reversed };
        batch(node, &programs[n / 2], rows, modes[n % 2].clone())
    });
    let singles = async {
        for n in 40..48 {
            let one = person(&format!("m{n}@example.com"));
            app.post("/members", &admin, &one).await.ok();
        }
    };
    let (answers, ()) = futures_util::future::join(join_all(batches), singles).await;
    let mut made = 0;
    for answer in answers {
        let (done, states) = told(&answer);
        assert!(done);
        assert!(
            states
                .iter()
                .all(|one| ["made", "unchanged"].contains(&&**one))
        );
        made += states.iter().filter(|one| *one == "made").count();
    }
    assert_eq!(made, 40);
    assert_eq!(count_members(&app).await, 49);
    for n in 0..48 {
        assert_eq!(count_of(&app, &format!("m{n}@example.com")).await, 1);
    }
}

/// Who is made by a batch and by a single request at the same moment is one member.
#[actix_web::test]
async fn a_batch_and_single_requests_make_each_once() {
    let (app, admin) = TestApp::with_admin().await;
    let program = token(&app, &admin, &["members:write"]).await;
    let rows = people(0..8);
    let singles = async {
        let mut made = 0;
        for row in rows.iter().rev() {
            let single = app.post("/members", &admin, row).await;
            assert!([201, 422].contains(&single.status), "{single:?}");
            made += usize::from(single.status == 201);
        }
        made
    };
    let all = batch(&app, &program, &rows, json!({ "mode": "possible" }));
    let (answer, single) = futures_util::future::join(all, singles).await;
    let (_, states) = told(&answer);
    let made = states.iter().filter(|one| *one == "made").count();
    let unchanged = states.iter().filter(|one| *one == "unchanged").count();
    assert_eq!(made + unchanged, 8, "{states:?}");
    assert_eq!(made + single, 8);
    assert_eq!(count_members(&app).await, 9);
}
