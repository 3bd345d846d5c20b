//! Somebody copies the token of a live session.

use crate::recovery::{NEW_PASSWORD, agent_with_phone};
use crate::support::{AGENT, PASSWORD};
use serde_json::{Value, json};
use std::time::Duration;

/// S-12 (device, e-mail, password), S-13, L-07, D-12 (proof): the thief reads what the owner reads, turns it into
/// nothing that lasts, cannot guess his way on, and is out as soon as the owner ends the session.
#[actix_web::test]
async fn a_session_thief_cannot_stay() {
    let (app, _, phone) = agent_with_phone().await;
    let stolen = app.sign_in_with(AGENT, &phone).await;
    app.clock.advance(Duration::from_mins(5));
    let me = app.get("/me", &stolen).await.ok();
    for (method, path, body) in [
        (
            "POST",
            "/me/password",
            json!({ "current_password": PASSWORD, "new_password": NEW_PASSWORD }),
        ),
        ("POST", "/me/email", json!({ "email": "thief@example.net" })),
        ("POST", "/me/enrollment", Value::Null),
        ("DELETE", "/me/device", Value::Null),
    ] {
        let body = Some(&body).filter(|body| !body.is_null());
        app.send(method, path, &stolen, body)
            .await
            .refused(403, "reauthentication_required");
    }
    // Guessing is as slow as at the front door, and the code alone opens nothing.
    let guess = json!({ "password": "wrong", "code": phone.code_after(&app.clock, 1) });
    let mut evaluated = 0;
    for _ in 0..30 {
        let answer = app.post("/me/reauthenticate", &stolen, &guess).await;
        evaluated += usize::from(answer.status == 401);
    }
    assert_eq!(evaluated, 10);
    app.clock.advance(Duration::from_mins(2));
    let owner = app.sign_in_with(AGENT, &phone).await;
    let path = format!("/me/sessions/{}", me.text("/session/id"));
    app.send("DELETE", &path, &owner, None).await.ok();
    app.get("/me", &stolen)
        .await
        .refused(401, "unauthenticated");
    app.get("/me", &owner).await.ok();
    let fresh = app.get("/me", &owner).await.ok();
    assert_eq!(
        fresh.text("/two_step/enrolled_at"),
        me.text("/two_step/enrolled_at")
    );
}
