//! What a link is for, asked before a password is typed: it says enough for an honest page, and spends
//! nothing.

use crate::recovery::{agent_with_phone, confirm, forgot};
use crate::support::{AGENT, Answer, PASSWORD, TestApp};
use serde_json::json;

async fn inspect(app: &TestApp, what: &str, token: &str) -> Answer {
    let path = format!("/{what}/inspect");
    app.post(&path, "", &json!({ "token": token })).await
}

/// B10: whose account it is, whether a device can show a code, the one length that counts, and what follows
/// without a code. The link is as good as before, and no try is used up.
#[actix_web::test]
async fn a_link_for_a_new_password_says_what_it_is_for() {
    let (app, admin, phone) = agent_with_phone().await;
    let token = forgot(&app, AGENT).await;
    for _ in 0..30 {
        let view = inspect(&app, "password-reset", &token).await.ok();
        let expected = json!({
            "email_masked": "j…@example.com",
            "organization": "Acme Support",
            "has_device": true,
            "shortest_password": 15,
            "recovery": "wait",
        });
        assert_eq!(view.body, expected);
    }
    confirm(&app, &token, Some(phone.code(&app.clock)))
        .await
        .ok();
    inspect(&app, "password-reset", &token)
        .await
        .refused(401, "invalid_token");

    // Where two steps are required a shorter one is enough, and a person may have to decide.
    app.clock.advance(std::time::Duration::from_mins(1));
    let invited = "new@example.com";
    app.invite(&admin, invited, "admin").await;
    let (_, admin) = app.set_up_phone(&admin).await;
    let body = json!({ "two_step": "required", "version": 1 });
    app.send("PUT", "/policy", &admin, Some(&body)).await.ok();
    let token = forgot(&app, invited).await;
    let view = inspect(&app, "password-reset", &token).await.ok();
    assert_eq!(view.body["has_device"], false);
    assert_eq!(view.body["shortest_password"], 8);
    assert_eq!(view.text("/recovery"), "approve");
}

/// B10, L-07 (reset links, invitations): who holds no link is told nothing, and guesses at the same counter as
/// everywhere.
#[actix_web::test]
async fn guessing_at_links_ends() {
    let (app, _) = TestApp::with_admin().await;
    for (what, prefix) in [("password-reset", "tsp_"), ("invitations", "tsi_")] {
        let unknown = format!("{prefix}{}", "a".repeat(54));
        for _ in 0..20 {
            inspect(&app, what, &unknown)
                .await
                .refused(401, "invalid_token");
        }
        inspect(&app, what, &unknown)
            .await
            .refused(429, "throttled");
    }
    let body = json!({ "token": "tsi_none", "password": PASSWORD });
    app.post("/invitations/accept", "", &body)
        .await
        .refused(429, "throttled");
}
