//! What wrong answers of programs cost: the programs, and nobody else (L-01, L-02, L-05).

use crate::api_tokens::{SECOND, token};
use crate::rows::{count_events, details_of};
use crate::support::{ADMIN, AGENT, Answer, TestApp};
use crate::verifications::{SCOPE, agent_and_program, ask, count_kept, question};
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared_types::limits::{
    CODE_TRIES_PER_DEVICE, VERIFICATION_FAILURES_IN_ALL_PER_MEMBER_AND_DAY,
    VERIFICATION_FAILURES_PER_MEMBER, VERIFICATION_FAILURES_PER_MEMBER_AND_DAY,
    VERIFICATION_FAILURES_TOLD,
};
use std::time::Duration;
use twostep::record::audit::Action;

const HOUR: Duration = Duration::from_hours(1);
const HELPDESK: &str = "help@example.com";

/// L-05, L-01: wrong codes of a program delay neither the sign-in of the member nor other programs, and a right one
/// forgives no wrong code of a person. The owner is told once, which program it was.
#[actix_web::test]
async fn wrong_codes_of_a_program_cost_the_member_nothing() {
    let (app, _, phone, program) = agent_and_program().await;
    for _ in 0..VERIFICATION_FAILURES_PER_MEMBER {
        let answer = ask(&app, &program, &question(&phone.wrong_code(&app.clock)))
            .await
            .ok();
        assert_eq!(answer.text("/result"), "rejected");
        assert!(
            answer.body["next_code_in_seconds"].is_number(),
            "{answer:?}"
        );
    }
    let told = app.mails("program_wrong_codes").await;
    assert_eq!(told.len(), 1);
    assert!(told[0].to_string().contains("Ticket system"), "{}", told[0]);
    assert!(app.mails("wrong_codes").await.is_empty());

    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    for _ in 0..4 {
        let wrong = json!({ "code": phone.wrong_code(&app.clock) });
        app.post("/sign-in/code", &flow, &wrong)
            .await
            .refused(401, "invalid_code");
    }
    app.clock.advance(HOUR);
    let answer = ask(&app, &program, &question(&phone.code(&app.clock)))
        .await
        .ok();
    assert_eq!(answer.text("/result"), "accepted");
    // The fifth of a person, whatever a program proved in between.
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let wrong = json!({ "code": phone.wrong_code(&app.clock) });
    app.post("/sign-in/code", &flow, &wrong).await;
    let right = phone.code_after(&app.clock, 1);
    app.clock.advance(Duration::from_secs(20));
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.post("/sign-in/code", &flow, &json!({ "code": right }))
        .await
        .refused(429, "throttled");
    // And that delay is the persons': a program is answered.
    let answer = ask(&app, &program, &question(&phone.code_after(&app.clock, 1)))
        .await
        .ok();
    assert_eq!(answer.text("/result"), "accepted");
}

/// L-02: the limit holds over nodes whose clocks are apart, and for questions that waited while others were counted: what
/// was counted a little later than now counts.
#[actix_web::test]
async fn a_clock_that_is_behind_gives_no_tries() {
    let (app, _, phone, program) = agent_and_program().await;
    let wrong = question(&phone.wrong_code(&app.clock));
    for _ in 0..VERIFICATION_FAILURES_PER_MEMBER {
        let answer = ask(&app, &program, &wrong).await.ok();
        assert_eq!(answer.text("/result"), "rejected");
    }
    app.clock.set(app.clock.now() - Duration::from_secs(3));
    for _ in 0..3 {
        let answer = ask(&app, &program, &wrong).await.ok();
        assert_eq!(answer.text("/result"), "throttled");
    }
}

/// L-02, L-04: ten wrong codes in an hour and twenty in a day of one program, sixty of all, then no program is
/// answered about this member; however long they go on, no device is switched off. Parallel questions do not pass.
#[actix_web::test]
async fn programs_guess_so_often_and_switch_nothing_off() {
    let (app, _, phone, program) = agent_and_program().await;
    let wrong = question(&phone.wrong_code(&app.clock));
    let most = VERIFICATION_FAILURES_PER_MEMBER;
    let rejected = |answers: Vec<Answer>| {
        let rejected = answers
            .iter()
            .filter(|one| one.body["result"] == "rejected");
        let count = rejected.count();
        let others = answers.len() - count;
        let throttled = answers
            .iter()
            .filter(|one| one.body["result"] == "throttled");
        assert_eq!(throttled.count(), others, "{answers:?}");
        count
    };
    let parallel = (0..most + 5).map(|_| ask(&app, &program, &wrong));
    assert_eq!(rejected(join_all(parallel).await), most);
    app.clock.advance(HOUR);
    let parallel = (0..most + 5).map(|_| ask(&app, &program, &wrong));
    assert_eq!(rejected(join_all(parallel).await), most);
    app.clock.advance(HOUR);
    let answer = ask(&app, &program, &question(&phone.code(&app.clock)))
        .await
        .ok();
    assert_eq!(answer.text("/result"), "throttled");
    let rest = answer.body["retry_after_seconds"]
        .as_u64()
        .expect("seconds");
    assert_eq!(rest, 22 * 3600, "twenty in a day");

    let mut asked = VERIFICATION_FAILURES_PER_MEMBER_AND_DAY;
    let admin = app.session_of(ADMIN).await;
    while asked < VERIFICATION_FAILURES_IN_ALL_PER_MEMBER_AND_DAY {
        let other = token(&app, &admin, SCOPE).await;
        for _ in 0..most {
            let answer = ask(&app, &other, &wrong).await.ok();
            assert_eq!(answer.text("/result"), "rejected");
            asked += 1;
        }
    }
    let other = token(&app, &admin, SCOPE).await;
    let answer = ask(&app, &other, &question(&phone.code(&app.clock)))
        .await
        .ok();
    assert_eq!(answer.text("/result"), "throttled");
    // A program forgives no program; a person does.
    let member = answer.text("/member");
    let helper = token(&app, &admin, &["devices:reset"]).await;
    for (who, then) in [(&helper, "throttled"), (&admin, "accepted")] {
        let path = format!("/members/{member}/unlock");
        app.send("POST", &path, who, None).await.ok();
        let answer = ask(&app, &other, &question(&phone.code(&app.clock))).await;
        assert_eq!(answer.ok().text("/result"), then);
    }
    // The member signs in meanwhile.
    app.sign_in_with(AGENT, &phone).await;

    let days = CODE_TRIES_PER_DEVICE / i64::try_from(asked).expect("a number") + 1;
    for _ in 0..days {
        app.clock.advance(Duration::from_hours(24));
        let admin = app.session_of(ADMIN).await;
        for _ in 0..asked / most {
            let other = token(&app, &admin, SCOPE).await;
            for _ in 0..most {
                ask(&app, &other, &wrong).await.ok();
            }
        }
    }
    app.sign_in_with(AGENT, &phone).await;
    assert_eq!(
        count_events(app.database.url(), Action::DeviceDisabled).await,
        0
    );
}

/// members of the helpdesk ask about agents alone, and the member is told who asked.
#[actix_web::test]
async fn the_helpdesk_asks_about_agents_alone() {
    let (app, admin, phone, _) = agent_and_program().await;
    app.invite(&admin, HELPDESK, "helpdesk").await;
    app.invite(&admin, SECOND, "admin").await;
    let helpdesk = app.session_of(HELPDESK).await;
    for above in [ADMIN, SECOND, HELPDESK] {
        let body = json!({ "member": above, "code": "123456" });
        ask(&app, &helpdesk, &body).await.refused(403, "forbidden");
    }
    for _ in 0..VERIFICATION_FAILURES_TOLD {
        ask(&app, &helpdesk, &question(&phone.wrong_code(&app.clock)))
            .await
            .ok();
    }
    let told = app.mails("person_wrong_codes").await;
    assert_eq!(told.len(), 1);
    let name = told[0]["content"]["notice"]["name"]
        .as_str()
        .expect("a name");
    let me = app.get("/me", &helpdesk).await.ok();
    assert_eq!(name, me.text("/display_name"));
    let answer = ask(&app, &helpdesk, &question(&phone.code(&app.clock)))
        .await
        .ok();
    assert_eq!(answer.text("/result"), "accepted");
}

/// F1: a program that goes on when it is refused fills neither the record nor the list of answers; of two programs
/// behind one address each has its own row.
#[actix_web::test]
async fn refused_questions_fill_no_disk() {
    let (app, admin, phone, program) = agent_and_program().await;
    let other = token(&app, &admin, SCOPE).await;
    let wrong = question(&phone.wrong_code(&app.clock));
    for program in [&program, &other] {
        for _ in 0..VERIFICATION_FAILURES_PER_MEMBER {
            ask(&app, program, &wrong).await.ok();
        }
    }
    let kept = count_kept(&app).await;
    let recorded = || count_events(app.database.url(), Action::VerificationAnswered);
    let before = recorded().await;
    for program in [&program, &other] {
        for _ in 0..100 {
            let answer = ask(&app, program, &question("123456")).await.ok();
            assert_eq!(answer.text("/result"), "throttled");
        }
    }
    assert_eq!(count_kept(&app).await, kept);
    assert_eq!(recorded().await, before + 2);
}

/// L-02: a stored secret that does not open counts too, so that a program that repeats itself ends.
#[actix_web::test]
async fn a_secret_that_does_not_open_is_counted() {
    let (app, _, _, program) = agent_and_program().await;
    damage_secrets(&app).await;
    for _ in 0..VERIFICATION_FAILURES_PER_MEMBER {
        ask(&app, &program, &question("123456"))
            .await
            .refused(500, "internal");
    }
    let answer = ask(&app, &program, &question("123456")).await.ok();
    assert_eq!(answer.text("/result"), "throttled");
    // None of them was kept, so the record names none.
    let recorded = details_of(&app.context.db, Action::SecretUnreadable).await;
    assert!(!recorded.is_empty());
    let is_named = |details: &Value| details.get("verification").is_some();
    assert!(!recorded.iter().any(is_named), "{recorded:?}");
}

async fn damage_secrets(app: &TestApp) {
    use diesel::prelude::*;
    use twostep::platform::db::DbConnection;
    use twostep::platform::db::schema::totp_devices;
    let damage = |connection: &mut DbConnection| {
        diesel::update(totp_devices::table)
            .set(totp_devices::secret.eq(vec![1_u8; 60]))
            .execute(connection)
    };
    app.context.db.write(damage).await.expect("a database");
}
