//! The clock of a test organization: forward only, thirty days, for codes and sign-in attempts alone, and for nobody
//! else.

use crate::audit::run_sql;
use crate::challenges;
use crate::recovery::agent_with_phone;
use crate::rows::details_of;
use crate::sandboxes::Sandbox;
use crate::support::{AGENT, Answer, Phone, TestApp};
use futures_util::future::join_all;
use serde_json::json;
use shared_types::sandboxes::FIXED_CODE;
use std::time::Duration;
use twostep::record::audit::Action;

async fn put(app: &TestApp, credential: &str, ahead_seconds: i64) -> Answer {
    let body = json!({ "ahead_seconds": ahead_seconds });
    app.send("PUT", "/sandbox/clock", credential, Some(&body))
        .await
}

async fn ahead(app: &TestApp, sandbox: &Sandbox) -> serde_json::Value {
    let shown = app.get("/sandbox/clock", &sandbox.token).await.ok();
    shown.body["ahead_seconds"].clone()
}

/// N-02: it goes forward to thirty days and never back, by the same request again nothing happens, and a live
/// organization has none.
#[actix_web::test]
async fn it_goes_forward_only() {
    let (app, admin) = TestApp::with_admin().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    assert_eq!(ahead(&app, &sandbox).await, 0);
    put(&app, &admin, 60).await.refused(404, "not_found");
    let month = 30 * 24 * 60 * 60;
    for (to, is_good) in [
        (60, true),
        (60, true),
        (59, false),
        (0, false),
        (month + 1, false),
        (month, true),
        (month - 1, false),
    ] {
        let answer = put(&app, &sandbox.token, to).await;
        if is_good {
            assert_eq!(answer.ok().body["ahead_seconds"], to);
        } else {
            answer.refused(422, "invalid_input");
            assert_eq!(
                answer.field_errors(),
                [("ahead_seconds", "invalid")],
                "{to}"
            );
        }
    }
    put(&app, &sandbox.token, -1)
        .await
        .refused(422, "invalid_input");
    assert_eq!(ahead(&app, &sandbox).await, month);
    let moved = details_of(&app.context.db, Action::SandboxClockMoved).await;
    assert_eq!(
        moved,
        [
            json!({ "ahead_seconds": 60 }),
            json!({ "ahead_seconds": month })
        ]
    );
}

/// Of many at once each moves it forward or is told that it was moved.
#[actix_web::test]
async fn many_at_once_move_it_forward() {
    let (app, admin) = TestApp::with_admin().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    let node = app.another_node();
    let tries = (1..=10).map(|number| {
        let app = if number % 2 == 0 { &app } else { &node };
        put(app, &sandbox.token, number * 60)
    });
    let answers = join_all(tries).await;
    let reached = answers.iter().filter(|answer| answer.status == 200);
    let furthest = reached.map(|answer| answer.body["ahead_seconds"].as_i64());
    let furthest = furthest.max().flatten().expect("one was first");
    assert_eq!(ahead(&app, &sandbox).await, furthest);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert!([409, 422].contains(&answer.status), "{answer:?}");
    }
}

/// N-02: codes of the phone are judged by it: what the phone shows then is right, what it shows now is not, also in the
/// batch of a sign-in; and what a live member's phone shows stays right.
#[actix_web::test]
async fn codes_are_judged_by_it() {
    let (app, admin, live) = agent_with_phone().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    let session = sandbox.session(&app).await;
    let flow = app.send("POST", "/me/enrollment", &session, None).await;
    let flow = flow.ok().text("/flow_token");
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
    let fixed = json!({ "code": FIXED_CODE });
    app.post("/enrollment/email/verify", &flow, &fixed)
        .await
        .ok();
    let secret = app.get("/enrollment/device", &flow).await.ok();
    let phone = Phone::scan(&secret.text("/secret"));
    put(&app, &sandbox.token, 300).await.ok();
    let confirm = async |steps: i64| {
        let body = json!({ "code": phone.code_after(&app.clock, steps) });
        app.post("/enrollment/device/confirm", &flow, &body).await
    };
    confirm(0).await.refused(401, "invalid_code");
    let confirmed = confirm(10).await.ok();
    let flow = confirmed.text("/flow_token");
    app.clock.advance(Duration::from_secs(30));
    let sign_in = async |steps: i64| {
        let body = json!({ "code": phone.code_after(&app.clock, steps) });
        app.post("/sign-in/code", &flow, &body).await
    };
    sign_in(0).await.refused(401, "invalid_code");
    sign_in(10).await.ok();
    app.sign_in_with(AGENT, &live).await;
}

/// N-02: sign-in attempts and mailed codes come to their end by it; the session that moved it goes on, and so does an
/// attempt in a live organization.
#[actix_web::test]
async fn attempts_and_mailed_codes_end_by_it() {
    let (app, admin, live) = agent_with_phone().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    let session = sandbox.session(&app).await;
    let elsewhere = app.sign_in(AGENT).await.ok().text("/flow_token");
    let flow = app.send("POST", "/me/enrollment", &session, None).await;
    let flow = flow.ok().text("/flow_token");
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
    put(&app, &session, 10 * 60).await.ok();
    let code = json!({ "code": FIXED_CODE });
    app.post("/enrollment/email/verify", &flow, &code)
        .await
        .refused(401, "code_expired");
    // How often mails are sent has the true time.
    app.clock.advance(Duration::from_mins(1));
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
    app.post("/enrollment/email/verify", &flow, &code)
        .await
        .ok();
    put(&app, &session, 16 * 60).await.ok();
    let over = app.get("/sign-in", &flow).await;
    over.refused(401, "flow_expired");
    assert_eq!(over.text("/reason"), "time");
    app.get("/me", &session).await.ok();
    app.get("/members", &sandbox.token).await.ok();
    let body = json!({ "code": live.code(&app.clock) });
    app.post("/sign-in/code", &elsewhere, &body).await.ok();
    // What begins after it was moved has its whole time.
    let flow = app.send("POST", "/me/enrollment", &session, None).await;
    let flow = flow.ok().text("/flow_token");
    app.clock.advance(Duration::from_mins(14));
    assert_eq!(app.get("/sign-in", &flow).await.ok().text("/step"), "email");
}

/// N-02: a challenge ends by it, and so does the time in which its receipt can be taken.
#[actix_web::test]
async fn challenges_end_by_it() {
    let (app, admin) = TestApp::with_admin().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    sandbox.enroll(&app).await;
    let wanted = json!({ "member": sandbox.email, "purpose": "connect" });
    let (late, _) = challenges::make(&app, &sandbox.token, &wanted).await;
    let (answered, page) = challenges::make(&app, &sandbox.token, &wanted).await;
    challenges::answer(&app, &page, FIXED_CODE).await.ok();
    let show = async |id: &str| {
        let path = format!("/verifications/challenges/{id}");
        app.get(&path, &sandbox.token).await.ok().body
    };
    let before = show(&answered).await;
    put(&app, &sandbox.token, 5 * 60).await.ok();
    put(&app, &sandbox.token, 24 * 60 * 60).await.ok();
    // What happened happened when it did, and nothing ended before it began.
    assert_eq!(show(&answered).await, before);
    let ended = show(&late).await;
    assert_eq!(ended["expires_at"], ended["created_at"]);
    let status = challenges::status(&app, &sandbox.token, &late).await;
    assert_eq!(status, "expired");
    let status = challenges::status(&app, &sandbox.token, &answered).await;
    assert_eq!(status, "accepted");
    let receipt = challenges::receipt(&app, &sandbox.token, &answered).await;
    receipt.refused(409, "conflict");
}

/// A move that fails half-way leaves clock, attempts and codes where they were, and the same request moves
/// them all.
#[actix_web::test]
async fn it_moves_with_all_ends_or_not_at_all() {
    let (app, admin) = TestApp::with_admin().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    let session = sandbox.session(&app).await;
    let flow = app.send("POST", "/me/enrollment", &session, None).await;
    let flow = flow.ok().text("/flow_token");
    run_sql(
        &app,
        "ALTER TABLE pending_totp_devices RENAME TO out_of_reach",
    )
    .await;
    let failed = put(&app, &sandbox.token, 16 * 60).await;
    assert!([500, 503].contains(&failed.status), "{failed:?}");
    run_sql(
        &app,
        "ALTER TABLE out_of_reach RENAME TO pending_totp_devices",
    )
    .await;
    assert_eq!(ahead(&app, &sandbox).await, 0);
    app.get("/sign-in", &flow).await.ok();
    put(&app, &sandbox.token, 16 * 60).await.ok();
    app.get("/sign-in", &flow)
        .await
        .refused(401, "flow_expired");
}

/// N-02: each move is a change for every member, so there are thirty a minute.
#[actix_web::test]
async fn it_is_moved_thirty_times_a_minute() {
    let (app, admin) = TestApp::with_admin().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    for seconds in 1..=30 {
        put(&app, &sandbox.token, seconds).await.ok();
    }
    put(&app, &sandbox.token, 31)
        .await
        .refused(429, "throttled");
    app.clock.advance(Duration::from_secs(61));
    put(&app, &sandbox.token, 31).await.ok();
}
