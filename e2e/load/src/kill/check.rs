//! What must be true after a kill, asked of the tables and of the program that was started again.

use super::World;
use super::workload::{Told, Work};
use crate::client::Connection;
use crate::program::Program;
use crate::seed;
use anyhow::{Context, Result, ensure};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::json;
use shared_types::ids::MemberId;
use shared_types::time::Time;
use std::fmt;
use twostep::platform::crypto::keys::Purpose;
use twostep::platform::db::keys::KEYS_PER_MEMBER;
use twostep::platform::db::schema::{
    audit_events, member_counts, members, outbox, sign_ins, totp_devices,
};
use twostep::platform::db::{Db, DbConnection};
use twostep::record::audit::{Action, Outcome};

/// What all lives came to.
#[derive(Default)]
pub(super) struct Figures {
    codes: usize,
    replays: usize,
    devices: usize,
    cut_off: usize,
    settled: usize,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            codes,
            replays,
            devices,
            cut_off,
            settled,
        } = self;
        write!(
            f,
            "{codes} acknowledged codes with their sessions, {replays} of them posted again and \
             refused; {devices} acknowledged new phones, each the one in the table, the old one's \
             code refused, the new one's accepted; {cut_off} members cut off midway, {settled} of \
             them with the change complete, the others without any of it"
        )
    }
}

/// A member as the tables have it.
struct Stored {
    /// Secret and newest step of every device that can sign in.
    devices: Vec<(Vec<u8>, i64)>,
    sessions: i64,
    /// Successes in the record.
    actions: Vec<Action>,
    /// Notices that a device took the place of another.
    notices: i64,
}

/// Checks every member that the life before the kill touched.
pub(super) async fn all(
    program: &Program,
    world: &World,
    told: &[Told],
    figures: &mut Figures,
) -> Result<()> {
    let mut connection = Connection::open(program.address).await?;
    for told in told {
        let stored = stored(world, told.member).await?;
        let checked = match told.work {
            Work::Code => code(&mut connection, told, &stored, figures).await,
            Work::Replace | Work::Confirm => device(&mut connection, told, &stored, figures).await,
        };
        checked.with_context(|| format!("member {}, {:?}", told.member, told.work))?;
    }
    Ok(())
}

/// A code, its session and its rows are all there or all not; acknowledged, they are there.
async fn code(
    connection: &mut Connection,
    told: &Told,
    stored: &Stored,
    figures: &mut Figures,
) -> Result<()> {
    let [(secret, step)] = stored.devices.as_slice() else {
        anyhow::bail!("{} devices", stored.devices.len());
    };
    ensure!(*secret == seed::secret(told.member), "another device");
    let is_spent = *step > 0;
    // One session was there from the start.
    let whole = (1 + i64::from(is_spent), is_spent);
    let found = (stored.sessions, stored.has(Action::SignInFinished));
    ensure!(
        found == whole,
        "a partial sign-in: {found:?}, spent {is_spent}"
    );
    if let Some(session) = &told.session {
        ensure!(is_spent, "an acknowledged code is not spent");
        let me = connection.get("/api/v1/me", session).await?;
        ensure!(me.status == 200, "an acknowledged session is gone: {me:?}");
        figures.codes += 1;
    } else {
        figures.cut_off += 1;
        figures.settled += usize::from(is_spent);
    }
    if let Some(code) = told.code.as_ref().filter(|_| is_spent) {
        let flow = seed::second_flow_token(told.member);
        refuse(connection, &flow, code).await?;
        figures.replays += usize::from(told.session.is_some());
    }
    Ok(())
}

/// Exactly one of the old and the new phone is there and works; acknowledged, it is the new one.
async fn device(
    connection: &mut Connection,
    told: &Told,
    stored: &Stored,
    figures: &mut Figures,
) -> Result<()> {
    let [(secret, step)] = stored.devices.as_slice() else {
        anyhow::bail!("{} devices", stored.devices.len());
    };
    let old = seed::secret(told.member);
    let is_new = *secret != old;
    ensure!(
        !is_new || told.shown.as_ref() == Some(secret),
        "a phone that nobody was shown"
    );
    // The replacement ended the session of the start, which still stands in its row.
    let found = (stored.has(Action::DeviceConfirmed), stored.notices > 0);
    ensure!(
        found == (is_new, is_new),
        "a partial replacement: {found:?}"
    );
    if told.confirmed.is_some() {
        ensure!(is_new, "an acknowledged phone is gone");
        figures.devices += 1;
    } else {
        figures.cut_off += 1;
        figures.settled += usize::from(is_new);
    }
    let me = connection
        .get("/api/v1/me", &seed::session_token(told.member))
        .await?;
    ensure!(
        (me.status == 401) == is_new,
        "the session of before: {me:?}"
    );
    let now = seed::step_now();
    let flow = match &told.confirmed {
        Some(flow) => flow.clone(),
        None => sign_in(connection, told.member).await?,
    };
    let other = told.shown.as_deref().filter(|_| !is_new);
    let dead = other.unwrap_or(&old);
    let dead_code = seed::code_at(dead, now);
    // Two phones show the same code now and then.
    let is_shared = (now - 1..=now + 2).any(|step| seed::code_at(secret, step) == dead_code);
    if dead != secret.as_slice() && !is_shared {
        let refused = refuse(connection, &flow, &dead_code).await;
        refused.with_context(|| {
            let is_told = told.confirmed.is_some();
            format!("the phone in the table is new: {is_new}, the confirmation was told: {is_told}")
        })?;
    }
    let code = seed::code_at(secret, now.max(step + 1));
    let answer = post_code(connection, &flow, &code).await?;
    ensure!(answer.0 == 200, "the one phone does not work: {answer:?}");
    Ok(())
}

impl Stored {
    fn has(&self, action: Action) -> bool {
        self.actions.contains(&action)
    }
}

async fn refuse(connection: &mut Connection, flow: &str, code: &str) -> Result<()> {
    let answer = post_code(connection, flow, code).await?;
    // Spent, or of a step that is over by now; or no code of the phone at all.
    let is_refused = ["already_used", "invalid_code"].contains(&answer.1.as_str());
    ensure!(answer.0 == 401 && is_refused, "a dead code: {answer:?}");
    Ok(())
}

async fn post_code(connection: &mut Connection, flow: &str, code: &str) -> Result<(u16, String)> {
    let body = json!({ "code": code });
    let answer = connection.post("/api/v1/sign-in/code", flow, &body).await?;
    Ok((answer.status, answer.text("/code").unwrap_or_default()))
}

async fn sign_in(connection: &mut Connection, member: u32) -> Result<String> {
    let body = json!({ "email": seed::email(member), "password": seed::PASSWORD });
    let flow = connection.post("/api/v1/sign-in", "", &body).await?;
    flow.text("/flow_token").context("no flow")
}

async fn stored(world: &World, number: u32) -> Result<Stored> {
    let (id, key) = (seed::member_id(number), seed::member_key(number));
    let member = id.clone();
    let subject = id.parse::<MemberId>()?.0.as_bytes().to_vec();
    let read = move |c: &mut _| {
        let confirmed = totp_devices::table
            .filter(totp_devices::key.eq(key * KEYS_PER_MEMBER))
            .select((
                totp_devices::id,
                totp_devices::secret,
                totp_devices::last_step,
                totp_devices::confirmed_at,
            ))
            .load::<(String, Vec<u8>, i64, i64)>(c)?;
        let sessions = sign_ins::table
            .filter(sign_ins::member.eq(key))
            .filter(sign_ins::state.eq("session"))
            .count()
            .get_result(c)?;
        let actions = audit_events::table
            .filter(audit_events::subject.eq(&subject))
            .filter(audit_events::outcome.eq(Outcome::Success.number()))
            .select(audit_events::action)
            .load::<i16>(c)?;
        let notices = outbox::table
            .filter(outbox::member_id.eq(&id))
            .filter(outbox::kind.eq("device_replaced"))
            .count()
            .get_result(c)?;
        Ok((confirmed, sessions, actions, notices))
    };
    let (confirmed, sessions, actions, notices) = world.db.read(read).await?;
    let open = |(id, sealed, step, confirmed_at): (String, Vec<u8>, i64, i64)| {
        let secret = world.keys.open(Purpose::Totp, &[&member, &id], &sealed);
        let secret = secret.context("a secret does not open")?.to_vec();
        // A seeded phone has the step of its confirmation, which no code of this run has spent.
        let is_seeded = secret == seed::secret(number)
            && step == Time::from_micros(confirmed_at).seconds() / 30;
        Ok((secret, if is_seeded { 0 } else { step }))
    };
    Ok(Stored {
        devices: confirmed.into_iter().map(open).collect::<Result<_>>()?,
        sessions,
        actions: actions.into_iter().filter_map(Action::of_number).collect(),
        notices,
    })
}

/// The whole file, page by page, and the figures that the database keeps of its members.
pub(super) async fn tables(db: &Db) -> Result<()> {
    let read = |connection: &mut DbConnection| {
        // The server was not killed: its pages are its own concern.
        let damage = match connection {
            DbConnection::Postgres(_) => "ok".to_owned(),
            DbConnection::Sqlite(own) => {
                let check = "(SELECT integrity_check FROM pragma_integrity_check LIMIT 1)";
                diesel::select(sql::<Text>(check)).get_result(own)?
            }
        };
        let kept = member_counts::table
            .filter(member_counts::status.eq("active"))
            .filter(member_counts::members.gt(0))
            .select((member_counts::has_device, member_counts::members))
            .load::<(bool, i64)>(connection)?;
        let active = members::table
            .filter(members::status.eq("active"))
            .count()
            .get_result(connection)?;
        Ok((damage, kept, active))
    };
    let (damage, kept, active) = db.read(read).await?;
    ensure!(damage == "ok", "the file is damaged: {damage}");
    // Everybody has a phone, the old one or the new one.
    ensure!(
        kept == [(true, active)],
        "{active} members, counted {kept:?}"
    );
    Ok(())
}
