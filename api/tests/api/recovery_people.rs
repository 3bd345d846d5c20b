//! The people around a hold of recovery by e-mail: who counts and is told, in which organization, and what
//! stands in the record.

use crate::api_tokens::token;
use crate::attacks::other_administrator;
use crate::recovery::{agent_with_phone, sign_in};
use crate::recovery_hold::{choose, decide, reset_by_mail};
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, TestApp};
use serde_json::{Value, json};
use shared_types::limits::RECOVERY_HOLD;
use std::time::Duration;
use twostep::record::audit::Action;

const HELP: &str = "help@example.com";
const OTHER_AGENT: &str = "sam@other.example";

/// An administrator, a member, and helpers who cannot sign in: one who has not accepted, and one who is
/// disabled.
async fn with_helpers_who_cannot_sign_in() -> (TestApp, String, String) {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    app.clock.advance(Duration::from_secs(1));
    let disabled = app.invite(&admin, "disabled@example.com", "admin").await;
    let body = json!({ "status": "disabled" });
    app.send(
        "PATCH",
        &format!("/members/{disabled}"),
        &admin,
        Some(&body),
    )
    .await
    .ok();
    for role in ["helpdesk", "admin"] {
        let email = format!("new-{role}@example.com");
        let body = json!({ "email": email, "display_name": "Invited", "role": role });
        app.post("/members", &admin, &body).await.ok();
    }
    (app, admin, id)
}

/// F3b: who cannot sign in decides nothing: such administrators are not counted, and neither they nor such
/// helpdesk members are told.
#[actix_web::test]
async fn only_who_can_sign_in_counts_and_is_told() {
    let (app, admin, _) = with_helpers_who_cannot_sign_in().await;
    let policy = app.get("/policy", &admin).await.ok();
    assert_eq!(policy.body["administrators"], 1);
    reset_by_mail(&app, AGENT).await;
    let told = app.mails("member_held").await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["to"]["address"], ADMIN);
    // The operator of the host has nobody else to tell.
    let named = twostep::people::members::NamedMember {
        address: ADMIN.to_owned(),
        organization: None,
    };
    reset_by_mail(&app, ADMIN).await;
    let ended = twostep::people::members::recover_by_host(&app.context, named, "Seen in person");
    ended.await.expect("a hold that ends");
    assert_eq!(app.mails("member_approved_by_host").await.len(), 0);
}

/// F10, F3b: the administrators of another organization are not counted, and are not told of a hold, whichever
/// of the two organizations is the older one.
#[actix_web::test]
async fn another_organization_is_not_told_of_a_hold() {
    let (app, admin) = TestApp::with_admin().await;
    let stranger = other_administrator(&app).await;
    app.invite(&admin, AGENT, "agent").await;
    app.clock.advance(Duration::from_secs(1));
    app.invite(&stranger, OTHER_AGENT, "agent").await;
    for session in [&admin, &stranger] {
        let policy = app.get("/policy", session).await.ok();
        assert_eq!(policy.body["administrators"], 1);
    }
    reset_by_mail(&app, AGENT).await;
    let told = app.mails("member_held").await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["to"]["address"], ADMIN);
    app.clock.advance(Duration::from_secs(1));
    let asked = json!({ "organization": "other", "email": OTHER_AGENT });
    app.post("/password-reset", "", &asked).await.ok();
    let answered = twostep::second_step::recovery::answer_requests(&app.context).await;
    assert_eq!(answered.expect("a database"), 1);
    let link = app.newest_mail("password_reset").await["content"]["token"].clone();
    let link = link.as_str().expect("a token");
    crate::recovery::confirm(&app, link, None).await.ok();
    let told = app.mails("member_held").await;
    assert_eq!(told.len(), 2);
    assert_ne!(told[1]["to"]["address"], ADMIN);
    assert_eq!(told[1]["organization"], "Other");
}

/// F3b: administrators decide about everybody else, the helpdesk about agents; nobody about himself, nobody
/// without a reason, and nobody where nothing is held.
#[actix_web::test]
async fn rank_decides_who_may_decide() {
    let (app, admin) = TestApp::with_admin().await;
    let agent = app.invite(&admin, AGENT, "agent").await;
    app.clock.advance(Duration::from_secs(1));
    let helper = app.invite(&admin, HELP, "helpdesk").await;
    app.clock.advance(Duration::from_secs(1));
    app.invite(&admin, "other@example.com", "helpdesk").await;
    let helpdesk = app.session_of("other@example.com").await;
    for what in ["approve", "refuse"] {
        decide(&app, &admin, &agent, what)
            .await
            .refused(409, "conflict");
    }
    reset_by_mail(&app, AGENT).await;
    reset_by_mail(&app, HELP).await;
    let held = sign_in(&app, HELP).await.ok().text("/session/token");
    for what in ["approve", "refuse"] {
        for id in [&helper, &app.get("/me", &admin).await.text("/id")] {
            decide(&app, &helpdesk, id, what)
                .await
                .refused(403, "forbidden");
        }
        decide(&app, &held, &helper, what)
            .await
            .refused(403, "forbidden");
        let path = format!("/members/{agent}/recovery/{what}");
        let refused = app.post(&path, &helpdesk, &json!({ "reason": " " })).await;
        assert_eq!(refused.field_errors(), [("reason", "required")]);
    }
    decide(&app, &helpdesk, &agent, "approve").await.ok();
    decide(&app, &admin, &helper, "approve").await.ok();
}

/// F3b, K-02: that it was the member says a person, who looked; a program with the scope of the helpdesk's acts may
/// say that it was not.
#[actix_web::test]
async fn a_program_ends_no_hold() {
    let (app, admin) = TestApp::with_admin().await;
    let agent = app.invite(&admin, AGENT, "agent").await;
    app.session_of(AGENT).await;
    reset_by_mail(&app, AGENT).await;
    let admin = app.session_of(ADMIN).await;
    let program = token(&app, &admin, &["devices:reset"]).await;
    let approved = decide(&app, &program, &agent, "approve").await;
    approved.refused(403, "forbidden");
    assert!(app.mails("member_approved").await.is_empty());
    // With a device reset neither, before the hold is refused and after it.
    let path = format!("/members/{agent}/device-reset");
    let reason = json!({ "reason": "Ticket 4711" });
    let cause = async || {
        let member = app.get(&format!("/members/{agent}"), &admin).await.ok();
        member.body["recovery_hold"]["cause"].clone()
    };
    app.post(&path, &program, &reason)
        .await
        .refused(409, "conflict");
    assert_eq!(cause().await, "password_reset");
    decide(&app, &program, &agent, "refuse").await.ok();
    app.post(&path, &program, &reason)
        .await
        .refused(409, "conflict");
    assert_eq!(cause().await, "refused");
    decide(&app, &admin, &agent, "approve").await.ok();
}

/// F3b, K-02: a program that may reset devices takes one away, and the hold of its owner stays.
#[actix_web::test]
async fn a_reset_by_a_program_leaves_the_hold() {
    let (app, _, _) = agent_with_phone().await;
    reset_by_mail(&app, AGENT).await;
    let admin = app.session_of(ADMIN).await;
    let program = token(&app, &admin, &["devices:reset"]).await;
    let list = app.get("/members?search=jo", &admin).await.ok();
    let path = format!("/members/{}", list.text("/items/0/id"));
    let reason = json!({ "reason": "Ticket 4711" });
    let path = format!("{path}/device-reset");
    let view = app.post(&path, &program, &reason).await.ok();
    assert_eq!(view.body["recovery_hold"]["cause"], "password_reset");
    assert_eq!(view.body["two_step"]["device"], Value::Null);
}

/// F3b: nobody decides about himself, not even an administrator, whose rank is enough for everybody else.
#[actix_web::test]
async fn an_administrator_does_not_decide_about_himself() {
    let (app, _) = TestApp::with_admin().await;
    reset_by_mail(&app, ADMIN).await;
    let own = sign_in(&app, ADMIN).await.ok().text("/session/token");
    let id = app.get("/me", &own).await.ok().text("/id");
    for what in ["approve", "refuse"] {
        decide(&app, &own, &id, what)
            .await
            .refused(403, "forbidden");
    }
    let held = app.send("POST", "/me/enrollment", &own, None).await;
    held.refused(403, "recovery_hold");
}

/// F3b: who decides has proven a moment ago who it is.
#[actix_web::test]
async fn a_decision_needs_a_recent_sign_in() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    reset_by_mail(&app, AGENT).await;
    app.clock.advance(Duration::from_mins(6));
    for what in ["approve", "refuse"] {
        decide(&app, &admin, &id, what)
            .await
            .refused(403, "reauthentication_required");
    }
    let view = app.get(&format!("/members/{id}"), &admin).await.ok();
    assert_eq!(view.text("/recovery_hold/cause"), "password_reset");
}

/// F3b: the record says why a hold began, until when it runs and how many were told, and who refused a
/// recovery for which reason.
#[actix_web::test]
async fn the_record_says_what_became_of_a_recovery() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    reset_by_mail(&app, AGENT).await;
    let until = app.clock.now() + RECOVERY_HOLD;
    let first = json!({ "cause": "password_reset", "until": until, "told": 1 });
    assert_eq!(
        details_of(&app.context.db, Action::RecoveryHeld).await,
        std::slice::from_ref(&first)
    );
    decide(&app, &admin, &id, "refuse").await.ok();
    let second = json!({ "cause": "refused", "until": null, "told": 0 });
    assert_eq!(
        details_of(&app.context.db, Action::RecoveryHeld).await,
        [first, second]
    );
    let refused = json!({ "reason": "Called back" });
    assert_eq!(
        details_of(&app.context.db, Action::RecoveryRefused).await,
        [refused]
    );
    choose(&app, &admin, "approve").await.ok();
    app.clock.advance(Duration::from_secs(1));
    reset_by_mail(&app, ADMIN).await;
    let third = json!({ "cause": "password_reset", "until": null, "told": 0 });
    let held = details_of(&app.context.db, Action::RecoveryHeld).await;
    assert_eq!(held.last(), Some(&third));
}

/// F3b: who changes whether two steps are required, and names no way of recovery, changes nothing of what was
/// chosen.
#[actix_web::test]
async fn a_change_of_something_else_keeps_the_choice() {
    let (app, admin) = TestApp::with_admin().await;
    let (_, admin) = app.set_up_phone(&admin).await;
    choose(&app, &admin, "approve").await.ok();
    for two_step in ["required", "optional"] {
        let policy = app.get("/policy", &admin).await.ok();
        let body =
            json!({ "two_step": two_step, "version": policy.body["version"], "reason": "A test" });
        app.send("PUT", "/policy", &admin, Some(&body)).await.ok();
        let policy = app.get("/policy", &admin).await.ok();
        assert_eq!(policy.text("/two_step"), two_step);
        assert_eq!(policy.text("/recovery"), "approve");
        assert_eq!(policy.body["recovery_is_default"], false);
    }
}
