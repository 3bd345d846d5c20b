//! Members: invited, listed, changed, helped, removed.

use crate::support::{ADMIN, AGENT, PASSWORD, TestApp};
use serde_json::json;
use std::time::Duration;

#[actix_web::test]
async fn an_invitation_works_once() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let token = app.newest_mail("invitation").await["content"]["token"].clone();
    let again = json!({ "token": token, "password": PASSWORD });
    app.post("/invitations/accept", "", &again)
        .await
        .refused(401, "invalid_token");
    app.session_of(AGENT).await;
}

/// B13: a member who accepts in a German browser is written to in German from then on, and has chosen
/// nothing.
#[actix_web::test]
async fn an_accepted_invitation_speaks_the_browsers_language() {
    let (app, admin) = TestApp::with_admin().await;
    let body = json!({ "email": AGENT, "display_name": "Jo Doe" });
    app.post("/members", &admin, &body).await.ok();
    let token = app.newest_mail("invitation").await["content"]["token"].clone();
    let request = app
        .request("POST", "/invitations/accept")
        .header("Accept-Language", "de-AT, de;q=0.9, en;q=0.5")
        .json(&json!({ "token": token, "password": PASSWORD }));
    app.finish(request).await.ok();
    let session = app.session_of(AGENT).await;
    assert_eq!(app.get("/me", &session).await.body.get("locale"), None);
    app.set_up_phone(&session).await;
    assert_eq!(app.newest_mail("device_added").await["locale"], "de");
}

/// P-03, P-04 (set, reason): a weak password is refused with the reason, and the invitation stays good.
#[actix_web::test]
async fn a_weak_password_loses_nothing() {
    let (app, admin) = TestApp::with_admin().await;
    let body = json!({ "email": AGENT, "display_name": "Jo Doe" });
    app.post("/members", &admin, &body).await.ok();
    let token = app.newest_mail("invitation").await["content"]["token"].clone();
    for (password, code) in [("short", "too_short"), ("password1234567", "too_common")] {
        let weak = json!({ "token": token, "password": password });
        let answer = app.post("/invitations/accept", "", &weak).await;
        answer.refused(422, "invalid_input");
        assert_eq!(answer.text("/errors/0/code"), code);
    }
    app.post(
        "/invitations/accept",
        "",
        &json!({ "token": token, "password": PASSWORD }),
    )
    .await
    .ok();
}

/// Review F12: a link that leaked before its member was disabled stays void when the member is enabled
/// again; a new invitation works.
#[actix_web::test]
async fn disabling_an_invited_member_voids_the_link() {
    let (app, admin) = TestApp::with_admin().await;
    let body = json!({ "email": AGENT, "display_name": "Jo Doe" });
    let id = app.post("/members", &admin, &body).await.ok().text("/id");
    let leaked = app.newest_mail("invitation").await["content"]["token"].clone();
    let leaked = json!({ "token": leaked, "password": PASSWORD });
    let member = format!("/members/{id}");
    for status in ["disabled", "active"] {
        let body = json!({ "status": status });
        app.send("PATCH", &member, &admin, Some(&body)).await.ok();
        app.post("/invitations/accept", "", &leaked)
            .await
            .refused(401, "invalid_token");
    }
    assert_eq!(app.get(&member, &admin).await.text("/status"), "invited");
    app.clock.advance(Duration::from_mins(1));
    app.send("POST", &format!("{member}/invitation"), &admin, None)
        .await
        .ok();
    let token = app.newest_mail("invitation").await["content"]["token"].clone();
    let body = json!({ "token": token, "password": PASSWORD });
    app.post("/invitations/accept", "", &body).await.ok();
}

/// A-04 (delete, demote, disable): the last administrator stays.
#[actix_web::test]
async fn the_last_administrator_stays() {
    let (app, admin) = TestApp::with_admin().await;
    let me = format!("/members/{}", app.get("/me", &admin).await.text("/id"));
    for body in [json!({ "role": "agent" }), json!({ "status": "disabled" })] {
        app.send("PATCH", &me, &admin, Some(&body))
            .await
            .refused(409, "conflict");
    }
    app.send("DELETE", &me, &admin, None)
        .await
        .refused(409, "conflict");
    let other = app.invite(&admin, AGENT, "admin").await;
    app.send("PATCH", &me, &admin, Some(&json!({ "role": "agent" })))
        .await
        .ok();
    // S-09: the role is read at every request.
    app.get("/members", &admin).await.refused(403, "forbidden");
    let agent = app.session_of(AGENT).await;
    app.send("DELETE", &format!("/members/{other}"), &agent, None)
        .await
        .refused(409, "conflict");
}

/// S-08 (delete): the session and the open sign-in of a member who is deleted end with the next request.
#[actix_web::test]
async fn deleting_ends_sessions_and_flows_at_once() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    let session = app.session_of(AGENT).await;
    let (_, session) = app.set_up_phone(&session).await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let path = format!("/members/{id}");
    let deleted = app.send("DELETE", &path, &admin, None).await;
    assert_eq!(deleted.status, 204);
    app.get("/me", &session)
        .await
        .refused(401, "unauthenticated");
    assert_eq!(app.get("/sign-in", &flow).await.status, 401);
}

/// S-08 (disable): a disabled member's sessions end with the next request.
#[actix_web::test]
async fn disabling_ends_sessions_at_once() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    let body = json!({ "status": "disabled" });
    app.send("PATCH", &format!("/members/{id}"), &admin, Some(&body))
        .await
        .ok();
    app.get("/me", &agent).await.refused(401, "unauthenticated");
    app.send(
        "PATCH",
        &format!("/members/{id}"),
        &admin,
        Some(&json!({ "status": "active" })),
    )
    .await
    .ok();
    app.get("/me", &agent).await.refused(401, "unauthenticated");
    app.session_of(AGENT).await;
}

/// agents see no member; A-03: no body sets what is not its business.
#[actix_web::test]
async fn roles_and_fields_are_checked() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    for (method, path) in [
        ("GET", "/members".to_owned()),
        ("GET", format!("/members/{id}")),
        ("DELETE", format!("/members/{id}")),
        ("GET", "/policy".to_owned()),
        ("GET", "/policy/preview".to_owned()),
        ("POST", format!("/members/{id}/unlock")),
    ] {
        app.send(method, &path, &agent, None)
            .await
            .refused(403, "forbidden");
    }
    for field in [
        "epoch",
        "organization_id",
        "password",
        "email_normal",
        "email",
    ] {
        let body = json!({ "display_name": "X", field: "1" });
        let answer = app
            .send("PATCH", &format!("/members/{id}"), &admin, Some(&body))
            .await;
        answer.refused(422, "invalid_input");
    }
}

#[actix_web::test]
async fn a_list_comes_in_pages_and_filters() {
    let (app, admin) = TestApp::with_admin().await;
    for n in 0..5 {
        let body =
            json!({ "email": format!("m{n}@example.com"), "display_name": format!("Member {n}") });
        app.post("/members", &admin, &body).await.ok();
    }
    let first = app.get("/members?limit=4", &admin).await.ok();
    assert_eq!(first.body["items"].as_array().map(Vec::len), Some(4));
    let next = format!("/members?limit=4&cursor={}", first.text("/next_cursor"));
    let second = app.get(&next, &admin).await.ok();
    assert_eq!(second.body["items"].as_array().map(Vec::len), Some(2));
    assert!(second.body.get("next_cursor").is_none());
    let invited = app
        .get("/members?status=invited&search=member%204", &admin)
        .await
        .ok();
    assert_eq!(invited.text("/items/0/email"), "m4@example.com");
    app.get("/members?limit=0", &admin)
        .await
        .refused(422, "invalid_input");
    app.get("/members?cursor=x", &admin)
        .await
        .refused(422, "invalid_input");
    app.get("/members?colour=red", &admin)
        .await
        .refused(422, "invalid_input");
}

/// A-09 (secret, sign-in): a reset removes the device, ends sessions, tells the owner and shows no secret.
/// F18: mails take links out of the reason (`foreign_text_brings_no_link`); the record keeps what was typed.
#[actix_web::test]
async fn a_device_reset_helps_without_a_secret() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    let (_, agent) = app.set_up_phone(&agent).await;
    let path = format!("/members/{id}/device-reset");
    app.post(&path, &admin, &json!({ "reason": " " }))
        .await
        .refused(422, "invalid_input");
    let reason = "Phone lost, confirm at https://evil.example/login or evil.example";
    let reset = app
        .post(&path, &admin, &json!({ "reason": reason }))
        .await
        .ok();
    assert_eq!(reset.text("/two_step/state"), "not_set_up");
    let said = reset.body.to_string();
    let gives_more = ["secret", "token", "session", "otpauth"]
        .into_iter()
        .find(|w| said.contains(w));
    assert_eq!(gives_more, None, "{said}");
    assert!(!reset.headers.contains_key("set-cookie"));
    app.get("/me", &agent).await.refused(401, "unauthenticated");
    let mails = app.mails("device_reset").await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0]["content"]["notice"]["reason"], reason);
    // Nobody resets himself.
    let me = app.get("/me", &admin).await.text("/id");
    let own = format!("/members/{me}/device-reset");
    app.post(&own, &admin, &json!({ "reason": "x" }))
        .await
        .refused(403, "forbidden");
    assert_eq!(app.get("/me", &admin).await.text("/email"), ADMIN);
}
