//! Batches of members while something else happens: others who change the same organization, a clock that goes on,
//! a right that ends, a client that hangs up.

use crate::api_tokens::{make, token};
use crate::database::{TestDatabase, server};
use crate::idempotency::{count_members, is_replayed, once, person};
use crate::lock_statements::{LockPlace, transactions};
use crate::member_batch::{batch, people, told};
use crate::recorded::{self, Event};
use crate::rows::details_of;
use crate::support::{ADMIN, TestApp};
use serde_json::{Value, json};
use shared_types::limits::{BATCH_WRITES_TOGETHER, INVITATIONS_PER_ADDRESS};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use twostep::platform::db::{self, DbConnection};
use twostep::record::audit::Action;

/// The statements of one request to an app whose statements are recorded.
async fn statements_of(app: &TestApp, token: &str, more: Value) -> Vec<recorded::Entry> {
    recorded::take(&app.database);
    batch(app, token, &people(0..30), more).await.ok();
    recorded::take(&app.database)
}

fn start() -> TestApp {
    let database = Arc::new(TestDatabase::create());
    recorded::watch(&database);
    let url = database.url().clone();
    TestApp::start_on(database, &url)
}

/// A dry run takes no lock and writes nothing, not even something that it takes back: nobody waits for it.
#[actix_web::test]
async fn a_dry_run_only_reads() {
    let app = start();
    let admin = app.set_up().await;
    for mode in ["all", "possible"] {
        let more = json!({ "mode": mode, "dry_run": true });
        let entries = statements_of(&app, &admin, more).await;
        assert!(!entries.is_empty());
        for entry in entries {
            if let Event::Asked(statement) = entry.event {
                let changes = ["INSERT", "UPDATE", "DELETE", "SAVEPOINT"];
                let changes = changes.iter().any(|verb| statement.starts_with(verb));
                assert!(!changes && !statement.contains("pg_"), "{statement}");
            }
        }
    }
}

/// A long change holds nothing that others wait for: no lock of the organization; and its counts and its rows of the
/// record, behind which those of every organization wait, come last.
#[actix_web::test]
async fn a_batch_counts_and_records_at_its_end() {
    let app = start();
    let admin = app.set_up().await;
    let entries = statements_of(&app, &admin, json!({ "mode": "all" })).await;
    let asked: Vec<&str> = entries
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::Asked(statement) => Some(statement.as_str()),
            Event::Began | Event::Ended => None,
        })
        .collect();
    let places = |table: &str| -> Vec<usize> {
        let begins = |quote: &str| format!("INSERT INTO {quote}{table}{quote}");
        let writes = [begins(""), begins("`"), begins("\"")];
        let writes = |statement: &&str| writes.iter().any(|begin| statement.starts_with(begin));
        let numbered = asked.iter().enumerate();
        numbered
            .filter_map(|(place, statement)| writes(statement).then_some(place))
            .collect()
    };
    let (mails, counts, rows) = (
        places("outbox"),
        places("member_counts"),
        places("audit_events"),
    );
    assert_eq!(mails.len(), 30);
    assert_eq!(counts.len(), 1, "{counts:?}");
    assert!(mails[29] < counts[0] && counts[0] < rows[0]);
    for locks in transactions(entries) {
        let of_organization = locks
            .iter()
            .filter(|lock| lock.0 == LockPlace::Organization);
        assert_eq!(of_organization.count(), 0, "{locks:?}");
    }
}

/// Of an organization one batch at a time changes something, on any node; another waits without holding anything, and
/// the organization's other changes do not wait at all.
#[actix_web::test]
async fn a_batch_waits_for_its_turn() {
    if server().is_none() {
        return; // One writer: changes are one after the other.
    }
    let (app, admin) = TestApp::with_admin().await;
    let organization = app.get("/me", &admin).await.text("/organization/id");
    let (taken, is_taken) = std::sync::mpsc::channel();
    let (finish, finished) = std::sync::mpsc::channel::<()>();
    let other = app.context.db.write(move |connection: &mut DbConnection| {
        assert!(db::try_lock(
            connection,
            &format!("batch of {organization}")
        )?);
        taken.send(()).expect("it listens");
        finished.recv().expect("the test goes on");
        Ok(())
    });
    let requests = async {
        actix_web::web::block(move || is_taken.recv()).await.ok();
        let program = token(&app, &admin, &["members:write"]).await;
        app.get("/me/api-token", &program).await;
        let single = person("s@example.com");
        app.post("/members", &admin, &single).await.ok();
        let rows = people(0..3);
        // Each look whether it is its turn is a transaction.
        let look = app.context.db.committed().notified();
        let waits = batch(&app, &program, &rows, json!({ "mode": "all" }));
        tokio::pin!(look, waits);
        look.as_mut().enable();
        tokio::select! {
            answer = &mut waits => panic!("it did not wait: {answer:?}"),
            () = look => {}
        };
        // Its time ends while it waits.
        app.clock.advance(Duration::from_secs(51));
        waits.await.refused(503, "unavailable");
        assert_eq!(count_members(&app).await, 2);
        finish.send(()).expect("it listens");
    };
    let (other, ()) = futures_util::future::join(other, requests).await;
    other.expect("a change");
}

/// The rows of a batch have 50 seconds: with mode `all` nothing is changed when they are over, while the rows are
/// looked at or while they are written; with `possible` those that were made stay, and the others are told apart.
#[actix_web::test]
async fn a_batch_that_takes_too_long_ends() {
    let (app, admin) = TestApp::with_admin().await;
    let program = token(&app, &admin, &["members:write"]).await;
    for (rows, more) in [
        (200, json!({ "mode": "all" })),
        (200, json!({ "dry_run": true })),
        (15, json!({ "mode": "all" })),
    ] {
        app.clock.go_on_at_each_look(Duration::from_secs(1));
        let answer = batch(&app, &program, &people(0..rows), more.clone()).await;
        app.clock.go_on_at_each_look(Duration::ZERO);
        answer.refused(503, "unavailable");
        assert_eq!(count_members(&app).await, 1, "{rows} {more}");
    }
    let dry = json!({ "dry_run": true });
    app.clock.go_on_at_each_look(Duration::from_secs(1));
    let looked_at = batch(&app, &program, &people(0..15), dry).await;
    app.clock.go_on_at_each_look(Duration::ZERO);
    assert_eq!(
        looked_at.ok().body["would_make"],
        15,
        "what was late above were the changes"
    );

    app.clock.go_on_at_each_look(Duration::from_secs(1));
    let answer = batch(
        &app,
        &program,
        &people(0..60),
        json!({ "mode": "possible" }),
    )
    .await;
    app.clock.go_on_at_each_look(Duration::ZERO);
    let (_, states) = told(&answer);
    let made = states.iter().take_while(|state| *state == "made").count();
    assert!((1..60).contains(&made), "{states:?}");
    let late = states[made..].iter();
    assert!(
        late.clone().all(|state| state == "unavailable -"),
        "{states:?}"
    );
    assert_eq!(
        count_members(&app).await,
        1 + i64::try_from(made).expect("few")
    );
    let recorded = details_of(&app.context.db, Action::MembersImported).await;
    assert_eq!(recorded.len(), 1);
    assert_eq!(recorded[0]["made"], made);
    assert_eq!(recorded[0]["refused"], late.count());
}

/// A right that ends between two parts ends the batch; what was done stays, and is recorded.
#[actix_web::test]
async fn a_batch_ends_with_the_right() {
    let (app, admin) = TestApp::with_admin().await;
    let made = make(&app, &admin, &["members:write"]).await.ok();
    let program = made.text("/token");
    let ends: shared_types::time::Time =
        serde_json::from_value(made.body["expires_at"].clone()).expect("a time");
    app.clock.set(ends - Duration::from_secs(2));
    app.clock.go_on_at_each_look(Duration::from_millis(20));
    let answer = batch(
        &app,
        &program,
        &people(0..500),
        json!({ "mode": "possible" }),
    )
    .await;
    app.clock.go_on_at_each_look(Duration::ZERO);
    answer.refused(401, "unauthenticated");
    let made = count_members(&app).await - 1;
    assert!((1..500).contains(&made), "{made}");
    let recorded = details_of(&app.context.db, Action::MembersImported).await;
    assert_eq!(recorded.len(), 1);
    assert_eq!(recorded[0]["made"], made);
}

/// Sends a whole request on a connection of its own, whose answer nobody reads yet.
pub(crate) async fn send_off(app: &TestApp, token: &str, path: &str, body: &Value) -> TcpStream {
    let request = app.request("POST", path).build().expect("a request");
    let url = request.url();
    let (host, port) = (url.host_str().expect("a host"), url.port().expect("a port"));
    let mut stream = TcpStream::connect((host, port))
        .await
        .expect("a connection");
    let body = body.to_string();
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: {host}:{port}\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        url.path(),
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream.write_all(body.as_bytes()).await.expect("sent");
    stream
}

/// Hangs up with a reset, as a program does that ends without reading its answer.
pub(crate) fn hang_up(stream: TcpStream) {
    stream.set_zero_linger().expect("a connection");
    drop(stream);
}

/// Waits until the database has what is looked for, looking after each commit.
pub(crate) async fn until(app: &TestApp, is_there: impl AsyncFn() -> bool) {
    let looks = async {
        loop {
            let next = app.context.db.committed().notified();
            tokio::pin!(next);
            next.as_mut().enable();
            if is_there().await {
                return;
            }
            next.await;
        }
    };
    let looks = tokio::time::timeout(Duration::from_mins(2), looks);
    looks.await.expect("it comes to its end");
}

/// A client that hangs up changes nothing: all rows are done, and recorded.
#[actix_web::test]
async fn a_batch_goes_on_when_the_client_hangs_up() {
    let (app, admin) = TestApp::with_admin().await;
    let program = token(&app, &admin, &["members:write"]).await;
    let body = json!({ "members": people(0..200), "mode": "possible" });
    let stream = send_off(&app, &program, "/members/batch", &body).await;
    until(&app, async || count_members(&app).await > 1).await;
    hang_up(stream);
    until(&app, async || {
        let recorded = details_of(&app.context.db, Action::MembersImported).await;
        !recorded.is_empty()
    })
    .await;
    assert_eq!(count_members(&app).await, 201);
}

/// K-07 (executed): an answer with rows that only have to wait is not kept: with the same key they are asked anew, and
/// those that were made are unchanged.
#[actix_web::test]
async fn rows_that_wait_are_asked_anew_with_their_key() {
    let (app, admin) = TestApp::with_admin().await;
    let often = person("often@example.com");
    for _ in 0..INVITATIONS_PER_ADDRESS {
        let made = app.post("/members", &admin, &often).await;
        let path = format!("/members/{}", made.text("/id"));
        app.send("DELETE", &path, &admin, None).await.ok();
    }
    let program = token(&app, &admin, &["members:write", "members:read"]).await;
    let all = [often, person("other@example.com")];
    for (mode, key, first, second) in [
        (
            "all",
            "a",
            ["throttled -", "would_make"],
            ["would_make", "would_make"],
        ),
        (
            "possible",
            "b",
            ["throttled -", "made"],
            ["made", "unchanged"],
        ),
    ] {
        let body = json!({ "members": all, "mode": mode, "dry_run": mode == "all" });
        for expected in [first, second] {
            let answer = once(&app, "/members/batch", &program, key, Some(&body)).await;
            assert!(!is_replayed(&answer), "{answer:?}");
            assert_eq!(told(&answer).1, expected, "{mode}");
            app.clock.advance(Duration::from_hours(1));
        }
        if mode == "all" {
            // The hour is over; fill it again for the other mode.
            let admin = app.session_of(ADMIN).await;
            for _ in 0..INVITATIONS_PER_ADDRESS {
                let made = app.post("/members", &admin, &all[0]).await;
                let path = format!("/members/{}", made.text("/id"));
                app.send("DELETE", &path, &admin, None).await.ok();
            }
        }
    }
}

/// Mode `all` is one change, for which everybody waits in a file: what it writes is bounded, and told before.
#[actix_web::test]
async fn a_batch_of_one_change_writes_so_much() {
    let (app, admin) = TestApp::with_admin().await;
    let letters = ('a'..='z').zip(('a'..='z').cycle().skip(1));
    let words: Vec<String> = letters
        .map(|(one, other)| format!("{one}{other}"))
        .collect();
    let name = words.join(" ");
    let wordy = |n: usize| {
        let mut person = person(&format!("p{n}@example.com"));
        person["display_name"] = json!(name);
        person
    };
    let rows = BATCH_WRITES_TOGETHER / words.len();
    let members: Vec<Value> = (0..rows).map(wordy).collect();
    let refused = batch(&app, &admin, &members, json!({ "mode": "all" })).await;
    refused.refused(422, "invalid_input");
    assert_eq!(refused.field_errors(), [("members", "too_long")]);
    assert_eq!(count_members(&app).await, 1);
    let few = &members[..rows / 2];
    let made = batch(&app, &admin, few, json!({ "mode": "all" })).await;
    assert_eq!(made.ok().body["made"], few.len());
}
