//! What administrators see of consoles that are being set up, and what members see of those that are.

use crate::forward_support::{DESK, register_desk};
use crate::oauth_support::{
    CALLBACK, Console, Shown, VERIFIER, browse, browser_session, browser_session_with, form,
    register, still,
};
use crate::recovery::{agent_with_phone, agent_with_phone_at};
use crate::support::{ADMIN, AGENT, TestApp};
use serde_json::{Value, json};
use std::time::Duration;
use twostep::application::sweeper::sweep_once;

/// The events of a console, as they stand once they are written down.
async fn events(console: &Console<'_>, admin: &str) -> Vec<Value> {
    let app = console.app;
    app.context.notes.write(&app.context.db).await;
    let path = format!("/clients/{}/events", console.id);
    let answer = app.get(&path, admin).await.ok();
    answer.body["events"].as_array().expect("a list").clone()
}

/// The newest reason.
async fn reason(console: &Console<'_>, admin: &str) -> (String, String, Value) {
    let newest = events(console, admin).await[0].clone();
    let text = |name: &str| newest[name].as_str().unwrap_or_default().to_owned();
    (text("kind"), text("reason"), newest["detail"].clone())
}

/// Issue 16, part 5: an administrator sees on every node what came in, newest first, and how well the person was
/// authenticated.
#[actix_web::test]
async fn what_came_of_a_console_is_shown() {
    let (app, admin, phone) = agent_with_phone().await;
    let console = register(&app, &admin, &json!({})).await;
    assert_eq!(events(&console, &admin).await, Vec::<Value>::new());
    let session = browser_session_with(&app, AGENT, &phone).await;
    let code = console.start(&session, &[]).await.code();
    app.clock.advance(Duration::from_secs(1));
    let tokens = console.redeem(&code, &[]).await.json();
    app.clock.advance(Duration::from_secs(1));
    let access = tokens["access_token"].as_str().expect("a token");
    assert_eq!(console.userinfo(access).await.status, 200);
    let shown = events(&console, &admin).await;
    let kinds: Vec<&str> = shown
        .iter()
        .filter_map(|event| event["kind"].as_str())
        .collect();
    let expected = [
        "userinfo_read",
        "code_redeemed",
        "signed_in",
        "authorize_requested",
    ];
    assert_eq!(kinds, expected);
    assert!(shown.iter().all(|event| event["outcome"] == "success"));
    for at in [1, 2] {
        assert_eq!(shown[at]["detail"]["acr"], "urn:twostep:aal2");
    }
    let other = app.another_node();
    let path = format!("/clients/{}/events", console.id);
    let elsewhere = other.get(&path, &admin).await.ok().body;
    assert_eq!(elsewhere["events"], json!(shown));
    let list = app.get("/clients", &admin).await.ok().body["items"].clone();
    assert_eq!(list[0]["last_used_at"], shown[2]["at"]);
    let stranger = crate::attacks::other_administrator(&app).await;
    app.get(&path, &stranger).await.refused(404, "not_found");
}

/// Issue 16, part 5: a console whose proxy asks is seen to work once the browser is back with its code, which nobody
/// redeems at `/oauth/token`; a code that does not fit is no success.
#[actix_web::test]
async fn the_way_back_through_a_proxy_is_shown() {
    let (app, admin, phone) = agent_with_phone_at(TestApp::start().behind_a_proxy()).await;
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    let session = browser_session_with(&app, AGENT, &phone).await;
    let (start, target) = desk.leave("/").await;
    let back = desk.come_back(&session, &target).await;
    let kinds = async || {
        app.context.notes.write(&app.context.db).await;
        let path = format!("/clients/{}/events", desk.id);
        let answer = app.get(&path, &admin).await.ok();
        let list = answer.body["events"].as_array().expect("a list").clone();
        let kind = |event: &Value| event["kind"].as_str().map(str::to_owned);
        let kinds: Vec<String> = list.iter().filter_map(kind).collect();
        (kinds, list[0]["detail"]["acr"].clone())
    };
    let without_cookie = Shown::of(desk.pass_on(&back, "")).await;
    assert_eq!(without_cookie.status, 400);
    assert!(!kinds().await.0.contains(&"code_redeemed".to_owned()));
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(Shown::of(desk.pass_on(&back, &start)).await.status, 303);
    let (shown, acr) = kinds().await;
    assert_eq!(shown, ["code_redeemed", "signed_in", "authorize_requested"]);
    assert_eq!(acr, "urn:twostep:aal2");
}

/// Issue 16, part 5: a wrong address is named by what differs, with both, and never followed.
#[actix_web::test]
async fn a_wrong_redirect_uri_is_named() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    for (wrong, named) in [
        ("https://remote.example.com/callback/", "redirect_uri_slash"),
        ("http://remote.example.com/callback", "redirect_uri_scheme"),
        (
            "https://remote.example.com:8443/callback",
            "redirect_uri_port",
        ),
        ("https://10.0.0.7/callback", "redirect_uri_host"),
        ("https://remote.example.com/else", "redirect_uri_path"),
        (
            "https://remote.example.com/callback?a=b",
            "redirect_uri_query",
        ),
        ("https://evil.example/x", "redirect_uri_unknown"),
        ("", "redirect_uri_missing"),
    ] {
        app.clock.advance(Duration::from_secs(1));
        let answer = console.start("", &[("redirect_uri", wrong)]).await;
        assert_eq!(answer.status, 400, "{wrong}");
        let (kind, reason, detail) = reason(&console, &admin).await;
        assert_eq!((&*kind, &*reason), ("authorize_requested", named));
        if !wrong.is_empty() {
            assert_eq!(detail["presented"], wrong);
            assert_eq!(detail["registered"], CALLBACK);
        }
    }
}

/// Issue 16, part 5; RFC 6749 §5.2, RFC 7636 §4.6: what the console is told in one word, the administrator is told closely.
#[actix_web::test]
async fn a_refused_redemption_is_explained() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let other = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let code = console.start(&session, &[]).await.code();
    let foreign = other.start(&session, &[]).await.code();
    let wrong = VERIFIER.replace('d', "e");
    for (code, more, named) in [
        (code.as_str(), ("code_verifier", ""), "verifier_missing"),
        (&code, ("code_verifier", &*wrong), "verifier_wrong"),
        (
            &code,
            ("redirect_uri", "https://remote.example.com/"),
            "code_redirect_uri",
        ),
        (&code, ("grant_type", "refresh_token"), "grant_type"),
        ("tsg_x", ("scope", "x"), "code_unknown"),
        (&foreign, ("scope", "x"), "code_of_another"),
        ("", ("scope", "x"), "request_invalid"),
    ] {
        app.clock.advance(Duration::from_secs(1));
        let refused = console.redeem(code, &[more]).await;
        assert_eq!(refused.status, 400, "{named}: {}", refused.text);
        let (kind, reason, _) = reason(&console, &admin).await;
        assert_eq!((&*kind, &*reason), ("code_redeemed", named));
    }
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(console.redeem(&code, &[]).await.status, 200);
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(console.redeem(&code, &[]).await.status, 400);
    assert_eq!(reason(&console, &admin).await.1, "code_used");
    let late = console.start(&session, &[]).await.code();
    app.clock.advance(Duration::from_secs(61));
    assert_eq!(console.redeem(&late, &[]).await.status, 400);
    assert_eq!(reason(&console, &admin).await.1, "code_expired");
}

/// Issue 16, part 5: a console that does not prove itself, or whose clock is off, is told apart.
#[actix_web::test]
async fn a_wrong_secret_and_a_wrong_clock_are_named() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let public = json!({ "token_endpoint_auth_method": "none" });
    let public = register(&app, &admin, &public).await;
    let token = |console: &Console<'_>, secret: Option<&str>| {
        let body = format!("{}&client_id={}", form("x", &[]), console.id);
        let request = still(&app, "POST", "/oauth/token")
            .header("content-type", "application/x-www-form-urlencoded");
        match secret {
            Some(secret) => request
                .basic_auth(&console.id, Some(secret))
                .body(form("x", &[])),
            None => request.body(body),
        }
    };
    for (console, secret, named) in [
        (&console, Some("wrong"), "secret_wrong"),
        (&console, None, "secret_missing"),
        (&public, Some("wrong"), "secret_unneeded"),
    ] {
        app.clock.advance(Duration::from_secs(1));
        assert_eq!(Shown::of(token(console, secret)).await.status, 401);
        assert_eq!(reason(console, &admin).await.1, named);
    }
    app.clock.advance(Duration::from_secs(1));
    let late = httpdate(app.clock.now().seconds() - 90);
    let request = token(&console, Some(&console.secret)).header("date", late);
    assert_eq!(Shown::of(request).await.status, 400);
    let shown = events(&console, &admin).await;
    let clock = shown.iter().find(|event| event["reason"] == "clock_off");
    assert_eq!(clock.expect("an event")["detail"]["seconds"], -90);
}

fn httpdate(seconds: i64) -> String {
    let seconds = u64::try_from(seconds).expect("after 1970");
    let at = std::time::UNIX_EPOCH + Duration::from_secs(seconds);
    actix_web::http::header::HttpDate::from(at).to_string()
}

/// Issue 16, part 5; RFC 9700 §2.1.1: what is refused at the authorization endpoint is explained too.
#[actix_web::test]
async fn a_refused_start_is_explained() {
    let (app, admin) = TestApp::with_admin().await;
    let public = json!({ "token_endpoint_auth_method": "none", "allowed_roles": ["agent"] });
    let console = register(&app, &admin, &public).await;
    let session = browser_session(&app, ADMIN).await;
    for (more, kind, named) in [
        (
            vec![("code_challenge", ""), ("code_challenge_method", "")],
            "authorize_requested",
            "challenge_missing",
        ),
        (
            vec![("code_challenge_method", "plain")],
            "authorize_requested",
            "challenge_method",
        ),
        (
            vec![("response_type", "id_token")],
            "authorize_requested",
            "response_type",
        ),
        (
            vec![("scope", "email")],
            "authorize_requested",
            "scope_missing",
        ),
        (
            vec![("max_age", "x")],
            "authorize_requested",
            "request_invalid",
        ),
        (vec![], "signed_in", "person_not_admitted"),
    ] {
        app.clock.advance(Duration::from_secs(1));
        console.start(&session, &more).await;
        let newest = events(&console, &admin).await;
        let newest = newest.iter().find(|event| event["outcome"] == "failure");
        let newest = newest.expect("a refusal");
        let found = (newest["kind"].as_str(), newest["reason"].as_str());
        assert_eq!(found, (Some(kind), Some(named)));
        assert!(newest["detail"]["description"].is_string());
    }
    app.clock.advance(Duration::from_secs(1));
    let silent = console.start("", &[("prompt", "none")]).await;
    assert_eq!(silent.refused(), "login_required");
    let shown = events(&console, &admin).await;
    assert!(
        shown
            .iter()
            .any(|event| event["reason"] == "login_required")
    );
    let disabled = json!({ "is_disabled": true });
    app.send(
        "PATCH",
        &format!("/clients/{}", console.id),
        &admin,
        Some(&disabled),
    )
    .await
    .ok();
    app.clock.advance(Duration::from_secs(1));
    console.start(&session, &[]).await;
    assert_eq!(reason(&console, &admin).await.1, "client_disabled");
}

/// Issue 16, part 5: strangers who know a `client_id` fill neither memory nor disk, and what they did is forgotten.
#[actix_web::test]
async fn repeated_refusals_are_one_row() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    for turn in 0..3 {
        for number in 0..10 {
            let wrong = format!("https://evil.example/{turn}/{number}");
            console.start("", &[("redirect_uri", &wrong)]).await;
        }
        app.clock.advance(Duration::from_secs(2));
        let shown = events(&console, &admin).await;
        assert_eq!(shown.len(), 1);
        assert_eq!(shown[0]["count"], 10 * (turn + 1));
    }
    let session = browser_session(&app, ADMIN).await;
    console.start(&session, &[]).await.code();
    events(&console, &admin).await;
    app.clock.advance(Duration::from_hours(24 * 30 + 1));
    sweep_once(&app.context).await.expect("a database");
    let admin = app.session_of(ADMIN).await;
    let left = events(&console, &admin).await;
    assert_eq!(left.len(), 2);
    assert!(left.iter().all(|event| event["outcome"] == "success"));
    // What is noted of a console that is gone meanwhile is dropped.
    console
        .start("", &[("redirect_uri", "https://evil.example/")])
        .await;
    let path = format!("/clients/{}", console.id);
    app.send("DELETE", &path, &admin, None).await.ok();
    app.context.notes.write(&app.context.db).await;
    app.get(&format!("{path}/events"), &admin)
        .await
        .refused(404, "not_found");
}

async fn own_consoles(app: &TestApp, session: &str) -> Value {
    app.context.notes.write(&app.context.db).await;
    let answer = app.get("/me/consoles", session).await.ok();
    answer.body["items"].clone()
}

/// Issue 16, part 6: a member is offered what can be opened, and nothing else.
#[actix_web::test]
async fn a_member_sees_the_consoles_that_open() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let launch = "https://remote.example.com/login";
    let with = |more: Value| {
        let mut fields = json!({ "launch_uri": launch });
        let more = more.as_object().cloned().unwrap_or_default();
        fields.as_object_mut().expect("fields").extend(more);
        fields
    };
    let console = register(&app, &admin, &with(json!({ "name": "zeta" }))).await;
    let fresh = json!({ "name": "Alpha", "fresh_code": true, "minimum_acr": "urn:twostep:aal2" });
    register(&app, &admin, &with(fresh)).await;
    let others = json!({ "name": "Not for agents", "allowed_roles": ["admin"] });
    register(&app, &admin, &with(others)).await;
    register(&app, &admin, &json!({ "name": "No address" })).await;
    let off = register(&app, &admin, &with(json!({ "name": "Disabled" }))).await;
    let path = format!("/clients/{}", off.id);
    let body = json!({ "is_disabled": true });
    app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    let agent = app.session_of(AGENT).await;
    let list = own_consoles(&app, &agent).await;
    assert_eq!(list.as_array().map(Vec::len), Some(2), "{list}");
    assert_eq!(list[0]["name"], "Alpha");
    assert_eq!(list[0]["fresh_code"], true);
    assert_eq!(list[0]["needs_second_step"], true);
    assert_eq!(list[1]["name"], "zeta");
    assert_eq!(list[1]["launch_uri"], launch);
    assert_eq!(list[1]["needs_second_step"], false);
    assert!(list[1].get("last_used_at").is_none());
    let session = browser_session(&app, AGENT).await;
    console.start(&session, &[]).await.code();
    let list = own_consoles(&app, &agent).await;
    assert!(list[1]["last_used_at"].is_string(), "{list}");
    let answer = Shown::of(browse(&app, "/api/v1/me/consoles", "")).await;
    assert_eq!(answer.status, 401);
}
