//! Guessing is delayed on every route that checks a password, a code or an invitation (L-07).

use crate::support::{ADMIN, PASSWORD, TestApp};
use serde_json::json;

/// L-07 (passwords): every way to guess at a password ends in 429, and they share one counter: who is delayed
/// at one of them is delayed at the others.
#[actix_web::test]
async fn guessing_a_password_is_delayed_on_every_route() {
    let change = json!({ "current_password": "wrong", "new_password": "orchid lantern thursday" });
    for (path, body) in [
        ("/sign-in", json!({ "email": ADMIN, "password": "wrong" })),
        ("/me/reauthenticate", json!({ "password": "wrong" })),
        ("/me/password", change),
    ] {
        let (app, admin) = TestApp::with_admin().await;
        let mut evaluated = 0;
        for _ in 0..30 {
            let answer = app.post(path, &admin_for(path, &admin), &body).await;
            evaluated += usize::from(answer.body["code"] == "invalid_credentials");
        }
        assert_eq!(evaluated, 10, "{path}");
        let right = json!({ "password": PASSWORD });
        app.post("/me/reauthenticate", &admin, &right)
            .await
            .refused(429, "throttled");
        app.sign_in(ADMIN).await.refused(429, "throttled");
    }
}

fn admin_for(path: &str, admin: &str) -> String {
    let takes_none = path == "/sign-in";
    if takes_none {
        String::new()
    } else {
        admin.to_owned()
    }
}

/// L-07 (codes), L-01: wrong codes are counted together at every route that checks one; when they are too
/// many, the right one waits at each of them.
#[actix_web::test]
async fn guessing_a_code_is_delayed_on_every_route() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, session) = app.set_up_phone(&admin).await;
    let flow = app.sign_in(ADMIN).await.text("/flow_token");
    let wrong = phone.wrong_code(&app.clock);
    let (at_the_door, inside) = (
        json!({ "code": wrong }),
        json!({ "password": PASSWORD, "code": wrong }),
    );
    let mut evaluated = 0;
    for n in 0..30 {
        let answer = match n % 2 {
            0 => app.post("/sign-in/code", &flow, &at_the_door).await,
            _ => app.post("/me/reauthenticate", &session, &inside).await,
        };
        evaluated += usize::from(answer.body["code"] == "invalid_code");
    }
    assert_eq!(evaluated, 5);
    let right = phone.code_after(&app.clock, 1);
    let inside = json!({ "password": PASSWORD, "code": right });
    app.post("/me/reauthenticate", &session, &inside)
        .await
        .refused(429, "throttled");
    app.post("/sign-in/code", &flow, &json!({ "code": right }))
        .await
        .refused(429, "throttled");
}

/// L-07 (invitations): invitations that nobody wrote are looked at twenty times a minute, then not at all.
#[tokio::test]
async fn guessing_an_invitation_is_delayed() {
    let app = TestApp::start();
    let token = format!("tsi_{:054}", 0);
    let body = json!({ "token": token, "password": PASSWORD });
    for _ in 0..20 {
        let answer = app.post("/invitations/accept", "", &body).await;
        answer.refused(401, "invalid_token");
    }
    let answer = app.post("/invitations/accept", "", &body).await;
    answer.refused(429, "throttled");
    assert!(answer.headers.contains_key("retry-after"));
}
