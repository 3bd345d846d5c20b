//! An administrator whose recovery by e-mail is held.

use crate::recovery::sign_in;
use crate::recovery_hold::{decide, reset_by_mail};
use crate::support::{ADMIN, AGENT, TestApp};
use serde_json::json;

/// F3a: who came by the mailbox of an administrator without a device leaves nobody behind who could end the hold, or keep
/// the organization after it: no administrator or helpdesk member is made, promoted, moved to another mailbox or
/// helped. Agents are looked after as before, and a code opens everything.
#[actix_web::test]
async fn a_mailbox_makes_no_administrator() {
    let (app, admin) = TestApp::with_admin().await;
    let agent = app.invite(&admin, AGENT, "agent").await;
    let second = app.invite(&admin, "second@example.com", "admin").await;
    reset_by_mail(&app, ADMIN).await;
    reset_by_mail(&app, "second@example.com").await;
    let thief = sign_in(&app, ADMIN).await.ok().text("/session/token");
    let new =
        |role: &str| json!({ "email": "mine@evil.example", "display_name": "Mine", "role": role });
    for role in ["admin", "helpdesk"] {
        app.post("/members", &thief, &new(role))
            .await
            .refused(403, "forbidden");
        let promoted = json!({ "role": role });
        app.send(
            "PATCH",
            &format!("/members/{agent}"),
            &thief,
            Some(&promoted),
        )
        .await
        .refused(403, "forbidden");
    }
    let batch = json!({ "members": [new("admin")] });
    let batch = app.post("/members/batch", &thief, &batch).await;
    assert!(batch.status < 300, "{batch:?}");
    let moved = json!({ "email": "mine@evil.example", "reason": "Moved" });
    app.send("PATCH", &format!("/members/{second}"), &thief, Some(&moved))
        .await
        .refused(403, "forbidden");
    decide(&app, &thief, &second, "approve")
        .await
        .refused(403, "forbidden");
    let renamed = json!({ "display_name": "Jo Doe" });
    app.send(
        "PATCH",
        &format!("/members/{agent}"),
        &thief,
        Some(&renamed),
    )
    .await
    .ok();
    let members = app.get("/members", &thief).await.ok().body;
    assert!(!members.to_string().contains("evil"), "{members}");
}
