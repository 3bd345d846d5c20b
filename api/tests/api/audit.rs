//! The record and the change stand or fall together.

use crate::support::{ADMIN, AGENT, PASSWORD, TestApp};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use serde_json::{Value, json};
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::{
    invitations, members, outbox, passwords, pending_totp_devices, policies, rules, sign_ins,
    totp_devices,
};

type Call = (&'static str, String, String, Option<Value>);

pub(crate) async fn run_sql(app: &TestApp, sql: &'static str) {
    let done = app.context.db.write(move |c| c.batch_execute(sql)).await;
    done.expect("the statement runs");
}

/// What a change could leave behind. Counters of tries may move: they only ever refuse.
async fn state(app: &TestApp) -> String {
    let read = |c: &mut DbConnection| {
        let members = members::table
            .order(members::id)
            .select((
                members::id,
                members::display_name,
                members::role,
                members::epoch,
            ))
            .load::<(String, String, String, i64)>(c)?;
        let passwords = passwords::table
            .order(passwords::member)
            .select(passwords::sealed)
            .load::<Vec<u8>>(c)?;
        let devices = totp_devices::table
            .order(totp_devices::id)
            .select((
                totp_devices::id,
                totp_devices::status,
                totp_devices::last_step,
                totp_devices::failures,
            ))
            .load::<(String, String, i64, i64)>(c)?;
        let pending = pending_totp_devices::table
            .order(pending_totp_devices::id)
            .select(pending_totp_devices::id)
            .load::<String>(c)?;
        let sessions = sign_ins::table
            .filter(sign_ins::state.eq("session"))
            .order(sign_ins::key)
            .select((sign_ins::key, sign_ins::fresh_until))
            .load::<(i64, Option<i64>)>(c)?;
        let flows = sign_ins::table
            .filter(sign_ins::state.eq("flow"))
            .order(sign_ins::key)
            .select((
                sign_ins::key,
                sign_ins::replaces_device,
                sign_ins::code_failures,
            ))
            .load::<(i64, bool, i64)>(c)?;
        let policies = policies::table
            .inner_join(rules::table.on(rules::key.eq(policies::rule)))
            .select((rules::two_step, policies::version))
            .load::<(String, i64)>(c)?;
        let mails: i64 = outbox::table.count().get_result(c)?;
        let invitations: i64 = invitations::table.count().get_result(c)?;
        Ok(format!(
            "{members:?}\n{passwords:?}\n{devices:?}\n{pending:?}\n{sessions:?}\n{flows:?}\n{policies:?}\n{mails} {invitations}"
        ))
    };
    app.context.db.read(read).await.expect("a read")
}

/// G-04: without its audit row no change happens; with it the very same request goes through.
#[actix_web::test]
async fn no_record_no_change() {
    let (app, admin) = TestApp::with_admin().await;
    let agent_id = app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    let (phone, agent) = app.set_up_phone(&agent).await;
    // Who requires the second step of others has one.
    let (admin_phone, admin) = app.set_up_phone(&admin).await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.clock.advance(std::time::Duration::from_secs(30));
    let version = app.get("/policy", &admin).await.ok().body["version"].clone();
    let member = format!("/members/{agent_id}");
    let code = phone.code(&app.clock);
    let proof = json!({ "password": PASSWORD, "code": admin_phone.code(&app.clock) });
    let to = |method, path: &str, token: &str, body| -> Call {
        (method, path.to_owned(), token.to_owned(), body)
    };
    let password = json!({ "email": ADMIN, "password": PASSWORD });
    let newcomer = json!({ "email": "new@example.com", "display_name": "New", "role": "agent" });
    let calls = [
        to("POST", "/sign-in", "", Some(password)),
        to(
            "POST",
            "/sign-in/code",
            &flow,
            Some(json!({ "code": code })),
        ),
        to("POST", "/me/reauthenticate", &admin, Some(proof)),
        to("POST", "/members", &admin, Some(newcomer)),
        to(
            "PATCH",
            &member,
            &admin,
            Some(json!({ "display_name": "Jo Roe" })),
        ),
        to("DELETE", "/session", &agent, None),
        to(
            "POST",
            &format!("{member}/device-reset"),
            &admin,
            Some(json!({ "reason": "lost" })),
        ),
        to(
            "PUT",
            "/policy",
            &admin,
            Some(json!({ "two_step": "required", "version": version })),
        ),
        to("DELETE", &member, &admin, None),
    ];
    for (method, path, token, body) in calls {
        run_sql(&app, "ALTER TABLE audit_events RENAME TO out_of_reach").await;
        let before = state(&app).await;
        let answer = app.send(method, &path, &token, body.as_ref()).await;
        answer.refused(503, "unavailable");
        assert!(
            answer.headers.contains_key("retry-after"),
            "{method} {path}"
        );
        assert_eq!(state(&app).await, before, "{method} {path}");
        run_sql(&app, "ALTER TABLE out_of_reach RENAME TO audit_events").await;
        app.send(method, &path, &token, body.as_ref()).await.ok();
        assert_ne!(
            state(&app).await,
            before,
            "{method} {path} changes something"
        );
    }
}
