//! What ends by no time alone, and what a person who helps gives back (F16, A1).

use crate::refusals::{THIEF, finish, fresh, from, known_browser, password, proxied};
use crate::support::{AGENT, PASSWORD, TestApp};
use std::time::Duration;

/// F16: after a hundred wrong passwords in a row strangers' tries end, for a known address as for an
/// unknown one; a known browser goes on, and an administrator gives all back.
#[actix_web::test]
async fn a_hundred_wrong_passwords_close_strangers_out() {
    let (app, admin, phone) = proxied().await;
    let mut browser = known_browser(&app, &phone).await;
    for email in [AGENT, "nobody@example.com"] {
        for number in 0..100 {
            app.clock.advance(Duration::from_mins(1));
            let address = format!("198.51.{number}.9");
            let wrong = password(email, "not the password at all");
            let answer = from(&app, &address, "/sign-in", "", &wrong).await;
            answer.refused(401, "invalid_credentials");
        }
        app.clock.advance(Duration::from_hours(47));
        let refused = from(&app, THIEF, "/sign-in", "", &password(email, PASSWORD)).await;
        refused.refused(429, "password_closed");
    }
    assert_eq!(
        finish(&app, &mut browser, &phone).await.ok().text("/step"),
        "done"
    );
    let admin = fresh(&app, &admin).await;
    let members = app.get("/members?search=jo", &admin).await.ok();
    let path = format!("/members/{}/unlock", members.text("/items/0/id"));
    app.send("POST", &path, &admin, None).await.ok();
    from(&app, THIEF, "/sign-in", "", &password(AGENT, PASSWORD))
        .await
        .ok();
}

/// A1: who helps gives mails back: five in an hour, and then one more at once.
#[actix_web::test]
async fn help_gives_mails_back() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let session = app.session_of(AGENT).await;
    let flow = app.send("POST", "/me/enrollment", &session, None).await;
    let flow = flow.ok().text("/flow_token");
    for _ in 0..5 {
        app.send("POST", "/enrollment/email", &flow, None)
            .await
            .ok();
        app.clock.advance(Duration::from_mins(1));
    }
    let refused = app.send("POST", "/enrollment/email", &flow, None).await;
    refused.refused(429, "throttled");
    let admin = fresh(&app, &admin).await;
    let members = app.get("/members?search=jo", &admin).await.ok();
    let path = format!("/members/{}/unlock", members.text("/items/0/id"));
    app.send("POST", &path, &admin, None).await.ok();
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
}
