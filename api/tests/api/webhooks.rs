//! Webhooks as administrators keep them: made, shown, changed, ended, tried out.

use crate::attacks::other_administrator;
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, TestApp};
use crate::webhook_receiver::{Receiver, make};
use diesel::prelude::*;
use serde_json::{Value, json};
use std::time::Duration;
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::webhooks;
use twostep::record::audit::Action;
use uuid::Uuid;

const PUBLIC: &str = "https://hooks.example.com/services/T01/secret-path";

async fn list(app: &TestApp, admin: &str) -> Value {
    app.get("/webhooks", admin).await.ok().body["items"].clone()
}

/// C-01, C-07: the secret is shown once, and neither it nor the address stands in the database or in the record.
#[actix_web::test]
async fn a_secret_is_shown_once() {
    let (app, admin) = TestApp::with_admin().await;
    let body =
        json!({ "url": PUBLIC, "events": ["device.reset", "policy.changed", "device.reset"] });
    let made = app.post("/webhooks", &admin, &body).await;
    assert_eq!(made.status, 201);
    let secret = made.text("/secret");
    assert!(
        secret.starts_with("whsec_") && secret.len() == 6 + 44,
        "{secret}"
    );
    let items = list(&app, &admin).await;
    assert_eq!(items[0]["url"], PUBLIC);
    assert_eq!(
        items[0]["events"],
        json!(["device.reset", "policy.changed"])
    );
    assert_eq!(items[0]["status"], "active");
    assert!(!items.to_string().contains("whsec_"), "{items}");
    let sealed = |connection: &mut DbConnection| {
        webhooks::table
            .select(webhooks::sealed)
            .get_result::<Vec<u8>>(connection)
    };
    let sealed = app.context.db.read(sealed).await.expect("a webhook");
    let sealed = String::from_utf8_lossy(&sealed).into_owned();
    let recorded = json!(details_of(&app.context.db, Action::WebhookCreated).await).to_string();
    assert!(recorded.contains("hooks.example.com"), "{recorded}");
    for told in [sealed, recorded] {
        assert!(
            !told.contains("secret-path") && !told.contains(&secret[6..]),
            "{told}"
        );
    }
}

/// H-11 (https), H-11 (addresses), H-10: a field that is wrong is named, and nothing is made.
#[actix_web::test]
async fn wrong_fields_are_refused() {
    let (app, admin) = TestApp::with_admin().await;
    let long = format!("https://hooks.example.com/{}", "a".repeat(2000));
    for (url, code) in [
        ("", "required"),
        ("hooks.example.com", "invalid"),
        ("http://hooks.example.com/", "invalid"),
        ("https://jo:pass@hooks.example.com/", "invalid"),
        ("https://127.0.0.1:8443/", "not_public"),
        ("https://[::ffff:10.0.0.1]/", "not_public"),
        ("https://169.254.169.254/", "not_public"),
        (long.as_str(), "too_long"),
    ] {
        let body = json!({ "url": url, "events": ["device.reset"] });
        let answer = app.post("/webhooks", &admin, &body).await;
        answer.refused(422, "invalid_input");
        assert_eq!(answer.field_errors(), [("url", code)], "{url}");
    }
    let none = json!({ "url": PUBLIC, "events": [] });
    let answer = app.post("/webhooks", &admin, &none).await;
    assert_eq!(answer.field_errors(), [("events", "required")]);
    let unknown = json!({ "url": PUBLIC, "events": ["member.deleted"] });
    app.post("/webhooks", &admin, &unknown)
        .await
        .refused(422, "invalid_input");
    assert_eq!(list(&app, &admin).await, json!([]));
}

#[actix_web::test]
async fn an_organization_has_twenty_webhooks() {
    let (app, admin) = TestApp::with_admin().await;
    let body = json!({ "url": PUBLIC, "events": ["device.reset"] });
    for _ in 0..20 {
        app.post("/webhooks", &admin, &body).await.ok();
    }
    app.post("/webhooks", &admin, &body)
        .await
        .refused(409, "conflict");
    let first = list(&app, &admin).await[0]["id"].clone();
    let path = format!("/webhooks/{}", first.as_str().expect("an id"));
    let ended = app.send("DELETE", &path, &admin, None).await;
    assert_eq!(ended.status, 204);
    app.post("/webhooks", &admin, &body).await.ok();
}

/// S-12, A-01, K-04: an administrator with a fresh session, of this organization; no API token.
#[actix_web::test]
async fn only_administrators_who_proved_themselves_change_webhooks() {
    let (app, admin) = TestApp::with_admin().await;
    let (id, _) = make(&app, &admin, PUBLIC, &["device.reset"]).await;
    let token = crate::api_tokens::token(&app, &admin, &["members:read", "policy:write"]).await;
    let stranger = other_administrator(&app).await;
    app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    let delivery = format!("/webhooks/{id}/deliveries/{id}/replay");
    let create = json!({ "url": PUBLIC, "events": ["device.reset"] });
    let calls = [
        ("POST", "/webhooks".to_owned(), Some(create)),
        (
            "PATCH",
            format!("/webhooks/{id}"),
            Some(json!({ "status": "disabled" })),
        ),
        ("POST", format!("/webhooks/{id}/rotate-secret"), None),
        ("POST", format!("/webhooks/{id}/test"), Some(json!({}))),
        ("POST", delivery, None),
        ("DELETE", format!("/webhooks/{id}"), None),
    ];
    for (method, path, body) in &calls {
        let call = async |who: &str| app.send(method, path, who, body.as_ref()).await;
        call(&token).await.refused(403, "forbidden");
        call(&agent).await.refused(403, "forbidden");
        if path.contains(&id) {
            call(&stranger).await.refused(404, "not_found");
        }
    }
    app.get("/webhooks", &token).await.refused(403, "forbidden");
    assert_eq!(list(&app, &stranger).await, json!([]));
    let deliveries = format!("/webhooks/{id}/deliveries");
    app.get(&deliveries, &stranger)
        .await
        .refused(404, "not_found");
    app.clock.advance(Duration::from_mins(6));
    for (method, path, body) in &calls {
        app.send(method, path, &admin, body.as_ref())
            .await
            .refused(403, "reauthentication_required");
    }
    assert_eq!(list(&app, &admin).await[0]["status"], "active");
}

/// What is changed stands in the list and in the record; what is not named stays.
#[actix_web::test]
async fn a_webhook_is_changed() {
    let (app, admin) = TestApp::with_admin().await;
    let (id, _) = make(&app, &admin, PUBLIC, &["device.reset"]).await;
    let path = format!("/webhooks/{id}");
    let patch = async |body: Value| app.send("PATCH", &path, &admin, Some(&body)).await;
    let events = patch(json!({ "events": ["policy.changed"] })).await.ok();
    assert_eq!(events.body["url"], PUBLIC);
    let moved = patch(json!({ "url": "https://other.example.com/a" }))
        .await
        .ok();
    assert_eq!(moved.body["events"], json!(["policy.changed"]));
    let off = patch(json!({ "status": "disabled" })).await.ok();
    assert_eq!(off.body["disabled_cause"], "administrator");
    let on = patch(json!({ "status": "active" })).await.ok();
    assert_eq!(
        (&on.body["status"], &on.body["disabled_cause"]),
        (&json!("active"), &Value::Null)
    );
    patch(json!({ "url": "https://10.0.0.1/" }))
        .await
        .refused(422, "invalid_input");
    patch(json!({ "events": [] }))
        .await
        .refused(422, "invalid_input");
    assert_eq!(list(&app, &admin).await[0], on.body);
    let recorded = details_of(&app.context.db, Action::WebhookChanged).await;
    assert_eq!(recorded.len(), 4);
    assert_eq!(recorded[1]["host"], "other.example.com");
}

/// The simulator shows the request as it was signed and the answer as it came; it counts for nothing, and twenty
/// in a minute are enough.
#[actix_web::test]
async fn a_test_shows_request_and_answer() {
    let receiver = Receiver::start().await;
    let app = receiver.admit(TestApp::start());
    let admin = app.set_up().await;
    let (id, secret) = make(&app, &admin, &receiver.url, &["device.reset"]).await;
    let path = format!("/webhooks/{id}/test");
    receiver.answer(&["500 Broken"]);
    let shown = app.post(&path, &admin, &json!({})).await.ok().body;
    let received = receiver.take().remove(0);
    assert_eq!(shown["body"], received.text.as_str());
    for header in shown["headers"].as_array().expect("headers") {
        let name = header["name"].as_str().expect("a name");
        assert_eq!(header["value"], received.headers[name].as_str());
    }
    assert!(received.is_signed_with(&secret));
    assert_eq!(received.event(), "device.reset");
    let data = &received.body["data"];
    let own = app.get("/me", &admin).await.ok();
    let nobody = Uuid::nil();
    let expected = json!({
        "is_test": true,
        "organization": own.body["organization"]["id"],
        "member": nobody,
        "actor": { "kind": "member", "id": own.body["id"] },
        "reason": "Test",
    });
    assert_eq!(data, &expected);
    assert_eq!(
        (&shown["answer"]["status"], &shown["answer"]["body"]),
        (&json!(500), &json!("seen"))
    );
    let other = json!({ "event": "member.enrolled" });
    app.post(&path, &admin, &other).await.ok();
    assert_eq!(receiver.take()[0].event(), "member.enrolled");
    assert_eq!(list(&app, &admin).await[0]["failing_since"], Value::Null);
    for _ in 2..20 {
        app.post(&path, &admin, &json!({})).await.ok();
    }
    app.post(&path, &admin, &json!({}))
        .await
        .refused(429, "throttled");
    app.clock.advance(Duration::from_mins(1));
    app.post(&path, &admin, &json!({})).await.ok();
    assert_eq!(
        details_of(&app.context.db, Action::WebhookTested)
            .await
            .len(),
        21
    );
}

/// H-11 (host setting): a host that admits no private network sends nothing to one, also when the webhook was made
/// while it did; the test says why.
#[actix_web::test]
async fn an_address_that_is_not_admitted_is_told() {
    let receiver = Receiver::start().await;
    let mut app = receiver.admit(TestApp::start());
    let admin = app.set_up().await;
    let (id, _) = make(&app, &admin, &receiver.url, &["device.reset"]).await;
    app.context.outbound = twostep::platform::outbound::Outbound::default();
    let (db, keys) = (app.context.db.clone(), app.context.keys.as_ref().clone());
    app.restart(db, keys);
    let path = format!("/webhooks/{id}/test");
    let shown = app.post(&path, &admin, &json!({})).await.ok().body;
    assert_eq!(shown["answer"]["failure"], "address_not_allowed");
    assert!(receiver.take().is_empty());
    app.session_of(ADMIN).await;
}

/// M-07: where events are sent and how they are signed is told to every administrator: an attacker's webhook would read
/// along for as long as nobody looks. What changes nothing of it is not.
#[actix_web::test]
async fn every_administrator_is_told_of_a_changed_webhook() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, "second@example.com", "admin").await;
    app.invite(&admin, "help@example.com", "helpdesk").await;
    let (id, _) = make(
        &app,
        &admin,
        "https://one.example.com/a",
        &["policy.changed"],
    )
    .await;
    let path = format!("/webhooks/{id}");
    for change in [
        json!({ "url": "https://two.example.com/b" }),
        json!({ "url": "https://two.example.com/b" }),
        json!({ "events": ["member.enrolled"], "status": "disabled" }),
    ] {
        app.send("PATCH", &path, &admin, Some(&change)).await.ok();
    }
    let rotate = format!("{path}/rotate-secret");
    app.send("POST", &rotate, &admin, None).await.ok();
    let mails = app.mails("webhook_changed").await;
    let of = |address: &str| -> Vec<(String, String)> {
        let own = mails.iter().filter(|mail| mail["to"]["address"] == address);
        let notice = own.map(|mail| &mail["content"]["notice"]);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        notice
            .map(|notice| (text(&notice["change"]), text(&notice["host"])))
            .collect()
    };
    let told = [("made", "one"), ("address", "two"), ("secret", "two")];
    let told = told.map(|(change, host)| (change.to_owned(), format!("{host}.example.com")));
    for address in [ADMIN, "second@example.com"] {
        assert_eq!(of(address), told, "{mails:?}");
    }
    assert_eq!(mails.len(), 6);
}
