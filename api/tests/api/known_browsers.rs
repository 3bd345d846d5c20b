//! Whom a known browser helps: the member who signed in there, while its cookie counts, and nobody else.

use crate::recovery::agent_with_phone;
use crate::support::{ADMIN, AGENT, Answer, PASSWORD, TestApp};
use serde_json::json;
use shared_types::limits::KNOWN_BROWSER_LIFETIME;
use std::time::Duration;

/// A sign-in as our own pages send it, with the cookie of a known browser.
async fn sign_in(app: &TestApp, email: &str, password: &str, cookie: &str) -> Answer {
    let body = json!({ "email": email, "password": password, "transport": "cookie" });
    let request = app
        .request("POST", "/sign-in")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", cookie)
        .json(&body);
    app.finish(request).await
}

/// Uses up what strangers may try at this address.
async fn use_up(app: &TestApp, email: &str) {
    let wrong = json!({ "email": email, "password": "not the password" });
    for _ in 0..25 {
        app.post("/sign-in", "", &wrong).await;
    }
    let right = json!({ "email": email, "password": PASSWORD });
    app.post("/sign-in", "", &right)
        .await
        .refused(429, "throttled");
}

/// L-05 (own member): the cookie that a browser got for one member opens no other member's budget, with the
/// right password or a wrong one.
#[actix_web::test]
async fn a_known_browser_is_its_own_members_alone() {
    let (app, _, phone) = agent_with_phone().await;
    let (own, others) = (
        app.known_browser(ADMIN).await,
        app.known_browser_with(AGENT, &phone).await,
    );
    use_up(&app, ADMIN).await;
    for password in [PASSWORD, "not the password"] {
        let answer = sign_in(&app, ADMIN, password, &others).await;
        answer.refused(429, "throttled");
    }
    sign_in(&app, ADMIN, PASSWORD, &own).await.ok();
    // The network has tried too often as well: who is known does not feel it.
    sign_in(&app, AGENT, PASSWORD, &others).await.ok();
}

/// L-05 (valid cookie): a cookie with another verifier, of another kind or past its time is a stranger's.
#[actix_web::test]
async fn a_cookie_that_does_not_count_is_a_strangers() {
    let (app, _) = TestApp::with_admin().await;
    let own = app.known_browser(ADMIN).await;
    let (start, last) = own.split_at(own.len() - 1);
    let forged = format!("{start}{}", if last == "a" { "b" } else { "a" });
    let kind = own.replace("tsb_", "tss_");
    use_up(&app, ADMIN).await;
    for cookie in [&forged, &kind] {
        let answer = sign_in(&app, ADMIN, PASSWORD, cookie).await;
        answer.refused(429, "throttled");
    }
    app.clock
        .advance(KNOWN_BROWSER_LIFETIME.saturating_sub(Duration::from_mins(1)));
    use_up(&app, ADMIN).await;
    sign_in(&app, ADMIN, PASSWORD, &own).await.ok();
    app.clock.advance(Duration::from_mins(1));
    use_up(&app, ADMIN).await;
    let answer = sign_in(&app, ADMIN, PASSWORD, &own).await;
    answer.refused(429, "throttled");
}
