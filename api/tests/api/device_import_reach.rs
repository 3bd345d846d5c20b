//! How far an imported secret reaches: others know it, so it proves less than a device that its member set up.

use crate::device_import::{SECRET, import, outcomes};
use crate::recovery::{confirm, forgot};
use crate::support::{AGENT, Phone, TestApp};
use crate::verifications::ask;
use serde_json::{Value, json};
use std::time::Duration;

const HELP: &str = "help@example.com";

/// The label of an entry is written by who made it, so it alone gives nobody above an agent a device; the importer's
/// own word does, and a refused row takes nothing from a later one.
#[actix_web::test]
async fn a_label_alone_reaches_agents_only() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, HELP, "helpdesk").await;
    app.invite(&admin, AGENT, "agent").await;
    let other = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    let entries = format!("otpauth://totp/Desk:{HELP}?secret={SECRET}\n{AGENT},{other}");
    for dry_run in [true, false] {
        let answer = import(&app, &admin, &entries, dry_run).await.ok();
        let agents = if dry_run { "would_import" } else { "imported" };
        let expected = [("refused", "not_by_label"), (agents, "")];
        assert_eq!(outcomes(&answer), expected);
        assert_eq!(answer.text("/rows/0/member/role"), "helpdesk");
    }
    let entries = format!("{HELP},{SECRET}\nsomebody,JBSWY3DPEHPK3PXPHXDMVJECJJWSRB3H");
    let body = json!({
        "dry_run": false, "entries": entries, "members": [{ "row": 2, "member": HELP }],
    });
    let answer = app.post("/devices/import", &admin, &body).await.ok();
    let expected = [("refused", "not_by_label"), ("imported", "")];
    assert_eq!(outcomes(&answer), expected);
}

/// S-04: sessions that began with the password alone end, as when a member sets up a device.
#[actix_web::test]
async fn an_import_ends_sessions_without_a_code() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let session = app.session_of(AGENT).await;
    import(&app, &admin, &format!("{AGENT},{SECRET}"), false)
        .await
        .ok();
    assert_eq!(app.get("/me", &session).await.status, 401);
}

/// Once its time is over it proves its member to no program.
#[actix_web::test]
async fn an_overdue_entry_proves_nothing_to_programs() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let program = crate::api_tokens::token(&app, &admin, &["verifications:write"]).await;
    let body = json!({
        "dry_run": false, "entries": format!("{AGENT},{SECRET}"), "replace_within_days": 10,
    });
    app.post("/devices/import", &admin, &body).await.ok();
    let phone = Phone::scan(SECRET);
    for (wait, result) in [(1, "accepted"), (24 * 10, "not_enrolled")] {
        app.clock.advance(Duration::from_hours(wait));
        let asked = json!({ "member": AGENT, "code": phone.code(&app.clock) });
        let answer = ask(&app, &program, &asked).await.ok();
        assert_eq!(answer.text("/result"), result);
    }
}

/// D-09: its code beside the link from the mailbox is no proof of a device.
#[actix_web::test]
async fn a_known_secret_lifts_no_hold() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    import(&app, &admin, &format!("{AGENT},{SECRET}"), false)
        .await
        .ok();
    let link = forgot(&app, AGENT).await;
    let code = Phone::scan(SECRET).code(&app.clock);
    let done = confirm(&app, &link, Some(code)).await.ok();
    assert_ne!(done.body["recovery_hold"], Value::Null, "{done:?}");
}

/// D-09: who is held gets no device by an import either: who has the mailbox may have made the entry.
#[actix_web::test]
async fn who_is_held_gets_no_device() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let link = forgot(&app, AGENT).await;
    let done = confirm(&app, &link, None).await.ok();
    assert_ne!(done.body["recovery_hold"], Value::Null, "{done:?}");
    let answer = import(&app, &admin, &format!("{AGENT},{SECRET}"), false).await;
    assert_eq!(outcomes(&answer.ok()), [("refused", "held")]);
}
