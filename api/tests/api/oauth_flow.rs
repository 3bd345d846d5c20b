//! The whole way of a console: what it reads first, the browser that it sends, the tokens that it gets.

use crate::oauth_support::{
    CALLBACK, ISSUER, Shown, browse, browser_session, browser_session_with, check_id_token,
    register, still,
};
use crate::recovery::agent_with_phone;
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, TestApp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256, Sha512};
use twostep::record::audit::Action;

/// OpenID Connect Discovery §3, RFC 8414 §2, RFC 9207 §3: what must be there is, and the bytes are the same each time.
#[actix_web::test]
async fn a_console_reads_where_everything_is() {
    let (app, _) = TestApp::with_admin().await;
    let path = "/.well-known/openid-configuration";
    let first = Shown::of(still(&app, "GET", path)).await;
    let second = Shown::of(still(&app, "GET", path)).await;
    assert_eq!((first.status, &first.text), (200, &second.text));
    assert_eq!(first.header("cache-control"), "public, max-age=3600");
    assert_eq!(first.header("access-control-allow-origin"), "*");
    let known = still(&app, "GET", path).header("if-none-match", first.header("etag"));
    assert_eq!(Shown::of(known).await.status, 304);
    let document = first.json();
    assert_eq!(document["issuer"], ISSUER);
    assert_eq!(document["response_types_supported"], json!(["code"]));
    assert_eq!(
        document["code_challenge_methods_supported"],
        json!(["S256"])
    );
    assert_eq!(
        document["authorization_response_iss_parameter_supported"],
        true
    );
    let algorithms = &document["id_token_signing_alg_values_supported"];
    assert_eq!(algorithms, &json!(["RS256", "ES256", "EdDSA"]));
    for name in [
        "authorization",
        "token",
        "userinfo",
        "end_session",
        "introspection",
        "revocation",
    ] {
        let address = document[format!("{name}_endpoint")].as_str().expect(name);
        let path = address.strip_prefix(ISSUER).expect("an address of ours");
        let method = if matches!(name, "authorization" | "userinfo" | "end_session") {
            "GET"
        } else {
            "POST"
        };
        let answer = Shown::of(still(&app, method, path)).await;
        assert!(answer.status < 404, "{name}: {}", answer.status);
    }
    let test = Shown::of(still(&app, "GET", "/test/.well-known/openid-configuration")).await;
    let test = test.json();
    assert_eq!(test["issuer"], format!("{ISSUER}/test"));
    assert_eq!(
        test["jwks_uri"],
        format!("{ISSUER}/test/.well-known/jwks.json")
    );
}

/// O-04: RFC 6749 §4.1, RFC 9207 §2, OpenID Connect Core §3.1.3.7: from the browser to the claims, for each
/// algorithm.
#[actix_web::test]
async fn a_console_is_told_who_came() {
    let (app, admin, phone) = agent_with_phone().await;
    for (algorithm, half) in [("RS256", 16), ("ES256", 16), ("EdDSA", 32)] {
        let fields = json!({ "id_token_signed_response_alg": algorithm });
        let console = register(&app, &admin, &fields).await;
        let session = browser_session_with(&app, AGENT, &phone).await;
        let authenticated_at = app.clock.now().seconds();
        let back = console.start(&session, &[]).await.back();
        assert_eq!(back["state"], "s t&a");
        assert_eq!(back["iss"], ISSUER);
        let answer = console.redeem(&back["code"], &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.header("cache-control"), "no-store");
        let tokens = answer.json();
        assert_eq!(
            (&tokens["token_type"], &tokens["expires_in"]),
            (&json!("Bearer"), &json!(600))
        );
        let id_token = tokens["id_token"].as_str().expect("a token");
        let claims = check_id_token(&app, id_token, &console.id).await;
        assert_eq!(claims["nonce"], "n-0S6_WzA2Mj");
        assert_eq!(claims["acr"], "urn:twostep:aal2");
        assert_eq!(claims["amr"], json!(["pwd", "otp", "mfa"]));
        assert_eq!(claims["auth_time"], authenticated_at);
        assert_eq!(claims["exp"], app.clock.now().seconds() + 600);
        let access = tokens["access_token"].as_str().expect("a token");
        let hash = if half == 16 {
            URL_SAFE_NO_PAD.encode(&Sha256::digest(access)[..16])
        } else {
            URL_SAFE_NO_PAD.encode(&Sha512::digest(access)[..32])
        };
        assert_eq!(claims["at_hash"], hash);
        assert!(claims.get("email").is_none(), "userinfo has it");
        let told = console.userinfo(access).await.json();
        assert_eq!(told["sub"], claims["sub"]);
        assert_eq!(told["email"], AGENT);
        assert_eq!(told["email_verified"], true);
        assert_eq!(
            (&told["given_name"], &told["family_name"]),
            (&json!("Jo"), &json!("Doe"))
        );
        assert_eq!(told["groups"], json!(["role:agent"]));
        assert_eq!(told["preferred_username"], AGENT);
    }
    let recorded = details_of(&app.context.db, Action::ClientSignedIn).await;
    assert_eq!(recorded.len(), 3);
    assert_eq!(recorded[0]["name"], "Acme Remote");
}

/// OpenID Connect Core §5.4, §5.5: claims by scope, by name, and in the ID token where the console wants all there.
#[actix_web::test]
async fn claims_are_those_that_were_asked_for() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let claims = r#"{"id_token":{"email":{"essential":true}},"userinfo":{"groups":null}}"#;
    let more = [("scope", "openid"), ("claims", claims)];
    let code = console.start(&session, &more).await.code();
    let tokens = console.redeem(&code, &[]).await.json();
    assert_eq!(tokens["scope"], "openid");
    let id_token = tokens["id_token"].as_str().expect("a token");
    let id_token = check_id_token(&app, id_token, &console.id).await;
    assert_eq!(id_token["email"], ADMIN);
    assert_eq!(
        (&id_token["acr"], &id_token["amr"]),
        (&json!("urn:twostep:aal1"), &json!(["pwd"]))
    );
    let access = tokens["access_token"].as_str().expect("a token");
    let told = console.userinfo(access).await.json();
    let names: Vec<&String> = told.as_object().expect("claims").keys().collect();
    assert_eq!(names, ["sub", "groups"]);
    let all = register(&app, &admin, &json!({ "claims_in_id_token": true })).await;
    let tokens = all.sign_in(&session).await;
    let id_token = tokens["id_token"].as_str().expect("a token");
    let id_token = check_id_token(&app, id_token, &all.id).await;
    assert_eq!(
        (&id_token["email"], &id_token["name"]),
        (&json!(ADMIN), &json!("Ada Admin"))
    );
}

/// OpenID Connect Core §8.1: the same person is another one at each console that wants it so.
#[actix_web::test]
async fn a_pairwise_subject_differs_between_consoles() {
    let (app, admin) = TestApp::with_admin().await;
    let session = browser_session(&app, ADMIN).await;
    let me = app.get("/me", &admin).await.text("/id");
    let mut subjects = Vec::new();
    for kind in ["pairwise", "pairwise", "public"] {
        let console = register(&app, &admin, &json!({ "subject_type": kind })).await;
        let mut found = Vec::new();
        for _ in 0..2 {
            let tokens = console.sign_in(&session).await;
            let access = tokens["access_token"].as_str().expect("a token");
            found.push(console.userinfo(access).await.json()["sub"].clone());
        }
        assert_eq!(found[0], found[1]);
        subjects.push(found[0].clone());
    }
    assert_ne!(subjects[0], subjects[1]);
    assert_eq!(subjects[2], Value::String(me));
    assert!(!subjects[..2].contains(&subjects[2]));
}

/// O-06: A browser that a console of another site sends brings no cookie along: a page of ours leads on, without a
/// script.
#[actix_web::test]
async fn a_browser_of_another_site_goes_by_a_page_of_ours() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let path = format!("/oauth/authorize?{}", console.query(&[]));
    let first = still(&app, "GET", &path).header("sec-fetch-site", "cross-site");
    let first = Shown::of(first).await;
    assert_eq!(first.status, 200);
    assert!(!first.text.contains("<script"));
    let policy = first.header("content-security-policy");
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'none'"));
    let start = "http-equiv=\"refresh\" content=\"0;url=";
    let (_, rest) = first.text.split_once(start).expect("it leads on");
    let (target, _) = rest.split_once('"').expect("an address");
    let target = target.replace("&amp;", "&");
    assert!(
        target.starts_with("/oauth/authorize?")
            && first.text.matches(&*target.replace('&', "&amp;")).count() == 2
    );
    // The second request comes from our page, and the browser brings the cookie.
    let session = browser_session(&app, ADMIN).await;
    let second = Shown::of(browse(&app, &target, &session)).await;
    assert_eq!(second.back()["state"], "s t&a");
    // Without a session the person signs in, and comes back to the request as it was, without our mark. The page is that
    // of the organization: the browser may remember another one.
    let (page, next) = Shown::of(browse(&app, &target, "")).await.page();
    let seen = app.clock.now().micros();
    assert_eq!(next, format!("{path}&twostep_seen_at={seen}"));
    assert_eq!(page, "/at/acme-support");
    // A second request from another site is no way to go round in circles.
    let again = still(&app, "GET", &target).header("sec-fetch-site", "cross-site");
    assert_eq!(Shown::of(again).await.page().0, "/at/acme-support");
}

/// OpenID Connect Core §3.1.2.1: a form is the same as an address.
#[actix_web::test]
async fn a_request_may_come_as_a_form() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let query = console.query(&[]);
    let request = still(&app, "POST", "/oauth/authorize")
        .header("content-type", "application/x-www-form-urlencoded");
    let answer = Shown::of(request.body(query.clone())).await;
    assert_eq!(answer.location(), format!("/oauth/authorize?{query}"));
    let other = still(&app, "POST", "/oauth/authorize").json(&json!({}));
    assert_eq!(Shown::of(other).await.json()["error"], "invalid_request");
}

/// O-01 (compared): RFC 8252 §7.3: the port of an address on the person's own machine may differ.
#[actix_web::test]
async fn an_app_on_the_own_machine_takes_any_port() {
    let (app, admin) = TestApp::with_admin().await;
    let fields = json!({
        "redirect_uris": [CALLBACK, "http://127.0.0.1/callback"],
        "token_endpoint_auth_method": "none",
    });
    let console = register(&app, &admin, &fields).await;
    let session = browser_session(&app, ADMIN).await;
    let uri = "http://127.0.0.1:51004/callback";
    let answer = console.start(&session, &[("redirect_uri", uri)]).await;
    let (address, query) = answer.location().split_once('?').expect("a query");
    assert_eq!(address, uri);
    let code = query.split('&').find_map(|pair| pair.strip_prefix("code="));
    let code = code.expect("a code");
    let other = console
        .redeem(code, &[("redirect_uri", "http://127.0.0.1:51005/callback")])
        .await;
    assert_eq!(other.json()["error"], "invalid_grant");
    let tokens = console.redeem(code, &[("redirect_uri", uri)]).await;
    assert_eq!(tokens.status, 200, "{}", tokens.text);
}
