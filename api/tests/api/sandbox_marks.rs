//! What leaves a test organization is marked, and what must not leave stays: mails are read instead of sent, receipts
//! have an issuer and keys of their own, webhooks say so.

use crate::api_tokens::token;
use crate::challenges;
use crate::receipts::{AUDIENCE, check, kid_of};
use crate::recovery::agent_with_phone;
use crate::sandboxes::Sandbox;
use crate::signing_keys::key_set;
use crate::sink::Sink;
use crate::support::{AGENT, TestApp};
use crate::webhook_receiver::{Receiver, deliver, make};
use diesel::prelude::*;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Value, json};
use shared_types::sandboxes::FIXED_CODE;
use std::collections::BTreeSet;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::messages::mail::{self, MailTransport};
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::outbox;
use twostep::protection::signing::{Rotation, rotate};

async fn test_key_set(app: &TestApp) -> Value {
    let request = app.at("GET", "/test/.well-known/jwks.json");
    app.finish(request).await.ok().body
}

fn kids(keys: &Value) -> BTreeSet<String> {
    let all = keys["keys"].as_array().expect("keys").iter();
    all.map(|key| key["kid"].as_str().expect("a kid").to_owned())
        .collect()
}

/// What a checker does that trusts test organizations.
fn check_test(receipt: &str, keys: &Value) -> Option<Value> {
    let kid = kid_of(receipt);
    let key = keys["keys"]
        .as_array()?
        .iter()
        .find(|key| key["kid"] == kid.as_str())?;
    let key: Jwk = serde_json::from_value(key.clone()).ok()?;
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.validate_exp = false;
    validation.set_issuer(&["http://localhost:8080/test"]);
    validation.set_audience(&[AUDIENCE]);
    let key = DecodingKey::from_jwk(&key).ok()?;
    let token = jsonwebtoken::decode::<Value>(receipt, &key, &validation).ok()?;
    Some(token.claims)
}

async fn mails(app: &TestApp, credential: &str, query: &str) -> Value {
    let path = format!("/sandbox/mails{query}");
    app.get(&path, credential).await.ok().body
}

/// M-04: no mail of a test organization is handed to a mail server; each can be read at once, marked, in pages, by
/// administrators and tokens of that organization alone.
#[actix_web::test]
async fn mails_are_read_and_never_sent() {
    let (app, admin) = TestApp::with_admin().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    let (sink, smtp) = Sink::start().await;
    let transport = MailTransport::smtp(&smtp, "Twostep <twostep@example.com>").expect("SMTP");
    for (email, role) in [
        ("jo@example.com", "agent"),
        ("help@example.com", "helpdesk"),
    ] {
        app.clock.advance(Duration::from_secs(61));
        let body = json!({ "email": email, "display_name": "Jo", "role": role });
        let inside = sandbox.session(&app).await;
        app.post("/members", &inside, &body).await.ok();
    }
    let body = json!({ "email": "live@example.com", "display_name": "Jo" });
    app.post("/members", &admin, &body).await.ok();
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(mail::deliver_due(&app.context, &transport).await, 1);
    let received = sink.wait_for(1).await;
    assert_eq!(received.len(), 1);
    assert!(received[0].data.contains("live@example.com"));
    assert!(!received[0].data.contains("[TEST]"));
    let inside = sandbox.session(&app).await;
    let page = mails(&app, &inside, "").await;
    let items = page["items"].as_array().expect("items");
    assert_eq!(items.len(), 2, "{page}");
    assert_eq!(items[0]["to"], "help@example.com");
    assert_eq!(page.get("next_cursor"), None);
    let subject = items[0]["subject"].as_str().expect("a subject");
    assert!(subject.starts_with("[TEST] [Acme tests] "), "{subject}");
    for part in ["text", "html"] {
        let text = items[0][part].as_str().expect("a text");
        assert!(text.contains("/invitation#tsi_"), "{text}");
    }
    let first = mails(&app, &sandbox.token, "?limit=1").await;
    assert_eq!(first["items"][0], items[0]);
    let cursor = first["next_cursor"].as_str().expect("a cursor");
    let second = mails(&app, &sandbox.token, &format!("?limit=1&cursor={cursor}")).await;
    assert_eq!(second["items"][0], items[1]);
    assert_eq!(second.get("next_cursor"), None);
    app.get("/sandbox/mails?cursor=x", &sandbox.token)
        .await
        .refused(422, "invalid_input");
    let live = token(&app, &admin, &["members:read"]).await;
    for credential in [&admin, &live] {
        app.get("/sandbox/mails", credential)
            .await
            .refused(404, "not_found");
    }
    let narrow = token(&app, &inside, &["policy:read"]).await;
    app.get("/sandbox/mails", &narrow)
        .await
        .refused(403, "insufficient_scope");
}

/// The link of a mail works as it would elsewhere; the newest 200 are kept, and for seven days.
#[actix_web::test]
async fn mails_are_kept_for_a_while() {
    let (app, admin) = TestApp::with_admin().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    let session = sandbox.session(&app).await;
    let flow = app.send("POST", "/me/enrollment", &session, None).await;
    let flow = flow.ok().text("/flow_token");
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
    let page = mails(&app, &session, "").await;
    let text = page["items"][0]["text"].as_str().expect("a text");
    let code = text
        .lines()
        .find(|line| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit()));
    let code = json!({ "code": code.expect("a code in the mail") });
    app.post("/enrollment/email/verify", &flow, &code)
        .await
        .ok();
    let fill = |connection: &mut DbConnection| {
        let row = outbox::table
            .filter(outbox::is_readable)
            .select((outbox::organization_id, outbox::member_id, outbox::payload))
            .first::<(String, Option<String>, Vec<u8>)>(connection)?;
        for number in 0..250 {
            diesel::insert_into(outbox::table)
                .values((
                    outbox::id.eq(format!("00000000-0000-7000-8000-{number:012}")),
                    outbox::channel.eq("mail"),
                    outbox::organization_id.eq(&row.0),
                    outbox::member_id.eq(&row.1),
                    outbox::kind.eq("device_added"),
                    outbox::priority.eq(1_i16),
                    outbox::payload.eq(&row.2),
                    outbox::created_at.eq(0),
                    outbox::expires_at.eq(0),
                    outbox::attempts.eq(0),
                    outbox::next_attempt_at.eq(0),
                    outbox::leased_until.eq(0),
                    outbox::sent_at.eq(app_time()),
                    outbox::is_readable.eq(true),
                ))
                .execute(connection)?;
        }
        Ok(())
    };
    app.context.db.write(fill).await.expect("rows");
    app.clock.advance(Duration::from_mins(2));
    app.send("POST", "/enrollment/email", &flow, None).await;
    let flow = app.send("POST", "/me/enrollment", &session, None).await;
    let flow = flow.ok().text("/flow_token");
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
    let count = |connection: &mut DbConnection| {
        outbox::table
            .filter(outbox::is_readable)
            .count()
            .get_result::<i64>(connection)
    };
    assert_eq!(app.context.db.read(count).await.expect("a count"), 200);
}

/// When the tests begin.
const fn app_time() -> i64 {
    1_800_000_000_000_000
}

/// The person sees that nothing from here counts, and answers with the fixed code.
async fn receipt_of_challenge(app: &TestApp, sandbox: &Sandbox) -> String {
    let wanted = json!({ "member": sandbox.email, "purpose": "connect", "audience": AUDIENCE });
    let (id, page) = challenges::make(app, &sandbox.token, &wanted).await;
    let shown = challenges::send(app, "inspect", &json!({ "token": page })).await;
    assert_eq!(shown.ok().body["organization_kind"], "test");
    challenges::answer(app, &page, FIXED_CODE).await.ok();
    let taken = challenges::receipt(app, &sandbox.token, &id).await;
    taken.ok().text("/receipt")
}

/// N-03, J-02, J-04: a receipt of a test organization says so, names its own issuer and is signed with keys that are in its
/// own set alone. Nobody who trusts the installation accepts it, and the other way round.
#[actix_web::test]
async fn receipts_prove_nothing_outside() {
    let (app, admin, phone) = agent_with_phone().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    sandbox.enroll(&app).await;
    let asked = json!({ "member": sandbox.email, "code": FIXED_CODE, "audience": AUDIENCE });
    let answer = app.post("/verifications", &sandbox.token, &asked).await;
    let by_program = answer.ok().text("/receipt");
    let by_challenge = receipt_of_challenge(&app, &sandbox).await;
    let flow = sandbox.sign_in(&app).await.text("/flow_token");
    let body = json!({ "code": FIXED_CODE, "audience": AUDIENCE });
    let by_sign_in = app.post("/sign-in/code", &flow, &body).await;
    let by_sign_in = by_sign_in.ok().text("/receipt");
    let live = crate::receipts::sign_in_for(&app, &phone, AUDIENCE).await;
    let live = live.ok().text("/receipt");
    for rotation in [None, Some(Rotation::Announced), Some(Rotation::AtOnce)] {
        if let Some(rotation) = rotation {
            rotate(&app.context, rotation).await.expect("rotated");
        }
        let (keys, test_keys) = (key_set(&app).await.body, test_key_set(&app).await);
        assert!(
            kids(&keys).is_disjoint(&kids(&test_keys)),
            "{keys} {test_keys}"
        );
        // One key of each algorithm, or two.
        let count = if rotation == Some(Rotation::Announced) {
            6
        } else {
            3
        };
        assert_eq!(kids(&test_keys).len(), count);
        assert_eq!(kids(&keys).len(), count);
        if rotation == Some(Rotation::AtOnce) {
            assert_eq!(check_test(&by_program, &test_keys), None, "withdrawn");
            continue;
        }
        for receipt in [&by_program, &by_challenge, &by_sign_in] {
            let claims = check_test(receipt, &test_keys).expect("a receipt of a test");
            assert_eq!(claims["test"], true);
            assert_eq!(claims["org"], sandbox.id.as_str());
            check(receipt, &keys, AUDIENCE).expect_err("no such key");
            // Not even who mixes up the key sets: the issuer is another one.
            check(receipt, &test_keys, AUDIENCE).expect_err("no such issuer");
        }
        let claims = check(&live, &keys, AUDIENCE).expect("a live receipt");
        assert_eq!(claims.get("test"), None);
        assert_eq!(check_test(&live, &test_keys), None);
        assert_eq!(check_test(&live, &keys), None);
    }
}

/// N-03: webhooks of a test organization say so in each body, tests and deliveries alike; those of a live one do not.
#[actix_web::test]
async fn webhooks_say_so() {
    let receiver = Receiver::start().await;
    let app = receiver.admit(TestApp::start());
    let admin = app.set_up().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    let inside = sandbox.session(&app).await;
    let events = ["verification.answered", "member.enrolled"];
    for session in [&admin, &inside] {
        let (id, _) = make(&app, session, &receiver.url, &events).await;
        let path = format!("/webhooks/{id}/test");
        app.post(&path, session, &json!({})).await.ok();
    }
    let mut received = receiver.take();
    sandbox.enroll(&app).await;
    app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    app.set_up_phone(&agent).await;
    deliver(&app).await;
    received.extend(receiver.take());
    let own = app.get("/me", &admin).await;
    assert_eq!(own.status, 200);
    let marks: Vec<(&str, Option<bool>)> = received
        .iter()
        .map(|one| (one.event(), one.body["test"].as_bool()))
        .collect();
    assert_eq!(marks.len(), 4, "{marks:?}");
    let marked = marks.iter().filter(|(_, test)| *test == Some(true)).count();
    let unmarked = marks.iter().filter(|(_, test)| test.is_none()).count();
    assert_eq!((marked, unmarked), (2, 2), "{marks:?}");
    for one in received
        .iter()
        .filter(|one| one.event() == "member.enrolled")
    {
        if one.body["data"]["is_test"] == true {
            continue;
        }
        let is_of_sandbox = one.body["data"]["organization"] == sandbox.id.as_str();
        let is_marked = one.body["test"] == true;
        assert_eq!(is_of_sandbox, is_marked, "{}", one.text);
    }
    sweep_once(&app.context).await.expect("a sweep");
}
