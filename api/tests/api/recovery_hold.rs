//! A hold of recovery by e-mail: whom it keeps from what, who is told, and who ends it.

use crate::recovery::{NEW_PASSWORD, confirm, forgot, sign_in};
use crate::rows::{NumberedMembers, details_of};
use crate::support::{ADMIN, AGENT, Answer, TestApp};
use diesel::prelude::*;
use serde_json::{Value, json};
use shared_types::limits::{HOLD_NOTICE_PAUSE, RECOVERY_HOLD};
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::people::members::{HostError, NamedMember, recover_by_host};
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::members;
use twostep::record::audit::Action;
use twostep::second_step::recovery::answer_requests;

const HELP: &str = "help@example.com";
const SECOND: &str = "second@example.com";
const LONG: Duration = Duration::from_hours(24 * 400);

/// The password is reset by way of the mailbox alone.
pub(crate) async fn reset_by_mail(app: &TestApp, email: &str) -> Answer {
    let token = forgot(app, email).await;
    confirm(app, &token, None).await.ok()
}

pub(crate) async fn decide(app: &TestApp, session: &str, id: &str, what: &str) -> Answer {
    let path = format!("/members/{id}/recovery/{what}");
    app.post(&path, session, &json!({ "reason": "Called back" }))
        .await
}

pub(crate) async fn choose(app: &TestApp, admin: &str, recovery: &str) -> Answer {
    let policy = app.get("/policy", admin).await.ok();
    let body = json!({
        "two_step": policy.body["two_step"],
        "recovery": recovery,
        "version": policy.body["version"],
    });
    app.send("PUT", "/policy", admin, Some(&body)).await
}

/// An administrator with a phone who requires two steps of everybody.
async fn require(app: &TestApp, admin: &str) -> String {
    let (_, admin) = app.set_up_phone(admin).await;
    let policy = app.get("/policy", &admin).await.ok();
    let body = json!({ "two_step": "required", "version": policy.body["version"] });
    app.send("PUT", "/policy", &admin, Some(&body)).await.ok();
    admin
}

/// F3a, D-09: the review's takeover. A member without a device, a policy that asks for none, and an hour in
/// the mailbox: the password opens the account, but neither address nor device are taken with it.
#[actix_web::test]
async fn a_mailbox_does_not_keep_an_account_without_a_device() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let reset = reset_by_mail(&app, AGENT).await;
    let until = (app.clock.now() + RECOVERY_HOLD).to_string();
    assert_eq!(reset.text("/recovery_hold/until"), until);
    let signed_in = sign_in(&app, AGENT).await.ok();
    assert_eq!(signed_in.text("/step"), "done");
    let thief = signed_in.text("/session/token");
    let body = json!({ "email": "thief@evil.example" });
    app.post("/me/email", &thief, &body)
        .await
        .refused(403, "recovery_hold");
    let held = app.send("POST", "/me/enrollment", &thief, None).await;
    held.refused(403, "recovery_hold");
    assert_eq!(held.text("/held_until"), until);
    assert!(app.mails("email_change").await.is_empty());
    assert!(app.mails("email_verification").await.is_empty());
    // B6: the own page says since when, why, and until when.
    let me = app.get("/me", &thief).await.ok();
    assert_eq!(me.text("/recovery_hold/cause"), "password_reset");
    assert_eq!(me.text("/recovery_hold/until"), until);
    assert_eq!(me.text("/recovery_hold/since"), app.clock.now().to_string());

    // To the second: a sweep before that ends nothing.
    let second = Duration::from_secs(1);
    app.clock.advance(RECOVERY_HOLD.saturating_sub(second));
    sweep_once(&app.context).await.expect("a database");
    let session = sign_in(&app, AGENT).await.ok().text("/session/token");
    let held = app.send("POST", "/me/enrollment", &session, None).await;
    held.refused(403, "recovery_hold");
    app.clock.advance(second);
    assert_eq!(
        app.get("/me", &session).await.body.get("recovery_hold"),
        None
    );
    app.send("POST", "/me/enrollment", &session, None)
        .await
        .ok();
}

/// F3a, D-09: where two steps are required, who never had a device and reset the password by e-mail waits
/// for a person, and gets on as soon as one has looked.
#[actix_web::test]
async fn who_must_set_up_a_device_is_let_on_by_a_person() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    let admin = require(&app, &admin).await;
    reset_by_mail(&app, AGENT).await;
    let flow = sign_in(&app, AGENT).await.ok();
    assert_eq!(flow.text("/step"), "email");
    let flow = flow.text("/flow_token");
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .refused(403, "recovery_hold");
    decide(&app, &admin, &id, "approve").await.ok();
    // The sign-in that was under way goes on.
    app.enroll(&flow).await;
}

/// F3b: with `wait` a hold ends by itself; with `approve` it never does, and a running one keeps the end
/// that it began with.
#[actix_web::test]
async fn time_ends_a_hold_only_where_the_organization_waits() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    choose(&app, &admin, "approve").await.ok();
    let reset = reset_by_mail(&app, AGENT).await;
    assert_eq!(reset.body["recovery_hold"].get("until"), None);
    assert_eq!(app.mails("password_was_reset").await.len(), 1);
    let admin = {
        choose(&app, &admin, "wait").await.ok();
        app.clock.advance(LONG);
        sweep_once(&app.context).await.expect("a database");
        app.session_of(ADMIN).await
    };
    let thief = sign_in(&app, AGENT).await.ok().text("/session/token");
    let held = app.send("POST", "/me/enrollment", &thief, None).await;
    held.refused(403, "recovery_hold");
    assert_eq!(held.body.get("held_until"), None);
    let view = app.get(&format!("/members/{id}"), &admin).await.ok();
    assert_eq!(view.text("/recovery_hold/cause"), "password_reset");
    let approved = decide(&app, &admin, &id, "approve").await.ok();
    assert_eq!(approved.body.get("recovery_hold"), None);
    assert_eq!(app.mails("recovery_approved").await.len(), 1);
    let recorded = details_of(&app.context.db, Action::RecoveryApproved).await;
    assert_eq!(recorded, [json!({ "reason": "Called back" })]);
    app.send("POST", "/me/enrollment", &thief, None).await.ok();

    let reset = reset_by_mail(&app, AGENT).await;
    assert!(
        reset.body["recovery_hold"]["until"].is_string(),
        "{reset:?}"
    );
    app.clock.advance(RECOVERY_HOLD);
    let session = sign_in(&app, AGENT).await.ok().text("/session/token");
    app.send("POST", "/me/enrollment", &session, None)
        .await
        .ok();
    // What is left of it goes.
    sweep_once(&app.context).await.expect("a database");
    let left = |connection: &mut DbConnection| {
        let held = members::table.filter(members::hold_since.is_not_null());
        held.count().get_result::<i64>(connection)
    };
    assert_eq!(app.context.db.read(left).await.expect("a count"), 0);
}

/// F3b: a person decides by default where two steps are required and two administrators are there; the
/// choice is part of the policy: its version, its freshness, its record.
/// A-08 (audited): the change is recorded with what it was before.
#[actix_web::test]
async fn the_mode_is_part_of_the_policy() {
    let (app, admin) = TestApp::with_admin().await;
    let policy = app.get("/policy", &admin).await.ok();
    assert_eq!(policy.text("/recovery"), "wait");
    assert_eq!(policy.body["recovery_is_default"], true);
    assert_eq!(policy.body["administrators"], 1);
    let admin = require(&app, &admin).await;
    assert_eq!(app.get("/policy", &admin).await.text("/recovery"), "wait");
    app.clock.advance(Duration::from_secs(1));
    app.invite(&admin, SECOND, "admin").await;
    app.clock.advance(Duration::from_secs(1));
    app.invite(&admin, AGENT, "agent").await;
    let policy = app.get("/policy", &admin).await.ok();
    assert_eq!(policy.text("/recovery"), "approve");
    assert_eq!(policy.body["administrators"], 2);
    let reset = reset_by_mail(&app, AGENT).await;
    assert_eq!(reset.body["recovery_hold"].get("until"), None);

    let stale = json!({ "two_step": "required", "recovery": "wait", "version": 1 });
    app.send("PUT", "/policy", &admin, Some(&stale))
        .await
        .refused(409, "conflict");
    let chosen = choose(&app, &admin, "wait").await.ok();
    assert_eq!(chosen.text("/recovery"), "wait");
    assert_eq!(chosen.body["recovery_is_default"], false);
    let recorded = details_of(&app.context.db, Action::PolicyChanged).await;
    let last = recorded.last().expect("a change");
    assert_eq!(last["recovery_before"], "approve");
    assert_eq!(last["recovery_after"], "wait");
    choose(&app, &admin, "sometimes")
        .await
        .refused(422, "invalid_input");
    app.clock.advance(Duration::from_mins(6));
    choose(&app, &admin, "approve")
        .await
        .refused(403, "reauthentication_required");
    // Who is refused changes nothing.
    assert_eq!(app.get("/policy", &admin).await.text("/recovery"), "wait");
}

/// F3b, B6: administrators and the helpdesk are told of a hold, each by one mail a day for one member, with
/// the page to decide on; nobody else is. Held members are a list of their own.
#[actix_web::test]
async fn who_can_help_is_told_of_a_hold() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    for (email, role) in [
        (HELP, "helpdesk"),
        (SECOND, "admin"),
        ("o@example.com", "agent"),
    ] {
        app.clock.advance(Duration::from_secs(1));
        app.invite(&admin, email, role).await;
    }
    let list = app.get("/members?held=true", &admin).await.ok();
    assert_eq!(list.body["items"], json!([]));
    for round in 1..=3 {
        reset_by_mail(&app, AGENT).await;
        let mails = app.mails("member_held").await;
        let mut told: Vec<&str> = mails
            .iter()
            .filter_map(|mail| mail["to"]["address"].as_str())
            .collect();
        told.sort_unstable();
        told.dedup();
        assert_eq!(told, [ADMIN, HELP, SECOND]);
        // The second one comes within a day of the first.
        let rounds = if round == 3 { 2 } else { 1 };
        assert_eq!(mails.len(), 3 * rounds, "round {round}");
        let pause = if round == 2 {
            HOLD_NOTICE_PAUSE
        } else {
            Duration::from_mins(1)
        };
        app.clock.advance(pause);
    }
    let mail = app.newest_mail("member_held").await;
    assert_eq!(mail["content"]["notice"]["name"], "Jo Doe");
    assert_eq!(mail["content"]["notice"]["member"], id);
    assert_eq!(mail["content"]["notice"]["cause"], "password_reset");
    let told: Vec<Value> = details_of(&app.context.db, Action::RecoveryHeld).await;
    let told: Vec<&Value> = told.iter().map(|one| &one["told"]).collect();
    assert_eq!(told, [&json!(3), &json!(0), &json!(3)]);

    // The helpdesk member whose recovery is held is told as a member only.
    let before = app.mails("member_held").await.len();
    reset_by_mail(&app, HELP).await;
    assert_eq!(app.mails("member_held").await.len(), before + 2);
    let admin = app.session_of(ADMIN).await;
    let list = app.get("/members?held=true", &admin).await.ok();
    assert_eq!(list.body["items"].as_array().map(Vec::len), Some(2));
    app.clock.advance(RECOVERY_HOLD);
    let admin = app.session_of(ADMIN).await;
    let list = app.get("/members?held=true", &admin).await.ok();
    assert_eq!(list.body["items"], json!([]));
}

/// B6, F3b: "This was not them" ends sessions, links and the password that somebody chose; no time ends the
/// hold, and no link is sent. An approval gives the account back to who has the mailbox then.
#[actix_web::test]
async fn a_refused_recovery_opens_nothing() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    reset_by_mail(&app, AGENT).await;
    let thief = sign_in(&app, AGENT).await.ok().text("/session/token");
    app.clock.advance(Duration::from_mins(2));
    let link = forgot(&app, AGENT).await;
    let view = decide(&app, &admin, &id, "refuse").await.ok();
    assert_eq!(view.text("/recovery_hold/cause"), "refused");
    assert_eq!(view.body["recovery_hold"].get("until"), None);
    assert_eq!(app.mails("recovery_refused").await.len(), 1);
    decide(&app, &admin, &id, "refuse")
        .await
        .refused(409, "conflict");
    app.get("/me", &thief).await.refused(401, "unauthenticated");
    sign_in(&app, AGENT)
        .await
        .refused(401, "invalid_credentials");
    confirm(&app, &link, None)
        .await
        .refused(401, "invalid_token");

    app.clock.advance(LONG);
    sweep_once(&app.context).await.expect("a database");
    let links = app.mails("password_reset").await.len();
    let body = json!({ "email": AGENT });
    app.post("/password-reset", "", &body).await.ok();
    answer_requests(&app.context).await.expect("a database");
    assert_eq!(app.mails("password_reset").await.len(), links);
    assert_eq!(app.mails("password_reset_held").await.len(), 1);
    // An administrator moves the account to a mailbox that is the member's.
    let admin = app.session_of(ADMIN).await;
    let body = json!({ "email": "jo.new@example.net", "reason": "The old mailbox is lost" });
    let path = format!("/members/{id}");
    let moved = app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    // The hold stays what it was, without an end, and so does the member, who has no password for now.
    assert_eq!(moved.body["recovery_hold"], view.body["recovery_hold"]);
    let body = json!({ "status": "active" });
    let active = app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    assert_eq!(active.text("/status"), "active");
    decide(&app, &admin, &id, "approve").await.ok();
    reset_by_mail(&app, "jo.new@example.net").await;
    sign_in(&app, "jo.new@example.net").await.ok();
}

/// F3b: a hold writes no more than a hundred mails, to administrators first.
#[actix_web::test]
async fn a_hold_is_told_to_a_hundred() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    // A helpdesk of 199, and an administrator who came after them.
    let people = |connection: &mut DbConnection| {
        let some = |numbers, role| NumberedMembers {
            numbers,
            name: "Help",
            role,
        };
        some(100..=298, "helpdesk").insert(connection)?;
        some(299..=299, "admin").insert(connection)
    };
    app.context.db.write(people).await.expect("people");
    reset_by_mail(&app, AGENT).await;
    let told = app.mails("member_held").await;
    let is_told = |address: &str| told.iter().any(|mail| mail.to_string().contains(address));
    assert_eq!(told.len(), 100);
    assert!(is_told(ADMIN) && is_told("m299") && is_told("m197") && !is_told("m198"));
}

/// F3b: the operator of the host always can: the only administrator's own recovery too. It is recorded as
/// done on the host, and told to the member and to everybody who helps members.
#[actix_web::test]
async fn the_operator_of_the_host_ends_every_hold() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, HELP, "helpdesk").await;
    choose(&app, &admin, "approve").await.ok();
    let recover = |address: &str, organization: Option<&str>| {
        let named = NamedMember {
            address: address.to_owned(),
            organization: organization.map(str::to_owned),
        };
        recover_by_host(&app.context, named, "Seen in person")
    };
    let refused = recover(ADMIN, None).await.expect_err("nothing is held");
    assert!(matches!(refused, HostError::NotHeld), "{refused}");
    reset_by_mail(&app, ADMIN).await;
    app.clock.advance(LONG);
    for (address, organization) in [("nobody@example.com", None), (ADMIN, Some("elsewhere"))] {
        let refused = recover(address, organization).await.expect_err("nobody");
        assert!(matches!(refused, HostError::UnknownAddress), "{refused}");
    }
    let body = json!({ "email": ADMIN, "password": NEW_PASSWORD });
    let session = app.post("/sign-in", "", &body).await.ok();
    let session = session.text("/session/token");
    app.send("POST", "/me/enrollment", &session, None)
        .await
        .refused(403, "recovery_hold");
    recover(ADMIN, Some("acme-support"))
        .await
        .expect("a hold that ends");
    app.send("POST", "/me/enrollment", &session, None)
        .await
        .ok();
    let expected = json!({ "reason": "Seen in person", "by": "host" });
    assert_eq!(
        details_of(&app.context.db, Action::RecoveryApproved).await,
        [expected]
    );
    let to = |mails: Vec<Value>| -> Vec<Value> {
        mails
            .iter()
            .map(|mail| mail["to"]["address"].clone())
            .collect()
    };
    assert_eq!(to(app.mails("recovery_approved").await), [json!(ADMIN)]);
    let told = app.mails("member_approved_by_host").await;
    assert_eq!(to(told), [json!(HELP)]);
}
