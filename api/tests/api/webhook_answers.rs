//! `verification.answered`: what a webhook is told of an answer to a program.

use crate::support::{ADMIN, AGENT};
use crate::verifications::agent_and_program;
use crate::webhook_receiver::{Receiver, deliver, make};
use serde_json::json;
use shared_types::verifications::VerificationResult;
use std::collections::BTreeSet;

/// H-11: a webhook is told what the program was told, with an id where one is kept that can be asked for.
#[actix_web::test]
async fn each_answer_is_told_as_it_was_given() {
    let receiver = Receiver::start().await;
    let (app, admin, phone, program) = agent_and_program().await;
    let app = receiver.admit(app);
    make(&app, &admin, &receiver.url, &["verification.answered"]).await;
    let (right, wrong) = (phone.code(&app.clock), phone.wrong_code(&app.clock));
    let first = [(AGENT, &right), (AGENT, &right), (ADMIN, &wrong)];
    let further = std::iter::repeat_n((AGENT, &wrong), 10);
    let mut given = BTreeSet::new();
    for (member, code) in first.into_iter().chain(further) {
        let asked = json!({ "member": member, "code": code });
        let answer = app.post("/verifications", &program, &asked).await.ok().body;
        if let Some(id) = answer["id"].as_str() {
            let kept = app.get(&format!("/verifications/{id}"), &program).await;
            assert_eq!(kept.ok().body["result"], answer["result"]);
        }
        given.insert(json!([answer["result"], answer.get("id")]).to_string());
    }
    deliver(&app).await;
    let told = receiver.take().into_iter().map(|one| {
        let data = &one.body["data"];
        json!([data["result"], data.get("verification")]).to_string()
    });
    let told: BTreeSet<String> = told.collect();
    assert_eq!(told, given);
    for result in VerificationResult::ALL {
        let result = json!(result).to_string();
        let is_told = told.iter().any(|one| one.contains(&result));
        assert!(is_told, "{result} in {told:?}");
    }
}
