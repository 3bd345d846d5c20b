//! The authorization endpoint: what is refused where, what a person sees first, and who may go through.

use crate::attacks::other_administrator;
use crate::oauth_support::{
    CALLBACK, Console, ISSUER, Shown, browse, browser_session, browser_session_with,
    check_id_token, confirm, post_form, register, still,
};
use crate::recovery::agent_with_phone;
use crate::support::{ADMIN, AGENT, TestApp};
use serde_json::json;
use std::time::Duration;

/// O-01 (sent nowhere): RFC 6749 §4.1.2.1, RFC 9700 §4.1, §4.11: while it is not certain that the address is the
/// console's, a page says so, and
/// the browser is sent nowhere.
#[actix_web::test]
async fn nobody_is_sent_to_an_address_that_is_not_registered() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    for address in [
        "https://remote.example.com/callback/",
        "https://remote.example.com/callback?x=1",
        "https://remote.example.com/Callback",
        "https://remote.example.com:444/callback",
        "http://remote.example.com/callback",
        "https://remote.example.com@evil.example/callback",
        "https://remote.example.com.evil.example/callback",
        "https://remote.example.com%2f@evil.example/callback",
        "https://remote.example.com\\@evil.example/callback",
        "https://evil.example/?https://remote.example.com/callback",
        "https://remote.example.com/callback/../other",
        "//remote.example.com/callback",
        "javascript:alert(1)",
        "\"><script>alert(1)</script>",
        "",
    ] {
        let answer = console.start(&session, &[("redirect_uri", address)]).await;
        assert_eq!(answer.status, 400, "{address}");
        assert!(answer.header("location").is_empty(), "{address}");
        assert!(!answer.text.contains("<script"), "{address}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'"), "{address}");
        // Who reads the page does not register what a stranger's link says.
        assert!(!answer.text.contains("evil"), "{address}");
        assert!(answer.text.contains("close it"), "{address}");
        let is_missing = answer.text.contains("without saying where to go back to");
        assert_eq!(is_missing, address.is_empty(), "{address}");
    }
    let query = console.query(&[]);
    let upper = query.replace(&console.id, &console.id.to_uppercase());
    let twice = format!("{query}&redirect_uri=https%3A%2F%2Fevil.example%2F");
    let two_names = format!("{query}&client_id=x");
    for query in ["", "client_id=x", &upper, &twice, &two_names] {
        let path = format!("/oauth/authorize?{query}");
        let answer = Shown::of(browse(&app, &path, &session)).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (400, ""),
            "{query}"
        );
    }
}

/// RFC 6749 §4.1.2.1: everything else is said to the console, with its `state` and our name.
#[actix_web::test]
async fn other_mistakes_are_said_to_the_console() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    for (more, error) in [
        (("response_type", "token"), "unsupported_response_type"),
        (("response_type", ""), "invalid_request"),
        (("response_mode", "form_post"), "invalid_request"),
        (("scope", "email"), "invalid_scope"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("request", "x"), "request_not_supported"),
        (("request_uri", "x"), "request_uri_not_supported"),
        (("prompt", "none login"), "invalid_request"),
        (("claims", "{"), "invalid_request"),
    ] {
        let back = console.start("", &[more]).await.back();
        assert_eq!(back["error"], error, "{more:?}");
        assert_eq!(
            (back["state"].as_str(), back["iss"].as_str()),
            ("s t&a", ISSUER)
        );
    }
    let path = format!("/oauth/authorize?{}&state=other", console.query(&[]));
    let answer = Shown::of(browse(&app, &path, "")).await;
    assert_eq!(answer.refused(), "invalid_request");
}

/// OpenID Connect Core §3.1.2.1: `none` shows nothing, `login` asks anew, and a new authentication counts for one start.
#[actix_web::test]
async fn prompts_are_followed() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let (none, login) = (("prompt", "none"), ("prompt", "login"));
    assert_eq!(console.start("", &[none]).await.refused(), "login_required");
    let session = browser_session(&app, ADMIN).await;
    console.start(&session, &[none]).await.code();
    app.clock.advance(Duration::from_secs(1));
    // The sign-in was used by the start above.
    let (page, next) = console.start(&session, &[login]).await.page();
    assert_eq!(page, "/confirm");
    let (asked, seen) = (console.query(&[login]), app.clock.now().micros());
    let expected = format!("/oauth/authorize?{asked}&twostep_seen_at={seen}");
    assert_eq!(next, expected);
    confirm(&app, &session).await;
    Shown::of(browse(&app, &next, &session)).await.code();
    let again = Shown::of(browse(&app, &next, &session)).await;
    assert_eq!(again.page(), ("/confirm".to_owned(), next));
    console.start(&session, &[]).await.code();
    // What was done a moment before is not what the console asks for.
    confirm(&app, &session).await;
    app.clock.advance(Duration::from_secs(1));
    let other = register(&app, &admin, &json!({})).await;
    assert_eq!(other.start(&session, &[login]).await.page().0, "/confirm");
    let silent = other.start(&session, &[("max_age", "0"), none]).await;
    assert_eq!(silent.refused(), "login_required");
    other.start(&session, &[]).await.code();
    app.clock.advance(Duration::from_mins(6));
    let select = ("prompt", "select_account");
    assert_eq!(
        console.start(&session, &[select]).await.page().0,
        "/confirm"
    );
}

/// O-07 (age): OpenID Connect Core §3.1.2.1: `max_age`, and the limit of the administrator, which the request cannot
/// widen.
#[actix_web::test]
async fn an_authentication_is_not_too_old() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let strict = register(&app, &admin, &json!({ "maximum_age_seconds": 120 })).await;
    let session = browser_session(&app, ADMIN).await;
    let age = |seconds| [("max_age", seconds)];
    let begun = app.clock.now().seconds();
    app.clock.advance(Duration::from_secs(100));
    let code = console.start(&session, &age("100")).await.code();
    let tokens = console.redeem(&code, &[]).await.json();
    let id_token = tokens["id_token"].as_str().expect("a token");
    let claims = check_id_token(&app, id_token, &console.id).await;
    assert_eq!(claims["auth_time"], begun);
    strict.start(&session, &age("100000")).await.code();
    app.clock.advance(Duration::from_secs(21));
    assert_eq!(
        console.start(&session, &age("100")).await.page().0,
        "/confirm"
    );
    let silent = [("max_age", "100"), ("prompt", "none")];
    assert_eq!(
        console.start(&session, &silent).await.refused(),
        "login_required"
    );
    assert_eq!(
        strict.start(&session, &age("100000")).await.page().0,
        "/confirm"
    );
    confirm(&app, &session).await;
    strict.start(&session, &[]).await.code();
    console.start(&session, &age("100")).await.code();
    // 0 is `prompt=login`.
    app.clock.advance(Duration::from_secs(1));
    let (page, next) = console.start(&session, &age("0")).await.page();
    assert_eq!(page, "/confirm");
    confirm(&app, &session).await;
    app.clock.advance(Duration::from_secs(1));
    Shown::of(browse(&app, &next, &session)).await.code();
}

/// O-07 (fresh): A fresh code at every start, whatever the console asks for.
#[actix_web::test]
async fn a_console_may_ask_for_a_fresh_code_each_time() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({ "fresh_code": true })).await;
    let other = register(&app, &admin, &json!({ "fresh_code": true })).await;
    let session = browser_session(&app, ADMIN).await;
    console.start(&session, &[]).await.code();
    // One code opens one of them.
    assert_eq!(other.start(&session, &[]).await.page().0, "/confirm");
    app.clock.advance(Duration::from_secs(1));
    for _ in 0..2 {
        assert_eq!(console.start(&session, &[]).await.page().0, "/confirm");
        app.clock.advance(Duration::from_secs(1));
        confirm(&app, &session).await;
        console.start(&session, &[]).await.code();
    }
    let silent = console.start(&session, &[("prompt", "none")]).await;
    assert_eq!(silent.refused(), "login_required");
}

/// OpenID Connect Core §5.5.1.1, RFC 9470 §5: levels that are asked for, and that cannot be reached.
#[actix_web::test]
async fn a_level_is_reached_or_refused() {
    let (app, admin, phone) = agent_with_phone().await;
    let console = register(&app, &admin, &json!({})).await;
    let one = browser_session(&app, ADMIN).await;
    let two = browser_session_with(&app, AGENT, &phone).await;
    let aal2 = ("acr_values", "urn:twostep:aal2");
    let none = ("prompt", "none");
    let silent = console.start(&one, &[aal2, none]).await;
    assert_eq!(silent.refused(), "unmet_authentication_requirements");
    // The set-up comes first, and then the very same start.
    let set_up = console.start(&one, &[aal2]).await;
    let start = "/set-up?continue=%2Foauth%2Fauthorize%3F";
    assert!(set_up.location().starts_with(start) && set_up.location().contains(&console.id));
    // Who has none may go with what is enough.
    let both = ("acr_values", "urn:twostep:aal2 urn:twostep:aal1");
    console.start(&one, &[both]).await.code();
    console.start(&one, &[("acr_values", "phr")]).await.code();
    let pape = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";
    for (asked, said) in [
        ("urn:twostep:aal2", "urn:twostep:aal2"),
        (pape, pape),
        ("phr", "urn:twostep:aal2"),
    ] {
        let code = console.start(&two, &[("acr_values", asked)]).await.code();
        let tokens = console.redeem(&code, &[]).await.json();
        let id_token = tokens["id_token"].as_str().expect("a token");
        let claims = check_id_token(&app, id_token, &console.id).await;
        assert_eq!(claims["acr"], said);
    }
    let essential = r#"{"id_token":{"acr":{"essential":true,"values":["phr"]}}}"#;
    let refused = console.start(&two, &[("claims", essential)]).await;
    assert_eq!(refused.refused(), "unmet_authentication_requirements");
}

/// O-07 (level): The least level of the administrator holds whatever the request says.
#[actix_web::test]
async fn the_least_level_is_held() {
    let (app, admin, phone) = agent_with_phone().await;
    let fields = json!({ "minimum_acr": "urn:twostep:aal2" });
    let console = register(&app, &admin, &fields).await;
    let one = browser_session(&app, ADMIN).await;
    for more in [
        ("acr_values", "urn:twostep:aal1"),
        (
            "claims",
            r#"{"id_token":{"acr":{"essential":true,"value":"urn:twostep:aal1"}}}"#,
        ),
        ("acr_values", ""),
    ] {
        let silent = console.start(&one, &[more, ("prompt", "none")]).await;
        assert_eq!(
            silent.refused(),
            "unmet_authentication_requirements",
            "{more:?}"
        );
    }
    let two = browser_session_with(&app, AGENT, &phone).await;
    console.start(&two, &[]).await.code();
}

/// O-07 (members): Roles and groups decide, read live.
#[actix_web::test]
async fn a_console_is_for_those_who_are_admitted() {
    let (app, admin) = TestApp::with_admin().await;
    let agent = app.invite(&admin, AGENT, "agent").await;
    app.post("/groups", &admin, &json!({ "name": "Night" }))
        .await
        .ok();
    let fields = json!({ "allowed_roles": ["agent"], "allowed_groups": ["Night"] });
    let console = register(&app, &admin, &fields).await;
    let session = browser_session(&app, AGENT).await;
    assert_eq!(
        console.start(&session, &[]).await.refused(),
        "access_denied"
    );
    let admins = browser_session(&app, ADMIN).await;
    assert_eq!(console.start(&admins, &[]).await.refused(), "access_denied");
    let path = format!("/members/{agent}");
    let join = json!({ "groups": ["Night"] });
    app.send("PATCH", &path, &admin, Some(&join)).await.ok();
    let tokens = console.sign_in(&session).await;
    let access = tokens["access_token"].as_str().expect("a token");
    let told = console.userinfo(access).await.json();
    assert_eq!(told["groups"], json!(["Night", "role:agent"]));
    let leave = json!({ "groups": [] });
    app.send("PATCH", &path, &admin, Some(&leave)).await.ok();
    assert_eq!(console.userinfo(access).await.status, 401);
    assert_eq!(
        console.start(&session, &[]).await.refused(),
        "access_denied"
    );
}

/// O-10: A session of another organization is none, and its members sign in at the page of theirs.
#[actix_web::test]
async fn a_session_of_another_organization_is_none() {
    let (app, _) = TestApp::with_admin().await;
    let stranger = other_administrator(&app).await;
    let console = register(&app, &stranger, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let (page, _) = console.start(&session, &[]).await.page();
    assert_eq!(page, "/at/other");
    let silent = console.start(&session, &[("prompt", "none")]).await;
    assert_eq!(silent.refused(), "login_required");
}

/// A console that is disabled is unknown.
#[actix_web::test]
async fn a_disabled_console_is_unknown() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let path = format!("/clients/{}", console.id);
    let body = json!({ "is_disabled": true });
    app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    let session = browser_session(&app, ADMIN).await;
    assert_eq!(console.start(&session, &[]).await.status, 400);
}

/// The form of the question, as its page has it.
fn form_of(page: &Shown, decision: &str) -> String {
    let value = |name: &str| {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = page.text.split_once(&start).expect(name);
        let (value, _) = rest.split_once('"').expect("a value");
        value.replace("&amp;", "&")
    };
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("asked", &value("asked"));
    form.append_pair("csrf", &value("csrf"));
    form.append_pair("decision", decision);
    form.finish()
}

async fn ask(console: &Console<'_>, session: &str) -> Shown {
    let page = console.start(session, &[]).await;
    assert_eq!(page.status, 200, "{}", page.text);
    page
}

/// O-05 (consent, named), O-06: OpenID Connect Core §3.1.2.4: a person is asked where the administrator wants it so;
/// the answer comes from our own page
/// alone (RFC 9700 §4.7, §4.16).
#[actix_web::test]
async fn a_person_is_asked() {
    let (app, admin) = TestApp::with_admin().await;
    let fields = json!({ "asks_consent": true, "name": "Acme <b>Remote</b>" });
    let console = register(&app, &admin, &fields).await;
    let session = browser_session(&app, ADMIN).await;
    let silent = console.start(&session, &[("prompt", "none")]).await;
    assert_eq!(silent.refused(), "consent_required");
    let page = ask(&console, &session).await;
    assert!(page.text.contains("Acme &lt;b&gt;Remote&lt;/b&gt;") && !page.text.contains("<b>"));
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("form-action 'self' https://remote.example.com;"),
        "{policy}"
    );
    assert!(policy.contains("frame-ancestors 'none'"));
    let path = "/oauth/consent";
    let refused = Shown::of(post_form(&app, path, &session, form_of(&page, "refuse"))).await;
    assert_eq!(refused.refused(), "access_denied");
    let agreed = Shown::of(post_form(&app, path, &session, form_of(&page, "agree"))).await;
    let code = agreed.code();
    assert_eq!(console.redeem(&code, &[]).await.status, 200);
    // It is asked at the next start again; claims by name are told as those of a scope.
    ask(&console, &session).await;
    let claims = ("claims", r#"{"userinfo":{"email":null}}"#);
    let by_name = console
        .start(&session, &[("scope", "openid"), claims])
        .await;
    let plain = console.start(&session, &[("scope", "openid")]).await;
    assert!(by_name.text.contains("your email address") && !plain.text.contains("your email"));
    // Of another site, of another session, without the value.
    let other = browser_session(&app, ADMIN).await;
    let form = form_of(&page, "agree");
    let forged = form.replace("csrf=", "csrf=x");
    let cross = still(&app, "POST", path)
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", &session)
        .body(form.clone());
    for request in [
        cross,
        post_form(&app, path, &other, form),
        post_form(&app, path, &session, forged),
    ] {
        let answer = Shown::of(request).await;
        assert_eq!((answer.status, answer.header("location")), (403, ""));
    }
}

/// O-01 (sent nowhere): What a form says of the request is read anew: it leads nowhere where the request would not.
#[actix_web::test]
async fn a_consent_opens_no_other_address() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({ "asks_consent": true })).await;
    let session = browser_session(&app, ADMIN).await;
    let page = ask(&console, &session).await;
    let form = form_of(&page, "agree").replace("remote.example.com", "evil.example");
    let answer = Shown::of(post_form(&app, "/oauth/consent", &session, form)).await;
    assert_eq!((answer.status, answer.header("location")), (400, ""));
    assert!(!CALLBACK.contains("evil"));
}
