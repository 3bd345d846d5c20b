//! The machine's clock is set: back by an hour, or an hour ahead and then right again.

use crate::support::{ADMIN, Answer, TestApp};
use serde_json::json;
use std::time::Duration;

const HOUR: Duration = Duration::from_hours(1);

/// Refused for a while, but for no longer than this.
#[track_caller]
fn waits_at_most(answer: &Answer, seconds: u64) {
    answer.refused(429, "throttled");
    let wait = answer.body["retry_after_seconds"].as_u64();
    assert!(wait.is_some_and(|wait| wait <= seconds), "{answer:?}");
}

/// an hour back, and no code opens again: not the one that was used last, and none of those
/// that were shown at the time that comes again.
#[actix_web::test]
async fn a_clock_that_goes_back_opens_no_replay() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    let right = app.clock.now();
    let spent = phone.code(&app.clock);
    for back in [HOUR, Duration::from_mins(1), Duration::from_secs(30)] {
        app.clock.set(right - back);
        let flow = app.sign_in(ADMIN).await.ok().text("/flow_token");
        for steps in -1..=1 {
            let seen = phone.code_after(&app.clock, steps);
            let body = json!({ "code": seen });
            app.post("/sign-in/code", &flow, &body)
                .await
                .refused(401, "already_used");
        }
    }
    app.clock.set(right);
    let flow = app.sign_in(ADMIN).await.ok().text("/flow_token");
    let body = json!({ "code": spent });
    app.post("/sign-in/code", &flow, &body)
        .await
        .refused(401, "already_used");
    app.code_session(&flow, &phone).await;
}

/// a session, a flow and an e-mailed code end at the instant that was written down for them;
/// a clock that was set back in between gives none of them more.
#[actix_web::test]
async fn nothing_outlives_its_written_end() {
    let (app, admin) = TestApp::with_admin().await;
    let (_, session) = app.set_up_phone(&admin).await;
    app.clock.advance(Duration::from_mins(1));
    let start = app.clock.now();
    let flow = app.sign_in(ADMIN).await.ok().text("/flow_token");
    app.send("POST", "/sign-in/new-device", &flow, None)
        .await
        .ok();
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
    let code = json!({ "code": app.newest_mail("email_verification").await["content"]["code"] });
    app.clock.set(start - HOUR);
    app.get("/me", &session).await.ok();
    app.get("/sign-in", &flow).await.ok();
    app.clock.set(start + Duration::from_mins(10));
    app.post("/enrollment/email/verify", &flow, &code)
        .await
        .refused(401, "code_expired");
    app.clock.set(start + Duration::from_mins(15));
    app.get("/sign-in", &flow)
        .await
        .refused(401, "flow_expired");
    app.clock.set(start + Duration::from_mins(30));
    app.get("/me", &session)
        .await
        .refused(401, "unauthenticated");
}

/// while the clock is an hour ahead, the phone's codes are of no use, and do not move what
/// counts as used.
#[actix_web::test]
async fn a_clock_ahead_spends_no_step() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    app.clock.advance(Duration::from_mins(1));
    let right = app.clock.now();
    let shown = json!({ "code": phone.code(&app.clock) });
    app.clock.set(right + HOUR);
    let flow = app.sign_in(ADMIN).await.ok().text("/flow_token");
    app.post("/sign-in/code", &flow, &shown)
        .await
        .refused(401, "invalid_code");
    app.clock.set(right);
    let flow = app.sign_in(ADMIN).await.ok().text("/flow_token");
    app.post("/sign-in/code", &flow, &shown).await.ok();
}

/// wrong codes while the clock was an hour ahead cost their 30 seconds, not an hour more.
#[actix_web::test]
async fn a_delay_for_codes_is_no_longer_than_it_was_given() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    app.clock.advance(Duration::from_mins(1));
    let right = app.clock.now();
    app.clock.set(right + HOUR);
    let flow = app.sign_in(ADMIN).await.ok().text("/flow_token");
    let wrong = json!({ "code": phone.wrong_code(&app.clock) });
    for _ in 0..5 {
        app.post("/sign-in/code", &flow, &wrong).await;
    }
    app.clock.set(right);
    let flow = app.sign_in(ADMIN).await.ok().text("/flow_token");
    let code = json!({ "code": phone.code(&app.clock) });
    waits_at_most(&app.post("/sign-in/code", &flow, &code).await, 30);
    app.clock.advance(Duration::from_secs(29));
    waits_at_most(&app.post("/sign-in/code", &flow, &code).await, 1);
    app.code_session(&flow, &phone).await;
}

/// the same for wrong passwords, by address of the network and by address of the member.
#[actix_web::test]
async fn a_delay_for_passwords_is_no_longer_than_it_was_given() {
    let (app, _) = TestApp::with_admin().await;
    let right = app.clock.now();
    app.clock.set(right + HOUR);
    let wrong = json!({ "email": ADMIN, "password": "not the password at all" });
    for _ in 0..40 {
        app.clock.advance(Duration::from_secs(4));
        app.post("/sign-in", "", &wrong).await;
    }
    app.clock.set(right);
    waits_at_most(&app.sign_in(ADMIN).await, 60);
    app.clock.advance(Duration::from_mins(1));
    app.sign_in(ADMIN).await.ok();
}

/// the same for the pause between two mails.
#[actix_web::test]
async fn a_pause_between_mails_is_no_longer_than_it_was_given() {
    let (app, admin) = TestApp::with_admin().await;
    app.set_up_phone(&admin).await;
    app.clock.advance(Duration::from_mins(1));
    let right = app.clock.now();
    for (time, pause) in [(right + HOUR, None), (right, Some(Duration::from_mins(1)))] {
        app.clock.set(time);
        let flow = app.sign_in(ADMIN).await.ok().text("/flow_token");
        app.send("POST", "/sign-in/new-device", &flow, None)
            .await
            .ok();
        if let Some(pause) = pause {
            let refused = app.send("POST", "/enrollment/email", &flow, None).await;
            waits_at_most(&refused, 60);
            app.clock.advance(pause);
        }
        app.send("POST", "/enrollment/email", &flow, None)
            .await
            .ok();
    }
}
