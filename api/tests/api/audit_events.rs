//! `GET /audit-events`, `GET /audit-events/{id}`: the record as administrators and programs read it.

use crate::api_tokens::token;
use crate::attacks::other_administrator;
use crate::challenges;
use crate::recovery::agent_with_phone;
use crate::rows::count_events;
use crate::support::{ADMIN, AGENT, Answer, TestApp};
use crate::verifications::agent_and_program;
use diesel::connection::SimpleConnection as _;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::DbConnection;
use twostep::platform::origin::Origin;
use twostep::record::audit::{self, Action, Actor, Event};
use twostep::record::followers;

const SCOPE: &[&str] = &["audit:read"];

pub(crate) async fn follow(app: &TestApp) {
    followers::catch_up(&app.context).await.expect("followed");
}

pub(crate) async fn list(app: &TestApp, reader: &str, query: &str) -> Answer {
    follow(app).await;
    app.get(&format!("/audit-events{query}"), reader).await
}

fn actions(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| item["action"].as_str().expect("an action"))
        .collect()
}

/// How often it was recorded that somebody read.
async fn count_readings(app: &TestApp) -> i64 {
    count_events(app.database.url(), Action::AuditRead).await
}

/// G-08 (filters): member, actor, action, outcome, time and text each leave out what does not fit, alone and
/// together, for a session and for a program.
#[actix_web::test]
async fn each_filter_leaves_out_what_does_not_fit() {
    let (app, _, phone) = agent_with_phone().await;
    let admin = app.session_of(ADMIN).await;
    let me = app.get("/me", &admin).await.ok().text("/id");
    let program = token(&app, &admin, SCOPE).await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let wrong = json!({ "code": phone.wrong_code(&app.clock) });
    app.post("/sign-in/code", &flow, &wrong).await;
    let members = app.get("/members?role=agent", &admin).await.ok();
    let agent = members.text("/items/0/id");
    app.clock.advance(Duration::from_mins(10));
    let later = app.clock.now();
    let admin = app.session_of(ADMIN).await;
    let reset = json!({ "reason": "Phone fell into the Rhine" });
    let path = format!("/members/{agent}/device-reset");
    app.post(&path, &admin, &reset).await.ok();
    for reader in [&admin, &program] {
        let all = list(&app, reader, "?limit=200").await.ok().body;
        assert!(actions(&all).contains(&"organization.created"), "{all}");
        let page = async |query: &str| list(&app, reader, query).await.ok().body;
        let of_agent = page(&format!("?member={agent}&limit=200")).await;
        let items = of_agent["items"].as_array().expect("items");
        assert!(
            items.len() > 4
                && items
                    .iter()
                    .all(|item| item["member"]["id"] == agent.as_str())
        );
        let failed = page(&format!("?member={agent}&outcome=failure")).await;
        assert_eq!(actions(&failed), ["code.checked"]);
        assert_eq!(failed["items"][0]["result"], "wrong");
        let acted = page(&format!("?actor={me}&action=device.reset")).await;
        assert_eq!(actions(&acted), ["device.reset"]);
        let found = page("?text=fell%20INTO").await;
        assert_eq!(actions(&found), ["device.reset"]);
        assert_eq!(found["items"][0]["details"]["reason"], reset["reason"]);
        assert_eq!(found["items"][0]["actor"]["name"], "Ada Admin");
        // The name of a detail is no text.
        assert_eq!(actions(&page("?text=reason").await), Vec::<&str>::new());
        let since = page(&format!("?from={later}&action=device.reset")).await;
        assert_eq!(actions(&since), ["device.reset"]);
        let before = page(&format!("?until={later}&action=device.reset")).await;
        assert_eq!(actions(&before), Vec::<&str>::new());
    }
}

/// G-08 (filters): pages go on without a gap or a double, and say up to when they are complete.
#[actix_web::test]
async fn pages_go_on_to_the_end() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    app.session_of(AGENT).await;
    let all = list(&app, &admin, "?limit=200").await.ok().body;
    let ids = |page: &Value| -> Vec<i64> {
        let items = page["items"].as_array().expect("items").iter();
        items
            .map(|item| item["id"].as_i64().expect("an id"))
            .collect()
    };
    let expected = ids(&all);
    assert!(expected.len() > 5 && expected.is_sorted_by(|a, b| a > b));
    assert_eq!(all["complete_until"], app.clock.now().to_string());
    assert_eq!(all["sealed_until"], app.clock.now().to_string());
    let (mut found, mut query) = (Vec::new(), "?limit=2".to_owned());
    loop {
        let page = app.get(&format!("/audit-events{query}"), &admin).await.ok();
        found.extend(ids(&page.body));
        match page.body["next_cursor"].as_str() {
            Some(cursor) => query = format!("?limit=2&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(found, expected);
    // What is not followed yet is not promised: the row of this reading itself was the first.
    let behind = app.clock.now().to_string();
    app.clock.advance(Duration::from_mins(1));
    app.invite(&admin, "b@example.com", "agent").await;
    let page = app.get("/audit-events", &admin).await.ok().body;
    assert_eq!(page["complete_until"], behind);
    assert_eq!(page["sealed_until"], behind);
    let done = list(&app, &admin, "?action=member.created").await.ok();
    assert_eq!(ids(&done.body).len(), 2);
    assert_ne!(done.body["complete_until"], behind);
}

/// G-08 (filters): a page looks at a bounded number of rows, and says where to go on.
#[actix_web::test]
async fn a_page_of_rare_rows_is_short_and_goes_on() {
    let (app, admin) = TestApp::with_admin().await;
    let now = app.clock.now();
    let story = list(&app, &admin, "?limit=1").await.ok();
    let id = story.body["items"][0]["id"].as_i64().expect("an id");
    let one = app.get(&format!("/audit-events/{id}"), &admin).await.ok();
    let organization = one.text("/organization").parse().expect("an id");
    let write = move |c: &mut DbConnection| {
        let event = Event::of(Actor::System, Some(organization), Action::FlowGivenUp);
        let origin = Origin::of_host();
        audit::record_all(c, now, &vec![(&origin, &event); 12_000])
    };
    app.context.db.write(write).await.expect("rows");
    let (mut pages, mut found, mut next) = (0, 0, String::new());
    loop {
        let query = format!("?text=acme&outcome=success{next}");
        let page = list(&app, &admin, &query).await.ok().body;
        pages += 1;
        found += page["items"].as_array().expect("items").len();
        match page["next_cursor"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(pages, 3, "5,000 rows each");
    let text = list(&app, &admin, "?action=organization.created&text=nobody");
    assert_eq!(actions(&text.await.ok().body), Vec::<&str>::new());
    assert!(found <= 2, "{found}");
}

/// G-08 (seal): each row says whether its seal proves it.
#[actix_web::test]
async fn a_row_that_was_altered_is_not_proved() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let page = list(&app, &admin, "").await.ok().body;
    let items = page["items"].as_array().expect("items");
    assert!(items.len() > 2);
    assert!(items.iter().all(|item| item["seal"] == "proved"), "{page}");
    let id = items[1]["id"].as_i64().expect("an id");
    let tamper = move |c: &mut DbConnection| {
        c.batch_execute(&format!(
            "UPDATE audit_events SET network = 'x' WHERE position = {id}"
        ))
    };
    app.context.db.write(tamper).await.expect("written");
    let page = list(&app, &admin, "").await.ok().body;
    let broken: Vec<&Value> = page["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter(|item| item["seal"] == "broken")
        .map(|item| &item["id"])
        .collect();
    assert_eq!(broken, [&json!(id)]);
    let one = app.get(&format!("/audit-events/{id}"), &admin).await.ok();
    assert_eq!(one.text("/event/seal"), "broken");
}

/// G-08 (filters): one row comes with its whole sign-in attempt, oldest first.
#[actix_web::test]
async fn a_row_comes_with_its_flow() {
    let (app, _, phone) = agent_with_phone().await;
    app.sign_in_with(AGENT, &phone).await;
    let admin = app.session_of(ADMIN).await;
    let page = list(&app, &admin, "?action=sign_in.finished").await.ok();
    let of_agent = page.body["items"].as_array().expect("items").iter();
    let finished = of_agent.clone().find(|item| item["result"] == "code");
    let id = &finished.expect("a sign-in with a code")["id"];
    let story = app.get(&format!("/audit-events/{id}"), &admin).await.ok();
    let flow = story.body["flow"].as_array().expect("a flow");
    assert!(flow.iter().any(|row| row["id"] == *id), "{story:?}");
    let ids: Vec<i64> = flow.iter().filter_map(|row| row["id"].as_i64()).collect();
    assert!(ids.is_sorted());
    assert!(
        flow.iter()
            .all(|row| row["flow"] == story.body["event"]["flow"])
    );
    let created = list(&app, &admin, "?action=organization.created")
        .await
        .ok();
    let path = format!("/audit-events/{}", created.body["items"][0]["id"]);
    let story = app.get(&path, &admin).await.ok();
    assert_eq!(story.body["flow"], json!([]));
}

/// G-08 (filters): what a program asked by a challenge comes with every try to answer it.
#[actix_web::test]
async fn a_challenge_comes_with_its_answers() {
    let (app, admin, phone, program) = agent_and_program().await;
    let (_, page) = challenges::make(&app, &program, &challenges::wanted()).await;
    challenges::answer(&app, &page, &phone.wrong_code(&app.clock))
        .await
        .refused(401, "invalid_code");
    challenges::answer(&app, &page, &phone.code(&app.clock))
        .await
        .ok();
    let (_, page) = challenges::make(&app, &program, &challenges::wanted()).await;
    challenges::send(&app, "decline", &json!({ "token": page }))
        .await
        .ok();
    let made = list(&app, &admin, "?action=challenge.made").await.ok();
    let told = async |n: usize| {
        let path = format!("/audit-events/{}", made.body["items"][n]["id"]);
        let story = app.get(&path, &admin).await.ok();
        let flow = story.body["flow"].as_array().expect("a flow").clone();
        let told = flow.iter().map(|row| row["action"].clone());
        told.collect::<Vec<_>>()
    };
    assert_eq!(told(0).await, ["challenge.made", "challenge.declined"]);
    let answered = "verification.answered";
    assert_eq!(told(1).await, ["challenge.made", answered, answered]);
}

/// G-08 (foreign): rows of another organization and of the installation do not exist, by id or by any filter.
#[actix_web::test]
async fn the_record_of_others_does_not_exist() {
    let (app, admin) = TestApp::with_admin().await;
    let stranger = other_administrator(&app).await;
    let program = token(&app, &stranger, SCOPE).await;
    let me = app.get("/me", &admin).await.ok().text("/id");
    let own = list(&app, &admin, "").await.ok();
    let id = own.body["items"][0]["id"].to_string();
    for reader in [&stranger, &program] {
        for id in [&id, "0", "-1", "999999999", "x", "9999999999999999999999"] {
            let path = format!("/audit-events/{id}");
            app.get(&path, reader).await.refused(404, "not_found");
        }
        for query in [format!("?member={me}"), format!("?actor={me}")] {
            let page = list(&app, reader, &query).await.ok();
            assert_eq!(page.body["items"], json!([]), "{query}");
        }
        let all = list(&app, reader, "?limit=200").await.ok().body.to_string();
        assert!(!all.contains(&me), "{all}");
    }
}

/// G-08 (read): reading is recorded once an hour for each reader, whichever node and however many at once.
#[actix_web::test]
async fn reading_is_recorded_once_an_hour() {
    let (app, admin) = TestApp::with_admin().await;
    let first = token(&app, &admin, SCOPE).await;
    let program = token(&app, &admin, SCOPE).await;
    let nodes = [app.another_node(), app.another_node(), app.another_node()];
    let reads = (0..30).map(|n| nodes[n % 3].get("/audit-events", &first));
    let answers = join_all(reads).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(count_readings(&app).await, 1);
    app.clock.advance(Duration::from_mins(59));
    app.get("/audit-events", &first).await.ok();
    assert_eq!(count_readings(&app).await, 1);
    app.get("/audit-events", &program).await.ok();
    assert_eq!(count_readings(&app).await, 2, "another reader");
    app.clock.advance(Duration::from_mins(2));
    // A swept row and a kept one say the same.
    sweep_once(&app.context).await.expect("swept");
    app.get("/audit-events", &program).await.ok();
    assert_eq!(count_readings(&app).await, 2);
    app.get("/audit-events", &first).await.ok();
    assert_eq!(count_readings(&app).await, 3);
    app.get("/audit-events/export", &first).await;
    assert_eq!(count_readings(&app).await, 4, "another way");
    let page = list(&app, &program, "?action=audit.read").await.ok().body;
    let results: Vec<&Value> = page["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| &item["result"])
        .collect();
    assert_eq!(results, ["export", "pages", "pages", "pages"]);
    let own = app.get("/api-tokens/self", &program).await.ok();
    let by = &page["items"][2]["actor"];
    assert_eq!(
        (&by["kind"], &by["id"]),
        (&json!("client"), &own.body["id"])
    );
    assert_eq!(by["name"], "Ticket system");
}

/// G-04, G-08 (read): nothing is shown that could not be recorded.
#[actix_web::test]
async fn without_its_row_the_record_is_not_shown() {
    let (app, admin) = TestApp::with_admin().await;
    let drop = |c: &mut DbConnection| c.batch_execute("DROP TABLE audit_readings");
    app.context.db.write(drop).await.expect("dropped");
    for path in ["/audit-events", "/audit-events/export"] {
        let answer = app.get(path, &admin).await;
        assert!(answer.status >= 500, "{path}: {answer:?}");
    }
}

/// K-02 (scope): other scopes do not open the record, and this one opens nothing else.
#[actix_web::test]
async fn the_record_has_a_scope_of_its_own() {
    let (app, admin) = TestApp::with_admin().await;
    let others = [
        "members:read",
        "policy:read",
        "policy:write",
        "verifications:write",
    ];
    let other = token(&app, &admin, &others).await;
    for path in ["/audit-events", "/audit-events/1", "/audit-events/export"] {
        app.get(path, &other)
            .await
            .refused(403, "insufficient_scope");
    }
    let reader = token(&app, &admin, SCOPE).await;
    for path in ["/members", "/policy"] {
        app.get(path, &reader)
            .await
            .refused(403, "insufficient_scope");
    }
    app.get("/audit-events", &reader).await.ok();
}

/// Bad parameters are named, in the list and in the export.
#[actix_web::test]
async fn bad_filters_are_named() {
    let (app, admin) = TestApp::with_admin().await;
    let long = format!("text={}", "x".repeat(101));
    for (query, field) in [
        ("action=member.eaten", "action"),
        ("outcome=maybe", "outcome"),
        ("member=x", "member"),
        ("actor=x", "actor"),
        ("from=yesterday", "from"),
        (
            "from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z",
            "until",
        ),
        (&long, "text"),
        ("colour=red", "colour"),
    ] {
        for path in ["/audit-events", "/audit-events/export"] {
            let answer = app.get(&format!("{path}?{query}"), &admin).await;
            answer.refused(422, "invalid_input");
            assert_eq!(answer.field_errors()[0].0, field, "{query}");
        }
    }
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("cursor=x", "cursor"),
        ("cursor=-1", "cursor"),
    ] {
        let answer = app.get(&format!("/audit-events?{query}"), &admin).await;
        answer.refused(422, "invalid_input");
        assert_eq!(answer.field_errors()[0].0, field);
    }
}
