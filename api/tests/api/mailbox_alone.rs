//! Somebody who reads a member's mail, and knows no password.

use crate::recovery::{agent_with_phone, forgot};
use crate::support::{AGENT, TestApp};
use serde_json::{Value, json};

/// Every operation of the contract: method, path, and whether it takes a credential.
fn operations() -> Vec<(String, String, bool)> {
    let document = serde_json::to_value(twostep::application::app::document()).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let mut operations = Vec::new();
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().expect("methods") {
            let Some(path) = path.strip_prefix("/api/v1") else {
                continue;
            };
            let needs = operation["security"].as_array();
            let is_closed = needs.is_some_and(|needs| !needs.is_empty());
            let id = "0198a3c5-0000-7000-8000-000000000000";
            let path = path.replace("{id}", id).replace("{delivery}", id);
            operations.push((method.to_uppercase(), path, is_closed));
        }
    }
    operations
}

async fn mails_with_codes(app: &TestApp) -> usize {
    app.mails("email_verification").await.len() + app.mails("email_change").await.len()
}

/// D-04: without a password there is no flow, so no route answers but with 401, and no code goes
/// out; not even with the token of the link that a mailbox can ask for.
#[actix_web::test]
async fn a_mailbox_alone_starts_nothing() {
    let (app, _, _) = agent_with_phone().await;
    let link = forgot(&app, AGENT).await;
    let before = (mails_with_codes(&app).await, app.count_mails().await);
    let closed: Vec<_> = operations().into_iter().filter(|o| o.2).collect();
    assert!(closed.len() > 20, "{closed:?}");
    let body = json!({ "code": "123456" });
    let forged = [
        String::new(),
        link.clone(),
        link.replace("tsp_", "tsf_"),
        link.replace("tsp_", "tss_"),
    ];
    for (method, path, _) in &closed {
        for token in &forged {
            let body = (method != "GET").then_some(&body);
            let answer = app.send(method, path, token, body).await;
            // What looks like a token is looked up while the body is read: either may come first.
            let is_lookalike = token.starts_with("tsf_") || token.starts_with("tss_");
            let is_body = is_lookalike && answer.status == 422;
            assert!(
                answer.status == 401 || is_body,
                "{method} {path} {answer:?}"
            );
            assert_eq!(answer.body.get("flow_token"), None::<&Value>);
        }
    }
    let after = (mails_with_codes(&app).await, app.count_mails().await);
    assert_eq!(after, before, "no mail goes out");
}
