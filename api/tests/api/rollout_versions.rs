//! Versions of the policy, who is told of them, and exemptions.

use crate::api_tokens::token;
use crate::rollout::{BEFORE_SUMMER, Office, SUMMER, exemption, from, required_from};
use crate::rows::details_of;
use crate::support::AGENT;
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};
use twostep::platform::db::DbConnection;
use twostep::platform::db::keys::KEYS_PER_MEMBER;
use twostep::platform::db::schema::{members, totp_devices};
use twostep::record::audit::Action;

/// A-08 (kept), A-08 (told): every version is kept with its author and its reason; asking for less needs one and says how many may drop their
/// device; an earlier plan is put back in the version that stands; every administrator is told each time.
#[actix_web::test]
async fn versions_are_kept_and_put_back() {
    let office = Office::open().await;
    let app = &office.app;
    let second = app
        .invite(&office.admin().await, "second@example.com", "admin")
        .await;
    office.put(json!({ "two_step": "required" })).await.ok();
    let off = office.put(json!({ "two_step": "optional" })).await;
    assert_eq!(off.field_errors(), [("reason", "required")]);
    let off = json!({ "two_step": "optional", "reason": "The \u{201c}pilot\u{201d} is over" });
    let off = office.put(off).await.ok();
    // The administrator alone has a device.
    assert_eq!(off.body["may_drop_device"], 1);
    let back = office
        .put(json!({ "two_step": "required", "puts_back": 2 }))
        .await
        .ok();
    assert_eq!(back.body["version"], 4);
    let later = json!({ "two_step": "required", "required_from": from(SUMMER) });
    let later = office.put(later).await;
    assert_eq!(later.field_errors(), [("reason", "required")]);

    let admin = office.admin().await;
    let page = app.get("/policy/versions?limit=3", &admin).await.ok().body;
    let seen = |at: usize| {
        let version = &page["items"][at];
        (
            version["version"].clone(),
            version["plan"]["two_step"].clone(),
        )
    };
    assert_eq!(seen(0), (json!(4), json!("required")));
    assert_eq!(seen(1), (json!(3), json!("optional")));
    assert_eq!(page["items"][0]["puts_back"], 2);
    assert_eq!(
        page["items"][1]["reason"],
        "The \u{201c}pilot\u{201d} is over"
    );
    assert_eq!(page["items"][1]["by"]["display_name"], "Ada Admin");
    let next = format!(
        "/policy/versions?cursor={}",
        page["next_cursor"].as_str().expect("more")
    );
    let first = app.get(&next, &admin).await.ok().body;
    assert_eq!(first["items"][0]["version"], 1);
    assert_eq!(first["items"][0].get("by"), None);
    assert_eq!(first.get("next_cursor"), None);
    let program = token(app, &admin, &["policy:read"]).await;
    app.get("/policy/versions", &program).await.ok();
    app.get("/policy/versions?cursor=x", &admin)
        .await
        .refused(422, "invalid_input");
    let mails = app.mails("policy_changed").await;
    assert_eq!(mails.len(), 6);
    let to = |mail: &Value| mail["to"]["member_id"].as_str() == Some(&second);
    assert_eq!(mails.iter().filter(|mail| to(mail)).count(), 3);
    let details = details_of(&app.context.db, Action::PolicyChanged).await;
    assert_eq!(details[1]["reason"], "The \u{201c}pilot\u{201d} is over");
    assert_eq!(details[2]["puts_back"], 2);
}

/// A-08 (planned): the body of a client that knows of no plan leaves the plan alone that stands: it neither requires at once of
/// everybody, nor takes a group out.
#[actix_web::test]
async fn an_old_body_keeps_the_plan() {
    let office = Office::open().await;
    let admin = office.admin().await;
    let made = office
        .app
        .post("/groups", &admin, &json!({ "name": "Night" }))
        .await;
    let night = made.text("/id");
    let mut plan = required_from(SUMMER, 2);
    plan["groups"] = json!([{ "group": night, "two_step": "required" }]);
    let planned = office.put(plan).await.ok().body;
    let same = office
        .put(json!({ "two_step": "required" }))
        .await
        .ok()
        .body;
    assert_eq!(same["version"], planned["version"]);
    let old = json!({ "two_step": "required", "recovery": "approve" });
    let chosen = office.put(old).await.ok().body;
    for part in ["required_from", "skips", "groups"] {
        assert_eq!(chosen[part], planned[part], "{part}");
    }
    let at_once = json!({ "two_step": "required", "required_from": null, "groups": [] });
    let at_once = office.put(at_once).await.ok().body;
    assert_eq!(at_once.get("required_from"), None);
    assert_eq!(
        (&at_once["skips"], &at_once["groups"]),
        (&json!(0), &json!([]))
    );
}

/// A-08 (kept), F3b: with the plan of a version comes what had been chosen for recovery by e-mail, also that nobody had; the mail
/// says so, and a program does not weaken it that way.
#[actix_web::test]
async fn recovery_is_put_back_too() {
    let office = Office::open().await;
    let app = &office.app;
    office.put(json!({ "two_step": "required" })).await.ok();
    let approve = json!({ "two_step": "required", "recovery": "approve" });
    office.put(approve).await.ok();
    let other = json!({ "two_step": "required", "puts_back": 2, "recovery": "wait" });
    let refused = office.put(other).await;
    assert_eq!(refused.field_errors(), [("recovery", "invalid")]);
    let admin = office.admin().await;
    let program = token(app, &admin, &["policy:write"]).await;
    let back = json!({ "two_step": "required", "puts_back": 2, "version": 3 });
    app.send("PUT", "/policy", &program, Some(&back))
        .await
        .refused(403, "forbidden");
    let back = office
        .put(json!({ "two_step": "required", "puts_back": 2 }))
        .await
        .ok();
    assert_eq!(back.body["recovery_is_default"], true);
    assert_eq!(back.body["recovery"], "wait");
    let again = office
        .put(json!({ "two_step": "required", "puts_back": 3 }))
        .await
        .ok();
    assert_eq!(
        (&again.body["recovery"], &again.body["recovery_is_default"]),
        (&json!("approve"), &json!(false))
    );
    let page = app
        .get("/policy/versions?limit=2", &office.admin().await)
        .await
        .ok()
        .body;
    assert_eq!(page["items"][0]["recovery"], "approve");
    assert_eq!(page["items"][1].get("recovery"), None);
    let mails = app.mails("policy_changed").await;
    let says = |at: usize, words: &str| mails[at].to_string().contains(words);
    assert!(says(1, r#""recovery":"approve""#), "{mails:?}");
    assert!(says(2, r#""recovery":"wait""#), "{mails:?}");
}

/// A-08 (versioned): two administrators who read the same version: one change is made, and the other is told.
#[actix_web::test]
async fn two_plans_for_one_version_are_one_change() {
    let office = Office::open().await;
    let admin = office.admin().await;
    let plans = [required_from(SUMMER, 1), required_from(SUMMER, 2)];
    let answers = join_all(plans.map(|mut plan| {
        plan["version"] = json!(1);
        let (app, admin) = (&office.app, &admin);
        async move { app.send("PUT", "/policy", admin, Some(&plan)).await.status }
    }))
    .await;
    let mut answers = answers;
    answers.sort_unstable();
    assert_eq!(answers, [200, 409]);
    let policy = office.app.get("/policy", &admin).await.ok();
    assert_eq!(policy.body["version"], 2);
}

/// A-08 (exemptions): an exemption has an end and a reason, is given by who may change the policy, never to an administrator, and
/// ends at its date: then what is due already is due at once.
#[actix_web::test]
async fn an_exemption_loosens_until_its_date() {
    let office = Office::open().await;
    let app = &office.app;
    office.put(json!({ "two_step": "required" })).await.ok();
    let admin = office.admin().await;
    let path = format!("/members/{}/exemption", office.agent);
    let exemption = exemption();
    for (body, field) in [
        (json!({ "until": SUMMER, "reason": "" }), "reason"),
        (
            json!({ "until": "2027-01-01T00:00:00Z", "reason": "Leave" }),
            "until",
        ),
        (
            json!({ "until": "2029-01-01T00:00:00Z", "reason": "Leave" }),
            "until",
        ),
    ] {
        let refused = app.send("PUT", &path, &admin, Some(&body)).await;
        assert_eq!(refused.field_errors()[0].0, field);
    }
    let program = token(app, &admin, &["members:write"]).await;
    app.send("PUT", &path, &program, Some(&exemption))
        .await
        .refused(403, "insufficient_scope");
    let second = app.invite(&admin, "second@example.com", "admin").await;
    let of_admin = format!("/members/{second}/exemption");
    app.send("PUT", &of_admin, &admin, Some(&exemption))
        .await
        .refused(422, "invalid_input");
    app.send("DELETE", &path, &admin, None)
        .await
        .refused(409, "conflict");

    let exempt = app.send("PUT", &path, &admin, Some(&exemption)).await.ok();
    assert_eq!(
        (exempt.text("/demand"), exempt.text("/due_at")),
        ("exempt".to_owned(), SUMMER.to_owned())
    );
    assert_eq!(exempt.text("/exempt_until"), SUMMER);
    let session = app.session_of(AGENT).await;
    app.get("/me", &session).await.ok();
    let ended = app.send("DELETE", &path, &admin, None).await.ok();
    assert_eq!(ended.text("/demand"), "now");
    app.get("/me", &session)
        .await
        .refused(403, "second_step_required");
    let program = token(app, &admin, &["policy:write"]).await;
    app.send("PUT", &path, &program, Some(&exemption))
        .await
        .ok();
    office.set(BEFORE_SUMMER);
    let session = app.session_of(AGENT).await;
    office.set(SUMMER);
    app.get("/me", &session)
        .await
        .refused(403, "second_step_required");
    assert_eq!(app.sign_in(AGENT).await.ok().text("/step"), "email");

    let details = details_of(&app.context.db, Action::ExemptionSet).await;
    assert_eq!(details[0], json!({ "until": SUMMER, "reason": "On leave" }));
    assert_eq!(
        details_of(&app.context.db, Action::ExemptionEnded)
            .await
            .len(),
        1
    );
}

/// A-08 (planned): a session without a code ends no plan, takes nobody out of a group of the plan and exempts nobody: a
/// stolen password would end what is to end passwords alone.
#[actix_web::test]
async fn a_password_alone_ends_no_plan() {
    let office = Office::open().await;
    let app = &office.app;
    let night = office.group("Night").await;
    let admin = office.admin().await;
    app.invite(&admin, "second@example.com", "admin").await;
    let mut plan = required_from(SUMMER, 3);
    plan["groups"] = json!([{ "group": night, "two_step": "required" }]);
    office.put(plan).await.ok();
    let second = app.sign_in("second@example.com").await.ok();
    let second = app
        .send("POST", "/sign-in/later", &second.text("/flow_token"), None)
        .await
        .ok();
    let thief = second.text("/session/token");
    let off = json!({ "two_step": "optional", "groups": [], "reason": "Mine", "version": 2 });
    app.send("PUT", "/policy", &thief, Some(&off))
        .await
        .refused(403, "second_step_required");
    let path = format!("/members/{}", office.agent);
    app.send(
        "PUT",
        &format!("{path}/exemption"),
        &thief,
        Some(&exemption()),
    )
    .await
    .refused(403, "second_step_required");
    app.send("PATCH", &path, &thief, Some(&json!({ "groups": [] })))
        .await
        .refused(403, "forbidden");
    assert_eq!(office.member().await["demand"], "now");
}

/// A-08 (groups): people are put into groups by name, so a token that may not change the policy does not rename a group that it
/// names; a version is put back without groups that are gone.
#[actix_web::test]
async fn a_group_of_the_policy_keeps_its_name() {
    let office = Office::open().await;
    let app = &office.app;
    let night = office.group("Night").await;
    let plan =
        json!({ "two_step": "optional", "groups": [{ "group": night, "two_step": "required" }] });
    office.put(plan.clone()).await.ok();
    let admin = office.admin().await;
    let path = format!("/groups/{night}");
    let renamed = json!({ "name": "Old night" });
    for (scopes, status) in [
        (&["members:write"][..], 409),
        (&["members:write", "policy:write"][..], 200),
    ] {
        let program = token(app, &admin, scopes).await;
        let answer = app.send("PATCH", &path, &program, Some(&renamed)).await;
        assert_eq!(answer.status, status, "{scopes:?}");
    }
    let none = json!({ "two_step": "optional", "groups": [], "reason": "Over" });
    office.put(none).await.ok();
    let gone = app.send("DELETE", &path, &office.admin().await, None).await;
    assert_eq!(gone.status, 204);
    let mut back = plan;
    back["puts_back"] = json!(2);
    let stands = office.put(back).await.ok();
    assert_eq!(stands.body["groups"], json!([]), "{stands:?}");
}

/// A-08 (exemptions): who becomes an administrator is exempt no more, not even as an agent again.
#[actix_web::test]
async fn a_promotion_ends_an_exemption() {
    let office = Office::open().await;
    let app = &office.app;
    office.put(json!({ "two_step": "required" })).await.ok();
    let admin = office.admin().await;
    let path = format!("/members/{}", office.agent);
    app.send(
        "PUT",
        &format!("{path}/exemption"),
        &admin,
        Some(&exemption()),
    )
    .await
    .ok();
    for (role, demand) in [("helpdesk", "exempt"), ("admin", "now"), ("agent", "now")] {
        let body = json!({ "role": role });
        let changed = app.send("PATCH", &path, &admin, Some(&body)).await.ok();
        assert_eq!(changed.text("/demand"), demand, "{role}");
    }
}

/// A-08 (planned): a device that is switched off stops every sign-in, and so the member is shown, whatever the plan puts off.
#[actix_web::test]
async fn a_switched_off_device_is_due_now() {
    let office = Office::open().await;
    let app = &office.app;
    let session = app.session_of(AGENT).await;
    app.set_up_phone(&session).await;
    office.put(required_from(SUMMER, 2)).await.ok();
    assert_eq!(office.member().await["demand"], "none");
    let key = office.agent.clone();
    let disable = move |c: &mut DbConnection| {
        let member = members::table.filter(members::id.eq(key));
        let member: i64 = member.select(members::key).first(c)?;
        let own = totp_devices::table.filter(totp_devices::key.eq(member * KEYS_PER_MEMBER));
        diesel::update(own)
            .set(totp_devices::status.eq("disabled"))
            .execute(c)
    };
    let changed = app.context.db.write(disable).await.expect("a device");
    assert_eq!(changed, 1);
    let member = office.member().await;
    assert_eq!(member["demand"], "now");
    assert_eq!(
        (member.get("due_at"), member.get("skips_left")),
        (None, None)
    );
}
