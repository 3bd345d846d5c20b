//! What a proxy is told of the browsers of a console: who passes, who signs in first, who may not.

use crate::forward_support::{DESK, Desk, WANTED, register_desk, registration_of_proxy, told};
use crate::oauth_support::{
    Shown, browser_session, browser_session_with, change, check_id_token, confirm, still,
};
use crate::recovery::agent_with_phone_at;
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, Phone, TestApp};
use serde_json::{Value, json};
use std::time::Duration;
use twostep::record::audit::Action;

/// An installation behind a proxy, an administrator, and an agent with a phone.
async fn behind_a_proxy() -> (TestApp, String, Phone) {
    agent_with_phone_at(TestApp::start().behind_a_proxy()).await
}

/// Every header of an identity, with its value.
fn identity(shown: &Shown) -> Vec<(&'static str, String)> {
    let names = [
        "remote-user",
        "remote-name",
        "remote-email",
        "remote-groups",
        "remote-acr",
    ];
    let value = |name: &'static str| {
        let value = shown.headers.get(name).expect(name);
        let text = String::from_utf8(value.as_bytes().to_vec()).expect("UTF-8");
        (name, text)
    };
    names.map(value).to_vec()
}

/// RFC 7636, RFC 8725 §3.11: from a page without a cookie through the sign-in to that page, with every header.
#[actix_web::test]
async fn a_browser_signs_in_and_comes_back_to_its_page() {
    let (app, admin, phone) = behind_a_proxy().await;
    app.post("/groups", &admin, &json!({ "name": "A; 100%" }))
        .await
        .ok();
    let me = app.get("/members", &admin).await.ok().body["items"].clone();
    let agent = me.as_array().expect("members").iter();
    let agent = agent.clone().find(|one| one["email"] == AGENT);
    let path = format!(
        "/members/{}",
        agent.expect("the agent")["id"].as_str().expect("an id")
    );
    let body = json!({ "groups": ["A; 100%"], "display_name": "J\u{f6} Doe" });
    app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    let first = Shown::of(desk.ask("")).await;
    assert_eq!(first.status, 302, "{}", first.text);
    let target = first.header("location");
    assert_eq!(
        target,
        format!("{DESK}/.twostep/start?to=%2Ftickets%3Fid%3D3%26x%3D%252F")
    );
    let session = browser_session_with(&app, AGENT, &phone).await;
    let cookie = desk.enter(&session).await;
    for request in [desk.ask(&cookie), desk.ask_for_nginx(&cookie)] {
        let shown = Shown::of(request).await;
        assert_eq!(shown.status, 200, "{}", shown.text);
        assert_eq!(
            identity(&shown),
            [
                ("remote-user", AGENT.to_owned()),
                ("remote-name", "J\u{f6} Doe".to_owned()),
                ("remote-email", AGENT.to_owned()),
                ("remote-groups", "A; 100%25,role:agent".to_owned()),
                ("remote-acr", "urn:twostep:aal2".to_owned()),
            ]
        );
        let token = shown.header("twostep-assertion");
        let header = jsonwebtoken::decode_header(token).expect("a token");
        assert_eq!(header.typ.as_deref(), Some("twostep-assertion+jwt"));
        let claims = check_id_token(&app, token, &desk.id).await;
        assert_eq!(claims["amr"], json!(["pwd", "otp", "mfa"]));
        assert_eq!(claims["email"], AGENT);
        let seconds = |name: &str| claims[name].as_i64().expect(name);
        assert_eq!(seconds("exp") - seconds("iat"), 60);
        assert!(claims.contains_key("sid") && claims.contains_key("sub"));
    }
    let recorded = details_of(&app.context.db, Action::ClientSignedIn).await;
    assert_eq!(recorded.len(), 1, "requests that pass are no events");
}

/// The same assertion is given for half of its time, and never after what it says has changed.
#[actix_web::test]
async fn an_assertion_is_used_again_for_half_a_minute() {
    let (app, admin, _) = behind_a_proxy().await;
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    let cookie = desk.enter(&browser_session(&app, ADMIN).await).await;
    let assertion = async || {
        let shown = Shown::of(desk.ask(&cookie)).await;
        assert_eq!(shown.status, 200);
        shown.header("twostep-assertion").to_owned()
    };
    let first = assertion().await;
    app.clock.advance(Duration::from_secs(29));
    assert_eq!(assertion().await, first);
    app.clock.advance(Duration::from_secs(1));
    let second = assertion().await;
    assert_ne!(second, first);
    app.post("/groups", &admin, &json!({ "name": "Night" }))
        .await
        .ok();
    let members = app.get("/members", &admin).await.ok();
    let own = members.body["items"].as_array().expect("members").iter();
    let own = own.clone().find(|one| one["email"] == ADMIN).expect("one");
    let path = format!("/members/{}", own["id"].as_str().expect("an id"));
    let body = json!({ "groups": ["Night"] });
    app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    let third = assertion().await;
    assert_ne!(third, second);
    let claims = check_id_token(&app, &third, &desk.id).await;
    assert_eq!(claims["groups"], json!(["Night", "role:admin"]));
    let request = still(&app, "GET", "/forward-auth?assertion=none");
    let without = told(request, DESK, "/").header("cookie", &cookie);
    let without = Shown::of(without).await;
    assert_eq!(without.status, 200);
    let value = without.headers.get("twostep-assertion").expect("there");
    assert!(value.is_empty(), "a header of the client stands nowhere");
}

/// A script and a WebSocket are told so, and a page is sent on; nginx is told nothing but 200, 401 and 403.
#[actix_web::test]
async fn only_pages_are_sent_to_the_sign_in() {
    let (app, admin, _) = behind_a_proxy().await;
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    let ask = |headers: &[(&str, &str)]| {
        let request = told(still(&app, "GET", "/forward-auth"), DESK, "/x");
        headers.iter().fold(request, |request, (name, value)| {
            request.header(*name, *value)
        })
    };
    for headers in [
        &[("sec-fetch-mode", "cors")][..],
        &[("sec-fetch-mode", "websocket"), ("upgrade", "websocket")],
        &[("upgrade", "websocket"), ("connection", "upgrade")],
        &[("accept", "application/json")],
        &[],
    ] {
        let shown = Shown::of(ask(headers)).await;
        assert_eq!(shown.status, 401, "{headers:?}");
        assert_eq!(shown.json()["code"], "unauthenticated");
        let target = format!("{DESK}/.twostep/start?to=%2Fx");
        assert_eq!(shown.header("location"), target);
    }
    for headers in [
        &[("sec-fetch-mode", "navigate")][..],
        &[("accept", "text/html,*/*")],
    ] {
        assert_eq!(Shown::of(ask(headers)).await.status, 302, "{headers:?}");
    }
    let nginx = Shown::of(desk.ask_for_nginx("")).await;
    assert_eq!(nginx.status, 401);
    assert!(nginx.header("location").starts_with(DESK));
}

/// Everything is read at every request: session, role, groups, the console, and what it asks for.
#[actix_web::test]
async fn what_changes_counts_at_the_next_request() {
    let (app, admin, phone) = behind_a_proxy().await;
    app.post("/groups", &admin, &json!({ "name": "Night" }))
        .await
        .ok();
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    let session = browser_session_with(&app, AGENT, &phone).await;
    let cookie = desk.enter(&session).await;
    let path = format!("/clients/{}", desk.id);
    let patch = async |body: Value| {
        let admin = app.session_of(ADMIN).await;
        app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    };
    assert_eq!(desk.status(&cookie).await, 200);
    patch(json!({ "allowed_groups": ["Night"] })).await;
    let refused = Shown::of(desk.ask(&cookie)).await;
    assert_eq!(refused.status, 403);
    assert!(refused.text.contains("You may not use Tickets"));
    let script = told(still(&app, "GET", "/forward-auth"), DESK, "/");
    let script = Shown::of(script.header("cookie", &cookie)).await;
    assert_eq!(
        (script.status, &script.json()["code"]),
        (403, &json!("forbidden"))
    );
    patch(json!({ "any_group": true, "allowed_roles": ["admin"] })).await;
    assert_eq!(desk.status(&cookie).await, 403);
    patch(json!({ "allowed_roles": ["agent"] })).await;
    assert_eq!(desk.status(&cookie).await, 200);
    patch(json!({ "maximum_age_seconds": 60 })).await;
    app.clock.advance(Duration::from_secs(61));
    assert_eq!(desk.status(&cookie).await, 302);
    app.clock.advance(Duration::from_mins(1));
    patch(json!({ "maximum_age_seconds": 0, "origin": "https://other.example.com" })).await;
    assert_eq!(
        desk.status(&cookie).await,
        403,
        "it protects another address"
    );
    patch(json!({ "origin": DESK })).await;
    assert_eq!(desk.status(&cookie).await, 200);
    change(&app, "DELETE", "/session", &session).await;
    assert_eq!(desk.status(&cookie).await, 302);
    patch(json!({ "is_disabled": true })).await;
    assert_eq!(desk.status(&cookie).await, 403);
    assert_eq!(desk.status("").await, 403);
}

/// The least level of a console: a session of the password alone leads to the sign-in.
#[actix_web::test]
async fn a_console_asks_for_its_level() {
    let (app, admin, _) = behind_a_proxy().await;
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    let cookie = desk.enter(&browser_session(&app, ADMIN).await).await;
    assert_eq!(desk.status(&cookie).await, 200);
    let body = json!({ "minimum_acr": "urn:twostep:aal2" });
    let path = format!("/clients/{}", desk.id);
    app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    assert_eq!(desk.status(&cookie).await, 302);
}

/// A maximum age is met by "Confirm that it is you", and the cookie that is there passes again.
#[actix_web::test]
async fn a_confirmation_opens_the_console_again() {
    let (app, admin, _) = behind_a_proxy().await;
    let desk = register_desk(&app, &admin, DESK, &json!({ "maximum_age_seconds": 60 })).await;
    let session = browser_session(&app, ADMIN).await;
    let cookie = desk.enter(&session).await;
    app.clock.advance(Duration::from_secs(61));
    assert_eq!(desk.status(&cookie).await, 302);
    let (_, target) = desk.leave("/").await;
    let path = target.strip_prefix("http://localhost:8080").expect("ours");
    let shown = Shown::of(crate::oauth_support::browse(&app, path, &session)).await;
    assert_eq!(shown.page().0, "/confirm");
    confirm(&app, &session).await;
    assert_eq!(desk.status(&cookie).await, 200);
}

/// A request through a proxy is a use of the session, as any other.
#[actix_web::test]
async fn a_request_keeps_the_session_alive() {
    let (app, admin, _) = behind_a_proxy().await;
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    let cookie = desk.enter(&browser_session(&app, ADMIN).await).await;
    for _ in 0..4 {
        app.clock.advance(Duration::from_mins(20));
        assert_eq!(desk.status(&cookie).await, 200);
        app.write_last_uses().await;
    }
    app.clock.advance(Duration::from_hours(2));
    assert_eq!(desk.status(&cookie).await, 302);
}

/// Signing out at the console ends its cookie alone, on the server too; a link of another site asks first.
#[actix_web::test]
async fn a_person_signs_out_of_one_console() {
    let (app, admin, _) = behind_a_proxy().await;
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let (cookie, other) = (desk.enter(&session).await, desk.enter(&session).await);
    let foreign = told(still(&app, "GET", "/.twostep/sign-out"), DESK, "/")
        .header("sec-fetch-site", "cross-site")
        .header("cookie", &cookie);
    let asked = Shown::of(foreign).await;
    assert_eq!(asked.status, 200);
    assert!(
        asked.text.contains("Sign out of Tickets?"),
        "{}",
        asked.text
    );
    assert_eq!(desk.status(&cookie).await, 200);
    let done = Shown::of(desk.pass_on("/.twostep/sign-out", &cookie)).await;
    assert!(
        done.text
            .contains("http://localhost:8080/oauth/end-session")
    );
    let cleared = done.headers.get_all("set-cookie").iter().count();
    assert_eq!(cleared, 2);
    assert_eq!(desk.status(&cookie).await, 302);
    assert_eq!(desk.status(&other).await, 200);
    let recorded = details_of(&app.context.db, Action::ClientSignedOut).await;
    assert_eq!(recorded.len(), 1);
    assert_eq!(recorded[0]["name"], "Tickets");
}

/// What a console of this kind is made of: an origin that is no other one's, and no address or secret of its own.
#[actix_web::test]
async fn a_protected_address_is_one_consoles() {
    let (app, admin, _) = behind_a_proxy().await;
    let made = app
        .post("/clients", &admin, &registration_of_proxy(DESK))
        .await;
    assert_eq!(made.status, 201);
    assert!(made.body.get("client_secret").is_none());
    let back = format!("{DESK}/.twostep/callback");
    assert_eq!(made.body["redirect_uris"], json!([back]));
    let again = app
        .post("/clients", &admin, &registration_of_proxy(DESK))
        .await;
    again.refused(409, "conflict");
    let with = |fields: Value| {
        let mut body = registration_of_proxy("https://b.example.com");
        let fields = fields.as_object().cloned().unwrap_or_default();
        body.as_object_mut().expect("fields").extend(fields);
        body
    };
    for (fields, field) in [
        (json!({ "origin": "https://b.example.com/x" }), "origin"),
        (json!({ "origin": null }), "origin"),
        (json!({ "origin": "http://localhost:8080" }), "origin"),
        (json!({ "redirect_uris": [back] }), "redirect_uris"),
        (json!({ "kind": "oidc" }), "origin"),
    ] {
        let answer = app.post("/clients", &admin, &with(fields.clone())).await;
        answer.refused(422, "invalid_input");
        assert_eq!(answer.field_errors()[0].0, field, "{fields}");
    }
    let path = format!("/clients/{}", made.text("/id"));
    let change = json!({ "redirect_uris": [back] });
    let answer = app.send("PATCH", &path, &admin, Some(&change)).await;
    assert_eq!(answer.field_errors(), [("redirect_uris", "invalid")]);
    let rotate = format!("{path}/rotate-secret");
    app.send("POST", &rotate, &admin, None)
        .await
        .refused(409, "conflict");
}

/// The address that was wanted is whole after the sign-in; a very long one leads to the beginning.
#[actix_web::test]
async fn a_long_address_leads_to_the_beginning() {
    let (app, admin, _) = behind_a_proxy().await;
    let desk: Desk<'_> = register_desk(&app, &admin, DESK, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let long = format!("/{}", "a".repeat(2000));
    for (wanted, reached) in [
        (WANTED, WANTED),
        ("//evil.example/", "//evil.example/"),
        (&long, "/"),
    ] {
        let (start, target) = desk.leave(wanted).await;
        let back = desk.come_back(&session, &target).await;
        let shown = Shown::of(desk.pass_on(&back, &start)).await;
        assert_eq!(shown.location(), format!("{DESK}{reached}"));
    }
}
