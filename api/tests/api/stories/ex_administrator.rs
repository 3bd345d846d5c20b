//! Somebody who was an administrator until a moment ago.

use crate::support::{ADMIN, AGENT, PASSWORD, TestApp};
use serde_json::{Value, json};

/// S-09, S-08, D-14, A-02: demoted, the live session does nothing of the kind at the next request;
/// disabled, nothing that was kept opens anything, and coming back revives none of it.
#[actix_web::test]
async fn an_ex_administrator_has_nothing_left() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "admin").await;
    let member = format!("/members/{id}");
    let session = app.session_of(AGENT).await;
    let kept = app.session_of(AGENT).await;
    let flow = app.send("POST", "/me/enrollment", &session, None).await;
    let flow = flow.ok().text("/flow_token");
    app.prove_mailbox(&flow).await;
    app.get("/enrollment/device", &flow).await.ok();
    app.get("/policy", &session).await.ok();

    let role = |role: &str| json!({ "role": role });
    app.send("PATCH", &member, &admin, Some(&role("agent")))
        .await
        .ok();
    let own = app.get("/me", &admin).await.text("/id");
    let others = format!("/members/{own}");
    let invitation = json!({ "email": "eve@example.net", "display_name": "Eve", "role": "admin" });
    for (method, path, body) in [
        ("GET", "/members", Value::Null),
        ("GET", "/policy", Value::Null),
        ("POST", "/members", invitation),
        ("PATCH", &member, role("admin")),
        ("PATCH", &others, role("agent")),
        ("DELETE", &others, Value::Null),
    ] {
        let body = Some(&body).filter(|body| !body.is_null());
        app.send(method, path, &session, body)
            .await
            .refused(403, "forbidden");
    }
    // Promoted again, the same session may again: the role is read at every request.
    app.send("PATCH", &member, &admin, Some(&role("helpdesk")))
        .await
        .ok();
    app.get("/members", &session).await.ok();
    app.get("/policy", &session).await.refused(403, "forbidden");

    let status = |status: &str| json!({ "status": status });
    app.send("PATCH", &member, &admin, Some(&status("disabled")))
        .await
        .ok();
    for round in ["disabled", "active again"] {
        for token in [&session, &kept] {
            let me = app.get("/me", token).await;
            assert_eq!(me.status, 401, "{round}");
        }
        let shown = app.get("/enrollment/device", &flow).await;
        shown.refused(401, "flow_expired");
        if round == "disabled" {
            let body = json!({ "email": AGENT, "password": PASSWORD });
            app.post("/sign-in", "", &body)
                .await
                .refused(401, "invalid_credentials");
            app.send("PATCH", &member, &admin, Some(&status("active")))
                .await
                .ok();
        }
    }
    app.session_of(AGENT).await;
    assert_eq!(app.get("/me", &admin).await.text("/email"), ADMIN);
}
