//! The fixed codes: right in a test organization wherever a code is asked for, and six digits like any others in a
//! live one.

use crate::api_tokens::token;
use crate::challenges;
use crate::recovery::{agent_with_phone, confirm, forgot};
use crate::sandboxes::Sandbox;
use crate::support::{AGENT, Answer, PASSWORD, Phone, TestApp};
use serde_json::{Value, json};
use shared_types::limits::{SANDBOX_FIXED_CODES_PER_HOUR, SANDBOX_WEBHOOKS};
use shared_types::sandboxes::{FIXED_CODE, FIXED_CODE_USED};
use std::collections::BTreeSet;
use std::time::Duration;

/// Every route that takes a code.
const ROUTES: [&str; 8] = [
    "/enrollment/device/confirm",
    "/enrollment/email/verify",
    "/me/email/verify",
    "/me/reauthenticate",
    "/password-reset/confirm",
    "/sign-in/code",
    "/verifications",
    "/verifications/challenges/answer",
];

/// The routes of the document whose body has a field `code`.
fn routes_with_a_code() -> BTreeSet<String> {
    let document = serde_json::to_value(twostep::application::app::document()).expect("JSON");
    let mut routes = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for operation in methods.as_object().expect("methods").values() {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
            let Some(name) = schema.as_str().and_then(|name| name.strip_prefix('#')) else {
                continue;
            };
            let schema = document.pointer(name).expect("a schema");
            if !schema["properties"]["code"].is_null() {
                routes.insert(path.trim_start_matches("/api/v1").to_owned());
            }
        }
    }
    routes
}

fn is_wrong(answer: &Answer, route: &str) {
    assert_eq!(answer.status, 401, "{route}: {answer:?}");
    let code = answer.body["code"].as_str();
    assert_eq!(code, Some("invalid_code"), "{route}: {answer:?}");
}

/// N-03, S-01: in a live organization both are wrong on every route that takes a code.
#[actix_web::test]
async fn a_live_organization_takes_no_fixed_code() {
    let known: BTreeSet<String> = ROUTES.iter().map(|&route| route.to_owned()).collect();
    assert_eq!(
        routes_with_a_code(),
        known,
        "a route that is not tried here"
    );
    for fixed in [FIXED_CODE, FIXED_CODE_USED] {
        let (app, admin, phone) = agent_with_phone().await;
        // That there is a test organization changes nothing.
        Sandbox::make(&app, &admin).await.enroll(&app).await;
        let code = json!({ "code": fixed });
        let mut tried = BTreeSet::new();
        let mut wrong = |answer: &Answer, route: &str| {
            is_wrong(answer, route);
            tried.insert(route.to_owned());
        };
        let program = token(&app, &admin, &["verifications:write"]).await;
        let asked = json!({ "member": AGENT, "code": fixed });
        let answer = app.post("/verifications", &program, &asked).await.ok();
        assert_eq!(answer.text("/result"), "rejected");
        let wanted = json!({ "member": AGENT, "purpose": "connect" });
        let (_, page) = challenges::make(&app, &program, &wanted).await;
        let answer = challenges::answer(&app, &page, fixed).await;
        wrong(&answer, "/verifications/challenges/answer");
        let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
        let answer = app.post("/sign-in/code", &flow, &code).await;
        wrong(&answer, "/sign-in/code");
        let agent = app.sign_in_with(AGENT, &phone).await;
        let body = json!({ "password": PASSWORD, "code": fixed });
        let answer = app.post("/me/reauthenticate", &agent, &body).await;
        wrong(&answer, "/me/reauthenticate");
        let body = json!({ "email": "jo.new@example.net" });
        app.post("/me/email", &agent, &body).await.ok();
        let answer = app.post("/me/email/verify", &agent, &code).await;
        wrong(&answer, "/me/email/verify");
        let flow = app.send("POST", "/me/enrollment", &agent, None).await;
        let flow = flow.ok().text("/flow_token");
        app.clock.advance(Duration::from_mins(2));
        app.send("POST", "/enrollment/email", &flow, None)
            .await
            .ok();
        let answer = app.post("/enrollment/email/verify", &flow, &code).await;
        wrong(&answer, "/enrollment/email/verify");
        let mailed = app.newest_mail("email_verification").await["content"]["code"].clone();
        let body = json!({ "code": mailed });
        app.post("/enrollment/email/verify", &flow, &body)
            .await
            .ok();
        app.get("/enrollment/device", &flow).await.ok();
        let answer = app.post("/enrollment/device/confirm", &flow, &code).await;
        wrong(&answer, "/enrollment/device/confirm");
        let link = forgot(&app, AGENT).await;
        let answer = confirm(&app, &link, Some(fixed.to_owned())).await;
        wrong(&answer, "/password-reset/confirm");
        tried.insert("/verifications".to_owned());
        assert_eq!(tried, known);
    }
}

/// In a test organization it is right on every route, as often as it is asked for, and the phone's own codes stay
/// what they are.
#[actix_web::test]
async fn a_test_organization_takes_it_everywhere() {
    let (app, admin) = TestApp::with_admin().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    // Mailed, setup and sign-in codes.
    let session = sandbox.enroll(&app).await;
    let code = json!({ "code": FIXED_CODE });
    for _ in 0..3 {
        let flow = sandbox.sign_in(&app).await.text("/flow_token");
        app.post("/sign-in/code", &flow, &code).await.ok();
        let asked = json!({ "member": sandbox.email, "code": FIXED_CODE });
        let answer = app.post("/verifications", &sandbox.token, &asked).await;
        assert_eq!(answer.ok().text("/result"), "accepted");
    }
    let body = json!({ "email": "moved@example.com" });
    app.clock.advance(Duration::from_mins(1));
    app.post("/me/email", &session, &body).await.ok();
    app.post("/me/email/verify", &session, &code).await.ok();
    assert_eq!(
        app.get("/me", &session).await.ok().text("/email"),
        "moved@example.com"
    );
}

/// The codes of the phone count as ever beside it, and it uses none of them up.
#[actix_web::test]
async fn real_codes_go_on_beside_it() {
    let (app, admin) = TestApp::with_admin().await;
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
    app.post("/enrollment/device/confirm", &flow, &fixed)
        .await
        .ok();
    let ask = async |code: &str| {
        let asked = json!({ "member": sandbox.email, "code": code });
        let answer = app.post("/verifications", &sandbox.token, &asked).await;
        answer.ok().text("/result")
    };
    let real = phone.code(&app.clock);
    assert_eq!(ask(FIXED_CODE).await, "accepted");
    assert_eq!(ask(&real).await, "accepted", "no step was used up");
    assert_eq!(ask(&real).await, "already_used");
    assert_eq!(ask(FIXED_CODE_USED).await, "already_used");
    assert_eq!(ask(&phone.wrong_code(&app.clock)).await, "rejected");
    assert_eq!(ask(FIXED_CODE).await, "accepted", "and again");
}

/// An outcome for each that an integrator has to handle: a used code, a wrong one, and so many that none is looked at.
#[actix_web::test]
async fn every_outcome_can_be_tried() {
    let (app, admin) = TestApp::with_admin().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    sandbox.enroll(&app).await;
    let flow = sandbox.sign_in(&app).await.text("/flow_token");
    let send = async |code: &str| {
        app.post("/sign-in/code", &flow, &json!({ "code": code }))
            .await
    };
    send(FIXED_CODE_USED).await.refused(401, "already_used");
    send("424243").await.refused(401, "invalid_code");
    let ask = async |code: &str| {
        let asked = json!({ "member": sandbox.email, "code": code });
        app.post("/verifications", &sandbox.token, &asked)
            .await
            .ok()
    };
    let mut results = Vec::new();
    for _ in 0..11 {
        results.push(ask("000000").await.text("/result"));
    }
    assert_eq!(results.first().map(String::as_str), Some("rejected"));
    assert_eq!(results.last().map(String::as_str), Some("throttled"));
    assert_eq!(ask(FIXED_CODE).await.text("/result"), "throttled");
}

/// A lost race and five wrong codes are what they are elsewhere: what wrong codes delay, the fixed code waits for,
/// and then it ends the count.
#[actix_web::test]
async fn wrong_codes_delay_the_fixed_one_too() {
    let (app, admin) = TestApp::with_admin().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    sandbox.enroll(&app).await;
    let flow = sandbox.sign_in(&app).await.text("/flow_token");
    for _ in 0..5 {
        let wrong: Value = json!({ "code": "000000" });
        app.post("/sign-in/code", &flow, &wrong).await;
    }
    let fixed = json!({ "code": FIXED_CODE });
    let flow = sandbox.sign_in(&app).await.text("/flow_token");
    app.post("/sign-in/code", &flow, &fixed)
        .await
        .refused(429, "throttled");
    app.clock.advance(Duration::from_secs(31));
    app.post("/sign-in/code", &flow, &fixed).await.ok();
    let members = app.get("/members", &sandbox.token).await.ok();
    assert_eq!(members.text("/items/0/two_step/state"), "on");
}

/// N-03, G-02: a fixed code is never used up, so a test organization has so many accepted in an hour: it fills no disk.
/// Nor has it many webhooks to tell.
#[actix_web::test]
async fn fixed_codes_have_a_limit() {
    let (app, admin) = TestApp::with_admin().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    let session = sandbox.enroll(&app).await;
    let hook = json!({ "url": "https://hooks.example.com/", "events": ["device.reset"] });
    for _ in 0..SANDBOX_WEBHOOKS {
        let made = app.post("/webhooks", &session, &hook).await;
        assert_eq!(made.status, 201, "{made:?}");
    }
    let full = app.post("/webhooks", &session, &hook).await;
    full.refused(409, "conflict");
    let asked = json!({ "member": sandbox.email, "code": FIXED_CODE });
    let ask = async || {
        let answer = app.post("/verifications", &sandbox.token, &asked).await;
        answer.ok().text("/result")
    };
    for _ in 0..SANDBOX_FIXED_CODES_PER_HOUR {
        assert_eq!(ask().await, "accepted");
    }
    assert_eq!(ask().await, "throttled");
    app.clock.advance(Duration::from_hours(1));
    assert_eq!(ask().await, "accepted");
}
