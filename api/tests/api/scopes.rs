//! What each scope opens, as the document says it.

use crate::api_tokens::token;
use crate::mass_assignment::body_of;
use crate::support::{AGENT, TestApp};
use serde_json::Value;
use shared_types::api_tokens::Scope;
use std::collections::BTreeMap;

/// The scope that an operation asks of an API token, if it asks for one.
fn needed(operation: &Value) -> Option<&str> {
    let schemes = operation["security"].as_array()?.iter();
    let scopes = schemes.filter_map(|scheme| scheme["api_token"].as_array());
    scopes.flatten().next()?.as_str()
}

/// K-02 (scope), K-03 (scope): a token with every scope but the one that is needed opens no operation, and is told which
/// it needs.
#[actix_web::test]
async fn all_other_scopes_open_nothing() {
    let (app, admin) = TestApp::with_admin().await;
    let member = app.invite(&admin, AGENT, "agent").await;
    let mut tokens = BTreeMap::new();
    for without in Scope::ALL {
        let others = Scope::ALL.iter().filter(|scope| *scope != without);
        let others: Vec<&str> = others.map(|scope| scope.as_str()).collect();
        tokens.insert(without.as_str(), token(&app, &admin, &others).await);
    }
    let document = serde_json::to_value(twostep::application::app::document()).expect("a document");
    let mut asked = 0;
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let Some(needed) = needed(operation) else {
                continue;
            };
            let method = method.to_uppercase();
            let target = path.replace("{id}", &member).replace("{delivery}", &member);
            let request = app.at(&method, &target).bearer_auth(&tokens[needed]);
            let short = path.trim_start_matches("/api/v1");
            let request = match operation.get("requestBody") {
                Some(_) => request.json(&body_of(&method, short)),
                None => request,
            };
            let answer = app.finish(request).await;
            answer.refused(403, "insufficient_scope");
            assert!(answer.text("/detail").contains(needed), "{answer:?}");
            asked += 1;
        }
    }
    assert!(asked > 25, "{asked}");
}
