//! Signing in: password, code, replay, limits.

use crate::support::{ADMIN, AGENT, PASSWORD, TestApp};
use serde_json::json;
use std::time::Duration;

#[actix_web::test]
async fn a_password_alone_signs_in_where_nobody_asks_for_more() {
    let (app, session) = TestApp::with_admin().await;
    let me = app.get("/me", &session).await.ok();
    assert_eq!(
        (me.text("/email"), me.text("/two_step/state")),
        (ADMIN.into(), "not_set_up".into())
    );
    assert_eq!(me.body["session"]["aal"], 1);
}

/// L-12 (wrong, unknown, invited, disabled): the same status, headers and body for all of them.
#[actix_web::test]
async fn a_refusal_does_not_say_why() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    app.send(
        "PATCH",
        &format!("/members/{id}"),
        &admin,
        Some(&json!({ "status": "disabled" })),
    )
    .await
    .ok();
    let body = json!({ "email": "invited@example.com", "display_name": "In Vited" });
    app.post("/members", &admin, &body).await.ok();
    let mut answers = Vec::new();
    for (email, password) in [
        (ADMIN, "wrong"),
        ("nobody@example.com", PASSWORD),
        ("invited@example.com", PASSWORD),
        (AGENT, PASSWORD),
    ] {
        let mut answer = app
            .post(
                "/sign-in",
                "",
                &json!({ "email": email, "password": password }),
            )
            .await;
        answer.refused(401, "invalid_credentials");
        answer.body["request_id"] = json!(null);
        answer.headers.remove("date");
        answer.headers.remove("x-request-id");
        answers.push(format!("{:?}", (answer.headers, answer.body)));
    }
    assert!(
        answers.windows(2).all(|pair| pair[0] == pair[1]),
        "{answers:#?}"
    );
}

/// T-01, T-13 (distinguishable, no guess): a code works once; the answer says when the next one comes, and
/// counts no try.
#[actix_web::test]
async fn a_code_works_once() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    let flow = app.sign_in(ADMIN).await.text("/flow_token");
    let body = json!({ "code": phone.code(&app.clock) });
    for _ in 0..3 {
        let again = app.post("/sign-in/code", &flow, &body).await;
        again.refused(401, "already_used");
        assert!(
            again.body["next_code_in_seconds"]
                .as_u64()
                .is_some_and(|s| s <= 30)
        );
    }
    app.code_session(&flow, &phone).await;
}

/// T-05: after a step was accepted, the one before it is refused.
#[actix_web::test]
async fn an_earlier_step_never_follows_a_later_one() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    app.clock.advance(Duration::from_mins(2));
    let flow = app.sign_in(ADMIN).await.text("/flow_token");
    app.post(
        "/sign-in/code",
        &flow,
        &json!({ "code": phone.code(&app.clock) }),
    )
    .await
    .ok();
    let flow = app.sign_in(ADMIN).await.text("/flow_token");
    let before = json!({ "code": phone.code_after(&app.clock, -1) });
    app.post("/sign-in/code", &flow, &before)
        .await
        .refused(401, "already_used");
}

/// T-07 (window, server time): two steps away is wrong; what time it is is not asked of the client.
#[actix_web::test]
async fn the_window_is_three_steps() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    for (steps, status) in [(-2, 401), (2, 401), (-1, 200), (0, 200), (1, 200)] {
        app.clock.advance(Duration::from_mins(5));
        let flow = app.sign_in(ADMIN).await.text("/flow_token");
        let body = json!({ "code": phone.code_after(&app.clock, steps) });
        let mut dated = body.clone();
        dated["time"] = json!(app.clock.now().seconds() + 30 * steps);
        app.post("/sign-in/code", &flow, &dated)
            .await
            .refused(422, "invalid_input");
        assert_eq!(
            app.post("/sign-in/code", &flow, &body).await.status,
            status,
            "{steps}"
        );
    }
}

/// T-09 (types): what is no code is refused and counts nothing.
#[actix_web::test]
async fn odd_codes_count_no_try() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    let flow = app.sign_in(ADMIN).await.text("/flow_token");
    for code in [
        json!(""),
        json!(null),
        json!("12345"),
        json!("1234567"),
        json!("+12345"),
        json!("１２３４５６"),
        json!(["123456"]),
        json!(123_456),
        json!("12345a"),
        json!("123  456"),
        json!({}),
        json!(true),
    ] {
        app.post("/sign-in/code", &flow, &json!({ "code": code }))
            .await
            .refused(422, "invalid_input");
    }
    app.post("/sign-in/code", &flow, &json!({}))
        .await
        .refused(422, "invalid_input");
    let extra = json!({ "code": "123456", "verified": true });
    app.post("/sign-in/code", &flow, &extra)
        .await
        .refused(422, "invalid_input");
    app.code_session(&flow, &phone).await;
}

/// L-01 (flows), L-04 (delay, mailed), S-15 (lock-out): the fifth wrong code ends the flow, delays the member over all
/// flows, and tells the owner once.
#[actix_web::test]
async fn wrong_codes_are_counted_over_all_flows() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    let wrong = json!({ "code": phone.wrong_code(&app.clock) });
    let first = app.sign_in(ADMIN).await.text("/flow_token");
    for left in [4, 3, 2] {
        let answer = app.post("/sign-in/code", &first, &wrong).await;
        answer.refused(401, "invalid_code");
        assert_eq!(answer.body["tries_left"], left);
    }
    let second = app.sign_in(ADMIN).await.text("/flow_token");
    app.post("/sign-in/code", &second, &wrong)
        .await
        .refused(401, "invalid_code");
    app.post("/sign-in/code", &second, &wrong)
        .await
        .refused(401, "invalid_code");
    // The right code is not looked at either.
    app.clock.advance(Duration::from_secs(5));
    let right = json!({ "code": phone.code_after(&app.clock, 1) });
    let delayed = app.post("/sign-in/code", &second, &right).await;
    delayed.refused(429, "throttled");
    assert_eq!(delayed.headers["retry-after"], "25");
    assert_eq!(app.mails("wrong_codes").await.len(), 1);
    app.clock.advance(Duration::from_secs(25));
    app.code_session(&second, &phone).await;
}

/// L-04 (flow, disabled, new device): a hundred wrong codes in a row switch the device off; even an optional policy
/// then asks for a new one instead of opening the door.
#[actix_web::test]
async fn a_hundred_wrong_codes_disable_the_device() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    for _ in 0..20 {
        app.clock.advance(Duration::from_hours(1));
        let flow = app.sign_in(ADMIN).await.text("/flow_token");
        let wrong = json!({ "code": phone.wrong_code(&app.clock) });
        for _ in 0..4 {
            app.post("/sign-in/code", &flow, &wrong)
                .await
                .refused(401, "invalid_code");
        }
        // The fifth says that it ended the attempt, and so does every request after it.
        for _ in 0..2 {
            let ended = app.post("/sign-in/code", &flow, &wrong).await;
            ended.refused(401, "flow_expired");
            assert_eq!(ended.body["reason"], "too_many_codes");
        }
    }
    app.clock.advance(Duration::from_hours(2));
    let flow = app.sign_in(ADMIN).await.ok();
    assert_eq!(
        (flow.text("/step"), app.mails("device_disabled").await.len()),
        ("email".into(), 1)
    );
}

/// S-02, S-03 (step): routes of another step say which one is right, and change nothing.
#[actix_web::test]
async fn a_wrong_step_says_the_right_one() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    let flow = app.sign_in(ADMIN).await.text("/flow_token");
    let code = json!({ "code": "123456" });
    for (method, path, body) in [
        ("POST", "/enrollment/email", None),
        ("POST", "/enrollment/email/verify", Some(&code)),
        ("GET", "/enrollment/device", None),
        ("POST", "/enrollment/device/confirm", Some(&code)),
    ] {
        let answer = app.send(method, path, &flow, body).await;
        answer.refused(409, "wrong_step");
        assert_eq!(answer.text("/step"), "code");
    }
    app.code_session(&flow, &phone).await;
}

/// S-15 (15 minutes): a flow ends after 15 minutes, and when it is given up.
#[actix_web::test]
async fn a_flow_ends() {
    let (app, admin) = TestApp::with_admin().await;
    app.set_up_phone(&admin).await;
    let flow = app.sign_in(ADMIN).await.text("/flow_token");
    app.clock.advance(Duration::from_mins(15));
    app.get("/sign-in", &flow)
        .await
        .refused(401, "flow_expired");
    let flow = app.sign_in(ADMIN).await.text("/flow_token");
    assert_eq!(
        app.send("DELETE", "/sign-in", &flow, None).await.status,
        204
    );
    app.get("/sign-in", &flow)
        .await
        .refused(401, "flow_expired");
}

/// L-02, L-06: wrong passwords are delayed at the same point for a member and for nobody.
#[actix_web::test]
async fn wrong_passwords_are_delayed_for_everybody_alike() {
    let (app, _) = TestApp::with_admin().await;
    for email in [ADMIN, "nobody@example.com"] {
        app.clock.advance(Duration::from_mins(10));
        let body = json!({ "email": email, "password": "wrong" });
        for _ in 0..10 {
            app.post("/sign-in", "", &body)
                .await
                .refused(401, "invalid_credentials");
        }
        let delayed = app.post("/sign-in", "", &body).await;
        delayed.refused(429, "throttled");
        assert_eq!(delayed.headers["retry-after"], "1", "{email}");
    }
}

/// L-11: the end of a delay opens one try and not all of them: a wrong one locks again, for longer.
#[actix_web::test]
async fn a_delay_that_ends_opens_one_try() {
    let (app, _) = TestApp::with_admin().await;
    let app = app.behind_a_proxy();
    // Each from a network of its own, or the network's limit would come first.
    let mut network = 0;
    let mut guess = || {
        network += 1;
        let request = app.request("POST", "/sign-in");
        let request = request.header("x-forwarded-for", format!("198.51.100.{network}"));
        app.finish(request.json(&json!({ "email": ADMIN, "password": "wrong" })))
    };
    for _ in 0..10 {
        guess().await;
    }
    for delay in [1, 2, 4, 8, 16, 32, 60, 60] {
        let delayed = guess().await;
        delayed.refused(429, "throttled");
        assert_eq!(delayed.headers["retry-after"], delay.to_string());
        app.clock.advance(Duration::from_secs(delay));
        guess().await.refused(401, "invalid_credentials");
    }
}

/// What a wrong code is told after so many others in its flow: the fifth ends it.
pub(crate) fn refusal_of_wrong_code(before: usize) -> &'static str {
    if before < 4 {
        "invalid_code"
    } else {
        "flow_expired"
    }
}

/// L-11: codes in the same way: five more after each delay, then twice as long, up to an hour.
#[actix_web::test]
async fn a_delay_that_ends_opens_five_codes() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    for delay in [30, 60, 120, 240, 480, 960, 1920, 3600, 3600] {
        let flow = app.sign_in(ADMIN).await.text("/flow_token");
        let wrong = json!({ "code": phone.wrong_code(&app.clock) });
        for n in 0..5 {
            app.post("/sign-in/code", &flow, &wrong)
                .await
                .refused(401, refusal_of_wrong_code(n));
        }
        let flow = app.sign_in(ADMIN).await.text("/flow_token");
        let right = json!({ "code": phone.code(&app.clock) });
        let delayed = app.post("/sign-in/code", &flow, &right).await;
        delayed.refused(429, "throttled");
        assert_eq!(delayed.headers["retry-after"], delay.to_string());
        app.clock.advance(Duration::from_secs(delay));
    }
}

/// L-05 (own counter): a browser that signed in before has a counter of its own.
#[actix_web::test]
async fn strangers_cannot_lock_the_owner_out() {
    let (app, _) = TestApp::with_admin().await;
    let cookie_body = json!({ "email": ADMIN, "password": PASSWORD, "transport": "cookie" });
    let own = |cookie: Option<String>| {
        let request = app
            .request("POST", "/sign-in")
            .header("sec-fetch-site", "same-origin");
        let request = request.json(&cookie_body);
        match cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    };
    let first = app.finish(own(None)).await.ok();
    let cookies = first.headers.get_all("set-cookie").iter();
    let known = cookies
        .filter_map(|cookie| cookie.to_str().ok())
        .find(|cookie| cookie.starts_with("__Host-tsv_dev="))
        .and_then(|cookie| cookie.split(';').next())
        .expect("a known-browser cookie")
        .to_owned();
    for _ in 0..30 {
        app.post(
            "/sign-in",
            "",
            &json!({ "email": ADMIN, "password": "wrong" }),
        )
        .await;
    }
    app.finish(own(None)).await.refused(429, "throttled");
    app.finish(own(Some(known))).await.ok();
}

/// T-08: two codes in a row from a clock that runs five minutes ahead move no window.
#[actix_web::test]
async fn a_clock_that_is_off_is_not_learnt() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    let flow = app.sign_in(ADMIN).await.text("/flow_token");
    for steps in [10, 11] {
        let body = json!({ "code": phone.code_after(&app.clock, steps) });
        let ahead = app.post("/sign-in/code", &flow, &body).await;
        ahead.refused(401, "invalid_code");
    }
    app.code_session(&flow, &phone).await;
}
