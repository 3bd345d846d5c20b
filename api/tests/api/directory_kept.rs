//! What of people of a directory stays as it is, and what is for the help desk.

use crate::directory::{THERE, jo, member, sign_in, with, with_directories};
use crate::ldap_responder::Responder;
use crate::support::{ADMIN, AGENT, TestApp};
use diesel::prelude::*;
use serde_json::json;
use std::time::Duration;
use twostep::platform::db::DbConnection;
use twostep::platform::ldap::Directories;

/// L-17: another address is the member's only where the host says that people cannot choose it themselves.
#[actix_web::test]
async fn an_address_is_kept_unless_the_host_says_otherwise() {
    let responder = Responder::start(vec![jo()]);
    let mut directory = responder.directory();
    directory.updates_mail = false;
    let (app, admin) = TestApp::with_admin().await;
    let app = with_directories(app, Directories::new([directory]));
    sign_in(&app, AGENT, THERE).await.ok();
    responder.state().people[0].mail = "boss@example.com".to_owned();
    sign_in(&app, AGENT, THERE).await.ok();
    let kept = member(&app, &admin).await;
    assert_eq!(kept.text("/email"), AGENT);
    assert!(kept.body["recovery_hold"].is_null(), "{kept:?}");
}

/// L-21: who wore a device out by wrong codes gets no other one with the mailbox; the help desk takes it away.
#[actix_web::test]
async fn a_device_that_wrong_codes_switched_off_is_the_help_desks() {
    let (app, _responder, _admin) = with(vec![jo()]).await;
    let session = sign_in(&app, AGENT, THERE)
        .await
        .ok()
        .text("/session/token");
    app.set_up_phone(&session).await;
    switch_off_the_device(&app).await;
    let begun = sign_in(&app, AGENT, THERE).await.ok();
    assert_eq!(begun.text("/step"), "email");
    let flow = begun.text("/flow_token");
    let refused = app.send("POST", "/enrollment/email", &flow, None).await;
    refused.refused(409, "managed_elsewhere");
}

/// As a hundred wrong codes do to the only device there is.
async fn switch_off_the_device(app: &TestApp) {
    use twostep::platform::db::schema::totp_devices as devices;
    let write = |c: &mut DbConnection| {
        let disabled = devices::status.eq("disabled");
        diesel::update(devices::table).set(disabled).execute(c)
    };
    let changed = app.context.db.write(write).await;
    assert_eq!(changed.expect("written"), 1);
}

/// L-21: what a directory keeps is not reset, changed or recovered here; the password is asked of the directory again.
#[actix_web::test]
async fn what_the_directory_keeps_is_managed_elsewhere() {
    let (app, responder, admin) = with(vec![jo()]).await;
    let session = sign_in(&app, AGENT, THERE)
        .await
        .ok()
        .text("/session/token");
    // The pages say so, in place of forms that would be refused.
    for (session, is_kept_there) in [(&session, true), (&admin, false)] {
        let me = app.get("/me", session).await.ok();
        assert_eq!(me.body["managed_elsewhere"], is_kept_there);
    }
    let change = json!({ "current_password": THERE, "new_password": "another long password" });
    let refused = app.post("/me/password", &session, &change).await;
    refused.refused(409, "managed_elsewhere");
    let email = json!({ "email": "other@example.com" });
    let refused = app.post("/me/email", &session, &email).await;
    refused.refused(409, "managed_elsewhere");
    // The same for everybody, so that it tells nothing.
    for email in [AGENT, ADMIN, "nobody@example.com"] {
        let refused = app
            .post("/password-reset", "", &json!({ "email": email }))
            .await;
        refused.refused(409, "managed_elsewhere");
    }
    let (phone, session) = app.set_up_phone(&session).await;
    let flow = sign_in(&app, AGENT, THERE).await.ok().text("/flow_token");
    let refused = app.send("POST", "/sign-in/new-device", &flow, None).await;
    refused.refused(409, "managed_elsewhere");
    app.clock.advance(Duration::from_mins(6));
    let binds = responder.state().binds.len();
    let again = json!({ "password": THERE, "code": phone.code(&app.clock) });
    app.post("/me/reauthenticate", &session, &again).await.ok();
    assert_eq!(responder.state().binds.len(), binds + 1);
    // A local administrator gets the mail all the same.
    twostep::second_step::recovery::answer_requests(&app.context)
        .await
        .expect("answers");
    let mail = app.newest_mail("password_reset").await;
    assert_eq!(mail["to"]["address"], ADMIN, "{mail}");
    drop(admin);
}
