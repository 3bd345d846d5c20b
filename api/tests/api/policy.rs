//! The policy: who may change it, and that it holds at once.

use crate::api_tokens::token;
use crate::rows::SignInRow;
use crate::support::{ADMIN, AGENT, TestApp};
use diesel::prelude::*;
use serde_json::json;
use shared_types::limits::SESSIONS_COUNTED;
use shared_types::time::Time;
use twostep::platform::crypto::token::selector_at;
use twostep::platform::db::keys::{MemberKey, SignInKey};
use twostep::platform::db::schema::{members, sign_ins, totp_devices};
use twostep::platform::db::{DbConnection, DbResult};

/// S-10: "required" refuses sessions that were made without a code, in the API.
/// D-12 (required): what the policy asks for cannot be removed. A-08 (previewed): who has to set up a device is told
/// before.
#[actix_web::test]
async fn required_takes_effect_at_once() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    let (_, admin) = app.set_up_phone(&admin).await;
    let preview = app.get("/policy/preview", &admin).await.ok();
    assert_eq!(
        (&preview.body["not_set_up"], &preview.body["set_up"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(preview.body["first_affected"], json!(["Jo Doe"]));
    let body = json!({ "two_step": "required", "version": 1 });
    app.send("PUT", "/policy", &admin, Some(&body)).await.ok();
    app.get("/me", &agent)
        .await
        .refused(403, "second_step_required");
    app.send("POST", "/me/enrollment", &agent, None)
        .await
        .refused(403, "second_step_required");
    assert_eq!(
        app.send("DELETE", "/session", &agent, None).await.status,
        204
    );
    let flow = app.sign_in(AGENT).await.ok();
    assert_eq!(flow.text("/step"), "email");
    let (phone, flow) = app.enroll(&flow.text("/flow_token")).await;
    let session = app.code_session(&flow, &phone).await;
    assert_eq!(
        app.get("/me", &session).await.ok().body["session"]["aal"],
        2
    );
    // What the policy asks for cannot be removed.
    app.send("DELETE", "/me/device", &session, None)
        .await
        .refused(403, "forbidden");
}

#[actix_web::test]
async fn who_requires_it_of_others_does_it_first() {
    let (app, admin) = TestApp::with_admin().await;
    let body = json!({ "two_step": "required", "version": 1 });
    app.send("PUT", "/policy", &admin, Some(&body))
        .await
        .refused(403, "second_step_required");
    assert_eq!(
        app.get("/policy", &admin).await.ok().text("/two_step"),
        "optional"
    );
}

/// F15: level 2 ends with the device that gave it. The session that removed it goes on as one of the
/// password alone, every other one ends, and nobody without a device requires one of others.
#[actix_web::test]
async fn a_removed_device_ends_the_second_step_of_its_sessions() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, other) = app.set_up_phone(&admin).await;
    app.clock.advance(std::time::Duration::from_mins(1));
    let admin = app.sign_in_with(ADMIN, &phone).await;
    let level = |view: crate::support::Answer| view.ok().body["session"]["aal"].clone();
    assert_eq!(level(app.get("/me", &admin).await), 2);
    let removed = app.send("DELETE", "/me/device", &admin, None).await;
    assert_eq!(removed.status, 204);
    assert_eq!(level(app.get("/me", &admin).await), 1);
    app.get("/me", &other).await.refused(401, "unauthenticated");
    let stored = move |connection: &mut DbConnection| {
        let live = sign_ins::table.filter(sign_ins::state.eq("session"));
        let live = live.inner_join(members::table.on(members::key.eq(sign_ins::member)));
        live.filter(sign_ins::epoch.eq(members::epoch))
            .select((sign_ins::aal, sign_ins::code_at))
            .load::<(i64, Option<i64>)>(connection)
    };
    let stored = app.context.db.read(stored).await.expect("rows");
    assert_eq!(stored, [(1, None)]);
    let preview = app.get("/policy/preview", &admin).await.ok().body;
    assert_eq!(preview["sessions_without_code"], 1);
    let body = json!({ "two_step": "required", "version": 1 });
    app.send("PUT", "/policy", &admin, Some(&body))
        .await
        .refused(403, "second_step_required");
    let (_, admin) = app.set_up_phone(&admin).await;
    app.send("PUT", "/policy", &admin, Some(&body)).await.ok();
}

/// F15, A-04 (policy): a device that wrong codes switched off proves nobody, though the session that it gave lives on.
#[actix_web::test]
async fn a_switched_off_device_requires_none_of_others() {
    let (app, admin) = TestApp::with_admin().await;
    let (_, admin) = app.set_up_phone(&admin).await;
    let disable = |connection: &mut DbConnection| {
        diesel::update(totp_devices::table)
            .set(totp_devices::status.eq("disabled"))
            .execute(connection)
    };
    app.context.db.write(disable).await.expect("a device");
    let body = json!({ "two_step": "required", "version": 1 });
    app.send("PUT", "/policy", &admin, Some(&body))
        .await
        .refused(403, "second_step_required");
}

#[actix_web::test]
async fn a_policy_that_changed_meanwhile_is_a_conflict() {
    let (app, admin) = TestApp::with_admin().await;
    let (_, admin) = app.set_up_phone(&admin).await;
    let body = json!({ "two_step": "required", "version": 1 });
    app.send("PUT", "/policy", &admin, Some(&body)).await.ok();
    app.send("PUT", "/policy", &admin, Some(&body))
        .await
        .refused(409, "conflict");
}

/// D-13: who set up a device is asked for its code, whatever the policy says.
#[actix_web::test]
async fn an_optional_policy_still_asks_who_has_a_device() {
    let (app, admin) = TestApp::with_admin().await;
    app.set_up_phone(&admin).await;
    assert_eq!(app.sign_in(ADMIN).await.ok().text("/step"), "code");
}

/// S-12 (code): five minutes after signing in, the policy asks for the password and a code again.
#[actix_web::test]
async fn sensitive_acts_need_a_fresh_session() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, admin) = app.set_up_phone(&admin).await;
    app.clock.advance(std::time::Duration::from_mins(6));
    let body = json!({ "two_step": "required", "version": 1 });
    app.send("PUT", "/policy", &admin, Some(&body))
        .await
        .refused(403, "reauthentication_required");
    let password = crate::support::PASSWORD;
    let without_code = json!({ "password": password });
    app.post("/me/reauthenticate", &admin, &without_code)
        .await
        .refused(422, "invalid_input");
    let with_code = json!({ "password": password, "code": phone.code(&app.clock) });
    app.post("/me/reauthenticate", &admin, &with_code)
        .await
        .ok();
    app.send("PUT", "/policy", &admin, Some(&body)).await.ok();
}

/// Who must be read again at each look is read up to a number only.
#[actix_web::test]
async fn sessions_without_code_are_counted_up_to_a_number() {
    let (app, admin) = TestApp::with_admin().await;
    let now = app.clock.now().micros();
    let insert = |range: std::ops::Range<i64>| {
        let insert = move |c: &mut DbConnection| {
            let member = members::table.select(members::key).get_result(c)?;
            range
                .clone()
                .try_for_each(|n| insert_session(c, member, n, now))
        };
        app.context.db.write(move |c| insert(c))
    };
    // The administrator's own is the first.
    for (range, counted, has_more) in [
        (1..SESSIONS_COUNTED, SESSIONS_COUNTED, false),
        (
            SESSIONS_COUNTED..SESSIONS_COUNTED + 2,
            SESSIONS_COUNTED,
            true,
        ),
    ] {
        insert(range).await.expect("sessions");
        let preview = app.get("/policy/preview", &admin).await.ok().body;
        assert_eq!(preview["sessions_without_code"], counted);
        assert_eq!(preview["has_more_sessions_without_code"], has_more);
    }
    // They were not used for too long; the administrator's was.
    app.clock.advance(std::time::Duration::from_mins(20));
    app.get("/me", &admin).await.ok();
    app.write_last_uses().await;
    app.clock.advance(std::time::Duration::from_mins(20));
    let preview = app.get("/policy/preview", &admin).await.ok().body;
    assert_eq!(preview["sessions_without_code"], 1);
}

fn insert_session(
    connection: &mut DbConnection,
    member: MemberKey,
    number: i64,
    now: i64,
) -> DbResult<()> {
    let session = SignInRow {
        key: SignInKey::of(selector_at(Time::from_micros(now)) + number),
        member,
        state: "session",
        verifier: &number.to_be_bytes(),
        aal: 1,
        replaces_device: false,
        last_used_at: now,
        expires_at: now + 3_600_000_000,
    };
    session.insert(connection)
}

/// F3b, K-02: that a mailbox alone may be enough after a while says a person, not a program. The rest of the policy is
/// in its scope.
#[actix_web::test]
async fn a_program_does_not_weaken_recovery() {
    let (app, admin) = TestApp::with_admin().await;
    let program = token(&app, &admin, &["policy:write"]).await;
    let put = async |credential: &str, recovery: &str, version: i64| {
        let body = json!({ "two_step": "optional", "recovery": recovery, "version": version });
        app.send("PUT", "/policy", credential, Some(&body)).await
    };
    put(&program, "approve", 1).await.ok();
    put(&program, "wait", 2).await.refused(403, "forbidden");
    let policy = app.get("/policy", &admin).await.ok();
    assert_eq!(policy.body["recovery"], "approve");
    put(&admin, "wait", 2).await.ok();
}
