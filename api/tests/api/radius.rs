//! RADIUS: what `FreeRADIUS` asks for a NAS, and what it is told (RFC 2865).

use crate::api_tokens::token;
use crate::attacks::other_administrator;
use crate::recovery::agent_with_phone;
use crate::rollout::{Office, SUMMER, required_from};
use crate::rows::{count_events, count_sessions, details_of};
use crate::support::{ADMIN, AGENT, PASSWORD, TestApp};
use serde_json::{Value, json};
use std::time::Duration;
use twostep::record::audit::Action;

const SCOPE: &[&str] = &["radius:authorize"];
const NAS: &str = "203.0.113.9";

/// What is asked about nobody.
pub(crate) fn request_of_nobody() -> Value {
    json!({ "user": "nobody@example.com", "password": PASSWORD })
}

/// One Access-Request.
async fn ask(app: &TestApp, program: &str, body: Value) -> Value {
    app.post("/radius/authorize", program, &body)
        .await
        .ok()
        .body
}

fn password(user: &str, password: &str) -> Value {
    json!({ "user": user, "password": password, "state": "", "nas": NAS })
}

fn code(user: &str, code: &str, state: &str) -> Value {
    json!({ "user": user, "password": code, "state": state, "nas": NAS })
}

#[track_caller]
fn challenged(answer: &Value) -> String {
    assert_eq!(
        answer["control:Response-Packet-Type"], "Access-Challenge",
        "{answer}"
    );
    assert!(answer.get("control:Auth-Type").is_none(), "{answer}");
    let state = answer["reply:State"].as_str().expect("a state");
    // RFC 2865 §5: an attribute has 253 bytes at most.
    assert!(state.len() <= 253, "{state}");
    state.to_owned()
}

#[track_caller]
fn rejected(answer: &Value) -> &str {
    assert_eq!(answer["control:Auth-Type"], "Reject", "{answer}");
    assert!(answer.get("reply:State").is_none(), "{answer}");
    answer["reply:Reply-Message"].as_str().expect("a reason")
}

#[track_caller]
fn accepted(answer: &Value) {
    assert_eq!(answer, &json!({ "control:Auth-Type": "Accept" }));
}

/// As `FreeRADIUS` writes octets.
fn in_hexadecimal(text: &str) -> String {
    let digits = text.bytes().map(|byte| format!("{byte:02x}"));
    format!("0x{}", digits.collect::<String>())
}

/// RFC 2865 §4.1 to §4.4: the password, the challenge, the code; and nothing stays open behind it.
#[actix_web::test]
async fn a_password_is_challenged_and_a_code_accepted() {
    let (app, admin, phone) = agent_with_phone().await;
    let program = token(&app, &admin, SCOPE).await;
    let before = count_events(app.database.url(), Action::SignInFinished).await;
    let state = challenged(&ask(&app, &program, password(AGENT, PASSWORD)).await);
    let shown = phone.code(&app.clock);
    let body = code(AGENT, &shown, &in_hexadecimal(&state));
    accepted(&ask(&app, &program, body.clone()).await);
    // S-01, RFC 2865 §5.24: neither the state nor the code is good a second time.
    rejected(&ask(&app, &program, body).await);
    let state = challenged(&ask(&app, &program, password(AGENT, PASSWORD)).await);
    let again = ask(&app, &program, code(AGENT, &shown, &state)).await;
    assert!(rejected(&again).contains("was used"));
    let url = app.database.url();
    assert_eq!(count_events(url, Action::SessionEnded).await, 1);
    let finished = count_events(url, Action::SignInFinished).await;
    assert_eq!(finished - before, 1);
}

/// A wrong code ends the attempt: `State` is good once.
#[actix_web::test]
async fn a_state_is_good_once() {
    let (app, admin, phone) = agent_with_phone().await;
    let program = token(&app, &admin, SCOPE).await;
    let state = challenged(&ask(&app, &program, password(AGENT, PASSWORD)).await);
    let right = phone.code(&app.clock);
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    rejected(&ask(&app, &program, code(AGENT, wrong, &state)).await);
    rejected(&ask(&app, &program, code(AGENT, &right, &state)).await);
    for state in ["tsf_x", "0x00", "0xzz", &state[..10]] {
        rejected(&ask(&app, &program, code(AGENT, &right, state)).await);
    }
}

/// Whom the NAS will let in is who proved himself: a state opens nothing for another name.
#[actix_web::test]
async fn a_state_is_of_one_person() {
    let (app, admin, phone) = agent_with_phone().await;
    let program = token(&app, &admin, SCOPE).await;
    let state = challenged(&ask(&app, &program, password(AGENT, PASSWORD)).await);
    let right = phone.code(&app.clock);
    rejected(&ask(&app, &program, code(ADMIN, &right, &state)).await);
    rejected(&ask(&app, &program, code("nobody", &right, &state)).await);
    let stranger = other_administrator(&app).await;
    let elsewhere = token(&app, &stranger, SCOPE).await;
    rejected(&ask(&app, &elsewhere, code(AGENT, &right, &state)).await);
    let same = AGENT.to_uppercase();
    accepted(&ask(&app, &program, code(&same, &right, &state)).await);
}

/// The members of the program's organization alone, and no word about who is one.
#[actix_web::test]
async fn others_are_nobody() {
    let (app, admin, _) = agent_with_phone().await;
    let program = token(&app, &admin, SCOPE).await;
    let stranger = other_administrator(&app).await;
    let elsewhere = token(&app, &stranger, SCOPE).await;
    let unknown = ask(&app, &program, password("nobody@example.com", PASSWORD)).await;
    for (program, user, typed) in [
        (&program, AGENT, "wrong by far"),
        (&program, "not an address", PASSWORD),
        (&elsewhere, AGENT, PASSWORD),
    ] {
        let answer = ask(&app, program, password(user, typed)).await;
        assert_eq!(answer, unknown, "{user}");
    }
    assert!(rejected(&unknown).contains("wrong"));
}

/// No device is set up over RADIUS. Without one the password is not enough, even where the policy asks for none, but where
/// the configuration of the NAS says that it is.
#[actix_web::test]
async fn nobody_enrolls_over_radius() {
    let (app, admin) = TestApp::with_admin().await;
    let program = token(&app, &admin, SCOPE).await;
    app.invite(&admin, AGENT, "agent").await;
    let before = app.context.db.read(count_sessions).await.expect("a number");
    let refused = ask(&app, &program, password(AGENT, PASSWORD)).await;
    assert!(
        rejected(&refused)
            .contains("Set up your authenticator app at http://localhost:8080/security")
    );
    let mut body = password(AGENT, PASSWORD);
    body["minimum_acr"] = json!("urn:twostep:aal2");
    rejected(&ask(&app, &program, body.clone()).await);
    body["minimum_acr"] = json!("urn:twostep:aal1");
    accepted(&ask(&app, &program, body).await);
    // No session of a rejected or an accepted request is left.
    assert_eq!(
        app.context.db.read(count_sessions).await.expect("a number"),
        before
    );
    let phone = app.set_up_phone(&admin).await.0;
    app.clock.advance(Duration::from_mins(2));
    let admin = app.sign_in_with(ADMIN, &phone).await;
    let policy = app.get("/policy", &admin).await.ok().body;
    let required = json!({ "two_step": "required", "version": policy["version"] });
    app.send("PUT", "/policy", &admin, Some(&required))
        .await
        .ok();
    let program = token(&app, &admin, SCOPE).await;
    let mails = app.count_mails().await;
    let answer = ask(&app, &program, password(AGENT, PASSWORD)).await;
    assert!(rejected(&answer).contains("Sign in at http://localhost:8080 first"));
    assert_eq!(app.count_mails().await, mails);
}

/// A-08 (skips): where the set-up may wait, a NAS for which the password is enough uses a skip, and another one sends the
/// person to the page.
#[actix_web::test]
async fn a_skip_is_used_over_radius() {
    let office = Office::open().await;
    let app = &office.app;
    let program = token(app, &office.admin().await, SCOPE).await;
    office.put(required_from(SUMMER, 1)).await.ok();
    let mut body = password(AGENT, PASSWORD);
    let page_first = "Sign in at http://localhost:8080 first";
    assert!(rejected(&ask(app, &program, body.clone()).await).contains(page_first));
    assert_eq!(office.member().await["skips_left"], 1);
    let before = app.context.db.read(count_sessions).await.expect("a number");
    body["minimum_acr"] = json!("urn:twostep:aal1");
    accepted(&ask(app, &program, body.clone()).await);
    let after = app.context.db.read(count_sessions).await.expect("a number");
    assert_eq!(before, after);
    assert_eq!(office.member().await["skips_left"], 0);
    assert!(rejected(&ask(app, &program, body).await).contains(page_first));
}

/// L-02: the limits are those of the sign-in, for the address of the NAS.
#[actix_web::test]
async fn tries_are_counted_as_at_the_page() {
    let (app, admin, _) = agent_with_phone().await;
    let program = token(&app, &admin, SCOPE).await;
    let mut answers = Vec::new();
    for _ in 0..40 {
        let answer = ask(&app, &program, password(AGENT, "wrong by far")).await;
        answers.push(rejected(&answer).to_owned());
    }
    let waits = answers.iter().filter(|text| text.contains("Wait")).count();
    assert!(waits > 0, "{answers:?}");
    let right = ask(&app, &program, password(AGENT, PASSWORD)).await;
    assert!(rejected(&right).contains("Wait"), "{right}");
    let page = app.sign_in(AGENT).await;
    assert!(page.status == 200 || page.status == 429, "{page:?}");
    let recorded = details_of(&app.context.db, Action::PasswordChecked).await;
    assert!(!recorded.is_empty());
}
