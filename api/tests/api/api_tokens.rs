//! API tokens: made by administrators, used by programs, ended for all nodes at once (K-01 to K-04).

use crate::recovery::agent_with_phone;
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, Answer, PASSWORD, TestApp};
use diesel::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use shared_types::api_tokens::Scope;
use std::time::Duration;
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::api_tokens;
use twostep::record::audit::Action;

pub(crate) const SECOND: &str = "second@example.com";

/// `POST /api-tokens` with these scopes.
pub(crate) async fn make(app: &TestApp, admin: &str, scopes: &[&str]) -> Answer {
    let body = json!({ "name": "Ticket system", "scopes": scopes });
    app.post("/api-tokens", admin, &body).await
}

/// A token with these scopes.
pub(crate) async fn token(app: &TestApp, admin: &str, scopes: &[&str]) -> String {
    make(app, admin, scopes).await.ok().text("/token")
}

/// A second administrator, signed in.
pub(crate) async fn second_admin(app: &TestApp, admin: &str) -> (String, String) {
    let id = app.invite(admin, SECOND, "admin").await;
    (id, app.session_of(SECOND).await)
}

pub(crate) async fn reauthenticate(app: &TestApp, session: &str) {
    let body = json!({ "password": PASSWORD });
    app.post("/me/reauthenticate", session, &body).await.ok();
}

/// K-01 (format), K-01 (hash), K-01 (once): 64 characters in the published form, of which the database has the
/// SHA-256 of the secret part; no list, record or mail shows more than the name.
#[actix_web::test]
async fn a_token_is_shown_once() {
    let (app, admin) = TestApp::with_admin().await;
    let made = make(&app, &admin, &["members:read"]).await;
    assert_eq!(made.status, 201);
    let shown = made.text("/token");
    let is_in_form = shown.len() == 64
        && shown.starts_with("tsk_")
        && shown[4..].bytes().all(|byte| byte.is_ascii_alphanumeric());
    assert!(is_in_form, "{shown}");
    let verifier = |connection: &mut DbConnection| {
        api_tokens::table
            .select(api_tokens::verifier)
            .get_result::<Vec<u8>>(connection)
    };
    let kept = app.context.db.read(verifier).await.expect("a token");
    let secret = &shown[4 + 11..4 + 11 + 43];
    assert_eq!(kept, Sha256::digest(secret.as_bytes()).to_vec());
    let list = app.get("/api-tokens", &admin).await.ok();
    let details = details_of(&app.context.db, Action::ApiTokenCreated).await;
    let mails = app.mails("api_token_made").await;
    for told in [
        list.body.to_string(),
        json!(details).to_string(),
        json!(mails).to_string(),
    ] {
        assert!(
            told.contains("Ticket system") && !told.contains(secret),
            "{told}"
        );
    }
    assert_eq!(list.body["items"][0]["owner"]["display_name"], "Ada Admin");
    assert_eq!(list.body["items"][0]["state"], "active");
    assert_eq!(
        list.body["items"][0]["made_by"],
        list.body["items"][0]["owner"]["id"]
    );
    assert_eq!(details[0]["token"], list.body["items"][0]["id"]);
}

/// K-02 (scope), K-03 (scope): a token does what it was made for and nothing else, at every route that a scope opens.
#[actix_web::test]
async fn scopes_open_their_routes_alone() {
    let (app, admin) = TestApp::with_admin().await;
    let member = app.invite(&admin, AGENT, "agent").await;
    let policy = app.get("/policy", &admin).await.ok();
    let put = json!({
        "two_step": "optional",
        "recovery": "wait",
        "version": policy.body["version"],
    });
    let reason = json!({ "reason": "Called back" });
    let wrong_code = json!({ "member": AGENT, "code": "000000" });
    let path = |rest: &str| format!("/members/{member}{rest}");
    let asked = json!({ "user": "nobody@example.com", "password": "wrong by far" });
    let radius = || "/radius/authorize".to_owned();
    let routes: [(&str, &str, String, Option<Value>); 9] = [
        ("members:read", "GET", "/members".to_owned(), None),
        ("members:read", "GET", path(""), None),
        (
            "members:write",
            "PATCH",
            path(""),
            Some(json!({ "display_name": "Jo" })),
        ),
        ("policy:read", "GET", "/policy".to_owned(), None),
        ("policy:read", "GET", "/policy/preview".to_owned(), None),
        ("devices:reset", "POST", path("/device-reset"), Some(reason)),
        (
            "verifications:write",
            "POST",
            "/verifications".to_owned(),
            Some(wrong_code),
        ),
        ("policy:write", "PUT", "/policy".to_owned(), Some(put)),
        ("radius:authorize", "POST", radius(), Some(asked)),
    ];
    for scope in Scope::ALL.iter().map(|scope| scope.as_str()) {
        let token = token(&app, &admin, &[scope]).await;
        for (needed, method, path, body) in &routes {
            let answer = app.send(method, path, &token, body.as_ref()).await;
            if *needed == scope {
                // Nothing is to be reset; everything else is done.
                let is_done = answer.status == 200 || answer.body["code"] == "conflict";
                assert!(is_done, "{scope} {method} {path}: {answer:?}");
            } else {
                answer.refused(403, "insufficient_scope");
                let detail = answer.text("/detail");
                assert!(detail.contains(needed), "{detail}");
            }
        }
    }
}

/// K-02 (scope): what the record and the devices have scopes of their own for is not told with a member.
#[actix_web::test]
async fn support_is_told_to_who_may_help() {
    let (app, admin) = TestApp::with_admin().await;
    let path = format!("/members/{}", app.invite(&admin, AGENT, "agent").await);
    for (scopes, is_told) in [
        (&["members:read"][..], false),
        (&["members:read", "devices:reset"], true),
    ] {
        let token = token(&app, &admin, scopes).await;
        let member = app.get(&path, &token).await.ok();
        assert_eq!(member.body["support"].is_object(), is_told, "{scopes:?}");
    }
}

/// K-02 (carrier): a token counts in `Authorization: Bearer` and nowhere else; a mistyped one is told so.
#[actix_web::test]
async fn a_token_comes_as_bearer_alone() {
    let (app, admin) = TestApp::with_admin().await;
    let token = token(&app, &admin, &["members:read"]).await;
    app.get("/members", &token).await.ok();
    let with = |name: &str, value: String| app.request("GET", "/members").header(name, value);
    for request in [
        app.request("GET", "/members")
            .basic_auth("token", Some(&token)),
        app.request("GET", "/members").basic_auth(&token, Some("")),
        with("cookie", format!("__Host-tsv={token}")),
        with("x-api-key", token.clone()),
        app.request("GET", &format!("/members?limit=1&access_token={token}")),
    ] {
        let answer = app.finish(request).await;
        assert!([401, 422].contains(&answer.status), "{answer:?}");
    }
    let (rest, last) = token.split_at(token.len() - 1);
    let mistyped = format!("{rest}{}", if last == "x" { "y" } else { "x" });
    let answer = app.get("/members", &mistyped).await;
    answer.refused(401, "unauthenticated");
    assert!(
        answer.text("/detail").contains("a letter is missing"),
        "{answer:?}"
    );
}

/// K-02 (agents), K-04 (tokens), K-04 (authenticators), K-04 (passwords), K-04 (flow): a token makes no tokens,
/// touches nothing that is its owner's, finishes no flow, gives no role, sets no address and acts on agents alone.
#[actix_web::test]
async fn a_token_makes_no_tokens_and_acts_on_agents_alone() {
    let (app, admin) = TestApp::with_admin().await;
    let agent = app.invite(&admin, AGENT, "agent").await;
    let (other, _) = second_admin(&app, &admin).await;
    let all: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
    let made = make(&app, &admin, &all).await.ok();
    let (token, id) = (made.text("/token"), made.text("/id"));
    let body = json!({ "name": "More", "scopes": ["members:read"] });
    app.post("/api-tokens", &token, &body)
        .await
        .refused(403, "forbidden");
    app.get("/api-tokens", &token)
        .await
        .refused(403, "forbidden");
    for (method, path) in [
        ("DELETE", format!("/api-tokens/{id}")),
        ("POST", format!("/api-tokens/{id}/take-over")),
        ("POST", format!("/api-tokens/{id}/hand-over/accept")),
        ("POST", format!("/api-tokens/{id}/hand-over/decline")),
        ("GET", "/me".to_owned()),
        ("GET", "/me/sessions".to_owned()),
        ("POST", "/me/enrollment".to_owned()),
        ("DELETE", "/session".to_owned()),
    ] {
        app.send(method, &path, &token, None)
            .await
            .refused(403, "forbidden");
    }
    let password = json!({ "current_password": PASSWORD, "new_password": "another long password" });
    app.post("/me/password", &token, &password)
        .await
        .refused(403, "forbidden");
    let enrolled = app.send("GET", "/enrollment/device", &token, None).await;
    assert_eq!(enrolled.status, 401, "no flow: {enrolled:?}");
    let code = json!({ "code": "123456" });
    app.post("/sign-in/code", &token, &code)
        .await
        .refused(401, "flow_expired");
    let patch = |id: &str, body: Value| {
        let (path, token) = (format!("/members/{id}"), token.clone());
        let app = &app;
        async move { app.send("PATCH", &path, &token, Some(&body)).await }
    };
    for role in ["helpdesk", "admin"] {
        patch(&agent, json!({ "role": role }))
            .await
            .refused(403, "forbidden");
        let body = json!({ "email": "new@example.com", "display_name": "New", "role": role });
        app.post("/members", &token, &body)
            .await
            .refused(403, "forbidden");
    }
    let moved = json!({ "email": "thief@example.net", "reason": "Moved" });
    patch(&agent, moved).await.refused(403, "forbidden");
    patch(&other, json!({ "display_name": "Nobody" }))
        .await
        .refused(403, "forbidden");
    patch(&agent, json!({ "display_name": "Jo Agent" }))
        .await
        .ok();
    let own = app.get("/api-tokens/self", &token).await.ok();
    assert_eq!(own.body["scopes"].as_array().map(Vec::len), Some(all.len()));
    assert_eq!(
        (own.text("/id"), own.text("/organization")),
        (id, "Acme Support".to_owned())
    );
    app.get("/api-tokens/self", &admin)
        .await
        .refused(403, "forbidden");
}

/// K-03 (role), K-03 (state), K-03 (policy): what a token may do follows its owner at once. That the owner is an
/// administrator again revives none: somebody takes it over, and so knows that it is there.
#[actix_web::test]
async fn a_token_follows_its_owner() {
    let (app, admin) = TestApp::with_admin().await;
    let (owner, second) = second_admin(&app, &admin).await;
    let token = token(&app, &second, &["members:read"]).await;
    let seen = || app.get("/members", &token);
    let list = app.get("/api-tokens", &admin).await.ok();
    let path = format!("/api-tokens/{}/take-over", list.text("/items/0/id"));
    let change = |body: Value| {
        let (path, admin) = (format!("/members/{owner}"), admin.clone());
        let app = &app;
        async move { app.send("PATCH", &path, &admin, Some(&body)).await.ok() }
    };
    seen().await.ok();
    for (there, back) in [
        (json!({ "role": "helpdesk" }), json!({ "role": "admin" })),
        (
            json!({ "status": "disabled" }),
            json!({ "status": "active" }),
        ),
    ] {
        change(there).await;
        seen().await.refused(401, "unauthenticated");
        let lost = async || {
            let list = app.get("/api-tokens", &admin).await.ok();
            assert_eq!(list.body["items"][0]["state"], "owner_lost");
        };
        lost().await;
        change(back).await;
        seen().await.refused(401, "unauthenticated");
        lost().await;
        let owner = app.session_of(SECOND).await;
        app.send("POST", &path, &owner, None).await.ok();
        seen().await.ok();
    }
    // The policy asks for a second step that the session which made the token had not.
    let (_, admin) = app.set_up_phone(&admin).await;
    let policy = app.get("/policy", &admin).await.ok();
    let required = json!({
        "two_step": "required",
        "recovery": "wait",
        "version": policy.body["version"],
    });
    app.send("PUT", "/policy", &admin, Some(&required))
        .await
        .ok();
    seen().await.refused(403, "second_step_required");
}

/// K-03: another administrator takes a token over, with a fresh session; who made it stays known.
#[actix_web::test]
async fn a_token_is_taken_over() {
    let (app, admin) = TestApp::with_admin().await;
    let (owner, second) = second_admin(&app, &admin).await;
    let made = make(&app, &second, &["members:read"]).await.ok();
    let (token, id) = (made.text("/token"), made.text("/id"));
    let disabled = json!({ "status": "disabled" });
    let path = format!("/members/{owner}");
    app.send("PATCH", &path, &admin, Some(&disabled)).await.ok();
    app.get("/members", &token)
        .await
        .refused(401, "unauthenticated");
    let path = format!("/api-tokens/{id}/take-over");
    app.clock.advance(Duration::from_mins(6));
    app.send("POST", &path, &admin, None)
        .await
        .refused(403, "reauthentication_required");
    reauthenticate(&app, &admin).await;
    let taken = app.send("POST", &path, &admin, None).await.ok();
    assert_eq!(taken.text("/owner/display_name"), "Ada Admin");
    assert_eq!(taken.text("/made_by"), owner);
    app.get("/members", &token).await.ok();
    let details = details_of(&app.context.db, Action::ApiTokenTakenOver).await;
    assert_eq!(details[0]["made_by"], json!(owner));
}

/// tokens are made, seen and ended by administrators of the organization, with a fresh session.
#[actix_web::test]
async fn tokens_are_for_administrators() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    app.invite(&admin, "help@example.com", "helpdesk").await;
    let id = make(&app, &admin, &["members:read"]).await.ok().text("/id");
    let path = format!("/api-tokens/{id}");
    for email in [AGENT, "help@example.com"] {
        let session = app.session_of(email).await;
        app.get("/api-tokens", &session)
            .await
            .refused(403, "forbidden");
        make(&app, &session, &["members:read"])
            .await
            .refused(403, "forbidden");
        app.send("DELETE", &path, &session, None)
            .await
            .refused(403, "forbidden");
    }
    let stranger = crate::attacks::other_administrator(&app).await;
    assert_eq!(
        app.get("/api-tokens", &stranger).await.ok().body["items"],
        json!([])
    );
    app.send("DELETE", &path, &stranger, None)
        .await
        .refused(404, "not_found");
    app.clock.advance(Duration::from_mins(6));
    make(&app, &admin, &["members:read"])
        .await
        .refused(403, "reauthentication_required");
    reauthenticate(&app, &admin).await;
    for body in [
        json!({ "name": " ", "scopes": ["members:read"] }),
        json!({ "name": "x", "scopes": [] }),
        json!({ "name": "x", "scopes": ["everything"] }),
        json!({ "name": "x", "scopes": ["members:read"], "role": "admin" }),
    ] {
        app.post("/api-tokens", &admin, &body)
            .await
            .refused(422, "invalid_input");
    }
}

/// D-09: while a mailbox alone recovered the account, it makes no token that outlives the hold.
#[actix_web::test]
async fn no_token_is_made_while_recovery_is_held() {
    let (app, _) = TestApp::with_admin().await;
    crate::recovery_hold::reset_by_mail(&app, ADMIN).await;
    let answer = crate::recovery::sign_in(&app, ADMIN).await.ok();
    make(&app, &answer.text("/session/token"), &["members:read"])
        .await
        .refused(403, "recovery_hold");
}

/// The programs of one organization act in no other.
#[actix_web::test]
async fn a_token_acts_in_its_organization() {
    let (app, admin, _) = agent_with_phone().await;
    let stranger = crate::attacks::other_administrator(&app).await;
    let token = token(&app, &stranger, &["members:read", "verifications:write"]).await;
    reauthenticate(&app, &admin).await;
    let list = app.get("/members", &token).await.ok();
    assert!(!list.body.to_string().contains(AGENT), "{list:?}");
    let body = json!({ "member": AGENT, "code": "000000" });
    app.post("/verifications", &token, &body)
        .await
        .refused(404, "not_found");
}
