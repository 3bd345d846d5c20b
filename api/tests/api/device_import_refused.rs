//! What keeps an import from beginning: wrong requests, and callers without the right.

use crate::device_import::{SECRET, counts, import, outcomes};
use crate::support::{AGENT, TestApp};
use serde_json::json;
use std::time::Duration;

/// H-01: what is wrong with the request as a whole is named, and nothing is read of what is too large.
#[actix_web::test]
async fn wrong_requests_are_refused() {
    let (app, admin) = TestApp::with_admin().await;
    let before = counts(&app).await;
    let line = format!("{AGENT},{SECRET}\n");
    for (body, field, code) in [
        (
            json!({ "dry_run": false, "entries": "\n \n" }),
            "entries",
            "required",
        ),
        (
            json!({ "dry_run": false, "entries": line.repeat(1001) }),
            "entries",
            "too_long",
        ),
        (
            json!({ "dry_run": false, "entries": line, "replace_within_days": 0 }),
            "replace_within_days",
            "invalid",
        ),
        (
            json!({ "dry_run": false, "entries": line, "replace_within_days": 366 }),
            "replace_within_days",
            "invalid",
        ),
        (
            json!({ "dry_run": false, "entries": line, "members": [{ "row": 2, "member": AGENT }] }),
            "members",
            "invalid",
        ),
    ] {
        let answer = app.post("/devices/import", &admin, &body).await;
        answer.refused(422, "invalid_input");
        assert_eq!(answer.field_errors(), [(field, code)]);
    }
    let large = json!({ "dry_run": true, "entries": "a".repeat(4 * 1024 * 1024) });
    app.post("/devices/import", &admin, &large)
        .await
        .refused(413, "too_large");
    assert_eq!(counts(&app).await, before);
}

/// K-04, S-12: an administrator in person, with a fresh session, of the own organization.
#[actix_web::test]
async fn only_administrators_who_proved_themselves_import() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let token = crate::api_tokens::token(&app, &admin, &["members:write", "devices:reset"]).await;
    let agent = app.session_of(AGENT).await;
    let stranger = crate::attacks::other_administrator(&app).await;
    let entries = format!("{AGENT},{SECRET}");
    let before = counts(&app).await[0];
    import(&app, &token, &entries, false)
        .await
        .refused(403, "forbidden");
    import(&app, &agent, &entries, false)
        .await
        .refused(403, "forbidden");
    let elsewhere = import(&app, &stranger, &entries, false).await.ok();
    assert_eq!(outcomes(&elsewhere), [("refused", "unknown_member")]);
    app.clock.advance(Duration::from_mins(6));
    import(&app, &admin, &entries, false)
        .await
        .refused(403, "reauthentication_required");
    assert_eq!(counts(&app).await[0], before);
}
