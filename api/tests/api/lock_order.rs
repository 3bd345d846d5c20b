//! F17: every change takes its locks in the one order of `platform/db/lock.rs`. The statements of real
//! requests are recorded and read; on a server, requests that met in two orders are also raced.

use crate::database::TestDatabase;
use crate::lock_statements::{LockPlace, check, locked_members, transactions};
use crate::lock_walks::{ask_by_challenge, hand_tokens_over, import_people, move_a_clock};
use crate::recorded;
use crate::recovery::{NEW_PASSWORD, confirm, forgot};
use crate::support::{ADMIN, AGENT, PASSWORD, Phone, TestApp, setup_request};
use crate::webhook_receiver::{self, Receiver};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::people::members as people;
use twostep::platform::db::DbConnection;
use twostep::platform::db::keys::MemberKey;
use twostep::platform::db::schema::{members, totp_devices};

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

/// Wrong answers of a program and its station, about a member and about nobody.
async fn ask_by_program(app: &TestApp, admin: &str, phone: &Phone) {
    let token = crate::api_tokens::token(app, admin, &["verifications:write"]).await;
    let wrong = phone.wrong_code(&app.clock);
    for member in [AGENT, "nobody@example.com"] {
        let body = json!({ "member": member, "code": wrong, "station": "desk 7" });
        app.post("/verifications", &token, &body).await;
    }
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

/// Everything that is done with a webhook; nobody listens there. What another one was told is sent once more.
async fn keep_webhooks(app: &TestApp, receiver: &Receiver, admin: &str) {
    let (told, _) = webhook_receiver::make(app, admin, &receiver.url, &["api_token.created"]).await;
    webhook_receiver::happen(app, admin).await;
    webhook_receiver::deliver(app).await;
    let path = format!("/webhooks/{told}/deliveries");
    let sent = app.get(&path, admin).await.ok().text("/items/0/id");
    app.send("POST", &format!("{path}/{sent}/replay"), admin, None)
        .await
        .ok();
    let body = json!({ "url": "https://hooks.invalid/", "events": ["device.reset"] });
    let made = app.post("/webhooks", admin, &body).await.ok();
    let path = format!("/webhooks/{}", made.text("/id"));
    let off = json!({ "status": "disabled" });
    app.send("PATCH", &path, admin, Some(&off)).await.ok();
    let rotate = format!("{path}/rotate-secret");
    app.send("POST", &rotate, admin, None).await.ok();
    app.post(&format!("{path}/test"), admin, &json!({}))
        .await
        .ok();
    app.send("DELETE", &path, admin, None).await.ok();
}

/// A group made, filled, renamed and deleted, with somebody in it.
async fn keep_groups(app: &TestApp, admin: &str) {
    let made = app
        .post("/groups", admin, &json!({ "name": "Night" }))
        .await;
    let path = format!("/groups/{}", made.ok().text("/id"));
    let body = json!({ "email": "n@example.com", "display_name": "N", "groups": ["night"] });
    let member = app.post("/members", admin, &body).await.ok();
    let member = format!("/members/{}", member.text("/id"));
    for body in [
        json!({ "groups": ["Night"], "role": "helpdesk" }),
        json!({ "groups": [] }),
    ] {
        app.send("PATCH", &member, admin, Some(&body)).await.ok();
    }
    let name = json!({ "name": "Early" });
    app.send("PATCH", &path, admin, Some(&name)).await.ok();
    app.send("DELETE", &path, admin, None).await.ok();
}

/// The own account, and what is for the whole organization or installation.
async fn change_account_and_policy(app: &TestApp, admin: &str) -> String {
    let (_, admin) = app.set_up_phone(admin).await;
    for (version, two_step) in [(1, "required"), (2, "optional")] {
        let body = json!({ "two_step": two_step, "version": version, "reason": "A test" });
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
    let receiver = Receiver::start().await;
    let app = receiver.admit(start());
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
    ask_by_program(&app, &admin_again, &phone).await;
    ask_by_challenge(&app, &admin_again, &phone).await;
    administer(&app, &admin_again, &id).await;
    keep_webhooks(&app, &receiver, &admin_again).await;
    keep_groups(&app, &admin_again).await;
    hand_tokens_over(&app, &admin_again).await;
    import_people(&app, &admin_again).await;
    move_a_clock(&app, &admin_again).await;
    change_account_and_policy(&app, &admin_again).await;
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
        (LockPlace::LimitOfMember, LockPlace::LimitOfProgram),
        (LockPlace::LimitOfMember, LockPlace::LimitOfClient),
        (LockPlace::LimitOfMember, LockPlace::LimitOfAddress),
        (LockPlace::LimitOfClient, LockPlace::LimitOfAddress),
        (LockPlace::Webhooks, LockPlace::Deliveries),
    ];
    if is_server(&app).await {
        expected.extend([
            (LockPlace::Setup, LockPlace::Counts),
            (LockPlace::Member, LockPlace::Organization),
            (LockPlace::Organization, LockPlace::LimitOfProgram),
            (LockPlace::Member, LockPlace::Counts),
            (LockPlace::Member, LockPlace::LimitOfMember),
            (LockPlace::Member, LockPlace::LimitOfClient),
            // A clock that is moved.
            (LockPlace::Member, LockPlace::LimitOfProgram),
        ]);
        assert!(all.iter().any(|locks| locked_members(locks).len() == 2));
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
