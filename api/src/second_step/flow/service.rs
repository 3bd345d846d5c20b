//! Starting, loading, showing and ending flows.

use super::credential::FlowCredential;
use super::earlier::take_over;
use super::model::{Flow, OpenFlow};
use super::store;
use crate::people::devices;
use crate::people::sign_ins::{self, Earlier, EndReason};
use crate::platform::context::Context;
use crate::platform::crypto::token;
use crate::platform::crypto::totp;
use crate::platform::db::keys::SignInKey;
use crate::platform::db::{DbConnection, DbError, DbResult, StatementError};
use crate::protection::hold::MailboxAct;
use crate::second_step::email_codes::{self, BoundTo};
use shared_types::limits::FLOW_LIFETIME;
use shared_types::problem::FlowEndReason;
use shared_types::recovery::RecoveryHold;
use shared_types::secret::Secret;
use shared_types::sessions::SessionGrant;
use shared_types::sign_in::{FlowMember, FlowView, Step};
use shared_types::time::Time;

/// The flow is unknown, over, of the other transport, or of an epoch that has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sign-in attempt has ended")]
pub struct FlowEnded(pub FlowEndReason);

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
    /// No device is set up by email while this hold runs.
    #[error("recovery by email is held")]
    Held(RecoveryHold),
    /// Recovery of members of a directory is the help desk's.
    #[error("the help desk recovers members of a directory")]
    ManagedElsewhere,
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

/// The flow behind a token with everything that decides about it; a dead one is no flow.
pub fn load(
    connection: &mut DbConnection,
    credential: &FlowCredential,
    now: Time,
) -> DbResult<Result<OpenFlow, FlowEnded>> {
    let found = store::find_flow(connection, &credential.token, now)?;
    match found.filter(|facts| facts.flow.transport == credential.transport) {
        Some(facts) => Ok(facts.open(now).map_err(FlowEnded)),
        None => Ok(Err(FlowEnded(ended(connection, credential)?))),
    }
}

/// Why there is no flow behind the token. The reason is told to whom the flow belonged alone: any
/// other token is answered as one that never was.
fn ended(connection: &mut DbConnection, credential: &FlowCredential) -> DbResult<FlowEndReason> {
    let FlowCredential {
        token, transport, ..
    } = credential;
    let reason = store::find_end_reason(connection, token, *transport)?;
    Ok(match reason.as_deref() {
        Some(word) if word == EndReason::TooManyCodes.as_str() => FlowEndReason::TooManyCodes,
        _ => FlowEndReason::Ended,
    })
}

/// The same for a change: whatever else is about to change the member waits until this one is
/// over, so that what was loaded still stands when it decides.
pub fn load_for_change(
    connection: &mut DbConnection,
    credential: &FlowCredential,
    now: Time,
) -> DbResult<Result<OpenFlow, FlowEnded>> {
    store::lock_member(connection, &credential.token)?;
    load(connection, credential, now)
}

/// The flows behind many tokens in one statement: at each place the flow, or nothing when it is over.
pub fn load_together(
    connection: &mut DbConnection,
    credentials: &[&FlowCredential],
    now: Time,
) -> DbResult<Vec<Option<OpenFlow>>> {
    let tokens: Vec<_> = credentials.iter().map(|one| one.token).collect();
    let found = store::find_flows(connection, &tokens, now)?;
    let all = credentials.iter().zip(found).map(|(credential, facts)| {
        let facts = facts.filter(|facts| facts.flow.transport == credential.transport);
        facts.and_then(|facts| facts.open(now).ok())
    });
    Ok(all.collect())
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

/// The same for the step `password`.
pub async fn change_in_password_step<T, F>(
    context: &Context,
    credential: FlowCredential,
    act: F,
) -> Result<Result<T, FlowError>, DbError>
where
    T: Send + 'static,
    F: FnOnce(&mut DbConnection, OpenFlow, Time) -> DbResult<T> + Send + 'static,
{
    change(context, credential, Step::Password, act).await
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
    let own = context.clone();
    let act = move |connection: &mut DbConnection, open: OpenFlow, now: Time| {
        if let Some(hold) = open.member.hold_on(MailboxAct::SetUpDevice, now) {
            return Ok(Err(SetupFlowError::Held(hold)));
        }
        // Wrong codes switched the device off: the password of the directory, which often opens the mailbox too, must not
        // become another device by that. The help desk looks who it is.
        if open.devices.are_switched_off() && open.member.is_managed_elsewhere(&own) {
            return Ok(Err(SetupFlowError::ManagedElsewhere));
        }
        act(connection, open, now).map(Ok)
    };
    let changed = change(context, credential, step.into(), act).await?;
    Ok(changed.map_err(SetupFlowError::Flow).flatten())
}

/// The same for a flow that replaces a device which still proves its member.
pub async fn change_in_replacement<T, F>(
    context: &Context,
    credential: FlowCredential,
    act: F,
) -> Result<Result<T, FlowError>, DbError>
where
    T: Send + 'static,
    F: FnOnce(&mut DbConnection, OpenFlow, Time) -> DbResult<T> + Send + 'static,
{
    change_where(context, credential, OpenFlow::can_keep_device, act).await
}

/// The same for a flow that leads to a device and may put that off.
pub async fn change_where_it_may_wait<T, F>(
    context: &Context,
    credential: FlowCredential,
    act: F,
) -> Result<Result<T, FlowError>, DbError>
where
    T: Send + 'static,
    F: FnOnce(&mut DbConnection, OpenFlow, Time) -> DbResult<T> + Send + 'static,
{
    change_where(context, credential, |open| open.later.is_some(), act).await
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
    change_where(context, credential, move |open| open.step == step, act).await
}

async fn change_where<T, F>(
    context: &Context,
    credential: FlowCredential,
    is_served: impl Fn(&OpenFlow) -> bool + Send + 'static,
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
        if !is_served(&open) {
            return Ok(Err(FlowError::WrongStep(open.step)));
        }
        act(connection, open, now).map(Ok)
    };
    context.db.write(write).await
}

/// The flow as it stands after a change, fresh from the database.
pub fn reload(connection: &mut DbConnection, open: &OpenFlow, now: Time) -> DbResult<FlowView> {
    let fresh = find_fresh(connection, open.flow.key, now)?;
    view(connection, &fresh, now)
}

fn find_fresh(connection: &mut DbConnection, key: SignInKey, now: Time) -> DbResult<OpenFlow> {
    let found = store::find_flow_by_key(connection, key, now)?;
    let open = found.and_then(|facts| facts.open(now).ok());
    open.ok_or(StatementError::NotFound)
}

/// What the caller sees of a flow.
pub fn view(connection: &mut DbConnection, open: &OpenFlow, now: Time) -> DbResult<FlowView> {
    let step = open.step;
    let email = match step {
        Step::Email => email_codes::view(connection, BoundTo::Flow(open.flow.key), now)?,
        Step::Code | Step::Enroll | Step::Password | Step::Done => None,
    };
    let device_is_overdue = open.flow.replaces_device && open.has_overdue_device(now);
    let moment = open.member.kind.moment(now);
    Ok(FlowView {
        email,
        device_is_overdue,
        // It would be asked for a code again, and led here again.
        can_keep_device: open.can_keep_device() && !device_is_overdue,
        next_code_in_seconds: open
            .devices
            .totp()
            .filter(|_| step == Step::Code)
            .map(|device| totp::next_code_in_seconds(moment.time(), device.last_step)),
        due_at: open.later.map(|later| later.due_at),
        skips_left: open.later.map(|later| later.skips_left),
        ..view_of_step(open, step)
    })
}

/// What the caller sees of a flow that ended with this session.
pub fn done_view(open: &OpenFlow, session: SessionGrant) -> FlowView {
    FlowView {
        session: Some(session),
        ..view_of_step(open, Step::Done)
    }
}

fn view_of_step(open: &OpenFlow, step: Step) -> FlowView {
    FlowView {
        step,
        flow_token: None,
        csrf_token: None,
        member: FlowMember {
            email_masked: open.member.email_masked(),
            display_name: open.member.display_name.clone(),
        },
        organization: open.member.organization_name.clone(),
        replaces_device: !open.devices.is_empty() && open.step != Step::Code,
        can_keep_device: open.can_keep_device(),
        device_is_overdue: false,
        expires_at: open.flow.expires_at,
        entry_number: entry_number(open),
        email: None,
        next_code_in_seconds: None,
        due_at: None,
        skips_left: None,
        session: None,
        receipt: None,
    }
}

/// What stands behind the name of the device's entry in the app, where something does.
fn entry_number(open: &OpenFlow) -> Option<u32> {
    let device = open.devices.totp().filter(|_| open.step == Step::Code)?;
    u32::try_from(device.number)
        .ok()
        .filter(|number| *number > 1)
}

/// The flow goes on in the member's new epoch under a new token; the old one is dead (S-04).
pub fn rotate(
    connection: &mut DbConnection,
    open: &OpenFlow,
    epoch: i64,
    now: Time,
) -> DbResult<(OpenFlow, Secret)> {
    let token = sign_ins::renew_flow(connection, open.flow.key, epoch)?;
    Ok((find_fresh(connection, open.flow.key, now)?, token))
}

/// The same after a password took the place of the short one that began the flow.
pub fn rotate_with_new_password(
    connection: &mut DbConnection,
    open: &OpenFlow,
    epoch: i64,
    now: Time,
) -> DbResult<(OpenFlow, Secret)> {
    sign_ins::note_password_replaced(connection, open.flow.key)?;
    rotate(connection, open, epoch, now)
}

/// Turns the flow to a new device: the mailbox has to be proven from the start.
pub fn start_replacement(
    connection: &mut DbConnection,
    open: &OpenFlow,
    now: Time,
) -> DbResult<()> {
    sign_ins::start_replacement(connection, open.flow.key)?;
    match open.flow.browser {
        Some(browser) => {
            let earlier = Earlier::InBrowser(browser.key);
            take_over(connection, &open.member, earlier, open.flow.key, now)
        }
        None => Ok(()),
    }
}

/// Turns the flow back to the current device. The pending one proves nothing, and stays for a while: who turns
/// to it again in this browser has it in the app.
pub fn keep_device(connection: &mut DbConnection, flow: &Flow) -> DbResult<()> {
    sign_ins::keep_device(connection, flow.key)
}

/// Notes that the mailbox was proven.
pub fn prove_email(connection: &mut DbConnection, flow: &Flow, now: Time) -> DbResult<()> {
    sign_ins::prove_email(connection, flow.key, now)
}

/// Ends the flow, because the person gave up. Its mailed code and its pending device stay for a while, for the
/// next flow of the same browser.
pub fn give_up(connection: &mut DbConnection, flow: &Flow, now: Time) -> DbResult<()> {
    sign_ins::end(connection, flow.key, EndReason::GivenUp, now).map(drop)
}

/// Drops the pending devices of flows whose time is over.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let oldest = SignInKey::of(token::selector_of_ended(now, FLOW_LIFETIME));
    devices::sweep_pending(connection, oldest, now)
}
