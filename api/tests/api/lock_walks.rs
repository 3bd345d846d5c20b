//! Requests whose locks `lock_order.rs` looks at: those of programs, of imports, and of a test organization.

use crate::api_tokens::{make, reauthenticate, second_admin, token};
use crate::sandboxes::Sandbox;
use crate::support::{AGENT, Phone, TestApp};
use crate::{challenges, device_import};
use serde_json::json;
use std::time::Duration;

/// Challenges that are answered wrong and right, declined, and guessed at.
pub(crate) async fn ask_by_challenge(app: &TestApp, admin: &str, phone: &Phone) {
    let program = token(app, admin, &["verifications:write"]).await;
    let wanted = json!({ "member": AGENT, "purpose": "connect" });
    let (id, page) = challenges::make(app, &program, &wanted).await;
    app.clock.advance(Duration::from_mins(2));
    challenges::answer(app, &page, &phone.wrong_code(&app.clock))
        .await
        .refused(401, "invalid_code");
    challenges::answer(app, &page, &phone.code(&app.clock))
        .await
        .ok();
    challenges::receipt(app, &program, &id).await.ok();
    let (_, page) = challenges::make(app, &program, &wanted).await;
    for (token, is_good) in [(&page[..], true), ("tsc_", false)] {
        for act in ["inspect", "decline"] {
            let answer = challenges::send(app, act, &json!({ "token": token })).await;
            assert_eq!(answer.status == 200, is_good, "{act}: {answer:?}");
        }
    }
}

/// A token that one administrator offers and another declines and takes, and that the first takes back.
pub(crate) async fn hand_tokens_over(app: &TestApp, admin: &str) {
    let (second, other) = second_admin(app, admin).await;
    reauthenticate(app, admin).await;
    let made = make(app, admin, &["members:read"]).await.ok().text("/id");
    let path = format!("/api-tokens/{made}");
    let offer = format!("{path}/hand-over");
    for answer in ["decline", "accept"] {
        app.post(&offer, admin, &json!({ "to": second })).await.ok();
        app.send("POST", &format!("{offer}/{answer}"), &other, None)
            .await
            .ok();
    }
    app.send("POST", &format!("{path}/take-over"), admin, None)
        .await
        .ok();
    app.send("DELETE", &path, admin, None).await.ok();
    // Somebody is deleted who answers for several.
    for _ in 0..3 {
        make(app, &other, &["members:read"]).await.ok();
    }
    let path = format!("/members/{second}");
    app.send("DELETE", &path, admin, None).await.ok();
}

/// Many members at once, tried out and made, and the entries of their apps.
pub(crate) async fn import_people(app: &TestApp, admin: &str) {
    let person = |n: usize| json!({ "email": format!("p{n}@example.com"), "display_name": "P" });
    let mut refused = person(3);
    refused["email"] = json!("nobody");
    let rows = [person(1), person(2), refused];
    for (rows, mode, dry_run) in [
        (&rows[..2], "all", true),
        (&rows[..2], "all", false),
        (&rows[..], "possible", false),
    ] {
        let body = json!({ "members": rows, "mode": mode, "dry_run": dry_run });
        app.post("/members/batch", admin, &body).await.ok();
    }
    let entry = |n: usize| {
        let secret = device_import::SECRET;
        format!("otpauth://totp/Old:p{n}@example.com?secret={secret}&issuer=Old")
    };
    let entries = [entry(1), entry(2)].join("\n");
    for dry_run in [true, false] {
        device_import::import(app, admin, &entries, dry_run)
            .await
            .ok();
    }
}

/// The clock of a test organization with two members, moved.
pub(crate) async fn move_a_clock(app: &TestApp, admin: &str) {
    let sandbox = Sandbox::make(app, admin).await;
    let body = json!({ "email": "second@example.com", "display_name": "Second" });
    app.post("/members", &sandbox.token, &body).await.ok();
    let later = json!({ "ahead_seconds": 60 });
    app.send("PUT", "/sandbox/clock", &sandbox.token, Some(&later))
        .await
        .ok();
}
