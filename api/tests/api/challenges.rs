//! Challenges: a program asks a person to confirm one operation on a page of ours.

use crate::database::TestDatabase;
use crate::receipts::check;
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, Answer, Phone, TestApp};
use crate::verifications::{agent_and_program, ask, question};
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared_types::limits::CHALLENGE_RECEIPT_OPEN;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::record::audit::Action;

const AUDIENCE: &str = "https://remote.example.com";

/// What a remote-support program asks for.
pub(crate) fn wanted() -> Value {
    json!({
        "member": AGENT,
        "purpose": "connect",
        "target": "PC-042",
        "target_hash": "sha256:abc",
        "audience": AUDIENCE,
        "return_url": "https://remote.example.com/back?job=7",
    })
}

/// A challenge, and the token of its page.
pub(crate) async fn make(app: &TestApp, program: &str, body: &Value) -> (String, String) {
    let made = app.post("/verifications/challenges", program, body).await;
    assert_eq!(made.status, 201, "{made:?}");
    let (url, id) = (made.text("/url"), made.text("/id"));
    let (page, token) = url.split_once('#').expect("a token behind #");
    assert_eq!(page, "http://localhost:8080/challenge");
    (id, token.to_owned())
}

pub(crate) async fn send(app: &TestApp, act: &str, body: &Value) -> Answer {
    let path = format!("/verifications/challenges/{act}");
    app.post(&path, "", body).await
}

pub(crate) async fn answer(app: &TestApp, token: &str, code: &str) -> Answer {
    send(app, "answer", &json!({ "token": token, "code": code })).await
}

pub(crate) async fn status(app: &TestApp, program: &str, id: &str) -> String {
    let path = format!("/verifications/challenges/{id}");
    app.get(&path, program).await.ok().text("/status")
}

pub(crate) async fn receipt(app: &TestApp, program: &str, id: &str) -> Answer {
    let path = format!("/verifications/challenges/{id}/receipt");
    app.send("POST", &path, program, None).await
}

/// Q-01: the person sees who asks for what, confirms it with a code, and the program takes the receipt of exactly this
/// operation, once.
#[actix_web::test]
async fn a_person_confirms_one_operation() {
    let (app, _, phone, program) = agent_and_program().await;
    let (id, token) = make(&app, &program, &wanted()).await;
    assert_eq!(status(&app, &program, &id).await, "pending");
    receipt(&app, &program, &id).await.refused(409, "conflict");
    let seen = send(&app, "inspect", &json!({ "token": token })).await.ok();
    for (field, value) in [
        ("program", "Ticket system"),
        ("email_masked", "j…@example.com"),
        ("purpose", "connect"),
        ("target", "PC-042"),
        ("status", "pending"),
        ("return_host", "remote.example.com"),
    ] {
        assert_eq!(seen.body[field], value);
    }
    assert_eq!(seen.body.get("return_url"), None, "it leads nowhere yet");
    let code = phone.code(&app.clock);
    let answered = answer(&app, &token, &code).await.ok();
    assert_eq!(answered.text("/status"), "accepted");
    assert_eq!(
        answered.text("/return_url"),
        format!("https://remote.example.com/back?job=7&challenge={id}&status=accepted")
    );
    assert!(!answered.body.to_string().contains("receipt"));
    // The code is spent for everything else, and the challenge for every code.
    let spent = ask(&app, &program, &question(&code)).await.ok();
    assert_eq!(spent.text("/result"), "already_used");
    app.clock.advance(Duration::from_secs(30));
    answer(&app, &token, &phone.code(&app.clock))
        .await
        .refused(409, "conflict");
    assert_eq!(status(&app, &program, &id).await, "accepted");
    let taken = receipt(&app, &program, &id).await.ok();
    let keys = app.at("GET", "/.well-known/jwks.json");
    let keys = app.finish(keys).await.body;
    let claims = check(&taken.text("/receipt"), &keys, AUDIENCE).expect("a good receipt");
    for (claim, value) in [
        ("purpose", json!("connect")),
        ("target", json!("PC-042")),
        ("target_hash", json!("sha256:abc")),
        ("jti", taken.body["verification"].clone()),
        ("sub", taken.body["member"].clone()),
        ("auth_time", json!(app.clock.now().seconds() - 30)),
        ("iat", json!(app.clock.now().seconds())),
    ] {
        assert_eq!(claims[claim], value, "{claim}");
    }
    receipt(&app, &program, &id).await.refused(409, "conflict");
    let path = format!("/verifications/{}", taken.text("/verification"));
    let evidence = app.get(&path, &program).await.ok();
    assert_eq!(evidence.text("/purpose"), "connect");
    let rows = details_of(&app.context.db, Action::VerificationAnswered).await;
    assert_eq!(rows[0]["challenge"], id.as_str());
}

/// T-02, T-04: of fifty answers with one code at the same time over three nodes one is accepted; of fifty who take the
/// receipt one gets it.
#[actix_web::test]
async fn an_answer_and_a_receipt_are_given_once() {
    let (app, _, phone, program) = agent_and_program().await;
    let nodes = [app.another_node(), app.another_node(), app.another_node()];
    let (id, token) = make(&app, &program, &wanted()).await;
    let (_, other) = make(&app, &program, &wanted()).await;
    let code = phone.code(&app.clock);
    let tokens = [&token, &other];
    let answers = join_all((0..50).map(|n| answer(&nodes[n % 3], tokens[n % 2], &code))).await;
    let accepted = answers
        .iter()
        .filter(|one| one.body["status"] == "accepted");
    assert_eq!(accepted.count(), 1, "{answers:?}");
    let won = if status(&app, &program, &id).await == "accepted" {
        id
    } else {
        app.clock.advance(Duration::from_mins(2));
        let (id, token) = make(&app, &program, &wanted()).await;
        answer(&app, &token, &phone.code(&app.clock)).await.ok();
        id
    };
    let taken = join_all((0..50).map(|n| receipt(&nodes[n % 3], &program, &won))).await;
    assert_eq!(taken.iter().filter(|one| one.status == 200).count(), 1);
    for refused in taken.iter().filter(|one| one.status != 200) {
        refused.refused(409, "conflict");
    }
}

/// Q-02: five codes end a challenge; no number of challenges delays the owner's own sign-in.
#[actix_web::test]
async fn wrong_codes_end_the_challenge_and_delay_no_owner() {
    let (app, _, phone, program) = agent_and_program().await;
    let (id, token) = make(&app, &program, &wanted()).await;
    let wrong = phone.wrong_code(&app.clock);
    for left in (1..5).rev() {
        let tried = answer(&app, &token, &wrong).await;
        tried.refused(401, "invalid_code");
        assert_eq!(tried.body["tries_left"], left);
    }
    answer(&app, &token, &wrong).await.refused(409, "conflict");
    assert_eq!(status(&app, &program, &id).await, "failed");
    answer(&app, &token, &phone.code(&app.clock))
        .await
        .refused(409, "conflict");
    // The next ones use up what the program has for this member, and give the try back where none is looked at.
    let (_, token) = make(&app, &program, &wanted()).await;
    for _ in 0..4 {
        let tried = answer(&app, &token, &wrong).await;
        tried.refused(401, "invalid_code");
    }
    let (_, token) = make(&app, &program, &wanted()).await;
    let tried = answer(&app, &token, &wrong).await;
    tried.refused(401, "invalid_code");
    for _ in 0..6 {
        let waits = answer(&app, &token, &phone.code(&app.clock)).await;
        waits.refused(429, "throttled");
        assert!(waits.body["retry_after_seconds"].as_u64() > Some(0));
    }
    app.sign_in_with(AGENT, &phone).await;
}

/// Q-01: "I did not ask for this": the program and the record are told.
#[actix_web::test]
async fn a_person_declines() {
    let (app, _, phone, program) = agent_and_program().await;
    let (id, token) = make(&app, &program, &wanted()).await;
    let body = json!({ "token": token });
    let declined = send(&app, "decline", &body).await.ok();
    assert_eq!(declined.text("/status"), "declined");
    assert!(declined.text("/return_url").ends_with("&status=declined"));
    assert_eq!(status(&app, &program, &id).await, "declined");
    send(&app, "decline", &body).await.refused(409, "conflict");
    answer(&app, &token, &phone.code(&app.clock))
        .await
        .refused(409, "conflict");
    receipt(&app, &program, &id).await.refused(409, "conflict");
    let rows = details_of(&app.context.db, Action::ChallengeDeclined).await;
    assert_eq!(rows, [json!({ "challenge": id })]);
}

/// Q-02: time ends a challenge and its receipt; the sweep forgets it after a day.
#[actix_web::test]
async fn a_challenge_has_its_time() {
    let (app, _, phone, program) = agent_and_program().await;
    let mut body = wanted();
    body["expires_in_seconds"] = json!(60);
    let (id, token) = make(&app, &program, &body).await;
    app.clock.advance(Duration::from_mins(1));
    assert_eq!(status(&app, &program, &id).await, "expired");
    answer(&app, &token, &phone.code(&app.clock))
        .await
        .refused(409, "conflict");
    let seen = send(&app, "inspect", &json!({ "token": token })).await.ok();
    assert_eq!(seen.text("/status"), "expired");
    assert!(seen.text("/return_url").ends_with("&status=expired"));
    let (id, token) = make(&app, &program, &wanted()).await;
    answer(&app, &token, &phone.code(&app.clock)).await.ok();
    app.clock.advance(CHALLENGE_RECEIPT_OPEN);
    receipt(&app, &program, &id).await.refused(409, "conflict");
    app.clock.advance(Duration::from_hours(26));
    sweep_once(&app.context).await.expect("a sweep");
    let path = format!("/verifications/challenges/{id}");
    app.get(&path, &program).await.refused(404, "not_found");
    send(&app, "inspect", &json!({ "token": token }))
        .await
        .refused(401, "invalid_token");
}

/// K-03: who asks is looked at when the person answers: not for a token that was ended, not of another organization,
/// and not by a session. A member without a device is told at once.
#[actix_web::test]
async fn who_asks_must_still_be_allowed_to() {
    let (app, admin, phone, program) = agent_and_program().await;
    let (id, token) = make(&app, &program, &wanted()).await;
    app.post("/verifications/challenges", &admin, &wanted())
        .await
        .refused(403, "forbidden");
    receipt(&app, &admin, &id).await.refused(403, "forbidden");
    let other = crate::attacks::other_administrator(&app).await;
    let theirs = crate::api_tokens::token(&app, &other, &["verifications:write"]).await;
    let path = format!("/verifications/challenges/{id}");
    app.get(&path, &theirs).await.refused(404, "not_found");
    receipt(&app, &theirs, &id).await.refused(404, "not_found");
    let second = crate::api_tokens::token(&app, &admin, &["verifications:write"]).await;
    app.get(&path, &second).await.ok();
    let mut body = wanted();
    body["member"] = json!(ADMIN);
    app.post("/verifications/challenges", &program, &body)
        .await
        .refused(409, "conflict");
    let own = app.get("/api-tokens/self", &program).await.ok().text("/id");
    app.send("DELETE", &format!("/api-tokens/{own}"), &admin, None)
        .await
        .ok();
    answer(&app, &token, &phone.code(&app.clock))
        .await
        .refused(409, "conflict");
    let seen = send(&app, "inspect", &json!({ "token": token })).await.ok();
    assert_eq!(seen.text("/status"), "expired");
    receipt(&app, &second, &id).await.refused(404, "not_found");
}

/// S-05: the token stands in no row, and a guessed or foreign one is answered as a wrong one.
#[actix_web::test]
async fn a_token_is_kept_as_its_hash() {
    let (app, _, _, program) = agent_and_program().await;
    let (_, token) = make(&app, &program, &wanted()).await;
    let verifier = &token["tsc_".len() + 11..];
    let database: &TestDatabase = &app.database;
    assert!(!database.holds_bytes(verifier));
    let mut wrong = token.clone();
    let last = if token.ends_with('x') { "y" } else { "x" };
    wrong.replace_range(token.len() - 1.., last);
    for token in ["", "tsc_", &wrong, &program] {
        send(&app, "inspect", &json!({ "token": token }))
            .await
            .refused(401, "invalid_token");
    }
}

/// H-11: a webhook is told of both answers.
#[actix_web::test]
async fn webhooks_are_told_of_the_answer() {
    let receiver = crate::webhook_receiver::Receiver::start().await;
    let (app, admin, phone, program) = agent_and_program().await;
    let app = receiver.admit(app);
    let events = ["verification.answered"];
    crate::webhook_receiver::make(&app, &admin, &receiver.url, &events).await;
    let (accepted, first) = make(&app, &program, &wanted()).await;
    let (declined, second) = make(&app, &program, &wanted()).await;
    answer(&app, &first, &phone.code(&app.clock)).await.ok();
    send(&app, "decline", &json!({ "token": second }))
        .await
        .ok();
    crate::webhook_receiver::deliver(&app).await;
    let mut told: Vec<Value> = receiver
        .take()
        .into_iter()
        .map(|one| json!([one.body["data"]["challenge"], one.body["data"]["result"]]))
        .collect();
    told.sort_by_key(|one| one[1].to_string());
    let expected = [json!([accepted, "accepted"]), json!([declined, "declined"])];
    assert_eq!(told, expected);
}

/// The same key, the same challenge: a program that lost the answer makes no second one.
#[actix_web::test]
async fn a_repeated_request_makes_one_challenge() {
    let (app, _, phone, program) = agent_and_program().await;
    let path = "/verifications/challenges";
    let [first, again] = [
        crate::idempotency::once(&app, path, &program, "k", Some(&wanted())).await,
        crate::idempotency::once(&app, path, &program, "k", Some(&wanted())).await,
    ];
    assert_eq!(first.body, again.body);
    let (_, token) = first.body["url"]
        .as_str()
        .and_then(|url| url.split_once('#'))
        .expect("a token");
    answer(&app, token, &Phone::code(&phone, &app.clock))
        .await
        .ok();
    let path = format!("{path}/{}/receipt", first.text("/id"));
    let [first, again] = [
        crate::idempotency::once(&app, &path, &program, "r", None).await,
        crate::idempotency::once(&app, &path, &program, "r", None).await,
    ];
    assert_eq!((first.status, again.status), (200, 200));
    assert_eq!(first.body, again.body);
}
