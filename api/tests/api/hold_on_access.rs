//! While recovery by e-mail is held for an administrator, nothing is made by which somebody keeps access for good.

use crate::api_tokens::{SECOND, second_admin};
use crate::recovery::sign_in;
use crate::recovery_hold::reset_by_mail;
use crate::support::{AGENT, TestApp};
use crate::webhook_receiver::make;
use serde_json::json;

/// D-09, F3b: who has the mailbox alone makes no API token, no webhook and no test organization, sends no events
/// elsewhere and gives no device to anybody. Everything of it is refused before anything is changed; a webhook can be
/// stopped.
#[actix_web::test]
async fn a_mailbox_gives_no_access_away() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let url = "https://hooks.example.com/a";
    let (id, _) = make(&app, &admin, url, &["device.reset"]).await;
    second_admin(&app, &admin).await;
    reset_by_mail(&app, SECOND).await;
    let held = sign_in(&app, SECOND).await.ok();
    let held = held.text("/session/token");
    let webhook = format!("/webhooks/{id}");
    let before = crate::attacks::dump(&app).await;
    for (method, path, body) in [
        (
            "POST",
            "/api-tokens",
            json!({ "name": "T", "scopes": ["members:read"], "expires_in_days": 1 }),
        ),
        (
            "POST",
            "/webhooks",
            json!({ "url": url, "events": ["device.reset"] }),
        ),
        (
            "PATCH",
            &*webhook,
            json!({ "url": "https://elsewhere.example.com/" }),
        ),
        ("POST", &format!("{webhook}/rotate-secret"), json!({})),
        ("POST", &format!("{webhook}/test"), json!({})),
        ("POST", "/sandboxes", json!({ "name": "S" })),
        (
            "POST",
            "/devices/import",
            json!({ "dry_run": false, "entries": format!("{AGENT},GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") }),
        ),
    ] {
        let refused = app.send(method, path, &held, Some(&body)).await;
        assert_eq!(refused.status, 403, "{method} {path}: {refused:?}");
        refused.refused(403, "recovery_hold");
    }
    assert_eq!(crate::attacks::dump(&app).await, before);
    app.send("DELETE", &webhook, &held, None).await.ok();
}
