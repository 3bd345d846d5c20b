//! Starts at consoles: of the one person who is meant, of somebody who sets up no device, and so many in a minute.

use crate::oauth_support::{browser_session, register};
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, TestApp};
use serde_json::{Value, json};
use shared_types::address::NO_SET_UP;
use std::time::Duration;
use twostep::platform::limits::AUTHORIZATION_CODES;
use twostep::record::audit::Action;

/// O-11: OpenID Connect Core §3.1.2.1, §5.5.1: a console that means one person gets no other; an ID token
/// of another console, or a text that is none, means nobody.
#[actix_web::test]
async fn a_console_may_mean_one_person() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let console = register(&app, &admin, &json!({})).await;
    let other = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let of_admin = console.sign_in(&session).await;
    let of_other = other.sign_in(&session).await;
    let agent = browser_session(&app, AGENT).await;
    let hint = |tokens: &Value| tokens["id_token"].as_str().expect("a token").to_owned();
    let (own, others) = (hint(&of_admin), hint(&of_other));
    console
        .start(&session, &[("id_token_hint", &own)])
        .await
        .code();
    let subject = json!({ "userinfo": { "sub": { "values": ["nobody"] } } }).to_string();
    for (session, pair) in [
        (&agent, ("id_token_hint", own.as_str())),
        (&session, ("id_token_hint", &others)),
        (&session, ("id_token_hint", "x.y.z")),
        (&session, ("claims", &subject)),
    ] {
        let answer = console.start(session, &[pair]).await;
        assert_eq!(answer.refused(), "login_required", "{pair:?}");
    }
}

/// O-12: F1: a session starts at consoles thirty times a minute, and one row in a minute and console says so.
#[actix_web::test]
async fn starts_of_one_session_are_limited() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let other = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    for start in 0..AUTHORIZATION_CODES {
        let at = if start % 2 == 0 { &console } else { &other };
        at.start(&session, &[]).await.code();
    }
    let full = console.start(&session, &[]).await;
    assert_eq!(full.refused(), "temporarily_unavailable");
    let recorded = details_of(&app.context.db, Action::ClientSignedIn).await;
    let consoles: Vec<_> = recorded.iter().map(|details| &details["client"]).collect();
    assert_eq!(consoles, [&json!(console.id), &json!(other.id)]);
    app.clock.advance(Duration::from_mins(1));
    console.start(&session, &[]).await.code();
}

/// RFC 6749 §4.1.2.1: "Not now" on the page that leads through the set-up: the console is told. Who needs no set-up
/// declines none.
#[actix_web::test]
async fn a_console_is_told_that_nobody_sets_up_a_device() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let aal2 = ("acr_values", "urn:twostep:aal2");
    let declined = console.start(&session, &[aal2, NO_SET_UP]).await;
    assert_eq!(declined.refused(), "access_denied");
    console.start(&session, &[NO_SET_UP]).await.code();
}
