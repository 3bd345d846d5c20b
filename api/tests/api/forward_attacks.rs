//! Attacks on consoles whose proxy asks us.

use crate::forward_support::{DESK, Desk, WANTED, register_desk, set_by, told};
use crate::nodes::three_nodes;
use crate::oauth_support::{Shown, browse, browser_session, change, form, still};
use crate::rows::details_of;
use crate::support::{ADMIN, TestApp};
use serde_json::json;
use std::time::Duration;
use twostep::record::audit::Action;

const OTHER: &str = "https://other.example.com";

async fn behind_a_proxy() -> (TestApp, String) {
    let app = TestApp::start().behind_a_proxy();
    let admin = app.set_up().await;
    (app, admin)
}

/// Asks with other headers about the browser with this cookie.
async fn ask_at(app: &TestApp, host: &str, cookie: &str) -> Shown {
    let request = still(app, "GET", "/forward-auth")
        .header("x-forwarded-proto", "https")
        .header("x-forwarded-host", host)
        .header("x-forwarded-uri", "/")
        .header("x-forwarded-method", "GET")
        .header("cookie", cookie);
    Shown::of(request).await
}

/// RFC 6265bis §4.1.3: a cookie that was taken from one console opens no other one.
#[actix_web::test]
async fn a_stolen_cookie_opens_no_other_console() {
    let (app, admin) = behind_a_proxy().await;
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    let other = register_desk(&app, &admin, OTHER, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let cookie = desk.enter(&session).await;
    assert_eq!(desk.status(&cookie).await, 200);
    assert_eq!(other.status(&cookie).await, 302);
    let named = format!("/forward-auth?client={}", other.id);
    let request = told(still(&app, "GET", &named), DESK, "/").header("cookie", &cookie);
    assert_eq!(Shown::of(request).await.status, 403, "of another console");
    // Neither is the session itself, nor a token of another kind, one of the console.
    let token = session.split_once('=').expect("a cookie").1;
    let as_console = format!("__Host-tsv_console={token}");
    assert_eq!(desk.status(&as_console).await, 302);
    let last = if cookie.ends_with('x') { 'y' } else { 'x' };
    let changed = format!("{}{last}", &cookie[..cookie.len() - 1]);
    assert_eq!(desk.status(&changed).await, 302);
    let twice = format!("{cookie}; {cookie}");
    assert_eq!(desk.status(&twice).await, 302);
}

/// X-Forwarded-Host in every spelling that could mean another host.
#[actix_web::test]
async fn a_host_is_read_as_a_browser_reads_it() {
    let (app, admin) = behind_a_proxy().await;
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    let cookie = desk.enter(&browser_session(&app, ADMIN).await).await;
    for same in [
        "desk.example.com",
        "DESK.Example.com",
        "desk.example.com:443",
    ] {
        assert_eq!(ask_at(&app, same, &cookie).await.status, 200, "{same}");
    }
    for other in [
        "desk.example.com.",
        "desk.example.com:8443",
        "desk.example.com@evil.example",
        "evil.example@desk.example.com",
        "desk.example.com.evil.example",
        "evil.example, desk.example.com",
        "desk.example.com/",
        "desk.example.com?",
        "localhost:8080",
        "evil.example",
    ] {
        let shown = ask_at(&app, other, &cookie).await;
        assert_eq!(shown.status, 403, "{other}");
        assert_eq!(shown.json()["code"], "forbidden", "{other}");
    }
    let request = told(still(&app, "GET", "/forward-auth"), DESK, "/");
    let twice = request.header("x-forwarded-host", "evil.example");
    assert_eq!(Shown::of(twice.header("cookie", &cookie)).await.status, 403);
    // RFC 7239 is not read: proxies let that of a client through.
    let forwarded = still(&app, "GET", "/forward-auth")
        .header("forwarded", "host=desk.example.com;proto=https")
        .header("cookie", &cookie);
    assert_eq!(Shown::of(forwarded).await.status, 403);
    let http = told(
        still(&app, "GET", "/forward-auth"),
        "http://desk.example.com",
        "/",
    );
    assert_eq!(Shown::of(http.header("cookie", &cookie)).await.status, 403);
}

/// L-09: who is no trusted proxy is told nothing, whatever it says.
#[actix_web::test]
async fn only_a_trusted_proxy_may_ask() {
    let (app, admin) = TestApp::with_admin().await;
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    for request in [
        desk.ask(""),
        desk.ask_for_nginx(""),
        desk.pass_on("/.twostep/start?to=/", ""),
        desk.pass_on("/.twostep/callback?code=x&state=/", ""),
        desk.pass_on("/.twostep/sign-out", ""),
    ] {
        let shown = Shown::of(request).await;
        assert_eq!(shown.status, 403);
        assert!(shown.text.contains("TWOSTEP_TRUSTED_PROXIES"));
        assert!(shown.headers.get("set-cookie").is_none());
    }
    // Who sets the proxy up sees why on the page of the console.
    let path = format!("/forward-auth?client={}", desk.id);
    assert_eq!(Shown::of(still(&app, "GET", &path)).await.status, 403);
    app.context.notes.write(&app.context.db).await;
    let path = format!("/clients/{}/events", desk.id);
    let events = app.get(&path, &admin).await.ok().body;
    let event = &events["events"][0];
    assert_eq!(event["reason"], "proxy_untrusted", "{events}");
    assert_eq!(event["detail"]["presented"], "127.0.0.1", "{events}");
}

/// What a client says of itself is no identity.
#[actix_web::test]
async fn forged_headers_are_never_read() {
    let (app, admin) = behind_a_proxy().await;
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    let forge = |request: reqwest::RequestBuilder| {
        [
            "remote-user",
            "remote-groups",
            "x-forwarded-user",
            "remote_user",
        ]
        .into_iter()
        .fold(request, |request, name| request.header(name, "root"))
    };
    assert_eq!(Shown::of(forge(desk.ask(""))).await.status, 302);
    let cookie = desk.enter(&browser_session(&app, ADMIN).await).await;
    let shown = Shown::of(forge(desk.ask(&cookie))).await;
    assert_eq!(shown.header("remote-user"), ADMIN);
    assert_eq!(shown.header("remote-groups"), "role:admin");
}

/// RFC 9700 §4.7, RFC 6749 §10.12: a code in another browser, of another console or for another address is refused,
/// and is still good where it belongs.
#[actix_web::test]
async fn a_code_is_good_in_one_browser_for_one_address() {
    let (app, admin) = behind_a_proxy().await;
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    let other = register_desk(&app, &admin, OTHER, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let (start, target) = desk.leave(WANTED).await;
    let (foreign, _) = desk.leave(WANTED).await;
    let back = desk.come_back(&session, &target).await;
    let refused = async |desk: &Desk<'_>, back: &str, cookie: &str| {
        let shown = Shown::of(desk.pass_on(back, cookie)).await;
        assert_eq!(shown.status, 400, "{back} {cookie}");
        assert!(shown.headers.get("set-cookie").is_none());
        assert!(shown.text.contains("Start again"));
    };
    refused(&desk, &back, "").await;
    refused(&desk, &back, &foreign).await;
    refused(&desk, &back, "__Host-tsv_console_start=x").await;
    refused(&other, &back, &start).await;
    let elsewhere = back.replace("tickets", "admin");
    assert_ne!(elsewhere, back);
    refused(&desk, &elsewhere, &start).await;
    for state in [
        "https%3A%2F%2Fevil.example%2F",
        "",
        "%5Cevil.example",
        "%2F%0D%0Ax",
    ] {
        let code = back.split("state=").next().expect("a code");
        refused(&desk, &format!("{code}state={state}"), &start).await;
    }
    let shown = Shown::of(desk.pass_on(&back, &start)).await;
    assert_eq!(
        desk.status(&set_by(&shown, "__Host-tsv_console")).await,
        200
    );
}

/// RFC 6749 §4.1.2: a code that comes twice takes with it what was made of it; RFC 9700 §4.1: a late one is none.
#[actix_web::test]
async fn a_code_is_good_once_and_for_a_minute() {
    let (app, admin) = behind_a_proxy().await;
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let (start, target) = desk.leave("/").await;
    let back = desk.come_back(&session, &target).await;
    let first = Shown::of(desk.pass_on(&back, &start)).await;
    let cookie = set_by(&first, "__Host-tsv_console");
    assert_eq!(desk.status(&cookie).await, 200);
    for _ in 0..2 {
        let again = Shown::of(desk.pass_on(&back, &start)).await;
        assert_eq!(again.status, 400);
    }
    assert_eq!(desk.status(&cookie).await, 302);
    let recorded = details_of(&app.context.db, Action::ClientCodeReused).await;
    assert_eq!(recorded.len(), 1);
    let back = desk.come_back(&session, &target).await;
    app.clock.advance(Duration::from_secs(61));
    let late = Shown::of(desk.pass_on(&back, &start)).await;
    assert_eq!(late.status, 400);
}

/// The code of a browser is none for the token endpoint: a proxy has no part in OAuth.
#[actix_web::test]
async fn the_token_endpoint_takes_no_code_of_a_proxy() {
    let (app, admin) = behind_a_proxy().await;
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let (_, target) = desk.leave("/").await;
    let back = desk.come_back(&session, &target).await;
    let code = back
        .split("code=")
        .nth(1)
        .and_then(|rest| rest.split('&').next());
    let address = format!("{DESK}/.twostep/callback");
    let form = form(
        code.expect("a code"),
        &[("redirect_uri", &address), ("client_id", &desk.id)],
    );
    let request = still(&app, "POST", "/oauth/token")
        .header("content-type", "application/x-www-form-urlencoded");
    let shown = Shown::of(request.body(form)).await;
    assert_eq!(
        (shown.status, &shown.json()["error"]),
        (401, &json!("invalid_client"))
    );
}

/// A person who may not use the console is told so on the way back; nobody comes in by an error.
#[actix_web::test]
async fn an_error_of_the_sign_in_opens_nothing() {
    let (app, admin) = behind_a_proxy().await;
    let fields = json!({ "allowed_roles": ["agent"] });
    let desk = register_desk(&app, &admin, DESK, &fields).await;
    let session = browser_session(&app, ADMIN).await;
    let (start, target) = desk.leave("/").await;
    let back = desk.come_back(&session, &target).await;
    assert!(back.contains("error=access_denied"), "{back}");
    let shown = Shown::of(desk.pass_on(&back, &start)).await;
    assert_eq!(shown.status, 403);
    assert!(shown.text.contains("You may not use Tickets"));
    assert!(!shown.text.contains("agree"), "nobody was asked");
    assert!(shown.headers.get("set-cookie").is_none());
    let path = target.strip_prefix("http://localhost:8080").expect("ours");
    let changed = path.replace("desk.example.com", "evil.example");
    assert_eq!(
        Shown::of(browse(&app, &changed, &session)).await.status,
        400
    );
}

/// A session that was ended at one node passes at none of three from the next request on.
#[actix_web::test]
async fn a_revoked_session_passes_at_no_node() {
    let Some((nodes, admin)) = three_nodes().await else {
        return;
    };
    let nodes = nodes.map(TestApp::behind_a_proxy);
    let desk = register_desk(&nodes[0], &admin, DESK, &json!({})).await;
    let session = browser_session(&nodes[0], ADMIN).await;
    let cookie = desk.enter(&session).await;
    let at = |app| Desk {
        app,
        id: desk.id.clone(),
        origin: desk.origin.clone(),
    };
    for node in &nodes {
        assert_eq!(at(node).status(&cookie).await, 200);
    }
    change(&nodes[1], "DELETE", "/session", &session).await;
    for node in &nodes {
        assert_eq!(at(node).status(&cookie).await, 302);
    }
}
