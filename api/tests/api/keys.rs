//! Sealed secrets that were moved, and what old and new keys still open.

use crate::recovery::agent_with_phone;
use crate::support::{ADMIN, AGENT, PASSWORD, Phone, TestApp};
use diesel::prelude::*;
use serde_json::json;
use twostep::platform::context::Context;
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::{
    audit_events, members, organizations, passwords, totp_devices,
};
use twostep::protection::keyring::{self, KeyCheckError, Rekey, Usage};
use twostep::record::audit::Action;
use twostep::record::chain::{self, ChainStatus};
use twostep::record::followers;

/// Seals everything anew.
pub(crate) async fn rekey(context: &Context) -> Rekey {
    let mut rekey = Rekey::start();
    while rekey.step(context).await.expect("a database") {}
    rekey
}

/// A new key takes the place of the first one, which something still needs before all is sealed anew, and
/// nothing afterwards; gives what needed it.
pub(crate) async fn change_key(app: &mut TestApp) -> Usage {
    let (both, name) = app.context.keys.with_new_key();
    let both = both.activated(&name).expect("a key of the ring");
    app.restart(app.context.db.clone(), both.clone());
    keyring::activate(&app.context, both.clone())
        .await
        .expect("noted");
    let needed = keyring::remove(&app.context, "k1".into()).await;
    let needed = needed.expect("a database").expect_err("k1 is in use");
    let rekeyed = rekey(&app.context).await;
    assert_eq!(i64::try_from(rekeyed.done).expect("few"), needed.total());
    let removed = keyring::remove(&app.context, "k1".into()).await;
    removed.expect("a database").expect("nothing needs it");
    app.restart(
        app.context.db.clone(),
        both.without("k1").expect("not active"),
    );
    needed
}

/// Runs a change that is written as SQLite wants its bytes.
async fn sql(app: &TestApp, sql: &'static str) {
    let for_server = sql
        .replace("x'00'", "'\\x00'::bytea")
        .replace("x''", "''::bytea")
        .replace("AS BLOB", "AS bytea");
    let change = move |connection: &mut DbConnection| match connection {
        DbConnection::Sqlite(own) => diesel::sql_query(sql).execute(own),
        DbConnection::Postgres(own) => diesel::sql_query(for_server).execute(own),
    };
    let rows = app.context.db.write(change).await.expect("a change");
    assert!(rows > 0, "{sql}");
}

async fn count_unsealing_failures(app: &TestApp) -> i64 {
    let read = |connection: &mut _| {
        audit_events::table
            .filter(audit_events::action.eq(Action::SecretUnreadable.number()))
            .count()
            .get_result(connection)
    };
    app.context.db.read(read).await.expect("the record")
}

/// C-01: the secret of another member, a password in the place of a secret, an altered byte: the
/// sign-in fails closed, the record says why, the answer does not.
#[actix_web::test]
async fn a_secret_that_was_moved_signs_nobody_in() {
    let (app, admin, phone) = agent_with_phone().await;
    let (own, _) = app.set_up_phone(&admin).await;
    for (n, moved) in [
        // The owner of a phone puts its secret into somebody else's row.
        "UPDATE totp_devices SET secret = (SELECT other.secret FROM totp_devices other \
            WHERE other.id <> totp_devices.id) WHERE key / 8 = \
            (SELECT key FROM members WHERE role = 'agent')",
        "UPDATE totp_devices SET secret = (SELECT passwords.sealed FROM passwords \
            WHERE passwords.member = totp_devices.key / 8)",
        "UPDATE totp_devices SET secret = CAST(substr(secret, 1, length(secret) - 1) || x'00' AS BLOB)",
        "UPDATE totp_devices SET secret = x''",
    ]
    .into_iter()
    .enumerate()
    {
        sql(&app, moved).await;
        for code in [phone.code(&app.clock), own.code(&app.clock)] {
            let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
            let answer = app
                .post("/sign-in/code", &flow, &json!({ "code": code }))
                .await;
            answer.refused(503, "unavailable");
            let text = answer.body.to_string();
            assert!(!text.contains("device") && !text.contains("open"), "{text}");
        }
        let failures = i64::try_from(2 * (n + 1)).expect("few");
        assert_eq!(count_unsealing_failures(&app).await, failures, "{moved}");
    }
}

/// C-01: the password of another member lets nobody in under that member's name.
#[actix_web::test]
async fn a_password_that_was_moved_signs_nobody_in() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let chosen = json!({ "current_password": PASSWORD, "new_password": "copper lantern orchard" });
    let session = app.session_of(AGENT).await;
    app.post("/me/password", &session, &chosen).await.ok();
    sql(
        &app,
        "UPDATE passwords SET sealed = (SELECT other.sealed FROM passwords other \
            JOIN members ON members.key = other.member WHERE members.role = 'admin') \
            WHERE member = (SELECT key FROM members WHERE role = 'agent')",
    )
    .await;
    for password in [PASSWORD, "copper lantern orchard"] {
        let body = json!({ "email": AGENT, "password": password });
        app.post("/sign-in", "", &body)
            .await
            .refused(401, "invalid_credentials");
    }
    app.session_of(ADMIN).await;
}

/// P-02 (rotates), C-03 (old key): both keys open what they sealed; after rekey the old one is needed by nothing and
/// goes. Devices, passwords and waiting mails are all sealed anew, and the audit chain stays proven.
#[actix_web::test]
async fn an_old_key_goes_when_nothing_needs_it() {
    let (mut app, admin, phone) = agent_with_phone().await;
    keyring::key_check(&app.context).await.expect("own keys");
    followers::catch_up(&app.context).await.expect("followed");
    let old = app.context.keys.as_ref().clone();
    let (both, name) = old.with_new_key();
    let both = both.activated(&name).expect("a key of the ring");
    app.restart(app.context.db.clone(), both.clone());
    keyring::activate(&app.context, both.clone())
        .await
        .expect("noted");
    app.sign_in_with(AGENT, &phone).await;
    let needed = keyring::remove(&app.context, "k1".into()).await;
    let needed = needed.expect("a database").expect_err("k1 is in use");
    assert!(needed.devices == 1 && needed.passwords == 2 && needed.mails > 0);
    let mails = app.mails("invitation").await.len();
    let rekeyed = rekey(&app.context).await;
    assert_eq!(i64::try_from(rekeyed.done).expect("few"), needed.total());
    assert!(rekeyed.unreadable.is_empty());
    assert_eq!(rekey(&app.context).await.done, 0, "nothing is left");
    let removed = keyring::remove(&app.context, "k1".into()).await;
    removed.expect("a database").expect("nothing needs it");
    app.restart(
        app.context.db.clone(),
        both.without("k1").expect("not active"),
    );
    keyring::key_check(&app.context)
        .await
        .expect("the new key alone");
    app.sign_in_with(AGENT, &phone).await;
    assert_eq!(app.mails("invitation").await.len(), mails);
    followers::catch_up(&app.context).await.expect("followed");
    let record = chain::verify(&app.context, Vec::new())
        .await
        .expect("the record");
    assert!(
        matches!(record, ChainStatus::Sound { waiting: 0, .. }),
        "{record:?}"
    );
    app.get("/me", &admin).await.ok();
}

/// C-03: a device that waits for its setup code holds the old key back, is sealed anew like any other,
/// and is confirmed under the new key alone.
#[actix_web::test]
async fn a_device_that_waits_is_sealed_anew() {
    let (mut app, admin) = TestApp::with_admin().await;
    keyring::key_check(&app.context).await.expect("own keys");
    let started = app.send("POST", "/me/enrollment", &admin, None).await.ok();
    let flow = started.text("/flow_token");
    app.prove_mailbox(&flow).await;
    let secret = app.get("/enrollment/device", &flow).await.text("/secret");
    assert_eq!(change_key(&mut app).await.devices, 1);
    let shown = app.get("/enrollment/device", &flow).await.ok();
    assert_eq!(shown.text("/secret"), secret);
    let code = json!({ "code": Phone::scan(&secret).code(&app.clock) });
    app.post("/enrollment/device/confirm", &flow, &code)
        .await
        .ok();
}

/// C-03: a server that still seals under a removed key stores nothing and says it is not ready.
#[actix_web::test]
async fn nothing_is_sealed_under_a_removed_key() {
    let (mut app, admin) = TestApp::with_admin().await;
    keyring::key_check(&app.context).await.expect("own keys");
    let old = app.context.keys.as_ref().clone();
    let (both, name) = old.with_new_key();
    // This server has the new key, but seals under the old one: it was not restarted.
    app.restart(app.context.db.clone(), both.clone());
    let new = Context {
        keys: both.activated(&name).expect("a key of the ring").into(),
        ..app.context.clone()
    };
    keyring::activate(&new, new.keys.as_ref().clone())
        .await
        .expect("noted");
    rekey(&new).await;
    keyring::check_keys(&app.context)
        .await
        .expect("ready with both");
    let removed = keyring::remove(&new, "k1".into()).await;
    removed.expect("a database").expect("nothing needs it");
    let body = json!({ "email": AGENT, "display_name": "Jo Doe", "role": "agent" });
    let answer = app.post("/members", &admin, &body).await;
    assert!(answer.status >= 500, "{answer:?}");
    let ready = keyring::check_keys(&app.context).await;
    assert!(matches!(ready, Err(KeyCheckError::Removed(id)) if id == "k1"));
    let counted = keyring::usage(&app.context).await.expect("a database");
    assert_eq!(counted[0].total(), 0, "{counted:?}");
}

/// C-03: a value that no key opens is named and left alone, and holds its key back.
#[actix_web::test]
async fn what_does_not_open_is_named() {
    let (mut app, _, _) = agent_with_phone().await;
    sql(
        &app,
        "UPDATE totp_devices SET secret = CAST(secret || x'00' AS BLOB)",
    )
    .await;
    let (both, name) = app.context.keys.with_new_key();
    let both = both.activated(&name).expect("a key of the ring");
    app.restart(app.context.db.clone(), both);
    let before = secrets(&app).await;
    let rekeyed = rekey(&app.context).await;
    assert_eq!(rekeyed.unreadable.len(), 1);
    assert_eq!(rekeyed.unreadable[0].kind, "device");
    assert_eq!(secrets(&app).await, before);
    let removed = keyring::remove(&app.context, "k1".into()).await;
    removed
        .expect("a database")
        .expect_err("the device needs it");
}

/// C-03: a page that was open when the key changed still sends its anti-forgery value.
#[actix_web::test]
async fn an_open_page_outlives_a_change_of_keys() {
    let (mut app, _) = TestApp::with_admin().await;
    let body = json!({ "email": ADMIN, "password": PASSWORD, "transport": "cookie" });
    let request = app
        .request("POST", "/sign-in")
        .header("sec-fetch-site", "same-origin");
    let answer = app.finish(request.json(&body)).await.ok();
    let cookies = answer.headers.get_all("set-cookie").iter();
    let cookies: Vec<&str> = cookies
        .filter_map(|cookie| cookie.to_str().ok()?.split(';').next())
        .collect();
    let request = app
        .request("GET", "/me")
        .header("cookie", cookies.join("; "));
    let page = app.finish(request).await.ok();
    let (both, name) = app.context.keys.with_new_key();
    let both = both.activated(&name).expect("a key of the ring");
    app.restart(app.context.db.clone(), both);
    let send = async |value: &str| {
        let request = app
            .request("DELETE", "/session")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookies.join("; "))
            .header("x-csrf", value);
        app.finish(request).await
    };
    send("").await.refused(403, "forbidden");
    send("AAAA").await.refused(403, "forbidden");
    send(&page.text("/csrf_token")).await.ok();
}

async fn secrets(app: &TestApp) -> Vec<Vec<u8>> {
    let read = |connection: &mut _| {
        totp_devices::table
            .select(totp_devices::secret)
            .load(connection)
    };
    app.context.db.read(read).await.expect("the devices")
}

/// The sealed passwords, with what they are bound to.
pub(crate) async fn sealed_passwords(app: &TestApp) -> Vec<(String, String, Vec<u8>)> {
    let read = |connection: &mut _| {
        passwords::table
            .inner_join(members::table.on(members::key.eq(passwords::member)))
            .inner_join(organizations::table.on(organizations::key.eq(members::organization)))
            .select((organizations::id, members::id, passwords::sealed))
            .load(connection)
    };
    app.context.db.read(read).await.expect("the members")
}
