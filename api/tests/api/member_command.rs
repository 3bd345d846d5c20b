//! `twostep member recover` and `twostep member unlock`, as an operator runs them beside a server.

use crate::recovery::sign_in;
use crate::recovery_hold::{choose, reset_by_mail};
use crate::rekey::run;
use crate::rows::count_events;
use crate::support::{ADMIN, TestApp};
use serde_json::json;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;
use twostep::protection::keyring;
use twostep::record::audit::Action;

/// F3b: the command ends the hold of the only administrator, whom nobody else could approve; a member that it
/// does not find, or finds not held, is named in one line, and nothing changes.
#[actix_web::test]
async fn the_command_ends_a_hold() {
    let (app, admin) = TestApp::with_admin().await;
    keyring::key_check(&app.context).await.expect("own keys");
    let file = app.folder.path().join("keys");
    fs::write(&file, app.context.keys.to_file_text().as_bytes()).expect("a key file");
    fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("its mode");
    choose(&app, &admin, "approve").await.ok();
    let recover = |address, more: &[&'static str]| {
        let mut arguments = vec!["member", "recover", address, "--reason", "Seen in person"];
        arguments.extend(more);
        let app = &app;
        async move { run(app, &arguments).await }
    };
    let not_held = recover(ADMIN, &[]).await;
    let said = String::from_utf8_lossy(&not_held.stderr).into_owned();
    assert_eq!(not_held.status.code(), Some(1), "{said}");
    assert!(said.contains("not held"), "{said}");

    reset_by_mail(&app, ADMIN).await;
    let session = sign_in(&app, ADMIN).await.ok().text("/session/token");
    for (address, more) in [
        ("nobody@example.com", &[][..]),
        (ADMIN, &["--organization", "elsewhere"][..]),
    ] {
        let refused = recover(address, more).await;
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(1), "{said}");
        assert!(said.contains("no member has this address"), "{said}");
    }
    app.send("POST", "/me/enrollment", &session, None)
        .await
        .refused(403, "recovery_hold");
    let done = recover(ADMIN, &["--organization", "acme-support"]).await;
    assert!(done.status.success(), "{done:?}");
    app.send("POST", "/me/enrollment", &session, None)
        .await
        .ok();
    assert_eq!(app.mails("recovery_approved").await.len(), 1);
}

/// F16, S-04: what strangers use up of an only administrator, whom nobody else could help, the operator of the host gives
/// back; where nothing is used up, the command says so and nothing is recorded.
#[actix_web::test]
async fn the_command_gives_back_what_strangers_used_up() {
    let (app, _) = TestApp::with_admin().await;
    keyring::key_check(&app.context).await.expect("own keys");
    let file = app.folder.path().join("keys");
    fs::write(&file, app.context.keys.to_file_text().as_bytes()).expect("a key file");
    fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("its mode");
    let arguments = ["member", "unlock", ADMIN, "--reason", "Seen in person"];
    let ask = async || {
        app.clock.advance(Duration::from_mins(1));
        let body = json!({ "email": ADMIN });
        app.post("/password-reset", "", &body).await.status
    };
    let mut asked = 0;
    while ask().await == 202 {
        asked += 1;
        assert!(asked < 20, "links have a limit");
    }
    let done = run(&app, &arguments).await;
    assert!(done.status.success(), "{done:?}");
    let needless = run(&app, &arguments).await;
    let said = String::from_utf8_lossy(&needless.stderr).into_owned();
    assert_eq!(needless.status.code(), Some(1), "{said}");
    assert!(said.contains("no delay runs"), "{said}");
    assert_eq!(ask().await, 202);
    let recorded = count_events(app.database.url(), Action::DeviceUnlocked);
    assert_eq!(recorded.await, 1);
}
