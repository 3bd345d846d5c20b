//! Access tokens: what they open, read live, and for whom.

use crate::oauth_support::{Shown, browser_session, change, form, register, still};
use crate::support::{ADMIN, AGENT, TestApp};
use serde_json::{Value, json};
use std::time::Duration;

const ORIGIN: &str = "https://remote.example.com";

fn access_of(tokens: &Value) -> &str {
    tokens["access_token"].as_str().expect("a token")
}

/// OpenID Connect Core §5.3, RFC 6750 §2, §3: header or form, once; errors with their scheme.
#[actix_web::test]
async fn userinfo_takes_a_token_one_way() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let tokens = console.sign_in(&session).await;
    let access = access_of(&tokens);
    let path = "/oauth/userinfo";
    let form = |text: String| {
        still(&app, "POST", path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(text)
    };
    let in_form = Shown::of(form(format!("access_token={access}"))).await;
    let in_header = Shown::of(still(&app, "POST", path).bearer_auth(access)).await;
    assert_eq!((in_form.status, in_header.status), (200, 200));
    assert_eq!(in_form.json(), in_header.json());
    assert_eq!(in_form.header("cache-control"), "no-store");
    let nothing = Shown::of(still(&app, "GET", path)).await;
    assert_eq!(nothing.status, 401);
    assert_eq!(
        nothing.header("www-authenticate"),
        "Bearer realm=\"twostep\""
    );
    let both = form(format!("access_token={access}")).bearer_auth(access);
    let both = Shown::of(both).await;
    assert_eq!(
        (both.status, both.json()["error"].as_str()),
        (400, Some("invalid_request"))
    );
    let in_query = still(&app, "GET", &format!("{path}?access_token={access}"));
    assert_eq!(Shown::of(in_query).await.status, 401, "never in an address");
    for wrong in ["tsa_x", &access[..access.len() - 1], &console.secret] {
        let answer = console.userinfo(wrong).await;
        assert_eq!(answer.status, 401);
        assert!(
            answer
                .header("www-authenticate")
                .contains("error=\"invalid_token\"")
        );
    }
    // A session's token is none, and an access token is no session (RFC 9700 §2.3).
    assert_eq!(console.userinfo(&admin).await.status, 401);
    app.get("/me", access).await.refused(401, "unauthenticated");
}

/// O-08 (session): A token is as good as its session: signed out, demoted, disabled, another password.
#[actix_web::test]
async fn an_access_token_dies_with_its_session() {
    let (app, admin) = TestApp::with_admin().await;
    let agent = app.invite(&admin, AGENT, "agent").await;
    let console = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, AGENT).await;
    let tokens = console.sign_in(&session).await;
    assert_eq!(console.userinfo(access_of(&tokens)).await.status, 200);
    let other = browser_session(&app, AGENT).await;
    let of_other = console.sign_in(&other).await;
    change(&app, "DELETE", "/session", &other).await;
    assert_eq!(console.userinfo(access_of(&of_other)).await.status, 401);
    assert_eq!(console.userinfo(access_of(&tokens)).await.status, 200);
    let disable = json!({ "status": "disabled" });
    let path = format!("/members/{agent}");
    app.send("PATCH", &path, &admin, Some(&disable)).await.ok();
    assert_eq!(console.userinfo(access_of(&tokens)).await.status, 401);
}

/// O-08 (ten minutes): Ten minutes, and no longer.
#[actix_web::test]
async fn an_access_token_is_good_for_ten_minutes() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let tokens = console.sign_in(&session).await;
    app.clock.advance(Duration::from_secs(599));
    assert_eq!(console.userinfo(access_of(&tokens)).await.status, 200);
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(console.userinfo(access_of(&tokens)).await.status, 401);
}

/// O-08 (console): A console that is disabled or deleted meanwhile gets nothing by what it has in hand.
#[actix_web::test]
async fn a_console_that_is_gone_has_nothing_in_hand() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let tokens = console.sign_in(&session).await;
    let path = format!("/clients/{}", console.id);
    app.clock.advance(Duration::from_secs(1));
    // Enabled where it was enabled: nothing changes.
    for (is_disabled, status) in [(false, 200), (true, 401), (false, 401)] {
        let body = json!({ "is_disabled": is_disabled });
        app.send("PATCH", &path, &admin, Some(&body)).await.ok();
        assert_eq!(console.userinfo(access_of(&tokens)).await.status, status);
    }
    let tokens = console.sign_in(&session).await;
    assert_eq!(console.userinfo(access_of(&tokens)).await.status, 200);
    assert_eq!(app.send("DELETE", &path, &admin, None).await.status, 204);
    assert_eq!(console.userinfo(access_of(&tokens)).await.status, 401);
    let next = register(&app, &admin, &json!({})).await;
    assert_eq!(next.userinfo(access_of(&tokens)).await.status, 401);
}

/// RFC 7662 §2.2, RFC 9470 §6.2: a console learns of its own tokens, and of no others.
#[actix_web::test]
async fn a_token_is_introspected_by_its_console() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let other = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let tokens = console.sign_in(&session).await;
    let form = format!("token={}&token_type_hint=access_token", access_of(&tokens));
    let path = "/oauth/introspect";
    let found = Shown::of(console.send(path, form.clone())).await.json();
    assert_eq!(found["active"], true);
    assert_eq!(found["client_id"], console.id);
    assert_eq!(found["acr"], "urn:twostep:aal1");
    assert_eq!(found["exp"], app.clock.now().seconds() + 600);
    assert!(found["auth_time"].is_i64());
    assert_eq!(found["username"], ADMIN);
    let code = console.start(&session, &[("scope", "openid")]).await.code();
    let bare = console.redeem(&code, &[]).await.json();
    let bare = format!("token={}", access_of(&bare));
    let bare = Shown::of(console.send(path, bare)).await.json();
    assert!(bare["active"] == true && bare.get("username").is_none());
    let inactive = json!({ "active": false });
    assert_eq!(
        Shown::of(other.send(path, form.clone())).await.json(),
        inactive
    );
    let unknown = console.send(path, "token=x".to_owned());
    assert_eq!(Shown::of(unknown).await.json(), inactive);
    let missing = Shown::of(console.send(path, String::new())).await;
    assert_eq!(missing.json()["error"], "invalid_request");
    let public = json!({ "token_endpoint_auth_method": "none" });
    let public = register(&app, &admin, &public).await;
    let refused = Shown::of(public.send(path, form)).await;
    assert_eq!(refused.json()["error"], "unauthorized_client");
}

/// RFC 7009 §2: a console revokes its own tokens; others stay, and nobody learns which there are.
#[actix_web::test]
async fn a_token_is_revoked_by_its_console() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let other = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let tokens = console.sign_in(&session).await;
    let form = format!("token={}", access_of(&tokens));
    let path = "/oauth/revoke";
    assert_eq!(Shown::of(other.send(path, form.clone())).await.status, 200);
    assert_eq!(console.userinfo(access_of(&tokens)).await.status, 200);
    assert_eq!(
        Shown::of(console.send(path, form.clone())).await.status,
        200
    );
    assert_eq!(console.userinfo(access_of(&tokens)).await.status, 401);
    assert_eq!(Shown::of(console.send(path, form)).await.status, 200);
}

/// A page of a registered address reads the answers; one of another address does not, and no cookie has a part in it.
#[actix_web::test]
async fn pages_of_the_console_read_its_answers() {
    let (app, admin) = TestApp::with_admin().await;
    let public = json!({ "token_endpoint_auth_method": "none" });
    let console = register(&app, &admin, &public).await;
    let session = browser_session(&app, ADMIN).await;
    let allowed = "access-control-allow-origin";
    for path in ["/oauth/token", "/oauth/userinfo", "/oauth/revoke"] {
        let preflight = still(&app, "OPTIONS", path)
            .header("origin", ORIGIN)
            .header("access-control-request-method", "POST");
        let answer = Shown::of(preflight).await;
        assert_eq!((answer.status, answer.header(allowed)), (204, ORIGIN));
        assert!(
            !answer
                .headers
                .contains_key("access-control-allow-credentials")
        );
    }
    for path in [
        "/oauth/authorize",
        "/oauth/introspect",
        "/oauth/end-session",
        "/api/v1/me",
    ] {
        let preflight = still(&app, "OPTIONS", path)
            .header("origin", ORIGIN)
            .header("access-control-request-method", "POST");
        assert_eq!(Shown::of(preflight).await.status, 403, "{path}");
    }
    for (origin, expected) in [
        ("https://evil.example", ""),
        ("https://remote.example.com.evil.example", ""),
        ("null", ""),
        (ORIGIN, ORIGIN),
    ] {
        let code = console.start(&session, &[]).await.code();
        let request = console.send("/oauth/token", form(&code, &[]));
        let answer = Shown::of(request.header("origin", origin)).await;
        assert_eq!(
            (answer.status, answer.header(allowed)),
            (200, expected),
            "{origin}"
        );
        let access = answer.json();
        let userinfo = still(&app, "GET", "/oauth/userinfo").header("origin", origin);
        let userinfo = Shown::of(userinfo.bearer_auth(access_of(&access))).await;
        assert_eq!(userinfo.header(allowed), expected, "{origin}");
    }
    let keys = Shown::of(still(&app, "GET", "/.well-known/jwks.json")).await;
    assert_eq!(keys.header(allowed), "*");
}
