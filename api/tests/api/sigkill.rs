//! The real program, killed as by a power cut: what it counted is still counted after.

use crate::process::Program;
use crate::support::{ADMIN, PASSWORD, Phone};
use diesel::prelude::*;
use serde_json::{Value, json};
use shared_types::time::Time;
use std::path::Path;
use twostep::platform::clock::Clock;
use twostep::platform::crypto::keys::{KeyRing, Purpose};
use twostep::platform::crypto::totp::generate_secret;
use twostep::platform::db::keys::KEYS_PER_MEMBER;
use twostep::platform::db::schema::{members, totp_devices};
use twostep::platform::db::{DatabaseUrl, Db};
use twostep::platform::new_id::new_id;

/// L-03 (kill): twenty wrong passwords from one network are all for this minute, also after a restart.
#[tokio::test]
async fn wrong_passwords_are_counted_through_a_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(folder.path()).await;
    program.set_up().await;
    for n in 0..20 {
        let email = format!("nobody{n}@example.com");
        let body = json!({ "email": email, "password": "x" });
        let (status, _) = program.ask("/sign-in", "", &body).await;
        assert_eq!(status, 401, "{n}");
    }
    program.kill().await;
    let program = Program::start(folder.path()).await;
    let right = json!({ "email": ADMIN, "password": PASSWORD });
    let (status, body) = program.ask("/sign-in", "", &right).await;
    assert_eq!((status, &body["code"]), (429, &json!("throttled")));
}

/// L-01 (persisted), L-02, L-03 (kill): five wrong codes delay the sixth, right as it is, in the program that comes
/// after.
#[tokio::test]
async fn wrong_codes_are_counted_through_a_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(folder.path()).await;
    program.set_up().await;
    let phone = give_phone(folder.path()).await;
    let right = json!({ "email": ADMIN, "password": PASSWORD });
    let sign_in = async |program: &Program| {
        let (_, body) = program.ask("/sign-in", "", &right).await;
        body["flow_token"].as_str().expect("a flow").to_owned()
    };
    let clock = Clock::System;
    let wrong = json!({ "code": phone.wrong_code(&clock) });
    let flow = sign_in(&program).await;
    for _ in 0..4 {
        assert_eq!(refusal(&program, &flow, &wrong).await, "invalid_code");
    }
    program.kill().await;
    let mut program = Program::start(folder.path()).await;
    assert_eq!(refusal(&program, &flow, &wrong).await, "flow_expired");
    program.kill().await;
    let program = Program::start(folder.path()).await;
    assert_eq!(refusal(&program, &flow, &wrong).await, "flow_expired");
    let flow = sign_in(&program).await;
    let code = json!({ "code": phone.code(&clock) });
    assert_eq!(refusal(&program, &flow, &code).await, "throttled");
}

async fn refusal(program: &Program, flow: &str, body: &Value) -> String {
    let (_, body) = program.ask("/sign-in/code", flow, body).await;
    body["code"].as_str().unwrap_or_default().to_owned()
}

/// A phone for the administrator, put into the table while the program runs.
async fn give_phone(folder: &Path) -> Phone {
    let text = std::fs::read_to_string(folder.join("twostep.keys")).expect("the key file");
    let keys = KeyRing::parse(&text).expect("a key ring");
    let db = Db::open(&DatabaseUrl::Sqlite(folder.join("twostep.sqlite"))).expect("a database");
    let (secret, device) = (generate_secret(), new_id(Time::from_micros(0)).to_string());
    let phone = Phone::of(&secret);
    let write = move |c: &mut _| {
        let (key, member) = members::table
            .select((members::key, members::id))
            .first::<(i64, String)>(c)?;
        let sealed = keys.seal(Purpose::Totp, &[&member, &device], &secret);
        diesel::insert_into(totp_devices::table)
            .values((
                totp_devices::key.eq(key * KEYS_PER_MEMBER),
                totp_devices::id.eq(&device),
                totp_devices::status.eq("active"),
                totp_devices::secret.eq(&sealed),
                totp_devices::confirmed_at.eq(0),
                totp_devices::last_step.eq(0),
                totp_devices::failures.eq(0),
                totp_devices::blocked_until.eq(0),
            ))
            .execute(c)
    };
    db.write(write).await.expect("a row");
    phone
}
