//! F17: every change takes its locks in the one order of `platform/db/lock.rs`. The statements of real
//! requests are recorded and read; on a server, requests that met in two orders are also raced.

use crate::database::TestDatabase;
use crate::recorded::{self, Entry, Event};
use crate::recovery::{NEW_PASSWORD, confirm, forgot};
use crate::support::{ADMIN, AGENT, PASSWORD, Phone, TestApp, setup_request};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::people::members as people;
use twostep::platform::db::DbConnection;
use twostep::platform::db::keys::MemberKey;
use twostep::platform::db::schema::{members, totp_devices};
use uuid::Uuid;

/// The places of the order, as `platform/db/lock.rs` numbers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum LockPlace {
    Setup = 1,
    Member,
    Organization,
    Counts,
    LimitOfMember,
    LimitOfClient,
    LimitOfAddress,
    SigningKeys,
}

/// A lock that a transaction waits for.
type Lock = (LockPlace, String);

/// The lock that a statement takes, if it is one of the order.
fn lock_of(entry: &str) -> Option<Lock> {
    let (statement, values) = entry.split_once(" -- binds: ").unwrap_or((entry, "[]"));
    if statement.contains("pg_advisory_xact_lock(") {
        return Some(advisory_lock(statement, values));
    }
    let (first, rest) = statement.split_once(' ')?;
    let rest = rest.trim_start_matches("INTO ").trim_start_matches("FROM ");
    let table = rest
        .split('"')
        .nth(1)
        .filter(|_| rest.starts_with(['"', '`']));
    let table = table.or_else(|| rest.split('`').nth(1))?;
    if !["INSERT", "UPDATE", "DELETE"].contains(&first) {
        return None;
    }
    match table {
        "member_counts" => Some((LockPlace::Counts, values.to_owned())),
        "limits" => limit(first, values),
        _ => None,
    }
}

fn advisory_lock(statement: &str, values: &str) -> Lock {
    if !statement.contains("hashtextextended") {
        return (LockPlace::Member, values.to_owned());
    }
    let is_setup = ["setup token", "short names"].iter();
    let place = if is_setup.clone().any(|name| values.contains(*name)) {
        LockPlace::Setup
    } else if values.contains("signing keys") {
        LockPlace::SigningKeys
    } else {
        LockPlace::Organization
    };
    (place, values.to_owned())
}

/// The row of a counter. A sweep deletes rows that nobody uses any more, and names none.
fn limit(verb: &str, values: &str) -> Option<Lock> {
    let values: Vec<Value> = serde_json::from_str(values).expect("plain values");
    let names: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
    let name = match verb {
        "UPDATE" => names.last(),
        _ => names.first(),
    };
    let name = (*name?).to_owned();
    Some((limit_place(&name), name))
}

fn limit_place(name: &str) -> LockPlace {
    let (kind, rest) = name.split_once(':').expect("a kind of counter");
    let is_member = Uuid::parse_str(rest).is_ok();
    // A MAC of 32 bytes, and the number of a known browser.
    let is_mac = rest.split(':').next().is_some_and(|mac| mac.len() == 43);
    match kind {
        // Wrong passwords of strangers at the address of a member.
        "member" if rest.ends_with(":password") => LockPlace::LimitOfAddress,
        "member" | "unfinished" | "hold-notice" => LockPlace::LimitOfMember,
        "invitation" if is_member => LockPlace::LimitOfMember,
        "password" | "password-reset" | "invitation" if is_mac => LockPlace::LimitOfAddress,
        "address" | "setup" | "password-reset-from" | "invitation" => LockPlace::LimitOfClient,
        _ => panic!("where does {name} stand in the order? Say so here and in lock.rs."),
    }
}

/// The locks of each transaction, in the order in which they were taken first.
fn transactions(entries: Vec<Entry>) -> Vec<Vec<Lock>> {
    let mut open: BTreeMap<usize, Vec<Lock>> = BTreeMap::new();
    let mut all = Vec::new();
    for Entry { connection, event } in entries {
        match event {
            Event::Began => {
                open.insert(connection, Vec::new());
            }
            Event::Ended => all.extend(open.remove(&connection)),
            // A writer to a server commits by a statement of its own.
            Event::Asked(statement) if statement.ends_with("; COMMIT") => {
                all.extend(open.remove(&connection));
            }
            Event::Asked(statement) => {
                let taken = open.get_mut(&connection);
                if let (Some(taken), Some(lock)) = (taken, lock_of(&statement))
                    && !taken.contains(&lock)
                {
                    taken.push(lock);
                }
            }
        }
    }
    all
}

/// Fails for locks that are out of order, and for those of two members.
fn check(locks: &[Lock]) {
    let places: Vec<LockPlace> = locks.iter().map(|(place, _)| *place).collect();
    assert!(places.is_sorted(), "out of order: {locks:?}");
    let of_members = places.iter().filter(|place| **place == LockPlace::Member);
    assert!(of_members.count() <= 1, "two members: {locks:?}");
    let counts: Vec<&String> = locks
        .iter()
        .filter_map(|(place, name)| (*place == LockPlace::Counts).then_some(name))
        .collect();
    assert!(counts.len() <= 2, "{locks:?}");
}

/// A test app whose statements are recorded.
fn start() -> TestApp {
    let database = Arc::new(TestDatabase::create());
    recorded::watch(&database);
    let url = database.url().clone();
    TestApp::start_on(database, &url)
}

/// The wrong passwords and codes of a stranger and of a known browser, and right ones.
async fn sign_in_and_fail(app: &TestApp, phone: &Phone) {
    let known = app.known_browser_with(AGENT, phone).await;
    let wrong = json!({ "email": AGENT, "password": "wrong wrong wrong", "transport": "cookie" });
    for _ in 0..12 {
        let request = app.request("POST", "/sign-in").json(&wrong);
        let request = request.header("sec-fetch-site", "same-origin");
        app.finish(request.header("cookie", &known)).await;
    }
    app.clock.advance(Duration::from_mins(2));
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let code = json!({ "code": phone.wrong_code(&app.clock) });
    app.post("/sign-in/code", &flow, &code).await;
    let session = app.code_session(&flow, phone).await;
    for code in [
        phone.wrong_code(&app.clock),
        phone.code_after(&app.clock, 1),
    ] {
        let body = json!({ "password": PASSWORD, "code": code });
        app.post("/me/reauthenticate", &session, &body).await;
    }
    app.send("POST", "/me/enrollment", &session, None).await;
    app.clock.advance(Duration::from_mins(1));
}

/// Everything that an administrator does to a member.
async fn administer(app: &TestApp, admin: &str, id: &str) {
    let path = format!("/members/{id}");
    let reason = json!({ "reason": "Called back, lost the phone" });
    let change = async |body: Value| app.send("PATCH", &path, admin, Some(&body)).await.ok();
    app.send("POST", &format!("{path}/unlock"), admin, None)
        .await
        .ok();
    app.post(&format!("{path}/device-reset"), admin, &reason)
        .await
        .ok();
    change(json!({ "role": "admin" })).await;
    change(json!({ "role": "agent", "status": "disabled" })).await;
    change(json!({ "status": "active" })).await;
    change(json!({ "email": "jo.new@example.com", "reason": "Married" })).await;
    app.send("DELETE", &path, admin, None).await.ok();

    let new = json!({ "email": "new@example.com", "display_name": "New" });
    let id = app.post("/members", admin, &new).await.ok().text("/id");
    app.send("POST", &format!("/members/{id}/invitation"), admin, None)
        .await
        .ok();
}

/// The own account, and what is for the whole organization or installation.
async fn change_account_and_policy(app: &TestApp, admin: &str) -> String {
    let (_, admin) = app.set_up_phone(admin).await;
    for (version, two_step) in [(1, "required"), (2, "optional")] {
        let body = json!({ "two_step": two_step, "version": version });
        app.send("PUT", "/policy", &admin, Some(&body)).await.ok();
    }
    app.send("DELETE", "/me/device", &admin, None).await.ok();
    let body = json!({ "current_password": PASSWORD, "new_password": NEW_PASSWORD });
    app.post("/me/password", &admin, &body).await.ok();
    // A mail with a code goes out once a minute.
    app.clock.advance(Duration::from_mins(1));
    let body = json!({ "email": "moved@example.com" });
    app.post("/me/email", &admin, &body).await.ok();
    for code in ["000000".to_owned(), mailed_code(app).await] {
        app.post("/me/email/verify", &admin, &json!({ "code": code }))
            .await;
    }
    let token = twostep::account::setup::issue_token(&app.context).await;
    let mut further = setup_request(token.expect("a token").expose());
    further["organization"] = json!("Other");
    app.post("/setup", "", &further).await.ok();
    admin
}

async fn mailed_code(app: &TestApp) -> String {
    let mail = app.newest_mail("email_change").await;
    mail["content"]["code"].as_str().expect("a code").to_owned()
}

/// F17: what requests lock, in whatever mood of the two databases, is in one order.
#[actix_web::test]
async fn every_change_takes_its_locks_in_one_order() {
    let app = start();
    let admin = app.set_up().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    let (phone, _) = app.set_up_phone(&agent).await;
    app.clock.advance(Duration::from_mins(2));
    sign_in_and_fail(&app, &phone).await;
    for code in [None, Some(phone.wrong_code(&app.clock))] {
        let token = forgot(&app, AGENT).await;
        confirm(&app, &token, code).await;
        app.clock.advance(Duration::from_mins(2));
    }
    let token = forgot(&app, AGENT).await;
    app.clock.advance(Duration::from_mins(1));
    let code = phone.code(&app.clock);
    confirm(&app, &token, Some(code)).await;
    let admin_again = app.session_of(ADMIN).await;
    administer(&app, &admin_again, &id).await;
    change_account_and_policy(&app, &admin_again).await;
    crate::signing_keys::issue_for_a_locked_member(&app.context).await;
    app.clock.advance(Duration::from_hours(1));
    sweep_once(&app.context).await.expect("a database");

    let all = transactions(recorded::take(&app.database));
    let mut seen = BTreeSet::new();
    for locks in &all {
        check(locks);
        let places: BTreeSet<LockPlace> = locks.iter().map(|(place, _)| *place).collect();
        let places: Vec<LockPlace> = places.into_iter().collect();
        seen.extend(places.windows(2).map(|pair| (pair[0], pair[1])));
    }
    // What is looked at here did meet: otherwise a pass would prove nothing.
    let mut expected = vec![
        (LockPlace::Counts, LockPlace::LimitOfMember),
        (LockPlace::LimitOfMember, LockPlace::LimitOfClient),
        (LockPlace::LimitOfMember, LockPlace::LimitOfAddress),
        (LockPlace::LimitOfClient, LockPlace::LimitOfAddress),
    ];
    if is_server(&app).await {
        expected.extend([
            (LockPlace::Setup, LockPlace::Counts),
            (LockPlace::Member, LockPlace::Organization),
            (LockPlace::Member, LockPlace::Counts),
            (LockPlace::Member, LockPlace::LimitOfMember),
            (LockPlace::Member, LockPlace::LimitOfClient),
            (LockPlace::Member, LockPlace::SigningKeys),
        ]);
    }
    for pair in expected {
        assert!(seen.contains(&pair), "{pair:?} never met: {seen:?}");
    }
}

async fn is_server(app: &TestApp) -> bool {
    let look = |c: &mut DbConnection| Ok(matches!(c, DbConnection::Postgres(_)));
    app.context.db.read(look).await.expect("a database")
}

/// F17: a reset and sign-ins for one address from one network at once: none of them is told that the
/// database did not answer.
#[actix_web::test]
async fn a_reset_and_sign_ins_do_not_wait_for_each_other() {
    let (app, _) = TestApp::with_admin().await;
    for round in 0..8 {
        let token = forgot(&app, ADMIN).await;
        let password = if round == 0 { PASSWORD } else { NEW_PASSWORD };
        let right = json!({ "email": ADMIN, "password": password });
        let wrong = json!({ "email": ADMIN, "password": "wrong wrong wrong" });
        let tries = [&right, &wrong, &right, &wrong, &right, &right];
        let sign_ins = join_all(tries.map(|body| app.post("/sign-in", "", body)));
        let (reset, answers) = join(confirm(&app, &token, None), sign_ins).await;
        reset.ok();
        for answer in answers {
            assert!([200, 401, 429].contains(&answer.status), "{answer:?}");
        }
        app.clock.advance(Duration::from_hours(6));
    }
}

/// F15, F17: while an administrator's device is being taken away, that administrator requires none of
/// others: `PUT /policy` waits for it, and then sees that there is none.
#[actix_web::test]
async fn nobody_requires_a_device_whose_own_is_being_removed() {
    let (app, admin) = TestApp::with_admin().await;
    if !is_server(&app).await {
        return; // One writer: changes are one after the other.
    }
    let (_, admin) = app.set_up_phone(&admin).await;
    let now = app.clock.now();
    let (removed, is_removed) = mpsc::channel();
    let answered = Arc::new(AtomicBool::new(false));
    let finished = Arc::clone(&answered);
    let remove = app.context.db.write(move |connection: &mut DbConnection| {
        let key: MemberKey = members::table.select(members::key).first(connection)?;
        let member = people::find_for_change(connection, key)?.expect("the administrator");
        people::remove_devices(connection, &member, now)?;
        removed.send(()).expect("it listens");
        while !finished.load(Ordering::Relaxed) && !somebody_waits(connection)? {}
        Ok(())
    });
    let put = async {
        actix_web::web::block(move || is_removed.recv()).await.ok();
        let body = json!({ "two_step": "required", "version": 1 });
        let answer = app.send("PUT", "/policy", &admin, Some(&body)).await;
        answered.store(true, Ordering::Relaxed);
        answer
    };
    let (removal, answer) = join(remove, put).await;
    removal.expect("a change");
    answer.refused(403, "second_step_required");
    let policy = app.get("/policy", &admin).await.ok();
    assert_eq!(policy.text("/two_step"), "optional");
    let devices = |c: &mut DbConnection| totp_devices::table.count().get_result::<i64>(c);
    assert_eq!(app.context.db.read(devices).await.expect("a count"), 0);
}

/// Whether somebody waits for the lock of a member in this database.
fn somebody_waits(connection: &mut DbConnection) -> QueryResult<bool> {
    let waits = sql::<Bool>(
        "EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
    );
    diesel::select(waits).get_result(connection)
}

/// The order is read from statements as both databases get them.
#[test]
fn locks_are_read_from_statements() {
    let mac = "A".repeat(43);
    let limits = [
        ("member:0190-x:password:7", LockPlace::LimitOfMember),
        ("address:203.0.113.7", LockPlace::LimitOfClient),
        (&format!("password:{mac}"), LockPlace::LimitOfAddress),
        (
            &format!("password-reset:{mac}:12"),
            LockPlace::LimitOfAddress,
        ),
        ("invitation:203.0.113.7", LockPlace::LimitOfClient),
        (
            &format!("invitation:{}", Uuid::nil()),
            LockPlace::LimitOfMember,
        ),
    ];
    for (name, place) in limits {
        for quote in ['"', '`'] {
            let table = format!("{quote}limits{quote}");
            let insert =
                format!("INSERT INTO {table} (x) VALUES ($1) -- binds: [\"{name}\", \"\", 0]");
            let update = format!("UPDATE {table} SET x -- binds: [\"1 2\", 0, 0, \"{name}\"]");
            for statement in [insert, update] {
                assert_eq!(lock_of(&statement), Some((place, name.to_owned())));
            }
        }
    }
    let reads = "SELECT \"limits\".\"name\" FROM \"limits\" -- binds: []";
    assert_eq!(lock_of(reads), None);
    let broken = [
        (LockPlace::LimitOfAddress, mac.clone()),
        (LockPlace::LimitOfClient, mac),
    ];
    assert!(std::panic::catch_unwind(|| check(&broken)).is_err());
}
