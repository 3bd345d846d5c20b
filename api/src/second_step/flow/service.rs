//! Starting, loading, showing and ending flows.

use super::credential::FlowCredential;
use super::model::{Flow, FlowFacts, OpenFlow};
use super::store;
use crate::people::{devices, members, policy};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::crypto::totp;
use crate::platform::db::{DbConnection, DbError, DbResult, StatementError};
use crate::second_step::email_codes::{self, BoundTo};
use shared_types::ids::FlowId;
use shared_types::limits::FLOW_LIFETIME;
use shared_types::secret::Secret;
use shared_types::sessions::Transport;
use shared_types::sign_in::{FlowMember, FlowView, Step};
use shared_types::time::Time;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// The flow is unknown, over, of the other transport, or of an epoch that has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sign-in attempt has ended")]
pub struct FlowEnded;

/// Why a step of a flow is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FlowError {
    /// There is no such flow.
    #[error(transparent)]
    Ended(#[from] FlowEnded),
    /// The flow serves this step instead.
    #[error("the flow serves another step")]
    WrongStep(Step),
}

/// Why a step that leads to a device is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupFlowError {
    /// The flow does not serve the step.
    #[error(transparent)]
    Flow(#[from] FlowError),
    /// No device is set up by e-mail before this time.
    #[error("recovery by e-mail is held")]
    Held(Time),
}

/// The steps that lead to a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupStep {
    /// The mailbox is to be proven.
    Email,
    /// The device is to be set up.
    Enroll,
}

impl From<SetupStep> for Step {
    fn from(step: SetupStep) -> Self {
        match step {
            SetupStep::Email => Self::Email,
            SetupStep::Enroll => Self::Enroll,
        }
    }
}

/// Starts a flow for a member whose password was right; gives its bearer token.
pub fn open(
    connection: &mut DbConnection,
    member: members::Member,
    transport: Transport,
    replaces_device: bool,
    now: Time,
) -> DbResult<(OpenFlow, Secret)> {
    let (token, hash) = token::generate(TokenKind::Flow);
    let flow = Flow {
        id: FlowId(Uuid::now_v7()),
        member: member.id,
        epoch: member.epoch,
        transport,
        replaces_device,
        email_at: None,
        code_failures: 0,
        expires_at: now + FLOW_LIFETIME,
    };
    store::delete_surplus(connection, member.id)?;
    store::insert_flow(connection, &flow, &hash, now)?;
    let open = with_member(connection, flow, member)?.open(now);
    Ok((open.ok_or(StatementError::NotFound)?, token))
}

/// The flow behind a token with everything that decides about it; a dead one is no flow.
pub fn load(
    connection: &mut DbConnection,
    credential: &FlowCredential,
    now: Time,
) -> DbResult<Result<OpenFlow, FlowEnded>> {
    let flow = store::find_flow(connection, &credential.token_hash)?;
    let Some(flow) = flow.filter(|flow| flow.transport == credential.transport) else {
        return Ok(Err(FlowEnded));
    };
    let open = with_facts(connection, flow, now)?;
    Ok(open.ok_or(FlowEnded))
}

/// The same for a change: whatever else is about to change the member waits until this one is
/// over, so that what was loaded still stands when it decides.
pub fn load_for_change(
    connection: &mut DbConnection,
    credential: &FlowCredential,
    now: Time,
) -> DbResult<Result<OpenFlow, FlowEnded>> {
    store::lock_member(connection, &credential.token_hash)?;
    load(connection, credential, now)
}

/// The flows behind many tokens for one change of all of them: at each place the flow, or nothing
/// when it is over, was named before, or its member is being changed by somebody else.
///
/// Never waits for a lock, or batches could deadlock.
pub fn load_together(
    connection: &mut DbConnection,
    credentials: &[&FlowCredential],
    now: Time,
) -> DbResult<Vec<Option<OpenFlow>>> {
    let hashes = credentials.iter().map(|one| one.token_hash.clone());
    let locked = store::try_lock_members(connection, hashes.collect())?;
    let flows: HashMap<_, _> = store::find_flows(connection, locked)?.into_iter().collect();
    let mut open = with_all_facts(connection, flows, now)?;
    let take = |one: &&FlowCredential| {
        open.remove(&one.token_hash)
            .filter(|open| open.flow.transport == one.transport)
    };
    Ok(credentials.iter().map(take).collect())
}

/// Loads the flow inside one write and lets `act` change it, if it serves the step `code`.
pub async fn change_in_code_step<T, F>(
    context: &Context,
    credential: FlowCredential,
    act: F,
) -> Result<Result<T, FlowError>, DbError>
where
    T: Send + 'static,
    F: FnOnce(&mut DbConnection, OpenFlow, Time) -> DbResult<T> + Send + 'static,
{
    change(context, credential, Step::Code, act).await
}

/// The same for a step that leads to a device. A hold of recovery by e-mail keeps the member from
/// it; it is asked for here, so that no such step forgets it (D-09).
pub async fn change_in_setup_step<T, F>(
    context: &Context,
    credential: FlowCredential,
    step: SetupStep,
    act: F,
) -> Result<Result<T, SetupFlowError>, DbError>
where
    T: Send + 'static,
    F: FnOnce(&mut DbConnection, OpenFlow, Time) -> DbResult<T> + Send + 'static,
{
    let act = move |connection: &mut DbConnection, open: OpenFlow, now: Time| match open
        .member
        .recovery_hold(now)
    {
        Some(until) => Ok(Err(SetupFlowError::Held(until))),
        None => act(connection, open, now).map(Ok),
    };
    let changed = change(context, credential, step.into(), act).await?;
    Ok(changed.map_err(SetupFlowError::Flow).flatten())
}

async fn change<T, F>(
    context: &Context,
    credential: FlowCredential,
    step: Step,
    act: F,
) -> Result<Result<T, FlowError>, DbError>
where
    T: Send + 'static,
    F: FnOnce(&mut DbConnection, OpenFlow, Time) -> DbResult<T> + Send + 'static,
{
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        let open = match load_for_change(connection, &credential, now)? {
            Ok(open) => open,
            Err(ended) => return Ok(Err(ended.into())),
        };
        if open.step != step {
            return Ok(Err(FlowError::WrongStep(open.step)));
        }
        act(connection, open, now).map(Ok)
    };
    context.db.write(write).await
}

fn with_facts(connection: &mut DbConnection, flow: Flow, now: Time) -> DbResult<Option<OpenFlow>> {
    let Some(member) = members::find(connection, flow.member)? else {
        return Ok(None);
    };
    Ok(with_member(connection, flow, member)?.open(now))
}

/// The flows with everything that decides about them, by the hash of their token.
fn with_all_facts(
    connection: &mut DbConnection,
    flows: HashMap<Vec<u8>, Flow>,
    now: Time,
) -> DbResult<HashMap<Vec<u8>, OpenFlow>> {
    let ids = distinct(flows.values().map(|flow| flow.member));
    let members = members::find_all(connection, &ids)?;
    let organizations = distinct(members.iter().map(|member| member.organization));
    let rules: HashMap<_, _> = policy::find_all(connection, &organizations)?
        .into_iter()
        .collect();
    let devices = devices::find_all(connection, &ids)?;
    let members: HashMap<_, _> = members.into_iter().map(|one| (one.id, one)).collect();
    let open = flows.into_iter().filter_map(|(hash, flow)| {
        let member = members.get(&flow.member)?.clone();
        let facts = FlowFacts {
            rules: *rules.get(&member.organization)?,
            devices: devices.get(&flow.member).cloned().unwrap_or_default(),
            member,
            flow,
        };
        Some((hash, facts.open(now)?))
    });
    Ok(open.collect())
}

fn distinct<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let values: BTreeSet<T> = values.collect();
    values.into_iter().collect()
}

fn with_member(
    connection: &mut DbConnection,
    flow: Flow,
    member: members::Member,
) -> DbResult<FlowFacts> {
    let rules = policy::find(connection, member.organization)?;
    let devices = devices::find_devices(connection, member.id)?;
    Ok(FlowFacts {
        flow,
        member,
        rules,
        devices,
    })
}

/// The flow as it stands after a change, fresh from the database.
pub fn reload(connection: &mut DbConnection, open: &OpenFlow, now: Time) -> DbResult<FlowView> {
    let fresh = match store::find_flow_by_id(connection, open.flow.id)? {
        Some(flow) => with_facts(connection, flow, now)?,
        None => None,
    };
    view(connection, &fresh.ok_or(StatementError::NotFound)?, now)
}

/// What the caller sees of a flow.
pub fn view(connection: &mut DbConnection, open: &OpenFlow, now: Time) -> DbResult<FlowView> {
    let step = open.step;
    let email = match step {
        Step::Email => email_codes::view(connection, BoundTo::Flow(open.flow.id), now)?,
        Step::Code | Step::Enroll | Step::Done => None,
    };
    Ok(FlowView {
        step,
        flow_token: None,
        csrf_token: None,
        member: FlowMember {
            email_masked: open.member.email_masked(),
            display_name: open.member.display_name.clone(),
        },
        organization: open.member.organization_name.clone(),
        replaces_device: !open.devices.is_empty() && step != Step::Code,
        expires_at: open.flow.expires_at,
        email,
        next_code_in_seconds: open
            .devices
            .totp()
            .filter(|_| step == Step::Code)
            .map(|device| totp::next_code_in_seconds(now, device.last_step)),
        session: None,
    })
}

/// The flow goes on in the member's new epoch under a new token; the old one is dead (S-04).
pub fn rotate(
    connection: &mut DbConnection,
    open: &OpenFlow,
    epoch: i64,
    now: Time,
) -> DbResult<(OpenFlow, Secret)> {
    let (token, hash) = token::generate(TokenKind::Flow);
    let flow = Flow {
        id: FlowId(Uuid::now_v7()),
        epoch,
        replaces_device: false,
        email_at: None,
        ..open.flow.clone()
    };
    store::delete_flow(connection, open.flow.id)?;
    store::insert_flow(connection, &flow, &hash, now)?;
    let fresh = with_facts(connection, flow, now)?.ok_or(StatementError::NotFound)?;
    Ok((fresh, token))
}

/// Counts a wrong code in the flow; the fifth ends it. Says how many tries are left.
pub fn count_failed_try(connection: &mut DbConnection, flow: &Flow) -> DbResult<u32> {
    let left = store::consume_try(connection, flow.id)?;
    if left == 0 {
        store::delete_flow(connection, flow.id)?;
    }
    Ok(u32::try_from(left).unwrap_or(0))
}

/// Turns the flow to a new device: the mailbox has to be proven from the start.
pub fn start_replacement(connection: &mut DbConnection, flow: &Flow) -> DbResult<()> {
    store::update_replacing(connection, flow.id)
}

/// Notes that the mailbox was proven.
pub fn prove_email(connection: &mut DbConnection, flow: &Flow, now: Time) -> DbResult<()> {
    store::update_email_at(connection, flow.id, now)
}

/// Ends the flow; its pending device goes with it.
pub fn end(connection: &mut DbConnection, flow: &Flow) -> DbResult<()> {
    store::delete_flow(connection, flow.id)
}

/// Ends all of them.
pub fn end_all(connection: &mut DbConnection, ids: &[FlowId]) -> DbResult<()> {
    store::delete_flows(connection, ids)
}

/// Drops flows whose time is over.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    store::delete_ended(connection, now)
}
