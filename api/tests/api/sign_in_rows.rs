//! One row from the right password to the end of the session: which token opens what, and what stays for
//! the owner when somebody else began it.

use crate::recovery::agent_with_phone;
use crate::support::{ADMIN, AGENT, TestApp};
use serde_json::json;
use shared_types::limits::{FLOW_LIFETIME, LIVE_FLOWS_PER_MEMBER};
use std::time::Duration;
use twostep::application::sweeper::sweep_once;

/// The answer without what differs between any two answers.
async fn seen(app: &TestApp, path: &str, token: &str) -> (u16, serde_json::Value) {
    let answer = app.get(path, token).await;
    let mut body = answer.body.clone();
    if let Some(body) = body.as_object_mut() {
        body.remove("request_id");
    }
    (answer.status, body)
}

/// S-05: the selector is no secret. A forged one with any verifier, and a known one with another
/// verifier, answer as a token that never was, for flows and for sessions.
#[actix_web::test]
async fn a_known_selector_opens_nothing() {
    let (app, admin) = TestApp::with_admin().await;
    let started = app.send("POST", "/me/enrollment", &admin, None).await.ok();
    let flow = started.text("/flow_token");
    for (path, token) in [("/me", &admin), ("/sign-in", &flow)] {
        let (head, verifier) = token.split_at(15);
        let unknown = seen(
            &app,
            path,
            &format!("{}00000000001{}", &token[..4], "a".repeat(43)),
        )
        .await;
        assert_eq!(unknown.0, 401);
        let mut near = verifier.to_owned();
        let last = near.pop();
        near.push(if last == Some('0') { '1' } else { '0' });
        for forged in [
            format!("{head}{}", "a".repeat(43)),
            format!("{head}{near}"),
            format!("{}zzzzzzzzzzz{verifier}", &token[..4]),
            format!("{}00000000001{verifier}", &token[..4]),
        ] {
            assert_eq!(seen(&app, path, &forged).await, unknown, "{forged}");
        }
        assert_eq!(seen(&app, path, token).await.0, 200);
    }
}

/// S-01, S-04 (session): a flow's token opens no session and a session's token no flow, under either prefix; the
/// token of the flow is dead when the session is there, though both are of one row.
#[actix_web::test]
async fn each_state_has_its_own_token() {
    let (app, _, phone) = agent_with_phone().await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.clock.advance(Duration::from_secs(30));
    let as_session = format!("tss_{}", &flow[4..]);
    app.get("/me", &as_session)
        .await
        .refused(401, "unauthenticated");
    let session = app.code_session(&flow, &phone).await;
    assert_eq!(flow[4..15], session[4..15], "one row");
    assert_ne!(flow[15..], session[15..], "another verifier");
    for token in [&flow, &format!("tsf_{}", &session[4..])] {
        app.get("/sign-in", token)
            .await
            .refused(401, "flow_expired");
    }
    for token in [&as_session, &format!("tss_{}", &flow[4..])] {
        app.get("/me", token).await.refused(401, "unauthenticated");
    }
    app.get("/me", &session).await.ok();
    app.send("DELETE", "/session", &session, None).await;
    app.get("/me", &session)
        .await
        .refused(401, "unauthenticated");
    app.get("/sign-in", &format!("tsf_{}", &session[4..]))
        .await
        .refused(401, "flow_expired");
}

/// The reason that the holder of this token is told; a forged token beside it is told nothing.
async fn reason(app: &TestApp, token: &str) -> String {
    let forged = format!("{}{}", &token[..15], "a".repeat(43));
    let stranger = app.get("/sign-in", &forged).await;
    stranger.refused(401, "flow_expired");
    assert_eq!(stranger.body["reason"], "ended");
    let answer = app.get("/sign-in", token).await;
    answer.refused(401, "flow_expired");
    answer.text("/reason")
}

/// A2 of the review: a flow that has ended says why, to the holder of its token alone.
#[actix_web::test]
async fn an_ended_flow_says_why_to_its_holder() {
    let (app, _, phone) = agent_with_phone().await;
    let start = async || app.sign_in(AGENT).await.ok().text("/flow_token");
    let late = start().await;
    app.clock.advance(FLOW_LIFETIME);
    assert_eq!(reason(&app, &late).await, "time");

    let guessed = start().await;
    for n in 0..5 {
        let wrong = json!({ "code": phone.wrong_code(&app.clock) });
        let answer = app.post("/sign-in/code", &guessed, &wrong).await;
        let expected = if n < 4 {
            "invalid_code"
        } else {
            "flow_expired"
        };
        answer.refused(401, expected);
    }
    assert_eq!(reason(&app, &guessed).await, "too_many_codes");
    app.clock.advance(Duration::from_hours(1));

    let canceled = start().await;
    app.send("DELETE", "/sign-in", &canceled, None).await;
    assert_eq!(reason(&app, &canceled).await, "ended");

    let elsewhere = start().await;
    let turned = start().await;
    app.send("POST", "/sign-in/new-device", &turned, None)
        .await
        .ok();
    let (_, rotated) = app.enroll(&turned).await;
    assert_eq!(reason(&app, &elsewhere).await, "device_changed");
    assert_eq!(reason(&app, &turned).await, "ended");

    app.get("/sign-in", &rotated).await.ok();
    app.clock.advance(FLOW_LIFETIME);
    let waiting = start().await;
    disable(&app).await;
    assert_eq!(reason(&app, &waiting).await, "account_changed");
}

/// An administrator disables the agent.
async fn disable(app: &TestApp) {
    let admin = app.session_of(ADMIN).await;
    let page = app.get("/members", &admin).await.ok();
    let members = page.body["items"].as_array().expect("a list");
    let agent = members.iter().find(|one| one["email"] == AGENT);
    let id = agent.and_then(|one| one["id"].as_str()).expect("the agent");
    let body = json!({ "status": "disabled" });
    app.send("PATCH", &format!("/members/{id}"), &admin, Some(&body))
        .await
        .ok();
}

/// B9 of the review: who finds the phone again goes back to its code without the password. What was
/// proven is forgotten, the pending device is gone, and where no device would ask for a code there is no
/// way back.
#[actix_web::test]
async fn a_replacement_can_be_left_for_the_current_device() {
    let (app, admin) = TestApp::with_admin().await;
    let first = app.send("POST", "/me/enrollment", &admin, None).await.ok();
    assert_eq!(first.body["can_keep_device"], false);
    app.send(
        "DELETE",
        "/sign-in/new-device",
        &first.text("/flow_token"),
        None,
    )
    .await
    .refused(409, "wrong_step");
    let (phone, _) = app.set_up_phone(&admin).await;
    app.clock.advance(Duration::from_mins(2));
    let flow = app.sign_in(ADMIN).await.ok().text("/flow_token");
    app.send("POST", "/sign-in/new-device", &flow, None)
        .await
        .ok();
    let shown = app.get("/sign-in", &flow).await.ok();
    assert_eq!(shown.body["can_keep_device"], true);
    app.prove_mailbox(&flow).await;
    app.get("/enrollment/device", &flow).await.ok();
    let kept = app.send("DELETE", "/sign-in/new-device", &flow, None).await;
    let kept = kept.ok();
    assert_eq!(kept.text("/step"), "code");
    assert_eq!(kept.body["can_keep_device"], false);
    // A second time there is nothing to leave.
    app.send("DELETE", "/sign-in/new-device", &flow, None)
        .await
        .refused(409, "wrong_step");
    let again = app.send("POST", "/sign-in/new-device", &flow, None).await;
    assert_eq!(again.ok().text("/step"), "email");
    app.send("DELETE", "/sign-in/new-device", &flow, None)
        .await
        .ok();
    app.code_session(&flow, &phone).await;
}

async fn not_finished(app: &TestApp) -> usize {
    sweep_once(&app.context).await.expect("a database");
    app.mails("sign_in_not_finished").await.len()
}

/// A thief with the password who gives up leaves the owner the notice.
#[actix_web::test]
async fn giving_up_does_not_silence_the_notice() {
    let (app, _, _) = agent_with_phone().await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.send("DELETE", "/sign-in", &flow, None).await;
    assert_eq!(not_finished(&app).await, 1);
}

/// So does one whose attempts displaced each other, and the sweep of a day later takes nothing with it
/// that was not told.
#[actix_web::test]
async fn displacement_does_not_silence_the_notice() {
    let (app, _, _) = agent_with_phone().await;
    for _ in 0..=LIVE_FLOWS_PER_MEMBER {
        app.sign_in(AGENT).await.ok();
    }
    assert_eq!(not_finished(&app).await, 1);
    let (late, _, _) = agent_with_phone().await;
    late.sign_in(AGENT).await.ok();
    late.clock.advance(Duration::from_hours(25));
    assert_eq!(not_finished(&late).await, 1, "told before it is dropped");
}

/// And one who tried codes until the attempt ended: the mail about wrong codes says the same, and more.
#[actix_web::test]
async fn too_many_codes_do_not_silence_the_owner() {
    let (app, _, phone) = agent_with_phone().await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    for _ in 0..5 {
        let wrong = json!({ "code": phone.wrong_code(&app.clock) });
        app.post("/sign-in/code", &flow, &wrong).await;
    }
    app.clock.advance(FLOW_LIFETIME);
    let told = not_finished(&app).await + app.mails("wrong_codes").await.len();
    assert_eq!(told, 1);
}

/// after the clock was set back two hours, sign-ins go on, what lives goes on living, and the
/// sweep drops nothing of it, though new keys are smaller than old ones.
#[actix_web::test]
async fn a_clock_that_was_set_back_ends_no_session() {
    let (app, admin) = TestApp::with_admin().await;
    let before = app.clock.now();
    app.clock.set(before - Duration::from_hours(2));
    let second = app.session_of(ADMIN).await;
    sweep_once(&app.context).await.expect("a database");
    for session in [&admin, &second] {
        app.get("/me", session).await.ok();
    }
    app.clock.set(before);
    sweep_once(&app.context).await.expect("a database");
    app.get("/me", &admin).await.ok();
}
