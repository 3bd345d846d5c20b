//! Rules of sets of groups: one for each set that members are in, and no more than there may be.

use crate::api_tokens::token;
use crate::idempotency::person;
use crate::member_batch::{batch, told};
use crate::recovery_hold::reset_by_mail;
use crate::rollout::{Office, SUMMER, from};
use crate::rows::details_of;
use crate::support::{AGENT, TestApp};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use serde_json::{Value, json};
use shared_types::limits::GROUP_SETS_PER_ORGANIZATION;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::{organizations, rules};
use twostep::platform::limits::UNUSED_RULE_KEPT;
use twostep::record::audit::Action;

async fn count_rules(app: &TestApp) -> i64 {
    let count = |c: &mut DbConnection| rules::table.count().get_result::<i64>(c);
    app.context.db.read(count).await.expect("rules")
}

async fn make_group(app: &TestApp, admin: &str, name: &str) -> String {
    let made = app.post("/groups", admin, &json!({ "name": name })).await;
    assert_eq!(made.status, 201, "{made:?}");
    made.text("/id")
}

fn in_groups(email: &str, groups: &Value) -> Value {
    let mut person = person(email);
    person["groups"] = groups.clone();
    person
}

/// A-08 (groups): a set of groups gets a rule when somebody is made who is in it: a request that only names sets makes none, and
/// a set that nobody is in any more is forgotten.
#[actix_web::test]
async fn a_rule_is_made_for_who_is_made() {
    let office = Office::open().await;
    let app = &office.app;
    let admin = office.admin().await;
    for name in ["Night", "Day"] {
        make_group(app, &admin, name).await;
    }
    let (night, day, both) = (json!(["Night"]), json!(["Day"]), json!(["Day", "Night"]));
    assert_eq!(count_rules(app).await, 1, "of those who are in no group");
    let taken = app
        .post("/members", &admin, &in_groups(AGENT, &night))
        .await;
    assert_eq!(taken.field_errors(), [("email", "taken")]);
    for mode in ["possible", "all"] {
        let rows = [in_groups(AGENT, &night), in_groups(AGENT, &both)];
        let answer = batch(app, &admin, &rows, json!({ "mode": mode })).await;
        assert_eq!(told(&answer).1.len(), 2);
    }
    assert_eq!(count_rules(app).await, 1, "nobody was made");

    // Of an address that stands there twice the first row makes the member.
    let rows = [
        in_groups("n1@example.com", &night),
        in_groups("n2@example.com", &night),
        in_groups("n1@example.com", &both),
        in_groups("n1@example.com", &day),
    ];
    let answer = batch(app, &admin, &rows, json!({})).await;
    assert!(told(&answer).0);
    assert_eq!(count_rules(app).await, 2);

    for at in 0..2 {
        let id = &answer.body["rows"][at]["member"];
        let path = format!("/members/{}", id.as_str().expect("an id"));
        let body = json!({ "groups": [] });
        app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    }
    let sweep = async || sweep_once(&app.context).await.expect("a database");
    sweep().await;
    assert_eq!(count_rules(app).await, 2, "a batch may be about to use it");
    app.clock.advance(UNUSED_RULE_KEPT + Duration::from_secs(1));
    sweep().await;
    assert_eq!(count_rules(app).await, 1);
}

/// A-08 (groups): with as many sets as there may be a change of the policy is made in time, and one more set is refused.
#[actix_web::test]
async fn sets_of_groups_have_a_limit() {
    let office = Office::open().await;
    let app = &office.app;
    let admin = office.admin().await;
    let night = make_group(app, &admin, "Night").await;
    let more = GROUP_SETS_PER_ORGANIZATION - 1;
    let fill = {
        let (night, now) = (night.clone(), app.clock.now().micros());
        move |c: &mut DbConnection| {
            let own: i64 = organizations::table.select(organizations::key).first(c)?;
            c.batch_execute(&format!(
                "INSERT INTO rules (organization, two_step, group_set, made_at)
                WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {more})
                SELECT {own}, 'optional', '{night} ' || n, {now} FROM numbers"
            ))
        }
    };
    app.context.db.write(fill).await.expect("rules");
    let groups = json!(["Night"]);
    let refused = app
        .post("/members", &admin, &in_groups("n1@example.com", &groups))
        .await;
    assert_eq!(refused.field_errors(), [("groups", "invalid")]);
    let answer = batch(
        app,
        &admin,
        &[in_groups("n2@example.com", &groups)],
        json!({}),
    )
    .await;
    assert_eq!(told(&answer).1, ["invalid_input groups"]);
    let path = format!("/members/{}", office.agent);
    let body = json!({ "groups": groups });
    let refused = app.send("PATCH", &path, &admin, Some(&body)).await;
    assert_eq!(refused.field_errors(), [("groups", "invalid")]);
    let member = app.get(&path, &admin).await.ok();
    assert_eq!(member.body["groups"], json!([]));

    let strict = json!([{ "group": night, "two_step": "required" }]);
    office
        .put(json!({ "two_step": "optional", "groups": strict }))
        .await
        .ok();
    let required = |c: &mut DbConnection| {
        let of_groups = rules::table.filter(rules::two_step.eq("required"));
        of_groups.count().get_result::<i64>(c)
    };
    let required = app.context.db.read(required).await.expect("rules");
    assert_eq!(required, more);
    app.get("/policy/preview", &office.admin().await).await.ok();

    // Sets that nobody was in for a while give way.
    app.clock.advance(UNUSED_RULE_KEPT + Duration::from_secs(1));
    let admin = office.admin().await;
    app.send("PATCH", &path, &admin, Some(&body)).await.ok();
}

/// A-08 (groups), K-02: a token that may change members, and not the policy, takes nobody out of a group of which more is
/// asked; the record says what was asked before and afterwards.
#[actix_web::test]
async fn a_token_of_members_does_not_loosen_the_policy() {
    let office = Office::open().await;
    let app = &office.app;
    let admin = office.admin().await;
    let night = make_group(app, &admin, "Night").await;
    make_group(app, &admin, "Day").await;
    let strict = json!([{ "group": night, "two_step": "required" }]);
    office
        .put(json!({ "two_step": "optional", "groups": strict }))
        .await
        .ok();
    let admin = office.admin().await;
    let path = format!("/members/{}", office.agent);
    let set = async |token: &str, groups: Value| {
        let body = json!({ "groups": groups });
        app.send("PATCH", &path, token, Some(&body)).await
    };
    let program = token(app, &admin, &["members:write"]).await;
    set(&program, json!(["Night"])).await.ok();
    for looser in [json!([]), json!(["Day"])] {
        set(&program, looser).await.refused(403, "forbidden");
    }
    assert_eq!(office.member().await["groups"], json!(["Night"]));
    set(&program, json!(["Day", "Night"])).await.ok();
    let both = token(app, &admin, &["members:write", "policy:write"]).await;
    set(&both, json!(["Day"])).await.ok();
    set(&program, json!([])).await.ok();
    let details = details_of(&app.context.db, Action::MemberChanged).await;
    let asked: Vec<Value> = details
        .iter()
        .map(|one| json!([one["demand_before"], one["demand_after"]]))
        .collect();
    let same = json!([null, null]);
    assert_eq!(
        asked,
        [
            json!(["none", "now"]),
            same.clone(),
            json!(["now", "none"]),
            same
        ]
    );
}

/// A-08 (groups), F3b: of a member of a group of which more is asked a person ends the hold by default, though nothing is
/// asked of everybody, and before the instant too.
#[actix_web::test]
async fn a_hold_follows_the_rule_of_the_member() {
    let office = Office::open().await;
    let app = &office.app;
    let admin = office.admin().await;
    app.invite(&admin, "second@example.com", "admin").await;
    let night = make_group(app, &admin, "Night").await;
    let strict = json!([{ "group": night, "two_step": "required", "required_from": from(SUMMER) }]);
    office
        .put(json!({ "two_step": "optional", "groups": strict }))
        .await
        .ok();
    let admin = office.admin().await;
    let policy = app.get("/policy", &admin).await.ok();
    assert_eq!(policy.body["recovery"], "wait");
    let path = format!("/members/{}", office.agent);
    let body = json!({ "groups": ["Night"] });
    app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    let reset = reset_by_mail(app, AGENT).await;
    assert_eq!(reset.body["recovery_hold"].get("until"), None, "{reset:?}");
    assert_eq!(reset.text("/recovery_hold/cause"), "password_reset");
}
