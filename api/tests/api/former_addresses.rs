//! Addresses that members had: kept sealed, shown to administrators, put back, and forgotten.

use crate::database::Dump;
use crate::keys::change_key;
use crate::support::{ADMIN, AGENT, Answer, TestApp};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use serde_json::{Value, json};
use shared_types::limits::{FORMER_ADDRESS_LIFETIME, RECOVERY_HOLD};
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::schema::{former_addresses, members};
use twostep::platform::db::{DatabaseUrl, DbConnection};
use twostep::protection::keyring;

const NEW: &str = "jo.new@example.net";
const OLD: &str = "jo.former@example.org";

async fn set_address(app: &TestApp, admin: &str, id: &str, email: &str) -> Answer {
    let body = json!({ "email": email, "reason": "Called back" });
    app.send("PATCH", &format!("/members/{id}"), admin, Some(&body))
        .await
}

async fn former(app: &TestApp, session: &str, id: &str) -> Vec<String> {
    let view = app.get(&format!("/members/{id}"), session).await.ok();
    let all = view.body["former_addresses"].as_array().cloned();
    let all = all.unwrap_or_default().into_iter();
    all.map(|one| one["email"].as_str().expect("an address").to_owned())
        .collect()
}

async fn kept(app: &TestApp) -> i64 {
    let count = |c: &mut DbConnection| former_addresses::table.count().get_result(c);
    app.context.db.read(count).await.expect("a count")
}

/// F3a: an address that the member changed himself stands in the list of an administrator, with the time;
/// put back, it signs in again, and what took its place is the former one.
#[actix_web::test]
async fn an_address_is_put_back() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, OLD, "agent").await;
    let agent = app.session_of(OLD).await;
    app.post("/me/email", &agent, &json!({ "email": NEW }))
        .await
        .ok();
    let code = app.newest_mail("email_change").await["content"]["code"].clone();
    let verified = app
        .post("/me/email/verify", &agent, &json!({ "code": code }))
        .await;
    assert_eq!(verified.status, 204);
    let ended = app.clock.now();
    let view = app.get(&format!("/members/{id}"), &admin).await.ok();
    assert_eq!(view.text("/email"), NEW);
    assert_eq!(view.text("/recovery_hold/cause"), "address_changed");
    let expected = json!([{ "email": OLD, "ended_at": ended.to_string() }]);
    assert_eq!(view.body["former_addresses"], expected);

    let told = app.mails("address_set").await.len();
    let back = set_address(&app, &admin, &id, OLD).await.ok();
    assert_eq!(back.text("/email"), OLD);
    assert_eq!(app.mails("address_set").await.len(), told + 2, "both");
    app.get("/me", &agent).await.refused(401, "unauthenticated");
    app.sign_in(OLD).await.ok();
    app.sign_in(NEW).await.refused(401, "invalid_credentials");
    assert_eq!(former(&app, &admin, &id).await, [NEW]);
    // There and back again leaves each of them once.
    set_address(&app, &admin, &id, NEW).await.ok();
    set_address(&app, &admin, &id, OLD).await.ok();
    assert_eq!(former(&app, &admin, &id).await, [NEW]);

    // Somebody has it by now: that is said, and nothing changes.
    app.clock.advance(Duration::from_secs(1));
    app.invite(&admin, NEW, "agent").await;
    let refused = set_address(&app, &admin, &id, NEW).await;
    assert_eq!(refused.field_errors(), [("email", "taken")]);
    app.sign_in(OLD).await.ok();
}

/// F3a: administrators see former addresses, where they look at one member; the helpdesk, lists and the
/// member do not.
#[actix_web::test]
async fn only_administrators_see_former_addresses() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, OLD, "agent").await;
    app.clock.advance(Duration::from_secs(1));
    app.invite(&admin, "help@example.com", "helpdesk").await;
    set_address(&app, &admin, &id, NEW).await.ok();
    let helpdesk = app.session_of("help@example.com").await;
    let own = app.session_of(NEW).await;
    assert_eq!(former(&app, &admin, &id).await, [OLD]);
    assert!(former(&app, &helpdesk, &id).await.is_empty());
    let own = app.get("/me", &own).await.ok();
    let list = app.get("/members", &admin).await.ok();
    for answer in [own, list] {
        assert!(!answer.body.to_string().contains(OLD), "{answer:?}");
    }
}

/// F3a, D-11 (90 days): 90 days, to the second; then it is gone from the database too. It goes with its member as well.
#[actix_web::test]
async fn a_former_address_is_forgotten() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, OLD, "agent").await;
    set_address(&app, &admin, &id, NEW).await.ok();
    let second = Duration::from_secs(1);
    app.clock
        .advance(FORMER_ADDRESS_LIFETIME.saturating_sub(second));
    sweep_once(&app.context).await.expect("a database");
    let admin = app.session_of(ADMIN).await;
    assert_eq!(former(&app, &admin, &id).await, [OLD]);
    app.clock.advance(second);
    assert!(former(&app, &admin, &id).await.is_empty());
    assert_eq!(kept(&app).await, 1);
    sweep_once(&app.context).await.expect("a database");
    assert_eq!(kept(&app).await, 0);

    set_address(&app, &admin, &id, OLD).await.ok();
    assert_eq!(kept(&app).await, 1);
    app.send("DELETE", &format!("/members/{id}"), &admin, None)
        .await
        .ok();
    assert_eq!(kept(&app).await, 0);
}

/// F3a, C-07: a stolen database shows no former address, neither of the member's own change nor of an
/// administrator's; and one that was moved to another row opens nothing.
#[actix_web::test]
async fn a_dump_shows_no_former_address() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    app.clock.advance(Duration::from_secs(1));
    let other = app.invite(&admin, "other@example.com", "agent").await;
    set_address(&app, &admin, &id, "first-former@example.org")
        .await
        .ok();
    app.clock.advance(Duration::from_secs(1));
    set_address(&app, &admin, &id, NEW).await.ok();
    app.clock.advance(Duration::from_secs(1));
    set_address(&app, &admin, &other, "second-former@example.org")
        .await
        .ok();
    let tables = live_rows(&app);
    assert!(
        tables.holds(NEW.as_bytes()),
        "the search finds what is there"
    );
    for gone in [AGENT, "first-former@example.org", "other@example.com"] {
        assert!(!tables.holds(gone.as_bytes()), "{gone}");
    }
    let newest_first = ["first-former@example.org", AGENT];
    assert_eq!(former(&app, &admin, &id).await, newest_first);
    let moved = |c: &mut DbConnection| {
        let sealed: Vec<Vec<u8>> = former_addresses::table
            .order(former_addresses::ended_at.desc())
            .select(former_addresses::sealed)
            .load(c)?;
        diesel::update(former_addresses::table)
            .set(former_addresses::sealed.eq(&sealed[0]))
            .execute(c)
    };
    app.context.db.write(moved).await.expect("three rows");
    assert!(former(&app, &admin, &id).await.is_empty());
    assert_eq!(former(&app, &admin, &other).await, ["other@example.com"]);
    // Nor does a row that is given to another member.
    let given = |c: &mut DbConnection| {
        let of_first = members::table.select(members::key).order(members::key);
        let first: i64 = of_first.first(c)?;
        diesel::update(former_addresses::table)
            .set(former_addresses::member.eq(first))
            .execute(c)
    };
    app.context.db.write(given).await.expect("three rows");
    let own = app.get("/me", &admin).await.ok().text("/id");
    assert!(former(&app, &admin, &own).await.is_empty());
}

/// Everything that stands in the tables. What SQLite deleted may stay in free pages until they are used again,
/// so a file is copied without them first.
fn live_rows(app: &TestApp) -> Dump {
    let DatabaseUrl::Sqlite(path) = app.database.url() else {
        return app.database.dump();
    };
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("copy.sqlite");
    let from = path.to_str().expect("a path of text");
    let mut connection = SqliteConnection::establish(from).expect("the file");
    let vacuum = format!("VACUUM INTO '{}'", copy.display());
    connection.batch_execute(&vacuum).expect("a copy");
    Dump::of(std::fs::read(copy).expect("the copy"))
}

/// F3a, C-03: a former address holds the old key back, is sealed anew, and opens under the new key alone.
#[actix_web::test]
async fn a_former_address_is_sealed_anew() {
    let (mut app, admin) = TestApp::with_admin().await;
    keyring::key_check(&app.context).await.expect("own keys");
    let id = app.invite(&admin, OLD, "agent").await;
    set_address(&app, &admin, &id, NEW).await.ok();
    assert_eq!(change_key(&mut app).await.former_addresses, 1);
    assert_eq!(former(&app, &admin, &id).await, [OLD]);
}

/// F3a, D-11: the hold that a change of the address begins keeps the password from being reset by e-mail as
/// well, and says why.
#[actix_web::test]
async fn a_changed_address_recovers_nothing_for_a_while() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, OLD, "agent").await;
    let view = set_address(&app, &admin, &id, NEW).await.ok();
    assert_eq!(view.text("/recovery_hold/cause"), "address_changed");
    app.post("/password-reset", "", &json!({ "email": NEW }))
        .await
        .ok();
    let answered = twostep::second_step::recovery::answer_requests(&app.context).await;
    assert_eq!(answered.expect("a database"), 1);
    assert_eq!(app.mails("password_reset").await, Vec::<Value>::new());
    assert_eq!(app.mails("password_reset_held").await.len(), 1);
    app.clock.advance(RECOVERY_HOLD);
    crate::recovery::forgot(&app, NEW).await;
}
