//! What the connections do until the kill, and what they were told.

use super::World;
use crate::client::Connection;
use crate::seed;
use anyhow::{Context, Error, Result, ensure};
use diesel::prelude::*;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use twostep::platform::crypto::keys::Purpose;
use twostep::platform::db::schema::outbox;

/// What a connection does for each member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// Checks a code.
    Code,
    /// A new phone from the start: mailbox, secret, setup code.
    Replace,
    /// The end of it alone, with the mailbox proven before: most kills fall near a confirmation.
    Confirm,
}

/// What a member was told before the kill.
pub(super) struct Told {
    pub(super) member: u32,
    pub(super) work: Work,
    /// The code that was posted at sign-in.
    pub(super) code: Option<String>,
    /// The session of an accepted code.
    pub(super) session: Option<String>,
    /// The secret of the new phone, as soon as it was shown.
    pub(super) shown: Option<Vec<u8>>,
    /// The flow that goes on after the new phone was said to be confirmed.
    pub(super) confirmed: Option<String>,
}

/// The members that the connections of one kind share.
pub(super) type Members = Arc<Mutex<Range<u32>>>;

/// The members of this work among those of a life, made ready for it.
pub(super) async fn members(world: &World, work: Work, life: &Range<u32>) -> Result<Members> {
    let eighth = (life.end - life.start) / 8;
    let (start, end) = match work {
        Work::Code => (0, 4),
        Work::Replace => (4, 5),
        Work::Confirm => (5, 8),
    };
    let numbers = life.start + start * eighth..life.start + end * eighth;
    let all = numbers.clone();
    let prepare = move |connection: &mut _| {
        all.clone().try_for_each(|number| match work {
            Work::Code => seed::insert_second_flow(connection, number),
            Work::Replace => seed::insert_setup_flow(connection, number),
            Work::Confirm => {
                seed::insert_setup_flow(connection, number)?;
                seed::prove_mailbox(connection, number)
            }
        })
    };
    world.db.write(prepare).await?;
    Ok(Arc::new(Mutex::new(numbers)))
}

/// The nodes of an installation, and the one that a connection uses.
pub(super) struct Nodes {
    pub(super) addresses: Arc<[SocketAddr]>,
    pub(super) current: usize,
}

/// What one connection saw.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) told: Vec<Told>,
    /// When which node gave no right answer, and what it was instead.
    pub(super) broke: Vec<(usize, Instant, Error)>,
}

/// One member after the other; where a node breaks, on with the next one, as behind a balancer,
/// until none is left.
pub(super) async fn busy(mut nodes: Nodes, world: World, work: Work, members: Members) -> Seen {
    let mut seen = Seen::default();
    let mut connection = Connection::open(nodes.addresses[nodes.current]).await.ok();
    let take = || {
        members
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .next()
    };
    while let Some(open) = &mut connection
        && let Some(member) = take()
    {
        let mut told = Told {
            member,
            work,
            code: None,
            session: None,
            shown: None,
            confirmed: None,
        };
        let done = match work {
            Work::Code => check_code(open, &mut told).await,
            Work::Replace => replace(open, &world, &mut told).await,
            Work::Confirm => confirm(open, &mut told).await,
        };
        seen.told.push(told);
        if let Err(error) = done {
            seen.broke.push((nodes.current, Instant::now(), error));
            connection = nodes.next().await;
        }
    }
    seen
}

impl Nodes {
    /// The next node that listens.
    async fn next(&mut self) -> Option<Connection> {
        for step in 1..self.addresses.len() {
            let node = (self.current + step) % self.addresses.len();
            if let Ok(connection) = Connection::open(self.addresses[node]).await {
                self.current = node;
                return Some(connection);
            }
        }
        None
    }
}

async fn check_code(connection: &mut Connection, told: &mut Told) -> Result<()> {
    let code = seed::code(told.member);
    let body = json!({ "code": code });
    told.code = Some(code);
    let token = seed::flow_token(told.member);
    let answer = connection
        .post("/api/v1/sign-in/code", &token, &body)
        .await?;
    told.session = answer.text("/session/token");
    ensure!(told.session.is_some(), "{answer:?}");
    Ok(())
}

/// A new phone for a member who has one.
async fn replace(connection: &mut Connection, world: &World, told: &mut Told) -> Result<()> {
    let none = Value::Null;
    let token = seed::setup_flow_token(told.member);
    for path in ["/api/v1/sign-in/new-device", "/api/v1/enrollment/email"] {
        connection.post(path, &token, &none).await?;
    }
    let body = json!({ "code": mailed_code(world, told.member).await? });
    connection
        .post("/api/v1/enrollment/email/verify", &token, &body)
        .await?;
    confirm(connection, told).await
}

async fn confirm(connection: &mut Connection, told: &mut Told) -> Result<()> {
    let token = seed::setup_flow_token(told.member);
    let device = connection.get("/api/v1/enrollment/device", &token).await?;
    let secret = seed::secret_of(&device.text("/secret").context("no secret")?)?;
    let body = json!({ "code": seed::code_at(&secret, seed::step_now()) });
    told.shown = Some(secret);
    let answer = connection
        .post("/api/v1/enrollment/device/confirm", &token, &body)
        .await?;
    told.confirmed = answer.text("/flow_token");
    ensure!(told.confirmed.is_some(), "{answer:?}");
    Ok(())
}

/// The mailbox: the newest code for the member, opened with the key ring.
async fn mailed_code(world: &World, member: u32) -> Result<String> {
    let id = seed::member_id(member);
    let member = id.clone();
    let read = move |connection: &mut _| {
        outbox::table
            .filter(outbox::member_id.eq(&id))
            .filter(outbox::kind.eq("email_verification"))
            .select((outbox::id, outbox::organization_id, outbox::payload))
            .first::<(String, String, Vec<u8>)>(connection)
    };
    let (id, organization, payload) = world.db.read(read).await?;
    let bound_to = [id.as_str(), &organization, &member];
    let plain = world.keys.open(Purpose::Mail, &bound_to, &payload)?;
    let mail: Value = serde_json::from_slice(&plain)?;
    let code = mail.pointer("/content/code").and_then(Value::as_str);
    Ok(code.context("no code in the mail")?.to_owned())
}
