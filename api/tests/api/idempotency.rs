//! `Idempotency-Key`: a request that is sent again is done once and answered alike (K-07).

use crate::api_tokens::{reauthenticate, token};
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, Answer, PASSWORD, TestApp};
use crate::webhook_receiver::Watched;
use diesel::prelude::*;
use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use shared_types::limits::INVITATIONS_PER_ADDRESS;
use std::time::Duration;
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::{idempotency_keys, members};
use twostep::record::audit::Action;

/// A POST with a key.
pub(crate) async fn once(
    app: &TestApp,
    path: &str,
    token: &str,
    key: &str,
    body: Option<&Value>,
) -> Answer {
    let request = app.request("POST", path).header("idempotency-key", key);
    let request = match token {
        "" => request,
        token => request.bearer_auth(token),
    };
    let request = body
        .into_iter()
        .fold(request, reqwest::RequestBuilder::json);
    app.finish(request).await
}

pub(crate) fn is_replayed(answer: &Answer) -> bool {
    answer.headers.contains_key("idempotent-replayed")
}

pub(crate) fn person(email: &str) -> Value {
    json!({ "email": email, "display_name": "New" })
}

pub(crate) async fn count_keys(app: &TestApp) -> i64 {
    let count = |c: &mut _| idempotency_keys::table.count().get_result(c);
    app.context.db.read(count).await.expect("a count")
}

pub(crate) async fn count_members(app: &TestApp) -> i64 {
    let count = |c: &mut _| members::table.count().get_result(c);
    app.context.db.read(count).await.expect("a count")
}

/// Makes the one row what it would be had the program died while the request ran.
pub(crate) async fn forget_that_it_ended(app: &TestApp) {
    let until = (app.clock.now() + Duration::from_mins(1)).micros();
    let change = move |connection: &mut DbConnection| {
        diesel::update(idempotency_keys::table)
            .set(idempotency_keys::leased_until.eq(until))
            .execute(connection)
    };
    let rows = app.context.db.write(change).await.expect("a change");
    assert_eq!(rows, 1);
}

/// K-07 (once): of fifty requests at the same moment, on two nodes, with one key one is executed; the others are told
/// that it runs, or get its answer. Then all get it.
#[actix_web::test]
async fn fifty_requests_with_one_key_are_executed_once() {
    let (app, admin) = TestApp::with_admin().await;
    let other = app.another_node();
    let program = token(&app, &admin, &["members:write"]).await;
    let body = person("new@example.com");
    let (mails, people) = (app.count_mails().await, count_members(&app).await);
    let asked = (0..50).map(|n| {
        let node = if n % 2 == 0 { &app } else { &other };
        once(node, "/members", &program, "create-1", Some(&body))
    });
    let answers = join_all(asked).await;
    let first: Vec<&Answer> = answers
        .iter()
        .filter(|one| one.status == 201 && !is_replayed(one))
        .collect();
    assert_eq!(first.len(), 1, "{answers:?}");
    for answer in &answers {
        if answer.status == 201 {
            assert_eq!(answer.body, first[0].body);
        } else {
            answer.refused(409, "idempotency_key_in_use");
            assert_eq!(answer.headers["retry-after"], "1");
        }
    }
    for node in [&app, &other] {
        // Quoted or bare it is the same key.
        for key in ["create-1", "\"create-1\""] {
            let again = once(node, "/members", &program, key, Some(&body)).await;
            assert_eq!((again.status, &again.body), (201, &first[0].body));
            assert!(is_replayed(&again));
            for name in ["etag", "content-type"] {
                assert_eq!(again.headers[name], first[0].headers[name], "{name}");
            }
            assert_ne!(
                again.headers["x-request-id"],
                first[0].headers["x-request-id"]
            );
            assert!(again.headers.contains_key("ratelimit"));
        }
    }
    assert_eq!(count_members(&app).await, people + 1);
    assert_eq!(app.count_mails().await, mails + 1);
    let made = details_of(&app.context.db, Action::MemberCreated).await;
    assert_eq!(made.len(), 1);
}

/// K-07 (payload), K-07 (caller), K-07 (key): a key belongs to one request of one caller: another body, path or query
/// with it is refused and not done; another caller has keys of his own, and a member the same in each session.
#[actix_web::test]
async fn a_key_belongs_to_one_request_of_one_caller() {
    let (app, admin) = TestApp::with_admin().await;
    let [one, other] = [
        token(&app, &admin, &["members:write"]).await,
        token(&app, &admin, &["members:write"]).await,
    ];
    let body = person("new@example.com");
    let made = once(&app, "/members", &one, "k", Some(&body)).await.ok();
    let id = made.text("/id");
    let people = count_members(&app).await;
    let invitation = format!("/members/{id}/invitation");
    for (path, body) in [
        ("/members", Some(person("second@example.com"))),
        ("/members?x=1", Some(body.clone())),
        (invitation.as_str(), None),
    ] {
        let refused = once(&app, path, &one, "k", body.as_ref()).await;
        refused.refused(422, "idempotency_key_reused");
    }
    // Of another caller it is executed, and refused by the rules: the address is taken by now.
    for caller in [&other, &admin] {
        let answer = once(&app, "/members", caller, "k", Some(&body)).await;
        answer.refused(422, "invalid_input");
        assert!(!is_replayed(&answer));
    }
    let again = app.session_of(ADMIN).await;
    let replayed = once(&app, "/members", &again, "k", Some(&body)).await;
    replayed.refused(422, "invalid_input");
    assert!(is_replayed(&replayed));
    assert_eq!(count_members(&app).await, people);
    let (longest, long) = ("k".repeat(255), "k".repeat(256));
    once(
        &app,
        "/members",
        &one,
        &longest,
        Some(&person("third@example.com")),
    )
    .await
    .ok();
    for wrong in ["", "\"\"", "a b", "\"a", "a,b", long.as_str()] {
        let refused = once(&app, "/members", &one, wrong, Some(&body)).await;
        refused.refused(400, "malformed_request");
    }
    let twice = app
        .request("POST", "/members")
        .bearer_auth(&one)
        .json(&body);
    let twice = twice
        .header("idempotency-key", "a")
        .header("idempotency-key", "b");
    app.finish(twice).await.refused(400, "malformed_request");
    let get = app.request("GET", "/policy").bearer_auth(&admin);
    app.finish(get.header("idempotency-key", "a b")).await.ok();
}

/// K-07 (lease): a request that never ended, because its program died, keeps its key for 60 seconds; then one of those
/// that are sent again runs in its place. Late, the first one cannot take it back.
#[actix_web::test]
async fn a_request_that_never_ended_keeps_its_key_for_a_minute() {
    let (app, admin) = TestApp::with_admin().await;
    let body = json!({ "name": "Ticket system", "scopes": ["members:read"] });
    let first = once(&app, "/api-tokens", &admin, "k", Some(&body))
        .await
        .ok();
    forget_that_it_ended(&app).await;
    for seconds in [0, 59] {
        app.clock.advance(Duration::from_secs(seconds));
        let waits = once(&app, "/api-tokens", &admin, "k", Some(&body)).await;
        waits.refused(409, "idempotency_key_in_use");
    }
    let other = json!({ "name": "Other", "scopes": ["members:read"] });
    app.clock.advance(Duration::from_secs(2));
    once(&app, "/api-tokens", &admin, "k", Some(&other))
        .await
        .refused(422, "idempotency_key_reused");
    let node = app.another_node();
    let asked = (0..20).map(|n| {
        let node = if n % 2 == 0 { &app } else { &node };
        once(node, "/api-tokens", &admin, "k", Some(&body))
    });
    let answers = join_all(asked).await;
    let made = answers
        .iter()
        .filter(|one| one.status == 201 && !is_replayed(one));
    assert_eq!(made.count(), 1, "{answers:?}");
    let again = once(&app, "/api-tokens", &admin, "k", Some(&body))
        .await
        .ok();
    assert!(is_replayed(&again));
    assert_ne!(again.text("/token"), first.text("/token"));
    let list = app.get("/api-tokens", &admin).await.ok();
    assert_eq!(list.body["items"].as_array().map(Vec::len), Some(2));
}

/// K-07 (lease): what a request answers after its lease is not kept in the place of the one that ran after it.
#[actix_web::test]
async fn a_late_answer_is_not_kept() {
    let watched = Watched::start().await;
    let Watched {
        app,
        receiver,
        admin,
        id,
        ..
    } = &watched;
    let path = format!("/webhooks/{id}/test");
    let body = json!({});
    let ask = || once(app, &path, admin, "k", Some(&body));
    receiver.answer(&["500 Broken"]);
    let gate = receiver.hold();
    let (late, second) = join(ask(), async {
        gate.arrived().await;
        app.clock.advance(Duration::from_secs(61));
        receiver.hold().open();
        let second = ask().await;
        gate.open();
        second
    })
    .await;
    assert_eq!(late.ok().body["answer"]["status"], 500);
    assert_eq!(second.body["answer"]["status"], 204, "{second:?}");
    let again = ask().await.ok();
    assert!(is_replayed(&again));
    assert_eq!(again.body, second.body);
}

/// K-07 (executed): refusals of the rules are kept; those of the credential, the right, the limits and the form of the
/// request are not, and leave the key free for the request put right.
#[actix_web::test]
async fn only_what_was_executed_is_kept() {
    let (app, admin) = TestApp::with_admin().await;
    let member = app.invite(&admin, AGENT, "agent").await;
    let nobody = "0197b5d0-6a4e-7d2c-8000-000000000001";
    let approve = format!("/members/{member}/recovery/approve");
    let of_nobody = format!("/members/{nobody}/unlock");
    let reason = json!({ "reason": "Called back" });
    let taken = person(AGENT);
    for (key, path, body, status) in [
        ("conflict", approve.as_str(), Some(&reason), 409),
        ("nobody", of_nobody.as_str(), None, 404),
        ("taken", "/members", Some(&taken), 422),
    ] {
        let refused = once(&app, path, &admin, key, body).await;
        let again = once(&app, path, &admin, key, body).await;
        assert_eq!((refused.status, is_replayed(&refused)), (status, false));
        assert_eq!((again.status, is_replayed(&again)), (status, true));
        assert_eq!(again.body, refused.body, "with the request id of the first");
        assert_eq!(
            again.headers["content-type"],
            refused.headers["content-type"]
        );
    }
    let kept = count_keys(&app).await;
    assert_eq!(kept, 3);
    let reader = token(&app, &admin, &["members:read"]).await;
    let body = person("new@example.com");
    once(&app, "/members", &reader, "k", Some(&body))
        .await
        .refused(403, "insufficient_scope");
    once(&app, "/members", "", "k", Some(&body))
        .await
        .refused(401, "unauthenticated");
    let wrong = json!({ "current_password": "wrong wrong wrong", "new_password": PASSWORD });
    let answer = once(&app, "/me/password", &admin, "k", Some(&wrong)).await;
    assert_eq!(answer.status, 401, "{answer:?}");
    for body in [json!({ "x": 1 }), json!({ "email": 1 })] {
        let answer = once(&app, "/members", &admin, "k", Some(&body)).await;
        answer.refused(422, "invalid_input");
    }
    let long = " ".repeat(17 * 1024);
    let request = app
        .request("POST", "/members")
        .bearer_auth(&admin)
        .body(long);
    let request = request.header("idempotency-key", "k");
    let request = request.header("content-type", "application/json");
    app.finish(request).await.refused(413, "too_large");
    assert_eq!(count_keys(&app).await, kept);
    // The key is free: put right the request is executed.
    once(&app, "/members", &admin, "k", Some(&body)).await.ok();
    // What a limit refuses is looked at again when the limit has passed.
    let invitation = format!("/members/{member}/device-reset");
    once(&app, &invitation, &admin, "reset", Some(&reason)).await;
    for n in 0..INVITATIONS_PER_ADDRESS {
        let again = person("often@example.com");
        let made = once(
            &app,
            "/members",
            &admin,
            &format!("often-{n}"),
            Some(&again),
        )
        .await;
        let path = format!("/members/{}", made.ok().text("/id"));
        app.send("DELETE", &path, &admin, None).await.ok();
    }
    let often = person("often@example.com");
    once(&app, "/members", &admin, "often", Some(&often))
        .await
        .refused(429, "throttled");
    app.clock.advance(Duration::from_mins(61));
    let admin = app.session_of(ADMIN).await;
    once(&app, "/members", &admin, "often", Some(&often))
        .await
        .ok();
}

/// K-07 (credential): a kept answer is given to who could do the request now: not to a token that was ended, whose
/// owner lost the role, or to a session that is not fresh any more.
#[actix_web::test]
async fn credential_and_right_are_checked_before_an_answer_is_given_again() {
    let (app, admin) = TestApp::with_admin().await;
    let body = json!({ "name": "Ticket system", "scopes": ["members:write"] });
    let made = once(&app, "/api-tokens", &admin, "k", Some(&body))
        .await
        .ok();
    app.clock.advance(Duration::from_mins(6));
    once(&app, "/api-tokens", &admin, "k", Some(&body))
        .await
        .refused(403, "reauthentication_required");
    reauthenticate(&app, &admin).await;
    let again = once(&app, "/api-tokens", &admin, "k", Some(&body))
        .await
        .ok();
    assert_eq!(again.body, made.body);
    let (program, id) = (made.text("/token"), made.text("/id"));
    let new = person("new@example.com");
    once(&app, "/members", &program, "k", Some(&new)).await.ok();
    app.send("DELETE", &format!("/api-tokens/{id}"), &admin, None)
        .await
        .ok();
    once(&app, "/members", &program, "k", Some(&new))
        .await
        .refused(401, "unauthenticated");
    // An administrator who is one no more does not get the token again.
    let helper = "second@example.com";
    let second = app.invite(&admin, helper, "admin").await;
    let own = app.session_of(helper).await;
    once(&app, "/api-tokens", &own, "k", Some(&body)).await.ok();
    let lower = json!({ "role": "helpdesk" });
    app.send("PATCH", &format!("/members/{second}"), &admin, Some(&lower))
        .await
        .ok();
    once(&app, "/api-tokens", &own, "k", Some(&body))
        .await
        .refused(403, "forbidden");
}

/// K-07 (executed): an answer that a limit gave is asked for anew: a program is not throttled for a day.
#[actix_web::test]
async fn a_throttled_answer_is_not_kept() {
    let (app, _, phone, program) = crate::verifications::agent_and_program().await;
    for _ in 0..shared_types::limits::VERIFICATION_FAILURES_PER_MEMBER {
        let wrong = crate::verifications::question(&phone.wrong_code(&app.clock));
        crate::verifications::ask(&app, &program, &wrong).await.ok();
    }
    let right = crate::verifications::question(&phone.code_after(&app.clock, 121));
    let answer = once(&app, "/verifications", &program, "k", Some(&right)).await;
    assert_eq!(answer.ok().text("/result"), "throttled");
    app.clock.advance(Duration::from_secs(121 * 30));
    let answer = once(&app, "/verifications", &program, "k", Some(&right)).await;
    assert_eq!(answer.ok().text("/result"), "accepted");
    let again = once(&app, "/verifications", &program, "k", Some(&right)).await;
    assert!(is_replayed(&again), "{again:?}");
    assert_eq!(again.ok().text("/result"), "accepted");
}
