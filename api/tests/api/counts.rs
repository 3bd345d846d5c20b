//! The counts that triggers keep are what counting would give, whatever was done and how many did
//! it at once.

use crate::support::{AGENT, PASSWORD, TestApp};
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;
use twostep::platform::db::schema::{member_counts, members, organizations, totp_devices};
use twostep::platform::db::{Db, DbConnection, DbResult};

/// Invited, active, and active without a device.
type Counts = [i64; 3];

/// What a member's row repeats: to set up, where the device stands, whether it was blocked.
type Standing = (bool, String, bool);
/// Its status, and until when it is blocked.
type Device = (String, i64);

/// Counts everybody and compares, in one snapshot.
pub(crate) async fn assert_counted(db: &Db) {
    let (kept, counted) = db.read(both).await.expect("the members");
    assert_eq!(kept, counted);
}

fn both(
    connection: &mut DbConnection,
) -> DbResult<(BTreeMap<String, Counts>, BTreeMap<String, Counts>)> {
    let kept: Vec<(String, i64, i64, i64)> = member_counts::table.load(connection)?;
    let kept = kept.into_iter().map(|(id, a, b, c)| (id, [a, b, c]));
    let all: Vec<String> = organizations::table
        .select(organizations::id)
        .load(connection)?;
    let mut counted: BTreeMap<_, _> = all.into_iter().map(|id| (id, [0; 3])).collect();
    let own = totp_devices::member_id.eq(members::id);
    let members: Vec<(String, String, Standing, Option<Device>)> = members::table
        .left_join(totp_devices::table.on(own))
        .select((
            members::organization_id,
            members::status,
            (
                members::to_set_up,
                members::device_status,
                members::was_blocked,
            ),
            (totp_devices::status, totp_devices::blocked_until).nullable(),
        ))
        .load(connection)?;
    for (organization, status, standing, device) in members {
        let (device, blocked_until) = device.unwrap_or_else(|| ("none".to_owned(), 0));
        let to_set_up = status == "active" && device != "active";
        assert_eq!(standing, (to_set_up, device, blocked_until > 0));
        let counts = counted.entry(organization).or_default();
        counts[0] += i64::from(status == "invited");
        counts[1] += i64::from(status == "active");
        counts[2] += i64::from(to_set_up);
    }
    Ok((kept.collect(), counted))
}

async fn preview(app: &TestApp, admin: &str) -> Counts {
    assert_counted(&app.context.db).await;
    let preview = app.get("/policy/preview", admin).await.ok().body;
    let number = |name: &str| preview[name].as_i64().expect("a number");
    assert_eq!(
        number("active"),
        number("set_up") + number("not_set_up"),
        "{preview}"
    );
    ["invited", "active", "not_set_up"].map(number)
}

/// Every way in which somebody begins or ceases to count.
#[actix_web::test]
async fn the_preview_follows_every_change() {
    let (app, admin) = TestApp::with_admin().await;
    assert_eq!(preview(&app, &admin).await, [0, 1, 1]);
    let (_, admin) = app.set_up_phone(&admin).await;
    let body = json!({ "email": "kim@example.com", "display_name": "Kim" });
    let invited = app.post("/members", &admin, &body).await.ok().text("/id");
    app.clock.advance(Duration::from_secs(1));
    let id = app.invite(&admin, AGENT, "agent").await;
    assert_eq!(preview(&app, &admin).await, [1, 2, 1]);
    let agent = app.session_of(AGENT).await;
    let (phone, agent) = app.set_up_phone(&agent).await;
    assert_eq!(preview(&app, &admin).await, [1, 2, 0]);
    let member = format!("/members/{id}");
    let status = |status: &str| json!({ "status": status });
    for (to, counts) in [("disabled", [1, 1, 0]), ("active", [1, 2, 0])] {
        app.send("PATCH", &member, &admin, Some(&status(to)))
            .await
            .ok();
        assert_eq!(preview(&app, &admin).await, counts, "{to}");
    }
    app.get("/me", &agent).await.refused(401, "unauthenticated");
    app.sign_in_with(AGENT, &phone).await;
    let reason = json!({ "reason": "Phone lost" });
    app.post(&format!("{member}/device-reset"), &admin, &reason)
        .await
        .ok();
    assert_eq!(preview(&app, &admin).await, [1, 2, 1]);
    for (gone, counts) in [(invited, [0, 2, 1]), (id, [0, 1, 0])] {
        let path = format!("/members/{gone}");
        assert_eq!(app.send("DELETE", &path, &admin, None).await.status, 204);
        assert_eq!(preview(&app, &admin).await, counts);
    }
}

/// The lists of those whose second step stands so, through every change of a device.
#[actix_web::test]
async fn the_lists_follow_a_device() {
    let (app, admin) = TestApp::with_admin().await;
    app.clock.advance(Duration::from_secs(1));
    app.invite(&admin, AGENT, "agent").await;
    assert_listed(&app, &admin, "not_set_up").await;
    let agent = app.session_of(AGENT).await;
    let (phone, _) = app.set_up_phone(&agent).await;
    assert_listed(&app, &admin, "on").await;

    let flow = app.sign_in(AGENT).await.text("/flow_token");
    let wrong = json!({ "code": phone.wrong_code(&app.clock) });
    for _ in 0..5 {
        let answer = app.post("/sign-in/code", &flow, &wrong).await;
        answer.refused(401, "invalid_code");
    }
    assert_listed(&app, &admin, "locked").await;
    app.clock.advance(Duration::from_mins(1));
    assert_listed(&app, &admin, "on").await;
    app.sign_in_with(AGENT, &phone).await;
    assert_listed(&app, &admin, "on").await;
    let was_blocked = app
        .context
        .db
        .read(|c| members::table.select(members::was_blocked).load::<bool>(c))
        .await;
    assert_eq!(was_blocked.expect("the members"), [false, false]);

    let disable = |c: &mut DbConnection| {
        let all = diesel::update(totp_devices::table);
        all.set(totp_devices::status.eq("disabled")).execute(c)
    };
    app.context.db.write(disable).await.expect("a change");
    assert_listed(&app, &admin, "disabled").await;
    let remove = |c: &mut DbConnection| diesel::delete(totp_devices::table).execute(c);
    app.context.db.write(remove).await.expect("a change");
    assert_listed(&app, &admin, "not_set_up").await;
}

/// The agent stands in the list of this state, and in no other.
async fn assert_listed(app: &TestApp, admin: &str, state: &str) {
    assert_counted(&app.context.db).await;
    for asked in ["not_set_up", "on", "locked", "disabled"] {
        let path = format!("/members?role=agent&two_step={asked}");
        let page = app.get(&path, admin).await.ok();
        let listed = page.body["items"].as_array().expect("a list").len();
        assert_eq!(listed, usize::from(asked == state), "{asked}, {state}");
    }
}

/// All of them lock the same row of counts: they wait for each other, and for nothing else.
#[actix_web::test]
async fn many_change_the_counts_at_once() {
    let (app, admin) = TestApp::with_admin().await;
    let mut tokens = Vec::new();
    for n in 0..16 {
        let body = json!({ "email": format!("m{n}@example.com"), "display_name": "M" });
        app.post("/members", &admin, &body).await.ok();
        let mail = app.newest_mail("invitation").await;
        app.clock.advance(Duration::from_secs(1));
        tokens.push(mail["content"]["token"].clone());
    }
    assert_eq!(preview(&app, &admin).await, [16, 1, 1]);
    let bodies: Vec<Value> = tokens
        .into_iter()
        .map(|token| json!({ "token": token, "password": PASSWORD }))
        .collect();
    let accepted = bodies
        .iter()
        .map(|body| app.post("/invitations/accept", "", body));
    for answer in join_all(accepted).await {
        answer.ok();
    }
    assert_eq!(preview(&app, &admin).await, [0, 17, 17]);
    let ids: Vec<String> = app
        .context
        .db
        .read(|c| members::table.select(members::id).load(c))
        .await
        .expect("the ids");
    let turns = ids.into_iter().map(|id| turn_on_and_off(&app, id));
    join_all(turns).await;
    assert_eq!(preview(&app, &admin).await, [0, 17, 0]);
}

/// A device that is added, disabled and added anew, in four changes.
async fn turn_on_and_off(app: &TestApp, member: String) {
    for round in 0..2 {
        for step in [insert_device, remove_device].iter().take(2 - round) {
            let member = member.clone();
            let done = app.context.db.write(move |c| step(c, &member)).await;
            assert_eq!(done.expect("nobody waits for ever"), 1);
        }
    }
}

fn insert_device(connection: &mut DbConnection, member: &str) -> DbResult<usize> {
    diesel::insert_into(totp_devices::table)
        .values((
            totp_devices::id.eq(member),
            totp_devices::member_id.eq(member),
            totp_devices::slot.eq(0),
            totp_devices::status.eq("active"),
            totp_devices::secret.eq(&[0][..]),
            totp_devices::confirmed_at.eq(0),
            totp_devices::last_step.eq(0),
            totp_devices::failures.eq(0),
            totp_devices::blocked_until.eq(0),
        ))
        .execute(connection)
}

fn remove_device(connection: &mut DbConnection, member: &str) -> DbResult<usize> {
    diesel::update(totp_devices::table.find(member))
        .set(totp_devices::status.eq("disabled"))
        .execute(connection)?;
    diesel::delete(totp_devices::table.find(member)).execute(connection)
}
