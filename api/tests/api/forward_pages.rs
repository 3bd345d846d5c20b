//! The pages that a browser sees at a protected address.

use crate::forward_support::{DESK, register_desk, told};
use crate::oauth_support::{Shown, still};
use crate::support::TestApp;
use serde_json::json;

async fn behind_a_proxy() -> (TestApp, String) {
    let app = TestApp::start().behind_a_proxy();
    let admin = app.set_up().await;
    (app, admin)
}

/// RFC 6749 §4.1.2.1: each error of the sign-in has the words of its reason at the protected address, and what it says of
/// itself is not shown there.
#[actix_web::test]
async fn an_error_on_the_way_back_is_explained() {
    let (app, admin) = behind_a_proxy().await;
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    for (query, status, said) in [
        ("error=access_denied", 403, "You may not use Tickets"),
        (
            "error=access_denied&error_description=The+person+did+not+agree.",
            403,
            "You did not agree",
        ),
        ("error=temporarily_unavailable", 503, "Not now"),
        ("error=login_required", 400, "Start again"),
        (
            "error=evil-word&error_description=evil-word",
            400,
            "Start again",
        ),
        ("code=x&state=%2F", 400, "Start again"),
    ] {
        let path = format!("/.twostep/callback?{query}");
        let shown = Shown::of(desk.pass_on(&path, "")).await;
        assert_eq!(shown.status, status, "{query}");
        assert!(shown.text.contains(said), "{query}: {}", shown.text);
        assert!(!shown.text.contains("evil"), "{query}");
    }
}

/// Issue 16, part 4: a browser is told in a page that a console is switched off or unknown, a program in a problem.
#[actix_web::test]
async fn a_switched_off_console_says_so_in_a_page() {
    let (app, admin) = behind_a_proxy().await;
    let desk = register_desk(&app, &admin, DESK, &json!({})).await;
    let path = format!("/clients/{}", desk.id);
    let body = json!({ "is_disabled": true });
    app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    let navigate = ("sec-fetch-mode", "navigate");
    for path in [
        "/.twostep/start",
        "/.twostep/callback?code=x",
        "/.twostep/sign-out",
    ] {
        let page = desk.pass_on(path, "").header(navigate.0, navigate.1);
        let page = Shown::of(page).await;
        assert_eq!(page.status, 403, "{path}");
        assert!(
            page.text.contains("<h1>Tickets is switched off</h1>"),
            "{}",
            page.text
        );
        let program = Shown::of(desk.pass_on(path, "")).await;
        assert_eq!(
            (program.status, &program.json()["code"]),
            (403, &json!("forbidden"))
        );
    }
    let asked = Shown::of(desk.ask("")).await;
    assert_eq!(asked.status, 403);
    assert!(asked.text.contains("<h1>Tickets is switched off</h1>"));
    let elsewhere = told(
        still(&app, "GET", "/.twostep/start"),
        "https://other.example.com",
        "/",
    );
    let elsewhere = Shown::of(elsewhere.header(navigate.0, navigate.1)).await;
    assert_eq!(elsewhere.status, 403);
    assert!(elsewhere.text.contains("This console is not known here"));
}
