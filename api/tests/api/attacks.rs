//! Every operation of the document with a credential that is not good for it. The tables name
//! each operation, so a new one fails until somebody decides who may call it.

use crate::api_tokens::token;
use crate::support::{ADMIN, AGENT, Answer, PASSWORD, TestApp, setup_request};
use diesel::prelude::*;
use serde_json::{Value, json};
use std::time::Duration;
use twostep::platform::db::schema::{
    api_tokens, groups, members, outbox, passwords, pending_totp_devices, policies, sign_ins,
    totp_devices, webhooks,
};

pub(crate) const STRANGER: &str = "eve@other.example";

/// An operation under the prefix.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) method: String,
    /// With `{id}` in it.
    pub(crate) path: String,
    pub(crate) has_body: bool,
}

pub(crate) fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(twostep::application::app::document()).expect("a document");
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        let Some(path) = path.strip_prefix("/api/v1") else {
            continue;
        };
        for (method, operation) in methods.as_object().expect("methods") {
            let has_body = operation.get("requestBody").is_some();
            operations.push(Operation {
                method: method.to_uppercase(),
                path: path.to_owned(),
                has_body,
            });
        }
    }
    assert!(operations.len() >= 30, "{operations:?}");
    operations
}

/// A body that the operation would take from the right caller.
pub(crate) fn good_body(method: &str, path: &str) -> Value {
    match (method, path) {
        ("PATCH", "/me") => json!({ "display_name": "X" }),
        ("POST", "/me/password") => {
            json!({ "current_password": PASSWORD, "new_password": "orchid lantern thursday" })
        }
        ("POST", "/me/reauthenticate") => json!({ "password": PASSWORD }),
        ("POST", "/members") => json!({ "email": "new@example.com", "display_name": "X" }),
        ("POST", "/members/batch") => {
            json!({ "members": [{ "email": "new@example.com", "display_name": "X" }] })
        }
        // It takes a file; as JSON it is refused by its type, after the right was checked.
        ("POST", "/members/import") => json!("email,name\nnew@example.com,X\n"),
        ("PATCH", "/members/{id}") => json!({ "display_name": "X", "role": "agent" }),
        ("POST", "/members/{id}/device-reset") => json!({ "reason": "Phone lost" }),
        ("PUT", "/members/{id}/exemption") => crate::rollout::exemption(),
        ("POST", "/sign-in/password") => json!({ "new_password": "orchid lantern thursday" }),
        ("PUT", "/policy") => json!({ "two_step": "required", "version": 1 }),
        ("POST", "/setup") => setup_request("no-token"),
        ("POST", "/members/{id}/recovery/approve" | "/members/{id}/recovery/refuse") => {
            json!({ "reason": "Called back" })
        }
        (
            "POST",
            "/invitations/inspect"
            | "/password-reset/inspect"
            | "/verifications/challenges/inspect"
            | "/verifications/challenges/decline",
        ) => json!({ "token": "no-token" }),
        ("POST", "/verifications/challenges/answer") => json!({ "token": "x", "code": "123456" }),
        ("POST", "/verifications/challenges") => {
            json!({ "member": "nobody@example.com", "purpose": "connect" })
        }
        ("POST", "/invitations/accept") => json!({ "token": "no-token", "password": PASSWORD }),
        ("POST", "/sign-in") => json!({ "email": "nobody@example.com", "password": PASSWORD }),
        ("POST", "/radius/authorize") => crate::radius::request_of_nobody(),
        ("POST", "/me/email") => json!({ "email": "moved@example.com" }),
        ("POST", "/api-tokens") => json!({ "name": "X", "scopes": ["members:read"] }),
        ("POST", "/api-tokens/{id}/hand-over") => {
            json!({ "to": "0197b5d0-6a4e-7d2c-8000-000000000001" })
        }
        ("POST", "/webhooks") => json!({ "url": "https://h.example/", "events": ["device.reset"] }),
        ("POST", "/clients") => crate::oauth_support::registration(),
        ("POST", "/devices/import") => {
            json!({ "dry_run": true, "entries": "jo@example.com,HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ" })
        }
        ("POST", "/sandboxes" | "/groups") => json!({ "name": "X" }),
        ("PUT", "/sandbox/clock") => json!({ "ahead_seconds": 60 }),
        ("PATCH", "/webhooks/{id}") => json!({ "status": "disabled" }),
        ("POST", "/webhooks/{id}/test") => json!({}),
        ("PATCH", "/groups/{id}" | "/clients/{id}") => json!({ "name": "Y" }),
        ("POST", "/verifications") => json!({ "member": "nobody@example.com", "code": "123456" }),
        (
            "POST",
            "/sign-in/code"
            | "/enrollment/email/verify"
            | "/enrollment/device/confirm"
            | "/me/email/verify",
        ) => json!({ "code": "123456" }),
        other => panic!("{other:?} takes a body that this table does not know"),
    }
}

async fn call(app: &TestApp, operation: &Operation, id: &str, token: &str) -> Answer {
    let Operation {
        method,
        path,
        has_body,
    } = operation;
    let body = has_body.then(|| good_body(method, path));
    let path = path.replace("{id}", id).replace("{delivery}", id);
    app.send(method, &path, token, body.as_ref()).await
}

/// Whether a path is one of those that a flow token is for, or takes no credential.
pub(crate) fn takes_no_session(path: &str) -> bool {
    path.starts_with("/sign-in")
        || path.starts_with("/enrollment/")
        || path.starts_with("/password-reset")
        || path.starts_with("/invitations/")
        || [
            "/verifications/challenges/inspect",
            "/verifications/challenges/answer",
            "/verifications/challenges/decline",
        ]
        .contains(&path)
        || ["/setup", "/organization", "/clients/{id}/name"].contains(&path)
}

/// Everything that a stranger could want to change.
pub(crate) async fn dump(app: &TestApp) -> String {
    let read = |c: &mut _| -> Result<String, _> {
        let people = members::table
            .order(members::id)
            .select((
                members::id,
                members::display_name,
                members::role,
                members::status,
                members::epoch,
            ))
            .load::<(String, String, String, String, i64)>(c)?;
        let passwords = passwords::table
            .order(passwords::member)
            .select(passwords::sealed)
            .load::<Vec<u8>>(c)?;
        let devices = totp_devices::table
            .order(totp_devices::id)
            .select((
                totp_devices::id,
                totp_devices::status,
                totp_devices::failures,
            ))
            .load::<(String, String, i64)>(c)?;
        let pending = pending_totp_devices::table
            .order(pending_totp_devices::id)
            .select(pending_totp_devices::id)
            .load::<String>(c)?;
        let sessions = sign_ins::table
            .filter(sign_ins::state.eq("session"))
            .order(sign_ins::key)
            .select((sign_ins::key, sign_ins::fresh_until))
            .load::<(i64, Option<i64>)>(c)?;
        let policies = policies::table
            .order(policies::organization)
            .select((policies::organization, policies::version))
            .load::<(i64, i64)>(c)?;
        let tokens = api_tokens::table
            .order(api_tokens::key)
            .select((api_tokens::key, api_tokens::owner))
            .load::<(i64, i64)>(c)?;
        let hooks = webhooks::table
            .order(webhooks::id)
            .select((webhooks::id, webhooks::sealed, webhooks::disabled_at))
            .load::<(Vec<u8>, Vec<u8>, Option<i64>)>(c)?;
        let named = groups::table
            .order(groups::key)
            .select((groups::key, groups::name))
            .load::<(i64, String)>(c)?;
        let mails = outbox::table.count().get_result::<i64>(c)?;
        Ok(format!(
            "{people:?} {passwords:?} {devices:?} {pending:?} {sessions:?} {policies:?} {tokens:?} {hooks:?} {named:?} {mails}"
        ))
    };
    app.context.db.read(read).await.expect("the rows")
}

/// S-01 (routes): a flow token on every operation that is not the flow's: 401, nothing changed.
#[actix_web::test]
async fn a_flow_token_opens_nothing_else() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.get("/me", &admin).await.text("/id");
    app.set_up_phone(&admin).await;
    let flow = app.sign_in(ADMIN).await.text("/flow_token");
    let before = dump(&app).await;
    for operation in operations().iter().filter(|o| !takes_no_session(&o.path)) {
        let answer = call(&app, operation, &id, &flow).await;
        assert_eq!(answer.status, 401, "{operation:?}: {answer:?}");
    }
    assert_eq!(dump(&app).await, before);
}

/// an administrator of another organization on every id: 404, nothing changed.
#[actix_web::test]
async fn another_organizations_objects_do_not_exist() {
    let (app, admin) = TestApp::with_admin().await;
    let agent_id = app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    let (_, agent) = app.set_up_phone(&agent).await;
    let session_id = app.get("/me", &agent).await.text("/session/id");
    let stranger = other_administrator(&app).await;
    let program = token(&app, &stranger, &["verifications:write"]).await;
    let before = dump(&app).await;
    let with_id: Vec<_> = operations();
    let with_id: Vec<_> = with_id.iter().filter(|o| o.path.contains("{id}")).collect();
    assert!(with_id.len() >= 7, "{with_id:?}");
    for operation in with_id {
        for id in [&agent_id, &session_id] {
            let caller = match lowest_role(&operation.method, &operation.path) {
                "program" => &program,
                _ => &stranger,
            };
            let answer = call(&app, operation, id, caller).await;
            answer.refused(404, "not_found");
        }
    }
    assert_eq!(dump(&app).await, before);
    let list = app.get("/members", &stranger).await.ok();
    assert_eq!(list.body["items"].as_array().map(Vec::len), Some(1));
}

/// The administrator of a second organization, signed in.
pub(crate) async fn other_administrator(app: &TestApp) -> String {
    let token = twostep::account::setup::issue_token(&app.context).await;
    let mut body = setup_request(token.expect("a token").expose());
    body["email"] = json!(STRANGER);
    body["organization"] = json!("Other");
    app.post("/setup", "", &body).await.ok();
    let body = json!({ "organization": "other", "email": STRANGER, "password": PASSWORD });
    let session = app.post("/sign-in", "", &body).await.ok();
    session.text("/session/token")
}

/// Whether all that begins so is for administrators.
fn is_for_administrators(path: &str) -> bool {
    let begins = ["/clients", "/policy", "/api-tokens/{id}/"];
    begins.iter().any(|begin| path.starts_with(begin))
}

/// The lowest role that an operation is for; `program` where no session will do.
pub(crate) fn lowest_role(method: &str, path: &str) -> &'static str {
    match (method, path) {
        (_, path) if path == "/me" || path.starts_with("/me/") || path == "/session" => "agent",
        (_, path) if is_for_administrators(path) => "admin",
        ("GET", "/api-tokens/self")
        | ("POST", "/verifications/challenges" | "/verifications/challenges/{id}/receipt") => {
            "program"
        }
        (
            "GET",
            "/members"
            | "/members/{id}"
            | "/members/export"
            | "/groups"
            | "/invitations/waiting"
            | "/verifications/{id}"
            | "/verifications/challenges/{id}",
        )
        | (
            "POST",
            "/verifications"
            | "/members/{id}/device-reset"
            | "/members/{id}/unlock"
            | "/members/{id}/recovery/approve"
            | "/members/{id}/recovery/refuse",
        ) => "helpdesk",
        (
            "POST",
            "/members"
            | "/members/batch"
            | "/members/import"
            | "/members/{id}/invitation"
            | "/groups"
            | "/api-tokens"
            | "/devices/import"
            | "/radius/authorize"
            | "/sandboxes"
            | "/webhooks"
            | "/webhooks/{id}/rotate-secret"
            | "/webhooks/{id}/test"
            | "/webhooks/{id}/deliveries/{delivery}/replay",
        )
        | ("PATCH" | "DELETE", "/members/{id}" | "/groups/{id}" | "/webhooks/{id}")
        | ("GET" | "PUT" | "DELETE", "/sandbox/clock" | "/members/{id}/exemption")
        | (
            "GET",
            "/api-tokens"
            | "/sandboxes"
            | "/sandbox/mails"
            | "/audit-events"
            | "/audit-events/{id}"
            | "/audit-events/export"
            | "/webhooks"
            | "/webhooks/{id}/deliveries",
        )
        | ("DELETE", "/api-tokens/{id}" | "/sandboxes/{id}") => "admin",
        other => panic!("who may call {other:?}? Say so here."),
    }
}

/// every operation that is above a role refuses it, and changes nothing.
#[actix_web::test]
async fn every_operation_knows_its_role() {
    let (app, admin) = TestApp::with_admin().await;
    let target = app.get("/me", &admin).await.text("/id");
    app.invite(&admin, AGENT, "agent").await;
    app.clock.advance(Duration::from_mins(1));
    app.invite(&admin, "help@example.com", "helpdesk").await;
    let agent = app.session_of(AGENT).await;
    let helpdesk = app.session_of("help@example.com").await;
    let before = dump(&app).await;
    for operation in operations().iter().filter(|o| !takes_no_session(&o.path)) {
        let lowest = lowest_role(&operation.method, &operation.path);
        if lowest != "agent" {
            let answer = call(&app, operation, &target, &agent).await;
            assert_eq!(answer.status, 403, "agent {operation:?}: {answer:?}");
        }
        if ["admin", "program"].contains(&lowest) {
            let answer = call(&app, operation, &target, &helpdesk).await;
            assert_eq!(answer.status, 403, "helpdesk {operation:?}: {answer:?}");
        }
        if lowest == "program" {
            let answer = call(&app, operation, &target, &admin).await;
            assert_eq!(answer.status, 403, "admin {operation:?}: {answer:?}");
        }
    }
    assert_eq!(dump(&app).await, before);
}

/// S-12 (device, password, tokens, policy and roles), F18: who steals an administrator's session cannot make himself
/// another way in, and neither opens tries nor sends mails.
#[actix_web::test]
async fn a_stolen_session_changes_no_policy_and_no_credential() {
    let (app, admin) = TestApp::with_admin().await;
    let agent_id = app.invite(&admin, AGENT, "agent").await;
    app.clock.advance(Duration::from_mins(6));
    let before = dump(&app).await;
    let password =
        json!({ "current_password": PASSWORD, "new_password": "orchid lantern thursday" });
    let policy = json!({ "two_step": "required", "version": 1 });
    let reset = json!({ "reason": "Phone lost" });
    let member_path = format!("/members/{agent_id}");
    let reset_path = format!("{member_path}/device-reset");
    let unlock_path = format!("{member_path}/unlock");
    let approve_path = format!("{member_path}/recovery/approve");
    let refuse_path = format!("{member_path}/recovery/refuse");
    let invitation_path = format!("{member_path}/invitation");
    let invitation = json!({ "email": STRANGER, "display_name": "Eve", "role": "admin" });
    let promotion = json!({ "role": "admin" });
    let token = json!({ "name": "Eve's", "scopes": ["members:write"] });
    let token_path = format!("/api-tokens/{agent_id}");
    let take_over_path = format!("{token_path}/take-over");
    let sandbox = json!({ "name": "Eve's" });
    let webhook = json!({ "url": "https://eve.example/", "events": ["device.reset"] });
    let group = json!({ "name": "Eve's" });
    let group_path = format!("/groups/{agent_id}");
    for (method, path, body) in [
        ("POST", "/me/password", Some(&password)),
        ("POST", "/me/enrollment", None),
        ("DELETE", "/me/device", None),
        ("PUT", "/policy", Some(&policy)),
        ("POST", reset_path.as_str(), Some(&reset)),
        ("POST", approve_path.as_str(), Some(&reset)),
        ("POST", refuse_path.as_str(), Some(&reset)),
        ("POST", "/members", Some(&invitation)),
        ("PATCH", member_path.as_str(), Some(&promotion)),
        ("DELETE", member_path.as_str(), None),
        ("POST", unlock_path.as_str(), None),
        ("POST", invitation_path.as_str(), None),
        ("POST", "/api-tokens", Some(&token)),
        ("DELETE", token_path.as_str(), None),
        ("POST", take_over_path.as_str(), None),
        ("POST", "/webhooks", Some(&webhook)),
        ("POST", "/groups", Some(&group)),
        ("PATCH", group_path.as_str(), Some(&group)),
        ("DELETE", group_path.as_str(), None),
        ("POST", "/sandboxes", Some(&sandbox)),
    ] {
        let answer = app.send(method, path, &admin, body).await;
        answer.refused(403, "reauthentication_required");
    }
    assert_eq!(dump(&app).await, before);
}
