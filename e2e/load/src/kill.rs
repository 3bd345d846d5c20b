//! the program is killed at random moments of code check and of getting a new phone, started
//! again, and asked what is left. Everything that it acknowledged must be there, nothing half.

use crate::client::{Answer, Connection};
use crate::program::Program;
use crate::seed;
use anyhow::{Context, Result, ensure};
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;
use twostep::crypto::keys::{KeyRing, Purpose};
use twostep::db::schema::{audit_events, devices, outbox};
use twostep::db::{DatabaseUrl, Db};

/// Connections that are busy when the kill comes: the first half checks codes, the second enrolls.
const CONNECTIONS: usize = 8;
/// The kill comes within this time after the first request, in microseconds.
const WITHIN: u64 = 60_000;
/// Members for each kill, far more than are reached.
const MEMBERS_EACH: u32 = 200;

/// What a member was told before the kill.
#[derive(Default)]
struct Told {
    member: u32,
    /// The session of an accepted code.
    session: Option<String>,
    /// The secret of a device that was said to be confirmed.
    secret: Option<String>,
}

/// What all rounds came to.
#[derive(Default)]
struct Figures {
    codes: usize,
    devices: usize,
    cut_off: usize,
    replays: usize,
}

/// Kills the program this often and prints what was checked.
pub(crate) async fn run(program: &Path, kills: u32, seed: u64) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let count = kills * MEMBERS_EACH;
    println!("seeding {count} members, seed {seed} …");
    seed::fill(folder.path(), count).await?;
    let keys = Arc::new(KeyRing::parse(&std::fs::read_to_string(
        folder.path().join("twostep.keys"),
    )?)?);
    let db = Db::open(&DatabaseUrl::Sqlite(folder.path().join("twostep.sqlite")))?;
    let next = Arc::new(AtomicU32::new(1));
    let mut figures = Figures::default();
    let mut random = seed | 1;
    for kill in 0..kills {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let moment = Duration::from_micros((random >> 33) % WITHIN);
        let told = one_life(program, folder.path(), (&db, &keys, &next), moment).await?;
        let again = Program::serve(program, folder.path()).await?;
        check(&again, &db, &told, &mut figures)
            .await
            .with_context(|| format!("after kill {kill} of seed {seed}, at {moment:?}"))?;
    }
    ensure!(is_sound(&db).await?, "the file is damaged");
    println!("{}", Program::verify_audit(program, folder.path()).await?);
    let Figures {
        codes,
        devices,
        cut_off,
        replays,
    } = figures;
    println!(
        "{kills} kills: {codes} accepted codes and {devices} confirmed devices acknowledged, \
         {cut_off} members cut off midway, {replays} replays refused, 0 violations"
    );
    Ok(())
}

type World<'a> = (&'a Db, &'a Arc<KeyRing>, &'a Arc<AtomicU32>);

/// Starts the program, keeps it busy, kills it; what everybody was told until then.
async fn one_life(
    program: &Path,
    folder: &Path,
    (db, keys, next): World<'_>,
    moment: Duration,
) -> Result<Vec<Told>> {
    let mut running = Program::serve(program, folder).await?;
    let mut tasks = JoinSet::new();
    for lane in 0..CONNECTIONS {
        let connection = Connection::open(running.address).await?;
        let (db, keys, next) = (db.clone(), Arc::clone(keys), Arc::clone(next));
        tasks.spawn(busy(connection, db, keys, next, lane >= CONNECTIONS / 2));
    }
    tokio::time::sleep(moment).await;
    running.kill().await?;
    let mut told = Vec::new();
    while let Some(part) = tasks.join_next().await {
        told.extend(part?);
    }
    Ok(told)
}

/// One member after the other until the connection breaks.
async fn busy(
    mut connection: Connection,
    db: Db,
    keys: Arc<KeyRing>,
    next: Arc<AtomicU32>,
    enrolls: bool,
) -> Vec<Told> {
    let mut all = Vec::new();
    loop {
        let mut told = Told {
            member: next.fetch_add(1, Ordering::Relaxed),
            ..Told::default()
        };
        let done = if enrolls {
            enroll(&mut connection, (&db, &keys), &mut told).await
        } else {
            check_code(&mut connection, &mut told).await
        };
        all.push(told);
        if done.is_err() {
            return all;
        }
    }
}

async fn check_code(connection: &mut Connection, told: &mut Told) -> Result<()> {
    let body = json!({ "code": seed::code(told.member) });
    let token = seed::flow_token(told.member);
    let answer = connection
        .post("/api/v1/sign-in/code", &token, &body)
        .await?;
    told.session = answer.text("/session/token");
    ensure!(told.session.is_some(), "{answer:?}");
    Ok(())
}

/// A new phone for a member who has one: mailbox, secret, setup code.
async fn enroll(
    connection: &mut Connection,
    (db, keys): (&Db, &KeyRing),
    told: &mut Told,
) -> Result<()> {
    let none = Value::Null;
    let token = seed::flow_token(told.member);
    connection
        .post("/api/v1/sign-in/new-device", &token, &none)
        .await?;
    connection
        .post("/api/v1/enrollment/email", &token, &none)
        .await?;
    let code = mailed_code(db, keys, told.member).await?;
    let body = json!({ "code": code });
    connection
        .post("/api/v1/enrollment/email/verify", &token, &body)
        .await?;
    let device = connection.get("/api/v1/enrollment/device", &token).await?;
    let secret = device.text("/secret").context("no secret")?;
    let body = json!({ "code": seed::code_of(&secret)? });
    let answer = connection
        .post("/api/v1/enrollment/device/confirm", &token, &body)
        .await?;
    ensure!(
        answer.text("/step").as_deref() == Some("code"),
        "{answer:?}"
    );
    told.secret = Some(secret);
    Ok(())
}

/// The mailbox: the newest code for the member, opened with the key ring.
async fn mailed_code(db: &Db, keys: &KeyRing, member: u32) -> Result<String> {
    let id = seed::member_id(member);
    let member = id.clone();
    let read = move |connection: &mut _| {
        outbox::table
            .filter(outbox::member_id.eq(&id))
            .filter(outbox::kind.eq("email_verification"))
            .select((outbox::id, outbox::organization_id, outbox::payload))
            .first::<(String, String, Vec<u8>)>(connection)
    };
    let (id, organization, payload) = db.read(read).await?;
    let plain = keys.open(Purpose::Mail, &[&id, &organization, &member], &payload)?;
    let mail: Value = serde_json::from_slice(&plain)?;
    let code = mail.pointer("/content/code").and_then(Value::as_str);
    Ok(code.context("no code in the mail")?.to_owned())
}

/// Everything that was acknowledged is there; nobody has two devices, or none.
async fn check(program: &Program, db: &Db, told: &[Told], figures: &mut Figures) -> Result<()> {
    let mut connection = Connection::open(program.address).await?;
    for told in told {
        let (confirmed, events) = rows_of(db, told.member).await?;
        ensure!(
            confirmed == 1,
            "member {} has {confirmed} devices",
            told.member
        );
        if let Some(session) = &told.session {
            let me = connection.get("/api/v1/me", session).await?;
            ensure!(me.status == 200, "an acknowledged session is gone: {me:?}");
            ensure!(
                events > 0,
                "an accepted code of {} left no record",
                told.member
            );
            figures.codes += 1;
        }
        if told.secret.is_some() {
            ensure!(
                events > 0,
                "a confirmed device of {} left no record",
                told.member
            );
            figures.devices += 1;
        }
        if told.session.is_none() && told.secret.is_none() {
            figures.cut_off += 1;
        }
    }
    // One replay a life, through the password: hashing is what takes the time.
    if let Some(spent) = told.iter().find(|told| told.session.is_some()) {
        replay(&mut connection, spent.member).await?;
        figures.replays += 1;
    }
    Ok(())
}

/// The whole file, page by page.
async fn is_sound(db: &Db) -> Result<bool> {
    let read = |connection: &mut _| {
        let check = "(SELECT integrity_check FROM pragma_integrity_check LIMIT 1)";
        diesel::select(diesel::dsl::sql::<Text>(check)).get_result::<String>(connection)
    };
    Ok(db.read(read).await? == "ok")
}

/// A code that was accepted before the kill is refused after it.
async fn replay(connection: &mut Connection, member: u32) -> Result<()> {
    let body = json!({ "email": seed::email(member), "password": seed::PASSWORD });
    let flow = connection.post("/api/v1/sign-in", "", &body).await?;
    let token = flow.text("/flow_token").context("no flow")?;
    let body = json!({ "code": seed::code(member) });
    let answer: Answer = connection
        .post("/api/v1/sign-in/code", &token, &body)
        .await?;
    // The step may have turned since: then the code is another, fresh one, and proves nothing.
    let is_new_step = answer.status == 200;
    ensure!(
        is_new_step || answer.text("/code").as_deref() == Some("already_used"),
        "{answer:?}"
    );
    Ok(())
}

/// How many devices can sign in, and how many rows the record has, for a member.
async fn rows_of(db: &Db, member: u32) -> Result<(i64, i64)> {
    let id = seed::member_id(member);
    let read = move |connection: &mut _| {
        let confirmed = devices::table
            .filter(devices::member_id.eq(&id))
            .filter(devices::status.eq("active"))
            .count()
            .get_result(connection)?;
        let events = audit_events::table
            .filter(audit_events::subject.eq(&id))
            .filter(audit_events::action.eq_any(["code.checked", "device.confirmed"]))
            .filter(audit_events::outcome.eq("success"))
            .count()
            .get_result(connection)?;
        Ok((confirmed, events))
    };
    Ok(db.read(read).await?)
}
