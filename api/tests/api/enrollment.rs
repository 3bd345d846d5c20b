//! Mailbox proof, pending device, confirmation, replacement.

use crate::support::{ADMIN, PASSWORD, Phone, TestApp};
use crate::support_recovery::cookie;
use diesel::prelude::*;
use serde_json::json;
use std::time::Duration;
use twostep::platform::db::schema::members;

pub(crate) async fn replacement(app: &TestApp) -> String {
    // The mail before was sent just now.
    app.clock.advance(Duration::from_mins(1));
    let flow = app.sign_in(ADMIN).await.text("/flow_token");
    let turned = app
        .send("POST", "/sign-in/new-device", &flow, None)
        .await
        .ok();
    assert_eq!(turned.text("/step"), "email");
    flow
}

/// T-06, S-04, S-11: the setup code cannot sign in; a later one can.
#[actix_web::test]
async fn the_setup_code_is_spent() {
    let (app, admin) = TestApp::with_admin().await;
    let started = app.send("POST", "/me/enrollment", &admin, None).await.ok();
    let (phone, flow) = app.enroll(&started.text("/flow_token")).await;
    let spent = json!({ "code": phone.code(&app.clock) });
    app.post("/sign-in/code", &flow, &spent)
        .await
        .refused(401, "already_used");
    app.code_session(&flow, &phone).await;
    // The old flow token and the old session died with the confirmation.
    app.get("/sign-in", &started.text("/flow_token"))
        .await
        .refused(401, "flow_expired");
    app.get("/me", &admin).await.refused(401, "unauthenticated");
}

/// E-03, E-06 (voids), E-10: a code proves its own flow only, and a newer one voids it.
#[actix_web::test]
async fn only_the_newest_code_of_the_flow_counts() {
    let (app, admin) = TestApp::with_admin().await;
    app.set_up_phone(&admin).await;
    let flow = replacement(&app).await;
    let other = replacement(&app).await;
    let sent = app
        .send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
    let mail = app.newest_mail("email_verification").await;
    assert_eq!(sent.text("/email/reference"), mail["content"]["reference"]);
    assert_eq!(sent.body["email"]["resend_after_seconds"], 60);
    let old = json!({ "code": mail["content"]["code"] });
    app.post("/enrollment/email/verify", &other, &old)
        .await
        .refused(401, "code_expired");
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .refused(429, "throttled");
    app.clock.advance(Duration::from_mins(1));
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
    app.post("/enrollment/email/verify", &flow, &old)
        .await
        .refused(401, "invalid_code");
    let new = json!({ "code": app.newest_mail("email_verification").await["content"]["code"] });
    let proven = app.post("/enrollment/email/verify", &flow, &new).await.ok();
    assert_eq!(proven.text("/step"), "enroll");
}

/// E-02: ten minutes, not a second more.
#[actix_web::test]
async fn an_emailed_code_ends() {
    let (app, admin) = TestApp::with_admin().await;
    app.set_up_phone(&admin).await;
    let flow = replacement(&app).await;
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
    let code = json!({ "code": app.newest_mail("email_verification").await["content"]["code"] });
    app.clock.advance(Duration::from_mins(10));
    app.post("/enrollment/email/verify", &flow, &code)
        .await
        .refused(401, "code_expired");
}

/// E-05 (per code, per day, all flows): five tries at a code, ten wrong ones a day over all flows.
#[actix_web::test]
async fn wrong_emailed_codes_are_counted_over_all_flows() {
    let (app, admin) = TestApp::with_admin().await;
    app.set_up_phone(&admin).await;
    for _ in 0..2 {
        app.clock.advance(Duration::from_mins(1));
        let flow = replacement(&app).await;
        app.send("POST", "/enrollment/email", &flow, None)
            .await
            .ok();
        let right = app.newest_mail("email_verification").await["content"]["code"].clone();
        let wrong = if right == "000000" {
            "000001"
        } else {
            "000000"
        };
        for n in 0..5 {
            let answer = app
                .post("/enrollment/email/verify", &flow, &json!({ "code": wrong }))
                .await;
            let code = if n < 4 {
                "invalid_code"
            } else {
                "too_many_tries"
            };
            answer.refused(401, code);
        }
    }
    app.clock.advance(Duration::from_mins(1));
    let flow = replacement(&app).await;
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
    let right = json!({ "code": app.newest_mail("email_verification").await["content"]["code"] });
    app.post("/enrollment/email/verify", &flow, &right)
        .await
        .refused(429, "throttled");
}

/// A3 of the review: the fifth wrong try says that the mailed code is void, and so does the right code
/// after it; a new mail goes on.
#[actix_web::test]
async fn a_mailed_code_says_that_its_tries_are_used_up() {
    let (app, admin) = TestApp::with_admin().await;
    app.set_up_phone(&admin).await;
    let flow = replacement(&app).await;
    let send = async || {
        app.send("POST", "/enrollment/email", &flow, None)
            .await
            .ok();
        app.newest_mail("email_verification").await["content"]["code"].clone()
    };
    let verify = async |code: &serde_json::Value| {
        app.post("/enrollment/email/verify", &flow, &json!({ "code": code }))
            .await
    };
    let right = send().await;
    let wrong = json!(if right == "000000" {
        "000001"
    } else {
        "000000"
    });
    for left in [4, 3, 2, 1] {
        assert_eq!(verify(&wrong).await.body["tries_left"], left);
    }
    for code in [&wrong, &right] {
        let refused = verify(code).await;
        refused.refused(401, "too_many_tries");
        assert_eq!(refused.body.get("tries_left"), None);
    }
    app.clock.advance(Duration::from_mins(1));
    let newest = send().await;
    verify(&newest).await.ok();
}

/// D-01 (no power), D-03: an abandoned replacement changes nothing.
#[actix_web::test]
async fn an_abandoned_replacement_changes_nothing() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    let flow = replacement(&app).await;
    app.prove_mailbox(&flow).await;
    app.get("/enrollment/device", &flow).await.ok();
    app.send("DELETE", "/sign-in", &flow, None).await.ok();
    app.sign_in_with(ADMIN, &phone).await;
}

/// S-11 (first, another): a confirmed device, the first or another, ends every session, the one that began it too.
#[actix_web::test]
async fn a_confirmed_device_ends_all_sessions() {
    let (app, admin) = TestApp::with_admin().await;
    let mut phone = None;
    for round in ["first", "another"] {
        let mut sessions = Vec::new();
        for _ in 0..3 {
            sessions.push(match &phone {
                None => app.session_of(ADMIN).await,
                Some(phone) => app.sign_in_with(ADMIN, phone).await,
            });
        }
        app.clock.advance(Duration::from_mins(1));
        let started = app.send("POST", "/me/enrollment", &sessions[0], None).await;
        let (new, _) = app.enroll(&started.ok().text("/flow_token")).await;
        for session in sessions.iter().chain([&admin]) {
            assert_eq!(app.get("/me", session).await.status, 401, "{round}");
        }
        phone = Some(new);
    }
}

/// S-04 (device, session, planted cookies): the value of a credential is new whenever it is worth more, and is never
/// one that the browser brought along.
#[actix_web::test]
async fn credentials_are_new_at_every_step() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    let body = format!("{}{}", "0".repeat(11), "a".repeat(43));
    let planted = |name: &str, kind: &str| format!("{name}={kind}_{body}");
    let planted = format!(
        "{}; {}; {}",
        planted("__Host-tsv_flow", "tsf"),
        planted("__Host-tsv", "tss"),
        planted("__Host-tsv_dev", "tsd")
    );
    let post = |path: &str| {
        let request = app.request("POST", path);
        request.header("sec-fetch-site", "same-origin")
    };
    let body = json!({ "email": ADMIN, "password": PASSWORD, "transport": "cookie" });
    let started = app
        .finish(post("/sign-in").header("cookie", &planted).json(&body))
        .await
        .ok();
    let flow = cookie(&started, "__Host-tsv_flow=");
    assert!(!planted.contains(&flow), "{flow}");
    let look = |cookies: &str, path: &str| app.request("GET", path).header("cookie", cookies);
    app.finish(look(&planted, "/sign-in"))
        .await
        .refused(401, "flow_expired");
    app.finish(look(&flow, "/sign-in")).await.ok();
    // With the code the flow's value is spent, and the session has one of its own.
    app.clock.advance(Duration::from_secs(30));
    let request = post("/sign-in/code")
        .header("x-csrf", started.text("/csrf_token"))
        .header("cookie", &flow)
        .json(&json!({ "code": phone.code(&app.clock) }));
    let done = app.finish(request).await.ok();
    let session = cookie(&done, "__Host-tsv=");
    assert!(!planted.contains(&session));
    assert_ne!(session.split_once("tss_"), None);
    app.finish(look(&session, "/me")).await.ok();
    app.finish(look(&flow, "/sign-in"))
        .await
        .refused(401, "flow_expired");
    app.finish(look(&planted, "/me"))
        .await
        .refused(401, "unauthenticated");
    // A confirmed device is worth more too: the flow goes on under another token.
    let turned = replacement(&app).await;
    let (_, rotated) = app.enroll(&turned).await;
    assert_ne!(turned, rotated);
    app.get("/sign-in", &turned)
        .await
        .refused(401, "flow_expired");
    app.get("/sign-in", &rotated).await.ok();
}

/// M-04 (stored, arrays): mail goes to the stored address, whatever a request says.
#[actix_web::test]
async fn mail_goes_to_the_stored_address() {
    let (app, admin) = TestApp::with_admin().await;
    app.set_up_phone(&admin).await;
    let flow = replacement(&app).await;
    for evil in [
        json!({ "email": "eve@example.net" }),
        json!({ "to": ["eve@example.net"] }),
    ] {
        app.post("/enrollment/email", &flow, &evil).await;
        app.clock.advance(Duration::from_mins(1));
    }
    let asked = |email: serde_json::Value| {
        let body = json!({ "email": email });
        let app = &app;
        async move { app.post("/password-reset", "", &body).await }
    };
    for several in [
        json!([ADMIN, "eve@example.net"]),
        json!({ "0": ADMIN }),
        json!(format!("{ADMIN},eve@example.net")),
        json!(format!("{ADMIN}\r\nBcc: eve@example.net")),
    ] {
        asked(several).await.refused(422, "invalid_input");
    }
    // Another spelling finds the member, and the mail goes to the spelling that is stored, which is
    // not the one by which it is found either.
    let stored = "Admin@example.com";
    let change = move |connection: &mut _| {
        let member = members::table.filter(members::email.eq(ADMIN));
        diesel::update(member)
            .set(members::email.eq(stored))
            .execute(connection)
    };
    assert_eq!(app.context.db.write(change).await.expect("a database"), 1);
    assert_eq!(asked(json!("ADMIN@EXAMPLE.COM")).await.status, 202);
    twostep::second_step::recovery::answer_requests(&app.context)
        .await
        .expect("a database");
    for (kind, address) in [("email_verification", ADMIN), ("password_reset", stored)] {
        let mails = app.mails(kind).await;
        assert!(!mails.is_empty(), "{kind}");
        for mail in mails {
            assert_eq!(mail["to"]["address"], address, "{kind}");
            assert!(!mail.to_string().contains("eve@"), "{kind}");
        }
    }
}

/// T-14, D-07, D-10: the old phone is dead the moment the new one is confirmed.
#[actix_web::test]
async fn a_confirmed_replacement_ends_the_old_phone() {
    let (app, admin) = TestApp::with_admin().await;
    let (old, session) = app.set_up_phone(&admin).await;
    app.clock.advance(Duration::from_mins(1));
    let flow = replacement(&app).await;
    let (new, _) = app.enroll(&flow).await;
    app.get("/me", &session)
        .await
        .refused(401, "unauthenticated");
    app.clock.advance(Duration::from_secs(30));
    let flow = app.sign_in(ADMIN).await.text("/flow_token");
    let dead = json!({ "code": old.code(&app.clock) });
    app.post("/sign-in/code", &flow, &dead)
        .await
        .refused(401, "invalid_code");
    app.code_session(&flow, &new).await;
    assert_eq!(app.mails("device_replaced").await.len(), 1);
}

/// D-05, D-06: the secret stays the same in its flow, differs between flows, and is gone after.
#[actix_web::test]
async fn the_pending_secret_is_stable_and_then_gone() {
    let (app, admin) = TestApp::with_admin().await;
    let started = app.send("POST", "/me/enrollment", &admin, None).await.ok();
    let flow = started.text("/flow_token");
    app.prove_mailbox(&flow).await;
    let shown = app.get("/enrollment/device", &flow).await.ok();
    let wrong = Phone::scan(&shown.text("/secret")).wrong_code(&app.clock);
    app.post(
        "/enrollment/device/confirm",
        &flow,
        &json!({ "code": wrong }),
    )
    .await
    .refused(401, "invalid_code");
    let again = app.get("/enrollment/device", &flow).await.ok();
    assert_eq!(shown.text("/secret"), again.text("/secret"));
    assert!(shown.text("/qr_svg").starts_with("<svg"));
    let phone = Phone::scan(&shown.text("/secret"));
    let body = json!({ "code": phone.code(&app.clock) });
    let next = app
        .post("/enrollment/device/confirm", &flow, &body)
        .await
        .ok()
        .text("/flow_token");
    app.get("/enrollment/device", &next)
        .await
        .refused(409, "wrong_step");
}
