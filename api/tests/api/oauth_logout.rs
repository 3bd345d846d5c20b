//! The end of a session that a console asks for.

use crate::oauth_support::{
    Console, Shown, browse, browser_session, change, post_form, register, still,
};
use crate::oauth_told::{Told, logout_token};
use crate::support::{ADMIN, AGENT, TestApp};
use serde_json::{Value, json};

const AFTERWARDS: &str = "https://remote.example.com/signed-out";

async fn console<'a>(app: &'a TestApp, admin: &str) -> Console<'a> {
    let fields = json!({ "post_logout_redirect_uris": [AFTERWARDS] });
    register(app, admin, &fields).await
}

fn path_of(pairs: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    format!("/oauth/end-session?{}", query.finish())
}

fn id_token(tokens: &Value) -> &str {
    tokens["id_token"].as_str().expect("a token")
}

async fn is_signed_in(app: &TestApp, session: &str) -> bool {
    let request = app.request("GET", "/me").header("cookie", session);
    app.finish(request).await.status == 200
}

/// OpenID Connect RP-Initiated Logout §2, §3: who brings an ID token of the session ends it, and goes to the registered
/// address with `state`.
#[actix_web::test]
async fn a_console_ends_the_session_that_it_knows() {
    let (app, admin) = TestApp::with_admin().await;
    let console = console(&app, &admin).await;
    let session = browser_session(&app, ADMIN).await;
    let tokens = console.sign_in(&session).await;
    let path = path_of(&[
        ("id_token_hint", id_token(&tokens)),
        ("post_logout_redirect_uri", AFTERWARDS),
        ("state", "a b"),
    ]);
    // A browser of another site brings no cookie: it goes by a page of ours.
    let hop = still(&app, "GET", &path).header("sec-fetch-site", "cross-site");
    let hop = Shown::of(hop).await;
    assert!(hop.status == 200 && hop.text.contains("http-equiv=\"refresh\""));
    assert!(is_signed_in(&app, &session).await);
    let answer = Shown::of(browse(&app, &path, &session)).await;
    assert_eq!(answer.location(), format!("{AFTERWARDS}?state=a+b"));
    assert!(answer.header("set-cookie").starts_with("__Host-tsv=;"));
    assert!(!is_signed_in(&app, &session).await);
    let access = tokens["access_token"].as_str().expect("a token");
    assert_eq!(console.userinfo(access).await.status, 401);
}

/// O-05 (sign-out): RP-Initiated Logout §2, §6: without such a token the person is asked, by a form of our own page.
#[actix_web::test]
async fn a_person_is_asked_before_the_session_ends() {
    let (app, admin) = TestApp::with_admin().await;
    let console = console(&app, &admin).await;
    let session = browser_session(&app, ADMIN).await;
    let earlier = browser_session(&app, ADMIN).await;
    let of_another = console.sign_in(&earlier).await;
    let forged = format!("{}x", id_token(&of_another));
    for pairs in [
        vec![],
        vec![("client_id", console.id.as_str())],
        vec![("id_token_hint", id_token(&of_another))],
        vec![("id_token_hint", forged.as_str())],
    ] {
        let page = Shown::of(browse(&app, &path_of(&pairs), &session)).await;
        assert_eq!(page.status, 200, "{pairs:?}");
        assert!(
            page.text
                .contains("<form method=\"post\" action=\"/oauth/end-session\">")
        );
        assert!(is_signed_in(&app, &session).await, "{pairs:?}");
    }
    let pairs = [
        ("client_id", console.id.as_str()),
        ("post_logout_redirect_uri", AFTERWARDS),
    ];
    let page = Shown::of(browse(&app, &path_of(&pairs), &session)).await;
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("form-action 'self' https://remote.example.com;"),
        "{policy}"
    );
    let value = |name: &str| {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = page.text.split_once(&start).expect(name);
        rest.split_once('"')
            .expect("a value")
            .0
            .replace("&amp;", "&")
    };
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("asked", &value("asked"));
    form.append_pair("csrf", &value("csrf"));
    let form = form.finish();
    let path = "/oauth/end-session";
    let cross = still(&app, "POST", path)
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", &session)
        .body(form.clone());
    assert_eq!(Shown::of(cross).await.status, 403);
    assert!(is_signed_in(&app, &session).await);
    let done = Shown::of(post_form(&app, path, &session, form)).await;
    assert_eq!(done.location(), AFTERWARDS);
    assert!(!is_signed_in(&app, &session).await);
}

/// O-01 (sent nowhere): RP-Initiated Logout §3, RFC 9700 §4.11: no address but a registered one of the console that
/// is named.
#[actix_web::test]
async fn the_end_of_a_session_leads_nowhere_else() {
    let (app, admin) = TestApp::with_admin().await;
    let console = console(&app, &admin).await;
    let other = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let tokens = console.sign_in(&session).await;
    let hint = ("id_token_hint", id_token(&tokens));
    let of_other = ("client_id", other.id.as_str());
    let afterwards = ("post_logout_redirect_uri", AFTERWARDS);
    // The person, who wants to sign out, is asked all the same, and stays here.
    for pairs in [vec![afterwards], vec![of_other, afterwards]] {
        let answer = Shown::of(browse(&app, &path_of(&pairs), &session)).await;
        assert_eq!((answer.status, answer.header("location")), (200, ""));
        assert!(answer.text.contains("action=\"/oauth/end-session\""));
        assert!(!answer.text.contains("https://remote.example.com"));
        assert!(is_signed_in(&app, &session).await);
    }
    let mixed = Shown::of(browse(&app, &path_of(&[of_other, hint]), &session)).await;
    assert_eq!((mixed.status, mixed.header("location")), (400, ""));
    for address in [
        "https://evil.example/",
        "https://remote.example.com/signed-out/",
        "https://remote.example.com/callback",
    ] {
        let session = browser_session(&app, ADMIN).await;
        let tokens = console.sign_in(&session).await;
        let hint = ("id_token_hint", id_token(&tokens));
        let pairs = [hint, ("post_logout_redirect_uri", address)];
        let answer = Shown::of(browse(&app, &path_of(&pairs), &session)).await;
        assert_eq!((answer.status, answer.header("location")), (200, ""));
        assert!(!is_signed_in(&app, &session).await, "{address}");
    }
    let nobody = Shown::of(browse(&app, &path_of(&[hint, afterwards]), "")).await;
    assert_eq!(nobody.location(), AFTERWARDS);
    // A disabled console sends nobody anywhere.
    let path = format!("/clients/{}", console.id);
    let request = app.request("PATCH", &path).bearer_auth(&admin);
    let off = request
        .header("if-match", "*")
        .json(&json!({ "is_disabled": true }));
    app.finish(off).await.ok();
    let disabled = Shown::of(browse(&app, &path_of(&[hint, afterwards]), "")).await;
    assert_eq!((disabled.status, disabled.header("location")), (200, ""));
}

/// O-13 (token): RFC 8725 §3.11: a token of another type that we signed for the same person says to nobody who is meant.
#[actix_web::test]
async fn a_logout_token_is_no_hint() {
    let told = Told::start().await;
    let console = told.console(json!({})).await;
    let session = browser_session(&told.app, AGENT).await;
    let tokens = console.sign_in(&session).await;
    change(&told.app, "DELETE", "/session", &session).await;
    let ended = logout_token(&told.told().await[0]);
    let id_token = tokens["id_token"].as_str().expect("a token");
    let session = browser_session(&told.app, AGENT).await;
    let hint = [("id_token_hint", id_token)];
    console.start(&session, &hint).await.code();
    let hint = [("id_token_hint", &*ended)];
    let refused = console.start(&session, &hint).await;
    assert_eq!(refused.refused(), "login_required");
}
