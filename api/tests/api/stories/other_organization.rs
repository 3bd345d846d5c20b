//! The administrator of another organization, who knows ids and addresses.

use crate::attacks::other_administrator;
use crate::recovery::agent_with_phone;
use crate::support::{ADMIN, AGENT};
use serde_json::{Value, json};
use std::time::Duration;

/// A-01, M-04: nothing that the stranger may do at home reaches a member of ours: not by id, not by
/// address, not by policy; and no mail comes to the member.
#[actix_web::test]
async fn an_administrator_elsewhere_is_a_stranger() {
    let (app, admin, phone) = agent_with_phone().await;
    let list = app.get("/members?search=jo", &admin).await.ok();
    let id = list.text("/items/0/id");
    let agent = app.sign_in_with(AGENT, &phone).await;
    let session = app.get("/me", &agent).await.text("/session/id");
    let stranger = other_administrator(&app).await;
    let mails = app.count_mails().await;
    for (method, path, body) in [
        ("GET", format!("/members/{id}"), Value::Null),
        (
            "PATCH",
            format!("/members/{id}"),
            json!({ "status": "disabled" }),
        ),
        (
            "PATCH",
            format!("/members/{id}"),
            json!({ "role": "admin" }),
        ),
        ("DELETE", format!("/members/{id}"), Value::Null),
        (
            "POST",
            format!("/members/{id}/device-reset"),
            json!({ "reason": "Phone lost" }),
        ),
        ("POST", format!("/members/{id}/unlock"), Value::Null),
        (
            "PUT",
            format!("/members/{id}/exemption"),
            json!({ "until": "2027-03-01T00:00:00Z", "reason": "On leave" }),
        ),
        ("DELETE", format!("/members/{id}/exemption"), Value::Null),
        ("POST", format!("/members/{id}/invitation"), Value::Null),
        ("DELETE", format!("/me/sessions/{session}"), Value::Null),
    ] {
        let body = Some(&body).filter(|body| !body.is_null());
        app.send(method, &path, &stranger, body)
            .await
            .refused(404, "not_found");
    }
    // Nor can he pull members over by inviting them: their addresses are free in his organization, and
    // whom he invites is somebody else (F10).
    for email in [AGENT, ADMIN] {
        let body = json!({ "email": email, "display_name": "Mine" });
        let mine = app.post("/members", &stranger, &body).await.ok();
        assert_ne!(mine.text("/id"), id);
    }
    let invitations = 2;
    let found = app.get("/members?search=jo", &stranger).await.ok();
    assert_eq!(found.text("/items/0/display_name"), "Mine");
    assert_eq!(found.body["items"].as_array().map(Vec::len), Some(1));
    // His own policy is his own.
    let (_, stranger) = app.set_up_phone(&stranger).await;
    let body = json!({ "two_step": "required", "version": 1 });
    app.send("PUT", "/policy", &stranger, Some(&body))
        .await
        .ok();
    assert_eq!(
        app.get("/policy", &admin).await.text("/two_step"),
        "optional"
    );
    let own = app.mails("email_verification").await;
    let to_others = own.iter().filter(|mail| mail["to"]["address"] == AGENT);
    assert_eq!(to_others.count(), 1, "the one of the agent's own set-up");
    // Two mails of his own set-up, the code and the notice, that of his policy, and the invitations.
    assert_eq!(app.count_mails().await, mails + 3 + invitations);
    app.get("/me", &agent).await.ok();
    app.clock.advance(Duration::from_mins(1));
    app.sign_in_with(AGENT, &phone).await;
}
