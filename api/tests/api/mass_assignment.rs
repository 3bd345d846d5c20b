//! Every operation of the document: what a body may not say, and which session is not enough.

use crate::api_tokens::token;
use crate::attacks::{Operation, dump, good_body, lowest_role, operations, takes_no_session};
use crate::recovery::NEW_PASSWORD;
use crate::support::{ADMIN, AGENT, TestApp};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The names of all columns of all tables.
fn columns() -> BTreeSet<&'static str> {
    let schema = [
        include_str!("../../src/platform/db/schema.rs"),
        include_str!("../../src/platform/db/schema_consoles.rs"),
        include_str!("../../src/platform/db/schema_programs.rs"),
        include_str!("../../src/platform/db/schema_record.rs"),
    ];
    let lines = schema.into_iter().flat_map(str::lines).map(str::trim);
    let names = lines.filter_map(|line| line.split_once(" -> ").map(|(name, _)| name));
    let names: BTreeSet<&str> = names.collect();
    assert!(names.contains("epoch") && names.len() > 50, "{names:?}");
    names
}

/// A body that the operation would take of any caller.
pub(crate) fn body_of(method: &str, path: &str) -> Value {
    match path {
        "/password-reset" => json!({ "email": "nobody@example.com" }),
        "/password-reset/confirm" => json!({ "token": "none", "new_password": NEW_PASSWORD }),
        _ => good_body(method, path),
    }
}

/// A-03, S-03 (fields): each column's name, added to each body that does not know it, is refused before
/// anything else is looked at, and nothing changes.
#[actix_web::test]
async fn no_body_sets_a_column() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    let flow = app.send("POST", "/me/enrollment", &admin, None).await;
    let flow = flow.ok().text("/flow_token");
    let program = token(&app, &admin, &["verifications:write"]).await;
    // Words of the wire that a client might wish for are no better.
    let wishes = [
        "verified",
        "mfa_required",
        "state",
        "step",
        "aal",
        "email_verified",
    ];
    let names: Vec<&str> = columns().into_iter().chain(wishes).collect();
    let before = dump(&app).await;
    let mut refused = 0;
    // A file has columns of its own (`member_import.rs`).
    let is_json = |one: &&Operation| one.has_body && one.path != "/members/import";
    for Operation { method, path, .. } in operations().iter().filter(is_json) {
        let good = body_of(method, path);
        let is_of_a_flow = path.starts_with("/enrollment/") || path.starts_with("/sign-in/");
        let token = match (is_of_a_flow, takes_no_session(path)) {
            (true, _) => flow.as_str(),
            (false, true) => "",
            (false, false) if lowest_role(method, path) == "program" => program.as_str(),
            (false, false) => admin.as_str(),
        };
        for name in &names {
            let mut body = good.clone();
            if body.get(name).is_some() || is_known(path, name) {
                continue;
            }
            body[name] = json!("1");
            let path = path.replace("{id}", &id).replace("{delivery}", &id);
            let answer = app.send(method, &path, token, Some(&body)).await;
            answer.refused(422, "invalid_input");
            refused += 1;
        }
    }
    assert!(refused > 500, "{refused}");
    assert_eq!(dump(&app).await, before);
}

/// Fields that a body may have beside those of the good one.
fn is_known(path: &str, name: &str) -> bool {
    let known: &[&str] = match path {
        "/me" => &["locale"],
        "/members" => &["role", "locale"],
        "/members/batch" => &["mode", "dry_run"],
        "/members/{id}" => &["status", "email", "reason", "version"],
        "/policy" => &[
            "recovery",
            "required_from",
            "skips",
            "groups",
            "reason",
            "puts_back",
        ],
        "/sign-in" => &["organization", "transport", "time_zone", "audience"],
        "/sign-in/code" | "/sign-in/password" => &["audience"],
        "/api-tokens" => &["networks"],
        "/webhooks/{id}" => &["url", "events"],
        "/webhooks/{id}/test" => &["event"],
        "/clients" | "/clients/{id}" => &[
            "kind",
            "origin",
            "redirect_uris",
            "post_logout_redirect_uris",
            "backchannel_logout_uri",
            "launch_uri",
            "subject_type",
            "minimum_acr",
            "allowed_roles",
            "allowed_groups",
            "asks_consent",
            "fresh_code",
            "claims_in_id_token",
        ],
        "/radius/authorize" => &["state"],
        "/devices/import" => &["members", "replace_within_days"],
        "/verifications" => &["audience", "purpose", "target", "target_hash", "station"],
        "/verifications/challenges" => &[
            "audience",
            "target",
            "target_hash",
            "station",
            "return_url",
            "expires_in_seconds",
        ],
        "/password-reset" => &["organization"],
        "/setup" => &["time_zone"],
        "/invitations/accept" => &["time_zone", "locale"],
        _ => &[],
    };
    known.contains(&name)
}

/// A-07, S-10: from the moment that the policy asks for a second step, a session without one opens
/// no operation at all but its own end, an administrator's least of all.
#[actix_web::test]
async fn an_administrator_without_a_code_administers_nothing() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "admin").await;
    let other = app.session_of(AGENT).await;
    let (_, admin) = app.set_up_phone(&admin).await;
    let body = json!({ "two_step": "required", "version": 1 });
    app.send("PUT", "/policy", &other, Some(&body))
        .await
        .refused(403, "second_step_required");
    app.get("/members", &other).await.ok();
    app.send("PUT", "/policy", &admin, Some(&body)).await.ok();
    let before = dump(&app).await;
    let mut refused = 0;
    for Operation {
        method,
        path,
        has_body,
    } in operations()
    {
        let is_its_own_end = (method.as_str(), path.as_str()) == ("DELETE", "/session");
        let is_for_programs_alone = path == "/api-tokens/self";
        if takes_no_session(&path) || is_its_own_end || is_for_programs_alone {
            continue;
        }
        let body = has_body.then(|| body_of(&method, &path));
        let path = path.replace("{id}", &id).replace("{delivery}", &id);
        let answer = app.send(&method, &path, &other, body.as_ref()).await;
        answer.refused(403, "second_step_required");
        refused += 1;
    }
    assert!(refused > 20, "{refused}");
    assert_eq!(dump(&app).await, before);
    assert_eq!(app.sign_in(AGENT).await.text("/step"), "email");
    assert_eq!(app.get("/me", &admin).await.text("/email"), ADMIN);
}
