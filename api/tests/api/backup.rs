//! A backup that comes back: what was ended since stays ended.

use crate::database::TestDatabase;
use crate::recovery::agent_with_phone;
use crate::rows::count_events;
use crate::support::{ADMIN, AGENT, PASSWORD, TestApp};
use diesel::prelude::*;
use serde_json::json;
use std::time::Duration;
use twostep::platform::crypto::keys::KeyRing;
use twostep::platform::db::schema::members;
use twostep::platform::db::{self, DatabaseUrl, Db};
use twostep::protection::keyring;
use twostep::record::audit::Action;
use twostep::upkeep::backup::{self, RestoreError, Restored};

fn restore(app: &TestApp, copy: &TestDatabase, keys: &KeyRing) -> Result<Restored, RestoreError> {
    let now = app.clock.now();
    db::migrate_exclusive(copy.url(), |c| backup::restore(c, keys, now)).expect("a database")
}

async fn epochs(app: &TestApp) -> Vec<i64> {
    let read = |connection: &mut _| {
        members::table
            .order(members::id)
            .select(members::epoch)
            .load(connection)
    };
    app.context.db.read(read).await.expect("the members")
}

/// sessions, flows and links of before are dead, used codes stay used, everybody signs in,
/// and the record says that it happened.
#[actix_web::test]
async fn a_restored_database_revives_nothing() {
    let (mut app, admin, phone) = agent_with_phone().await;
    keyring::key_check(&app.context).await.expect("own keys");
    let session = app.sign_in_with(AGENT, &phone).await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let invited = json!({ "email": "sam@example.com", "display_name": "Sam Lee", "role": "agent" });
    app.post("/members", &admin, &invited).await.ok();
    let invitation = app.newest_mail("invitation").await["content"]["token"].clone();
    app.clock.advance(Duration::from_mins(1));
    let copy = app.database.copy();
    // After the backup: a session ends, and codes are used that the backup knows nothing of.
    app.send("DELETE", "/session", &session, None).await.ok();
    let (used, ahead) = (phone.code(&app.clock), phone.code_after(&app.clock, 1));
    app.post("/sign-in/code", &flow, &json!({ "code": used }))
        .await
        .ok();

    let before = epochs(&app).await;
    let keys = app.context.keys.as_ref().clone();
    assert_eq!(restore(&app, &copy, &keys), Ok(Restored { members: 3 }));
    app.restart(Db::open(copy.url()).expect("the restored one"), keys);
    keyring::key_check(&app.context).await.expect("its keys");
    let after: Vec<i64> = before.iter().map(|epoch| epoch + 1).collect();
    assert_eq!(epochs(&app).await, after);
    for dead in [&session, &admin] {
        app.get("/me", dead).await.refused(401, "unauthenticated");
    }
    let code = json!({ "code": used });
    app.post("/sign-in/code", &flow, &code)
        .await
        .refused(401, "flow_expired");
    let accept = json!({ "token": invitation, "password": PASSWORD });
    app.post("/invitations/accept", "", &accept)
        .await
        .refused(401, "invalid_token");
    let fresh = app.sign_in(AGENT).await.ok().text("/flow_token");
    for code in [phone.code_after(&app.clock, -1), used, ahead] {
        app.post("/sign-in/code", &fresh, &json!({ "code": code }))
            .await
            .refused(401, "already_used");
    }
    app.clock.advance(Duration::from_secs(30));
    app.code_session(&fresh, &phone).await;
    app.session_of(ADMIN).await;
    assert_eq!(
        app.count_mails().await,
        0,
        "no mail of before is sent again"
    );
    assert_eq!(count_events(copy.url(), Action::DatabaseRestored).await, 1);
}

/// without the keys of its time a backup is refused, and so is a file that never served.
#[actix_web::test]
async fn a_backup_needs_the_keys_of_its_time() {
    let (app, _) = TestApp::with_admin().await;
    let own = app.context.keys.as_ref().clone();
    let never_served = app.database.copy();
    let refused = restore(&app, &never_served, &own);
    assert_eq!(refused, Err(RestoreError::NoKeys));
    keyring::key_check(&app.context).await.expect("own keys");
    let copy = app.database.copy();
    let foreign = restore(&app, &copy, &KeyRing::generate());
    assert_eq!(foreign, Err(RestoreError::Foreign("k1".into())));
    assert!(restore(&app, &copy, &own).is_ok());
}

/// a database of a server is made safe in place, so nobody may be served from it meanwhile.
#[actix_web::test]
async fn a_database_in_use_is_not_restored() {
    let app = TestApp::start();
    let now = app.clock.now();
    let keys = app.context.keys.as_ref();
    if let DatabaseUrl::Postgres(_) = app.database.url() {
        let url = app.database.url();
        let refused = db::migrate_exclusive(url, |c| backup::restore(c, keys, now));
        let error = refused.expect_err("a server is there").to_string();
        assert!(error.contains("stop every server"), "{error}");
    }
}
