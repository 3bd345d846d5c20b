//! The counts that the program keeps are what counting would give, whatever was done and how many
//! did it at once.

use crate::rows::SignInRow;
use crate::sign_in::refusal_of_wrong_code;
use crate::support::{ADMIN, AGENT, PASSWORD, Phone, TestApp};
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared_types::time::Time;
use std::collections::BTreeMap;
use std::time::Duration;
use twostep::people::devices;
use twostep::people::members as people;
use twostep::platform::db::keys::{KEYS_PER_MEMBER, MemberKey, SignInKey};
use twostep::platform::db::schema::{
    member_counts, members, organizations, pending_totp_devices, totp_devices,
};
use twostep::platform::db::{Db, DbConnection, DbResult};
use twostep::platform::new_id::new_id;

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

fn both(connection: &mut DbConnection) -> DbResult<(BTreeMap<i64, Counts>, BTreeMap<i64, Counts>)> {
    let all: Vec<i64> = organizations::table
        .select(organizations::key)
        .load(connection)?;
    let mut counted: BTreeMap<_, _> = all.into_iter().map(|key| (key, [0; 3])).collect();
    let mut kept = counted.clone();
    let rows: Vec<(i64, String, bool, i64)> = member_counts::table
        .select((
            member_counts::organization,
            member_counts::status,
            member_counts::has_device,
            member_counts::members,
        ))
        .load(connection)?;
    for (organization, status, has_device, members) in rows {
        let [invited, active, to_set_up] = kept.entry(organization).or_default();
        match (status.as_str(), has_device) {
            ("invited", _) => *invited += members,
            ("active", true) => *active += members,
            ("active", false) => {
                *active += members;
                *to_set_up += members;
            }
            _ => {}
        }
    }
    let own = totp_devices::key.eq(members::key * KEYS_PER_MEMBER);
    let members: Vec<(i64, String, Standing, Option<Device>)> = members::table
        .left_join(totp_devices::table.on(own))
        .select((
            members::organization,
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
    Ok((kept, counted))
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
    let agent_id = app.invite(&admin, AGENT, "agent").await;
    assert_listed(&app, &admin, "not_set_up").await;
    let agent = app.session_of(AGENT).await;
    let (phone, _) = app.set_up_phone(&agent).await;
    assert_listed(&app, &admin, "on").await;

    let flow = app.sign_in(AGENT).await.text("/flow_token");
    let wrong = json!({ "code": phone.wrong_code(&app.clock) });
    for n in 0..5 {
        let answer = app.post("/sign-in/code", &flow, &wrong).await;
        answer.refused(401, refusal_of_wrong_code(n));
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

    disable_device(&app, AGENT, &phone).await;
    assert_listed(&app, &admin, "disabled").await;
    let admin = app.session_of(ADMIN).await;
    let reason = json!({ "reason": "Phone lost" });
    let reset = format!("/members/{agent_id}/device-reset");
    app.post(&reset, &admin, &reason).await.ok();
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

/// A device that is confirmed, removed and confirmed anew, in three changes.
async fn turn_on_and_off(app: &TestApp, member: String) {
    for step in [confirm_device, remove_device, confirm_device] {
        let member = member.clone();
        let done = app.context.db.write(move |c| step(c, &member)).await;
        done.expect("nobody waits for ever");
    }
}

/// The row of a member.
pub(crate) fn key_of(connection: &mut DbConnection, member: &str) -> DbResult<MemberKey> {
    members::table
        .filter(members::id.eq(member))
        .select(members::key)
        .get_result(connection)
}

fn confirm_device(connection: &mut DbConnection, member: &str) -> DbResult<()> {
    let key = key_of(connection, member)?;
    let found = people::find_for_change(connection, key)?.expect("a member");
    let flow = insert_flow(connection, key)?;
    diesel::insert_into(pending_totp_devices::table)
        .values((
            pending_totp_devices::id.eq(member),
            pending_totp_devices::member.eq(key),
            pending_totp_devices::sign_in.eq(flow),
            pending_totp_devices::secret.eq(&[0][..]),
            pending_totp_devices::created_at.eq(0),
        ))
        .execute(connection)?;
    let pending = devices::find_pending_totp(connection, flow, found.reference())?;
    let pending = pending.expect("it waits");
    let now = Time::from_micros(1);
    let replaces = people::confirm_device(connection, &found, &pending, 1, now)?;
    assert!(!replaces);
    Ok(())
}

/// A flow of this member, which sets up a device.
pub(crate) fn insert_flow(connection: &mut DbConnection, member: MemberKey) -> DbResult<SignInKey> {
    let unique = new_id(Time::from_micros(0)).as_u128() & 0x7fff_ffff_ffff_ffff;
    let key = SignInKey::of(i64::try_from(unique).expect("63 bits"));
    let flow = SignInRow {
        key,
        member,
        state: "flow",
        verifier: &[0],
        aal: 2,
        replaces_device: true,
        last_used_at: 0,
        expires_at: i64::MAX,
    };
    flow.insert(connection).map(|()| key)
}

fn remove_device(connection: &mut DbConnection, member: &str) -> DbResult<()> {
    let id = key_of(connection, member)?;
    let found = people::find_for_change(connection, id)?.expect("a member");
    assert!(people::remove_devices(
        connection,
        &found,
        Time::from_micros(0)
    )?);
    Ok(())
}

/// The hundredth wrong code in a row.
async fn disable_device(app: &TestApp, email: &str, phone: &Phone) {
    let almost = |c: &mut DbConnection| {
        let blocked = diesel::update(totp_devices::table.filter(totp_devices::failures.gt(0)));
        blocked.set(totp_devices::failures.eq(99)).execute(c)
    };
    wrong_codes(app, email, phone, 1).await;
    app.context.db.write(almost).await.expect("a change");
    wrong_codes(app, email, phone, 1).await;
}

async fn wrong_codes(app: &TestApp, email: &str, phone: &Phone, count: usize) {
    let flow = app.sign_in(email).await.text("/flow_token");
    let wrong = json!({ "code": phone.wrong_code(&app.clock) });
    for n in 0..count {
        let answer = app.post("/sign-in/code", &flow, &wrong).await;
        answer.refused(401, refusal_of_wrong_code(n));
    }
}

/// Who walks through every state.
struct Walk {
    app: TestApp,
    member: String,
}

impl Walk {
    /// An act of the administrator, after which everything is counted.
    async fn act(&self, method: &str, path: &str, body: Value) {
        let path = format!("/members/{}{path}", self.member);
        let body = (!body.is_null()).then_some(body);
        let admin = self.app.session_of(ADMIN).await;
        let answer = self.app.send(method, &path, &admin, body.as_ref());
        let status = answer.await.status;
        assert!((200..300).contains(&status), "{method} {path}: {status}");
        assert_counted(&self.app.context.db).await;
    }

    async fn set_status(&self, status: &str) {
        self.act("PATCH", "", json!({ "status": status })).await;
    }

    async fn reset(&self) {
        let reason = json!({ "reason": "Phone lost" });
        self.act("POST", "/device-reset", reason).await;
    }

    /// The agent's next device, in the place of an older one if there is one.
    async fn set_up_phone(&self, old: Option<&Phone>) -> (Phone, String) {
        // So many mails are sent to nobody at once.
        self.app.clock.advance(Duration::from_hours(1));
        let session = match old {
            None => self.app.session_of(AGENT).await,
            Some(phone) => self.app.sign_in_with(AGENT, phone).await,
        };
        let (phone, session) = self.app.set_up_phone(&session).await;
        assert_counted(&self.app.context.db).await;
        (phone, session)
    }
}

/// Every change of a member and of a device, each compared with the rows.
#[actix_web::test]
async fn every_change_of_state_is_counted() {
    let (app, admin) = TestApp::with_admin().await;
    assert_counted(&app.context.db).await;
    let body = json!({ "email": "kim@example.com", "display_name": "Kim" });
    let member = app.post("/members", &admin, &body).await.ok().text("/id");
    let mut walk = Walk { app, member };
    // Who never chose a password goes back to being invited.
    for status in ["disabled", "disabled", "active", "active"] {
        walk.set_status(status).await;
    }
    walk.act("DELETE", "", Value::Null).await;
    walk.app.clock.advance(Duration::from_secs(1));
    walk.member = walk.app.invite(&admin, AGENT, "agent").await;
    for status in ["disabled", "active"] {
        walk.set_status(status).await;
    }
    let (old, _) = walk.set_up_phone(None).await;
    let (phone, _) = walk.set_up_phone(Some(&old)).await;
    for status in ["disabled", "active"] {
        walk.set_status(status).await;
    }
    walk_through_blocks(&walk, &phone).await;
    let (_, agent) = walk.set_up_phone(None).await;
    let removed = walk.app.send("DELETE", "/me/device", &agent, None).await;
    assert_eq!(removed.status, 204);
    assert_counted(&walk.app.context.db).await;
    walk.set_up_phone(None).await;
    walk.reset().await;
    walk.set_up_phone(None).await;
    walk.act("DELETE", "", Value::Null).await;
}

/// Blocked and unblocked, by a right code and by the administrator, then disabled and reset.
async fn walk_through_blocks(walk: &Walk, phone: &Phone) {
    let db = &walk.app.context.db;
    wrong_codes(&walk.app, AGENT, phone, 5).await;
    assert_counted(db).await;
    walk.app.clock.advance(Duration::from_mins(1));
    walk.app.sign_in_with(AGENT, phone).await;
    assert_counted(db).await;
    wrong_codes(&walk.app, AGENT, phone, 5).await;
    assert_counted(db).await;
    walk.act("POST", "/unlock", Value::Null).await;
    disable_device(&walk.app, AGENT, phone).await;
    assert_counted(db).await;
    walk.set_status("disabled").await;
    walk.set_status("active").await;
    walk.reset().await;
}
