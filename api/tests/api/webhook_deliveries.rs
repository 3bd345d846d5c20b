//! Events on their way to receivers: once each, signed, tried again, given up, replayed.

use crate::recovery::agent_with_phone_at;
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, Phone, TestApp};
use crate::webhook_receiver::{Received, Receiver, Watched, deliver, happen, ids, make};
use diesel::prelude::*;
use serde_json::{Value, json};
use shared_types::webhooks::WebhookEvent;
use std::collections::BTreeSet;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::webhooks;
use twostep::programs::webhooks::{deliver_due, follow_all};
use twostep::record::audit::Action;

fn every_event() -> Vec<&'static str> {
    WebhookEvent::ALL
        .iter()
        .map(|event| event.as_str())
        .collect()
}

/// Everything that a webhook can be told of: a code asked for by a program, another device, five wrong codes, an
/// unfinished sign-in, help, a first device, an end, another policy.
async fn live(app: &TestApp, admin: &str, phone: Phone) {
    let token = crate::api_tokens::token(app, admin, &["verifications:write"]).await;
    let asked = json!({ "member": AGENT, "code": phone.code(&app.clock) });
    app.post("/verifications", &token, &asked).await.ok();
    app.clock.advance(Duration::from_mins(1));
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.send("POST", "/sign-in/new-device", &flow, None)
        .await
        .ok();
    let (phone, flow) = app.enroll(&flow).await;
    app.code_session(&flow, &phone).await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let wrong = json!({ "code": phone.wrong_code(&app.clock) });
    for _ in 0..5 {
        app.post("/sign-in/code", &flow, &wrong).await;
    }
    app.clock.advance(Duration::from_mins(16));
    app.sign_in(AGENT).await.ok();
    app.clock.advance(Duration::from_mins(16));
    sweep_once(&app.context).await.expect("a sweep");
    let admin = app.session_of(ADMIN).await;
    let members = app.get("/members?search=jo", &admin).await.ok();
    let path = format!("/members/{}", members.text("/items/0/id"));
    let reason = json!({ "reason": "Phone lost" });
    app.post(&format!("{path}/device-reset"), &admin, &reason)
        .await
        .ok();
    let agent = app.session_of(AGENT).await;
    app.set_up_phone(&agent).await;
    let off = json!({ "status": "disabled" });
    app.send("PATCH", &path, &admin, Some(&off)).await.ok();
    let policy = json!({ "two_step": "optional", "recovery": "wait", "version": 1 });
    let admin = app.session_of(ADMIN).await;
    app.send("PUT", "/policy", &admin, Some(&policy)).await.ok();
}

/// H-11 (signed): every event is sent from what really happens: once, signed, with the named fields and no secret, to the
/// organization's own receiver.
#[actix_web::test]
async fn what_happens_is_sent_once_and_signed() {
    let receiver = Receiver::start().await;
    let (app, admin, phone) = agent_with_phone_at(receiver.admit(TestApp::start())).await;
    let (_, secret) = make(&app, &admin, &receiver.url, &every_event()).await;
    let stranger = crate::attacks::other_administrator(&app).await;
    happen(&app, &stranger).await;
    live(&app, &admin, phone).await;
    deliver(&app).await;
    let received = receiver.take();
    let told: BTreeSet<&str> = received.iter().map(Received::event).collect();
    assert_eq!(told, every_event().into_iter().collect());
    assert_eq!(ids(&received).len(), received.len());
    for one in &received {
        assert!(one.is_signed_with(&secret), "{one:?}");
        assert!(
            !one.text.contains("tsk_") && !one.text.contains('@'),
            "{one:?}"
        );
        assert!(one.body["timestamp"].is_string(), "{one:?}");
        let data = &one.body["data"];
        assert!(data["organization"].is_string() && data["actor"]["kind"].is_string());
    }
    let of = |event: &str| -> Vec<&Received> {
        received.iter().filter(|one| one.event() == event).collect()
    };
    assert_eq!(
        of("api_token.created").len(),
        1,
        "the stranger's is not ours"
    );
    assert_eq!(
        of("verification.answered")[0].body["data"]["result"],
        "accepted"
    );
    assert_eq!(of("member.locked")[0].body["data"]["cause"], "delay");
    assert_eq!(of("device.reset")[0].body["data"]["reason"], "Phone lost");
    // Whatever is looked at again, nothing is sent again.
    app.clock.advance(Duration::from_hours(1));
    assert_eq!(deliver(&app).await, 0);
    assert!(receiver.take().is_empty());
}

/// A failure is tried again under the same id, after the pause or as long as the receiver asks; the list shows
/// the last answer. A redirect is a failure (H-11 (redirects)).
#[actix_web::test]
async fn a_failed_delivery_comes_again() {
    let mut watched = Watched::start().await;
    happen(&watched.app, &watched.admin).await;
    watched
        .receiver
        .answer(&["500 Broken", "302 Found\r\nlocation: https://127.0.0.1/"]);
    assert_eq!(deliver(&watched.app).await, 0);
    let first = watched.receiver.take();
    assert_eq!(first.len(), 1);
    let waiting = watched.deliveries().await.remove(0);
    assert_eq!(
        (&waiting["state"], &waiting["attempts"]),
        (&json!("waiting"), &json!(1))
    );
    assert_eq!(waiting["last_answer"]["status"], 500);
    assert_eq!(waiting["last_answer"]["body"], "seen");
    assert!(watched.view().await["failing_since"].is_string());
    watched.wait(Duration::from_secs(4)).await;
    deliver(&watched.app).await;
    assert!(watched.receiver.take().is_empty());
    watched.wait(Duration::from_secs(2)).await;
    deliver(&watched.app).await;
    let second = watched.receiver.take();
    assert_eq!(
        (second[0].id(), &second[0].text),
        (first[0].id(), &first[0].text)
    );
    assert!(second[0].is_signed_with(&watched.secret));
    assert_ne!(
        second[0].headers["webhook-timestamp"],
        first[0].headers["webhook-timestamp"]
    );
    assert_eq!(watched.deliveries().await[0]["last_answer"]["status"], 302);
    watched.wait(Duration::from_mins(6)).await;
    assert_eq!(deliver(&watched.app).await, 1);
    let done = watched.deliveries().await.remove(0);
    assert_eq!(
        (&done["state"], &done["attempts"]),
        (&json!("delivered"), &json!(3))
    );
    assert_eq!(done["id"], first[0].id());
    assert_eq!(watched.view().await["failing_since"], Value::Null);
}

/// A receiver that asks for time gets it, for everything that is sent to it.
#[actix_web::test]
async fn retry_after_holds_everything_back() {
    let mut watched = Watched::start().await;
    happen(&watched.app, &watched.admin).await;
    watched
        .receiver
        .answer(&["429 Slow down\r\nretry-after: 600"]);
    deliver(&watched.app).await;
    happen(&watched.app, &watched.admin).await;
    watched.wait(Duration::from_secs(590)).await;
    deliver(&watched.app).await;
    assert_eq!(watched.receiver.take().len(), 1);
    watched.wait(Duration::from_secs(80)).await;
    assert_eq!(deliver(&watched.app).await, 2);
    assert_eq!(watched.receiver.take().len(), 2);
    assert_eq!(watched.deliveries().await[0]["attempts"], 1);
}

/// 410 ends it: what waits is given up, nothing more is queued, and the administrators are told.
#[actix_web::test]
async fn a_receiver_that_is_gone_is_disabled() {
    let watched = Watched::start().await;
    happen(&watched.app, &watched.admin).await;
    happen(&watched.app, &watched.admin).await;
    watched.receiver.answer(&["410 Gone", "410 Gone"]);
    deliver(&watched.app).await;
    let view = watched.view().await;
    assert_eq!(
        (&view["status"], &view["disabled_cause"]),
        (&json!("disabled"), &json!("gone"))
    );
    let mails = watched.app.mails("webhook_disabled").await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0]["content"]["notice"]["host"], "127.0.0.1");
    let recorded = details_of(&watched.app.context.db, Action::WebhookDisabled).await;
    assert_eq!(recorded.len(), 1);
    watched.receiver.take();
    happen(&watched.app, &watched.admin).await;
    assert_eq!(deliver(&watched.app).await, 0);
    assert!(watched.receiver.take().is_empty());
    let deliveries = watched.deliveries().await;
    assert_eq!(deliveries.len(), 2);
    assert!(deliveries.iter().all(|one| one["state"] == "given_up"));
    // Enabled again, it begins with what happens next.
    let on = json!({ "status": "active" });
    watched.send("PATCH", "", Some(&on)).await;
    happen(&watched.app, &watched.admin).await;
    assert_eq!(deliver(&watched.app).await, 1);
    assert_eq!(watched.receiver.take().len(), 1);
}

/// Three days of failures disable it: by then every pause was waited for.
#[actix_web::test]
async fn days_of_failures_disable_a_webhook() {
    let mut watched = Watched::start().await;
    happen(&watched.app, &watched.admin).await;
    watched.receiver.answer(&["500 Broken"; 12]);
    let mut attempts = 0;
    for hours in [0, 1, 1, 3, 6, 11, 16, 22, 27] {
        watched.wait(Duration::from_hours(hours)).await;
        assert_eq!(watched.view().await["status"], "active", "{attempts}");
        deliver(&watched.app).await;
        attempts += watched.receiver.take().len();
    }
    assert_eq!(attempts, 9);
    let view = watched.view().await;
    assert_eq!(view["disabled_cause"], "failing");
    assert_eq!(watched.app.mails("webhook_disabled").await.len(), 1);
    assert_eq!(watched.deliveries().await[0]["state"], "given_up");
}

/// For 24 hours after a rotation both secrets sign, then the new one alone.
#[actix_web::test]
async fn both_secrets_sign_for_a_day() {
    let mut watched = Watched::start().await;
    let rotated = watched.send("POST", "/rotate-secret", None).await;
    let new = rotated["secret"].as_str().expect("a secret").to_owned();
    assert_ne!(new, watched.secret);
    assert_eq!(
        watched.view().await["former_secret_until"],
        rotated["former_secret_until"]
    );
    for (time, is_old) in [(Duration::ZERO, true), (Duration::from_hours(25), false)] {
        watched.wait(time).await;
        happen(&watched.app, &watched.admin).await;
        deliver(&watched.app).await;
        let received = watched.receiver.take().remove(0);
        assert!(received.is_signed_with(&new));
        assert_eq!(received.is_signed_with(&watched.secret), is_old);
    }
}

/// A replay is the same id and body, signed now, once; also of a disabled webhook, and a failure counts for
/// nothing.
#[actix_web::test]
async fn a_delivery_is_replayed() {
    let mut watched = Watched::start().await;
    happen(&watched.app, &watched.admin).await;
    deliver(&watched.app).await;
    let first = watched.receiver.take().remove(0);
    watched.wait(Duration::from_hours(2)).await;
    let off = json!({ "status": "disabled" });
    watched.send("PATCH", "", Some(&off)).await;
    let rest = format!("/deliveries/{}/replay", first.id());
    watched.receiver.answer(&["500 Broken"]);
    let failed = watched.send("POST", &rest, None).await;
    assert_eq!(
        (&failed["state"], &failed["last_answer"]["status"]),
        (&json!("delivered"), &json!(500))
    );
    assert_eq!(watched.view().await["failing_since"], Value::Null);
    let done = watched.send("POST", &rest, None).await;
    assert_eq!(
        (&done["attempts"], &done["last_answer"]["status"]),
        (&json!(1), &json!(204))
    );
    let again = watched.receiver.take();
    assert_eq!(again.len(), 2);
    for one in &again {
        assert_eq!((one.id(), &one.text), (first.id(), &first.text));
        assert!(one.is_signed_with(&watched.secret));
    }
    assert_eq!(
        details_of(&watched.app.context.db, Action::WebhookReplayed)
            .await
            .len(),
        2
    );
    let path = format!("/webhooks/{}/deliveries/{}/replay", watched.id, watched.id);
    let missing = watched.app.send("POST", &path, &watched.admin, None).await;
    missing.refused(404, "not_found");
}

/// What failed at an address does not count for another one, and what arrives when it is sent by hand ends the
/// failing.
#[actix_web::test]
async fn failures_end_with_the_address_and_with_a_replay() {
    let watched = Watched::start().await;
    for way in ["address", "replay"] {
        watched.receiver.answer(&["503 Down\r\nretry-after: 86400"]);
        happen(&watched.app, &watched.admin).await;
        deliver(&watched.app).await;
        watched.receiver.take();
        assert!(watched.view().await["failing_since"].is_string(), "{way}");
        if way == "address" {
            let url = watched.view().await["url"]
                .as_str()
                .expect("a URL")
                .to_owned();
            let body = json!({ "url": format!("{url}?moved") });
            watched.send("PATCH", "", Some(&body)).await;
        } else {
            let delivery = watched.deliveries().await.remove(0);
            let id = delivery["id"].as_str().expect("an id");
            watched
                .send("POST", &format!("/deliveries/{id}/replay"), None)
                .await;
        }
        assert_eq!(watched.view().await["failing_since"], Value::Null, "{way}");
        happen(&watched.app, &watched.admin).await;
        assert_eq!(deliver(&watched.app).await, 1, "{way}");
        watched.receiver.take();
    }
}

/// What a follower queued while an administrator switched the webhook off is not sent.
#[actix_web::test]
async fn a_webhook_that_is_off_is_sent_nothing() {
    let watched = Watched::start().await;
    happen(&watched.app, &watched.admin).await;
    let off = |connection: &mut DbConnection| {
        diesel::update(webhooks::table)
            .set((
                webhooks::disabled_at.eq(1),
                webhooks::disabled_cause.eq("administrator"),
            ))
            .execute(connection)
    };
    follow_all(&watched.app.context).await.expect("followed");
    watched.app.context.db.write(off).await.expect("a database");
    deliver_due(&watched.app.context).await;
    assert!(watched.receiver.take().is_empty());
    let left = watched.deliveries().await.remove(0);
    assert_eq!(
        (&left["state"], &left["attempts"], &left["next_attempt_at"]),
        (&json!("given_up"), &json!(0), &Value::Null)
    );
}

/// H-11: a failure that comes late changes nothing of a delivery that was replayed meanwhile and arrived.
#[actix_web::test]
async fn a_late_failure_does_not_undo_a_replay() {
    let watched = Watched::start().await;
    happen(&watched.app, &watched.admin).await;
    watched.receiver.answer(&["500 Broken"]);
    let gate = watched.receiver.hold();
    let (delivered, ()) = tokio::join!(deliver(&watched.app), async {
        gate.arrived().await;
        watched.receiver.hold().open();
        let waiting = watched.deliveries().await.remove(0);
        let id = waiting["id"].as_str().expect("an id");
        let replay = format!("/deliveries/{id}/replay");
        let replayed = watched.send("POST", &replay, None).await;
        assert_eq!(replayed["last_answer"]["status"], 204, "{replayed}");
        gate.open();
    });
    assert_eq!(delivered, 1);
    let done = watched.deliveries().await.remove(0);
    assert_eq!(
        (&done["state"], &done["last_answer"]["status"]),
        (&json!("delivered"), &json!(204))
    );
    assert!(watched.view().await["failing_since"].is_null());
}
