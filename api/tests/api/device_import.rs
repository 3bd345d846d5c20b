//! Entries of authenticator apps of another product: read, tried out, imported, used, replaced.

use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, Answer, Phone, TestApp};
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::process::Command;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::{audit_events, outbox, totp_devices};
use twostep::record::audit::Action;

/// Twenty bytes, in Base32.
pub(crate) const SECRET: &str = "HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ";
/// The sample that descriptions of Google Authenticator's links show: alice@google.com, JBSWY3DPEHPK3PXP.
const MIGRATION: &str = "otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoH\
                         RXhhbXBsZSABKAEwAhABGAEgACjr4JKK%2B%2F%2F%2F%2F%2F8B";

pub(crate) async fn import(app: &TestApp, admin: &str, entries: &str, dry_run: bool) -> Answer {
    let body = json!({ "dry_run": dry_run, "entries": entries });
    app.post("/devices/import", admin, &body).await
}

/// Result and refusal of each row.
pub(crate) fn outcomes(answer: &Answer) -> Vec<(&str, &str)> {
    let rows = answer.body["rows"].as_array().expect("rows").iter();
    let text = |row: &'_ Value, name: &str| row[name].as_str().map(str::to_owned);
    rows.map(|row| {
        let result = row["result"].as_str().expect("a result");
        assert_eq!(text(row, "refusal").is_some(), result == "refused", "{row}");
        (result, row["refusal"].as_str().unwrap_or_default())
    })
    .collect()
}

/// Rows of devices, of the record, and mails.
pub(crate) async fn counts(app: &TestApp) -> [i64; 3] {
    let read = |connection: &mut DbConnection| {
        let devices = totp_devices::table.count().get_result(connection)?;
        let events = audit_events::table.count().get_result(connection)?;
        let mails = outbox::table.count().get_result(connection)?;
        Ok([devices, events, mails])
    };
    app.context.db.read(read).await.expect("counts")
}

async fn two_step(app: &TestApp, admin: &str, member: &str) -> Value {
    let member = app.get(&format!("/members/{member}"), admin).await.ok();
    member.body["two_step"].clone()
}

/// The code that Debian's oathtool shows for a Base32 secret at the clock's time.
fn oathtool(app: &TestApp, secret: &str) -> String {
    let now = format!("@{}", app.clock.now().seconds());
    let output = Command::new("oathtool")
        .args(["--totp", "--base32", "--now", &now, secret])
        .output()
        .expect("oathtool is installed (Debian package oathtool)");
    let code = String::from_utf8(output.stdout).expect("text");
    code.trim().to_owned()
}

/// C-01, C-07: a dry run writes nothing; the import is used with another program's code, is told of, and shows its
/// secret nowhere.
#[actix_web::test]
async fn an_imported_entry_signs_in() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    let entries = format!("otpauth://totp/Old%20desk:{AGENT}?secret={SECRET}&issuer=Old%20desk");
    let before = counts(&app).await;
    let tried = import(&app, &admin, &entries, true).await.ok();
    assert_eq!(outcomes(&tried), [("would_import", "")]);
    assert_eq!(tried.text("/rows/0/member/id"), id);
    assert_eq!(tried.text("/rows/0/label"), format!("Old desk:{AGENT}"));
    assert_eq!(counts(&app).await, before);

    let done = import(&app, &admin, &entries, false).await.ok();
    assert_eq!(outcomes(&done), [("imported", "")]);
    assert_eq!(done.body["imported"], 1);
    assert!(!done.body.to_string().contains(SECRET));
    let mail = app.newest_mail("device_imported").await;
    assert_eq!(mail["to"]["address"], AGENT);
    assert!(!mail.to_string().contains(SECRET));
    let view = two_step(&app, &admin, &id).await;
    assert_eq!(view["state"], "on");
    assert_eq!(view["imported"]["is_proven"], false);
    for action in [Action::DeviceImported, Action::DevicesImported] {
        let recorded = json!(details_of(&app.context.db, action).await).to_string();
        assert!(!recorded.contains(SECRET), "{recorded}");
        assert_ne!(recorded, "[]");
    }

    let flow = app.sign_in(AGENT).await.ok();
    assert_eq!(flow.text("/step"), "code");
    let body = json!({ "code": oathtool(&app, SECRET) });
    let answer = app
        .post("/sign-in/code", &flow.text("/flow_token"), &body)
        .await
        .ok();
    let session = answer.text("/session/token");
    let view = two_step(&app, &admin, &id).await;
    assert_eq!(view["imported"]["is_proven"], true);
    let own = app.get("/me", &session).await.ok();
    assert_eq!(own.body["two_step"]["imported"], view["imported"]);
    // T-05: the step is spent like any other.
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.post("/sign-in/code", &flow, &body)
        .await
        .refused(401, "already_used");
}

/// An entry that its owner sets up himself is no imported one.
#[actix_web::test]
async fn a_device_of_ones_own_takes_its_place() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    import(&app, &admin, &format!("{AGENT},{SECRET}"), false)
        .await
        .ok();
    let session = app.sign_in_with(AGENT, &Phone::scan(SECRET)).await;
    let (phone, _) = app.set_up_phone(&session).await;
    assert_eq!(two_step(&app, &admin, &id).await["imported"], Value::Null);
    app.clock.advance(Duration::from_hours(24 * 40));
    let session = app.sign_in_with(AGENT, &phone).await;
    app.get("/me", &session).await.ok();
}

/// After the time that the import gave, a right code leads to another device, and to no session before.
#[actix_web::test]
async fn an_entry_has_to_be_replaced_in_time() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let body = json!({
        "dry_run": false, "entries": format!("{AGENT},{SECRET}"), "replace_within_days": 10,
    });
    app.post("/devices/import", &admin, &body).await.ok();
    app.clock.advance(Duration::from_hours(24 * 3 - 1));
    sweep_once(&app.context).await.expect("a database");
    let before = counts(&app).await[2];
    app.clock.advance(Duration::from_hours(2));
    sweep_once(&app.context).await.expect("a database");
    sweep_once(&app.context).await.expect("a database");
    assert_eq!(counts(&app).await[2], before + 1);
    assert_eq!(
        app.newest_mail("imported_device_ends").await["to"]["address"],
        AGENT
    );

    app.clock.advance(Duration::from_hours(24 * 8));
    let old = Phone::scan(SECRET);
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let wrong = json!({ "code": old.wrong_code(&app.clock) });
    app.post("/sign-in/code", &flow, &wrong)
        .await
        .refused(401, "invalid_code");
    let code = json!({ "code": old.code(&app.clock) });
    let led = app.post("/sign-in/code", &flow, &code).await.ok();
    assert_eq!(led.text("/step"), "email");
    assert_eq!(led.body["session"], Value::Null);
    assert_eq!(led.body["replaces_device"], true);
    assert_eq!(led.body["device_is_overdue"], true);
    assert_eq!(led.body["can_keep_device"], false);
    // Who turns back is asked for a code again, and led there again.
    let back = app
        .send("DELETE", "/sign-in/new-device", &flow, None)
        .await
        .ok();
    assert_eq!(back.text("/step"), "code");
    app.post("/sign-in/code", &flow, &code)
        .await
        .refused(401, "already_used");
    app.clock.advance(Duration::from_secs(30));
    let code = json!({ "code": old.code(&app.clock) });
    let led = app.post("/sign-in/code", &flow, &code).await.ok();
    assert_eq!(led.text("/step"), "email");
    let (phone, flow) = app.enroll(&flow).await;
    let session = app.code_session(&flow, &phone).await;
    assert_eq!(
        app.get("/me", &session).await.ok().body["two_step"]["imported"],
        Value::Null
    );
}

/// A member who is invited only goes on with the entry once the invitation is accepted.
#[actix_web::test]
async fn an_invited_member_has_the_entry_at_the_first_sign_in() {
    let (app, admin) = TestApp::with_admin().await;
    let body = json!({ "email": AGENT, "display_name": "Jo Doe" });
    app.post("/members", &admin, &body).await.ok();
    let invitation = app.newest_mail("invitation").await["content"]["token"].clone();
    let done = import(&app, &admin, &format!("{AGENT},{SECRET}"), false)
        .await
        .ok();
    assert_eq!(outcomes(&done), [("imported", "")]);
    let body = json!({ "token": invitation, "password": crate::support::PASSWORD });
    app.post("/invitations/accept", "", &body).await.ok();
    app.sign_in_with(AGENT, &Phone::scan(SECRET)).await;
}

/// Each row is decided on its own, and a refused one changes nothing.
#[actix_web::test]
async fn rows_are_refused_one_by_one() {
    let (app, admin) = TestApp::with_admin().await;
    let agent = app.invite(&admin, AGENT, "agent").await;
    let off = app.invite(&admin, "off@example.com", "agent").await;
    app.send(
        "PATCH",
        &format!("/members/{off}"),
        &admin,
        Some(&json!({ "status": "disabled" })),
    )
    .await
    .ok();
    app.invite(&admin, "old@example.com", "agent").await;
    let session = app.session_of("old@example.com").await;
    app.set_up_phone(&session).await;
    let secret = |last: char| format!("HXDMVJECJJWSRB3HWIZR4IFUGFTMXBO{last}");
    let entries = [
        format!("nobody@example.com,{}", secret('A')),
        format!("off@example.com,{}", secret('B')),
        format!("old@example.com,{}", secret('C')),
        format!("{ADMIN},{}", secret('D')),
        format!(
            "otpauth://totp/{AGENT}?secret={}&algorithm=SHA256",
            secret('E')
        ),
        format!("otpauth://hotp/{AGENT}?secret={}&counter=1", secret('E')),
        format!("{AGENT},GEZDGNBV"),
        "nothing".to_owned(),
        MIGRATION.to_owned(),
        format!("{AGENT},{}", secret('F')),
        format!("{AGENT},{}", secret('G')),
    ];
    let body = json!({
        "dry_run": false,
        "entries": entries.join("\n"),
        "members": [{ "row": 1, "member": "stranger@example.com" }],
    });
    let answer = app.post("/devices/import", &admin, &body).await.ok();
    let refused = |why| ("refused", why);
    assert_eq!(
        outcomes(&answer),
        [
            refused("unknown_member"),
            refused("member_disabled"),
            refused("has_device"),
            refused("own_entry"),
            refused("unsupported_algorithm"),
            refused("not_time_based"),
            refused("short_secret"),
            refused("unreadable"),
            refused("unknown_member"),
            ("imported", ""),
            refused("duplicate"),
        ]
    );
    assert_eq!(
        (&answer.body["imported"], &answer.body["refused"]),
        (&json!(1), &json!(10))
    );
    assert_eq!(counts(&app).await[0], 2);
    let recorded = details_of(&app.context.db, Action::DeviceImported).await;
    assert_eq!(recorded.len(), 1);
    let recorded = details_of(&app.context.db, Action::DevicesImported).await;
    assert_eq!(
        (&recorded[0]["imported"], &recorded[0]["refused"]),
        (&json!(1), &json!(10))
    );
    // Sent again, it imports nothing twice.
    let again = app.post("/devices/import", &admin, &body).await.ok();
    assert_eq!(again.body["imported"], 0);
    assert_eq!(outcomes(&again)[9], refused("has_device"));
    assert_eq!(two_step(&app, &admin, &agent).await["state"], "on");
}

/// A link of Google Authenticator whose label is no member's address: the administrator says whose it is.
#[actix_web::test]
async fn a_row_can_be_given_a_member() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    let tried = import(&app, &admin, MIGRATION, true).await.ok();
    assert_eq!(outcomes(&tried), [("refused", "unknown_member")]);
    assert_eq!(tried.text("/rows/0/label"), "Example:alice@google.com");
    assert_eq!(tried.body["rows"][0]["is_weak"], true);
    let body = json!({
        "dry_run": false, "entries": MIGRATION, "members": [{ "row": 1, "member": id }],
    });
    let done = app.post("/devices/import", &admin, &body).await.ok();
    assert_eq!(outcomes(&done), [("imported", "")]);
    app.sign_in_with(AGENT, &Phone::scan("JBSWY3DPEHPK3PXP"))
        .await;
}

/// D-08: the same import at the same time makes one device of each entry, and the counts follow.
#[actix_web::test]
async fn parallel_imports_make_one_device() {
    let (app, admin) = TestApp::with_admin().await;
    let other = app.another_node();
    app.invite(&admin, AGENT, "agent").await;
    let entries = format!("{AGENT},{SECRET}");
    // Two at a time on each node.
    let tries = (0..4).map(|n| import([&app, &other][n % 2], &admin, &entries, false));
    let answers = join_all(tries).await;
    let imported: u64 = answers
        .iter()
        .map(|one| one.body["imported"].as_u64().expect("a number"))
        .sum();
    assert_eq!(imported, 1, "{answers:?}");
    assert_eq!(counts(&app).await[0], 1);
    assert_eq!(
        details_of(&app.context.db, Action::DeviceImported)
            .await
            .len(),
        1
    );
}

/// D-08: an import while the member sets up a device leaves one device, and the member is led on.
#[actix_web::test]
async fn an_import_during_an_enrollment_leaves_one_device() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let session = app.session_of(AGENT).await;
    let flow = app
        .send("POST", "/me/enrollment", &session, None)
        .await
        .ok()
        .text("/flow_token");
    app.prove_mailbox(&flow).await;
    let secret = app
        .get("/enrollment/device", &flow)
        .await
        .ok()
        .text("/secret");
    let phone = Phone::scan(&secret);
    let confirm = json!({ "code": phone.code(&app.clock) });
    let entries = format!("{AGENT},{SECRET}");
    let (confirmed, imported) = tokio::join!(
        app.post("/enrollment/device/confirm", &flow, &confirm),
        import(&app, &admin, &entries, false),
    );
    assert_eq!(counts(&app).await[0], 1, "{confirmed:?} {imported:?}");
    let is_imported = imported.ok().body["imported"] == 1;
    // The flow was begun to replace whatever there is: the own device is the one that stays.
    let own = confirmed.status == 200;
    assert!(own || is_imported);
    let phone = if own { phone } else { Phone::scan(SECRET) };
    app.sign_in_with(AGENT, &phone).await;
}
