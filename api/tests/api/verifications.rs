//! `POST /verifications`: a program asks whether a member holds the device. The same codes as at sign-in; the limits
//! of programs are tried in `verification_limits`.

use crate::api_tokens::token;
use crate::receipts::check;
use crate::recovery::agent_with_phone;
use crate::support::{ADMIN, AGENT, Answer, Phone, TestApp};
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared_types::limits::{VERIFICATION_FAILURES_PER_PROGRAM, VERIFICATION_FAILURES_PER_STATION};
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::{audit_events, verifications};
use twostep::record::audit::{Action, ActorKind};
use uuid::Uuid;

pub(crate) const SCOPE: &[&str] = &["verifications:write"];

/// An agent with a phone, and a program that may ask about him.
struct Desk {
    app: TestApp,
    admin: String,
    phone: Phone,
    program: String,
}

/// Both ways on which a right code is decided.
async fn both() -> [Desk; 2] {
    let (app, admin, phone, program) = agent_and_program().await;
    let plain = Desk {
        app,
        admin,
        phone,
        program,
    };
    [plain, secured().await]
}

/// A token of an administrator who has a phone: its right codes are decided by one statement, where those of other
/// tokens take a change of several.
async fn secured() -> Desk {
    let (app, _, phone) = agent_with_phone().await;
    let admin = app.session_of(ADMIN).await;
    let (_, admin) = app.set_up_phone(&admin).await;
    let program = token(&app, &admin, SCOPE).await;
    Desk {
        app,
        admin,
        phone,
        program,
    }
}

/// An agent with a phone, an administrator, and a program that may ask about the agent.
pub(crate) async fn agent_and_program() -> (TestApp, String, Phone, String) {
    let (app, _, phone) = agent_with_phone().await;
    let admin = app.session_of(ADMIN).await;
    let program = token(&app, &admin, SCOPE).await;
    (app, admin, phone, program)
}

pub(crate) async fn ask(app: &TestApp, program: &str, body: &Value) -> Answer {
    app.post("/verifications", program, body).await
}

pub(crate) fn question(code: &str) -> Value {
    json!({ "member": AGENT, "code": code })
}

pub(crate) async fn count_kept(app: &TestApp) -> i64 {
    let count = |connection: &mut DbConnection| verifications::table.count().get_result(connection);
    app.context.db.read(count).await.expect("a count")
}

/// T-02, T-04: a code is accepted once, here or at sign-in, and what came out can be read again.
#[actix_web::test]
async fn a_code_is_accepted_once() {
    for desk in both().await {
        code_is_accepted_once(&desk).await;
    }
}

async fn code_is_accepted_once(
    Desk {
        app,
        phone,
        program,
        ..
    }: &Desk,
) {
    let body = json!({
        "member": AGENT,
        "code": phone.code(&app.clock),
        "purpose": "connect",
        "target": "PC-042",
        "target_hash": "sha256:abc",
        "station": "desk 7",
    });
    let answer = ask(app, program, &body).await.ok();
    assert_eq!(answer.text("/result"), "accepted");
    assert_eq!(answer.body.get("receipt"), None, "none was asked for");
    let again = ask(app, program, &body).await.ok();
    assert_eq!(again.text("/result"), "already_used");
    assert_eq!(again.body["next_code_in_seconds"], 30);
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let code = json!({ "code": phone.code(&app.clock) });
    app.post("/sign-in/code", &flow, &code)
        .await
        .refused(401, "already_used");
    // The other way round.
    app.clock.advance(Duration::from_secs(30));
    app.code_session(&flow, phone).await;
    let spent = ask(app, program, &question(&phone.code(&app.clock)))
        .await
        .ok();
    assert_eq!(spent.text("/result"), "already_used");

    let path = format!("/verifications/{}", answer.text("/id"));
    let seen = app.get(&path, program).await.ok();
    for (field, value) in [
        ("result", "accepted"),
        ("purpose", "connect"),
        ("target", "PC-042"),
        ("target_hash", "sha256:abc"),
        ("station", "desk 7"),
    ] {
        assert_eq!(seen.body[field], value);
    }
    assert_eq!(seen.body["member"], answer.body["member"]);
    let own = app.get("/api-tokens/self", program).await.ok();
    assert_eq!(
        seen.text("/asked_by"),
        format!("client:{}", own.text("/id"))
    );
    is_recorded_as_asked_by(app, &own.text("/id"), &answer.text("/member")).await;
    assert!(
        !seen
            .body
            .to_string()
            .contains(body["code"].as_str().expect("a code"))
    );
}

/// G-02: in the record it is the program that asked, about the member.
async fn is_recorded_as_asked_by(app: &TestApp, program: &str, member: &str) {
    let rows = |connection: &mut DbConnection| {
        audit_events::table
            .filter(audit_events::action.eq(Action::VerificationAnswered.number()))
            .select((
                audit_events::actor_kind,
                audit_events::actor,
                audit_events::subject,
            ))
            .load::<(i16, Option<Vec<u8>>, Option<Vec<u8>>)>(connection)
    };
    let bytes = |text: &str| Some(text.parse::<Uuid>().expect("an id").as_bytes().to_vec());
    let expected = (ActorKind::Client.number(), bytes(program), bytes(member));
    let rows = app.context.db.read(rows).await.expect("the record");
    assert_eq!(rows, vec![expected; 3]);
}

/// T-04: fifty questions with one code at the same moment, on three nodes: one yes.
#[actix_web::test]
async fn one_code_is_accepted_once_over_three_nodes() {
    for desk in both().await {
        code_is_accepted_once_over_three_nodes(&desk).await;
    }
}

async fn code_is_accepted_once_over_three_nodes(
    Desk {
        app,
        phone,
        program,
        ..
    }: &Desk,
) {
    let nodes = [app.another_node(), app.another_node(), app.another_node()];
    let body = question(&phone.code(&app.clock));
    let asks = (0..50).map(|n| ask(&nodes[n % 3], program, &body));
    let answers = join_all(asks).await;
    let count = |result: &str| {
        answers
            .iter()
            .filter(|a| a.body["result"] == result)
            .count()
    };
    assert_eq!(count("accepted"), 1, "{answers:?}");
    let others = count("already_used") + count("throttled");
    let busy = answers.iter().filter(|answer| answer.status == 503).count();
    assert_eq!(others + busy, 49, "{answers:?}");
}

/// L-02: of guesses at the same moment no more are looked at than one after the other; a right one behind them is not.
#[actix_web::test]
async fn guesses_at_once_are_no_more() {
    for Desk {
        app,
        phone,
        program,
        ..
    } in both().await
    {
        let right = phone.code(&app.clock);
        let number: u32 = right.parse().expect("digits");
        let wrong = |n: u32| question(&format!("{:06}", (number + 1000 + n) % 1_000_000));
        let guesses: Vec<_> = (0..60).map(wrong).collect();
        let answers = join_all(guesses.iter().map(|body| ask(&app, &program, body))).await;
        let looked_at = answers
            .iter()
            .filter(|answer| answer.body["result"] == "rejected");
        assert_eq!(looked_at.count(), 10, "{answers:?}");
        let behind = ask(&app, &program, &question(&right)).await.ok();
        assert_eq!(behind.text("/result"), "throttled");
    }
}

/// L-02: a program with too many wrong answers in all, or a station of it, waits; nobody else does.
#[actix_web::test]
async fn a_broken_program_waits_alone() {
    for desk in both().await {
        broken_program_waits_alone(&desk).await;
    }
}

async fn broken_program_waits_alone(
    Desk {
        app,
        admin,
        phone,
        program,
    }: &Desk,
) {
    let nobody = |station: &str| {
        let name = "nobody@example.com";
        json!({ "member": name, "code": "000000", "station": station })
    };
    for _ in 0..VERIFICATION_FAILURES_PER_STATION {
        ask(app, program, &nobody("desk 1"))
            .await
            .refused(404, "not_found");
    }
    let answer = ask(app, program, &nobody("desk 1")).await;
    answer.refused(429, "throttled");
    let mut right = question(&phone.code(&app.clock));
    right["station"] = json!("desk 1");
    ask(app, program, &right).await.refused(429, "throttled");
    assert!(answer.headers.contains_key("retry-after"));
    let rest = VERIFICATION_FAILURES_PER_PROGRAM - VERIFICATION_FAILURES_PER_STATION;
    for n in 0..rest {
        let station = format!("desk {}", 2 + n / 20);
        ask(app, program, &nobody(&station))
            .await
            .refused(404, "not_found");
    }
    let right = question(&phone.code(&app.clock));
    ask(app, program, &right).await.refused(429, "throttled");
    let other = token(app, admin, SCOPE).await;
    let answer = ask(app, &other, &right).await.ok();
    assert_eq!(answer.text("/result"), "accepted");
    app.clock.advance(Duration::from_hours(1));
    ask(app, program, &question(&phone.code(&app.clock)))
        .await
        .ok();
}

/// Who has no device, or cannot sign in, proves nothing; who is not there is not found.
#[actix_web::test]
async fn only_an_active_member_with_a_device_is_accepted() {
    let (app, admin, phone, program) = agent_and_program().await;
    let own = json!({ "member": ADMIN, "code": "123456" });
    let answer = ask(&app, &program, &own).await.ok();
    assert_eq!(answer.text("/result"), "not_enrolled");
    let found = app
        .get(&format!("/members?search={AGENT}"), &admin)
        .await
        .ok();
    let id = found.text("/items/0/id");
    let by_id = |code: String| json!({ "member": id, "code": code });
    let answer = ask(&app, &program, &by_id(phone.code(&app.clock)))
        .await
        .ok();
    assert_eq!(
        (answer.text("/result"), answer.text("/member")),
        ("accepted".into(), id.clone())
    );
    let path = format!("/members/{id}");
    let body = json!({ "status": "disabled" });
    app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    app.clock.advance(Duration::from_secs(30));
    let answer = ask(&app, &program, &by_id(phone.code(&app.clock)))
        .await
        .ok();
    assert_eq!(answer.text("/result"), "not_enrolled");
    for wrong in [
        json!({ "member": "jo", "code": "123456" }),
        json!({ "member": AGENT, "code": "12345" }),
        json!({ "member": AGENT, "code": "123456", "purpose": "" }),
        json!({ "member": AGENT, "code": "123456", "role": "admin" }),
        json!({ "code": "123456" }),
    ] {
        ask(&app, &program, &wrong)
            .await
            .refused(422, "invalid_input");
    }
}

/// an answer is shown in its organization alone, and is forgotten with the record.
#[actix_web::test]
async fn an_answer_is_kept_for_its_organization() {
    let (app, admin, phone, program) = agent_and_program().await;
    let answer = ask(&app, &program, &question(&phone.code(&app.clock)))
        .await
        .ok();
    let path = format!("/verifications/{}", answer.text("/id"));
    app.get(&path, &admin).await.ok();
    let stranger = crate::attacks::other_administrator(&app).await;
    app.get(&path, &stranger).await.refused(404, "not_found");
    let agent = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.get(&path, &agent).await.refused(401, "unauthenticated");
    app.clock
        .advance(app.context.audit_retention + Duration::from_hours(24));
    sweep_once(&app.context).await.expect("a database");
    assert_eq!(count_kept(&app).await, 0);
}

/// J-02 (issuer and audience): a yes that was asked for with an audience comes with a receipt, bound to the
/// operation, that the key set proves; no other answer has one, and a bad audience costs no code.
#[actix_web::test]
async fn a_yes_can_be_proved_to_others() {
    let (app, admin, phone, program) = agent_and_program().await;
    let me = app.get("/me", &admin).await.ok();
    let organization = me.body["organization"]["id"].clone();
    let body = |code: String, audience: &str| {
        json!({
            "member": AGENT,
            "code": code,
            "audience": audience,
            "purpose": "connect",
            "target": "PC-042",
            "target_hash": "sha256:abc",
        })
    };
    let audience = "https://remote.example.com";
    let code = phone.code(&app.clock);
    let refused = ask(&app, &program, &body(code.clone(), "two words")).await;
    refused.refused(422, "invalid_input");
    let answer = ask(&app, &program, &body(code.clone(), audience))
        .await
        .ok();
    let keys = app
        .finish(app.at("GET", "/.well-known/jwks.json"))
        .await
        .body;
    let receipt = answer.text("/receipt");
    let claims = check(&receipt, &keys, audience).expect("a receipt");
    for (claim, value) in [
        ("sub", answer.body["member"].clone()),
        ("org", organization),
        ("jti", answer.body["id"].clone()),
        ("amr", json!(["otp"])),
        ("acr", json!("urn:twostep:aal1")),
        ("purpose", json!("connect")),
        ("target", json!("PC-042")),
        ("target_hash", json!("sha256:abc")),
        ("auth_time", claims["iat"].clone()),
    ] {
        assert_eq!(claims[claim], value, "{claim}");
    }
    check(&receipt, &keys, "https://other.example.com").expect_err("another audience");
    let again = ask(&app, &program, &body(code, audience)).await.ok();
    assert_eq!(
        (again.text("/result"), again.body.get("receipt")),
        ("already_used".into(), None)
    );
    let seen = app
        .get(&format!("/verifications/{}", answer.text("/id")), &program)
        .await
        .ok();
    assert_eq!(seen.text("/audience"), audience);
}
