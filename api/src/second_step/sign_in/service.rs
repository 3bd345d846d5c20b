//! The rules of signing in.

use super::batch::{CodeChecks, CodeSubmission};
use super::finish::{Finish, finish};
use super::overdue;
use super::receipt;
use super::refusals::{
    CheckCodeError, FindFlowError, KeepDeviceError, NewDeviceError, SignInError,
};
use crate::people::devices::DeviceKind;
use crate::people::members::{self, BrowserLanguage, EmailAddress, flaw_error};
use crate::people::organizations;
use crate::platform::context::Context;
use crate::platform::crypto::password::Password;
use crate::platform::crypto::token::PresentedToken;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::protection::hold::MailboxAct;
use crate::protection::throttle::{self, Verdict};
use crate::record::audit::{self, Action, Ending, Event, SignInProof};
use crate::second_step::flow::{self, FlowAnswer, FlowCredential, FlowError, NewFlow, OpenFlow};
use crate::second_step::proofs::{
    self, CodeAttempt, PasswordAttempt, PasswordError, Presenter, ProofKind, ProofOutcome,
    VerifiedPassword, read_code,
};
use shared_types::limits::{PASSWORD_SHORTEST_ALONE, REFUSALS_TOLD_EVERY};
use shared_types::members::MemberStatus;
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::secret::Secret;
use shared_types::sessions::Transport;
use shared_types::sign_in::{CheckCodeRequest, SignInRequest, Step};
use shared_types::time::Time;
use std::time::Duration;

/// What a browser sends by itself with a password.
pub struct Sent {
    /// The token of a known browser.
    pub browser: Option<Secret>,
    /// The token of an earlier flow.
    pub earlier: Option<PresentedToken>,
}

/// Checks a password, and begins a sign-in.
pub async fn sign_in(
    context: &Context,
    origin: Origin,
    request: SignInRequest,
    Sent { browser, earlier }: Sent,
) -> Result<FlowAnswer, SignInError> {
    let email = EmailAddress::parse(&request.email).ok_or_else(|| {
        SignInError::Invalid(FieldError::new(
            "email",
            FieldErrorCode::Invalid,
            "This is not an email address.",
        ))
    })?;
    let password = Password::parse(&request.password)
        .map_err(|flaw| SignInError::Invalid(flaw_error("password", flaw)))?;
    let organization = organizations::chosen_short_name(request.organization.as_deref())
        .map_err(SignInError::Invalid)?;
    let audience = receipt::read_audience(request.audience.as_deref(), request.transport)
        .map_err(SignInError::Invalid)?;
    // Known now and never again: what is kept of a password does not tell its length.
    let is_short = password.is_shorter_than(PASSWORD_SHORTEST_ALONE);
    let attempt = PasswordAttempt {
        organization,
        email,
        password,
        browser,
        // Whose it is, is looked up when a refusal is recorded: the same for everybody.
        refusal: Event::anonymous(Action::PasswordChecked),
    };
    let right = RightPassword {
        checked: proofs::check_password(context, &origin, attempt).await?,
        is_short,
        earlier,
        browser: BrowserLanguage::of(&origin, request.time_zone.as_deref()),
    };
    let due = receipt::prepare(context, audience).await?;
    let own = context.clone();
    let started = context
        .db
        .write(move |connection| start(connection, &own, &origin, &right, request.transport))
        .await?;
    Ok(receipt::add(context, due, started?).await?)
}

/// A password that was right.
struct RightPassword {
    checked: VerifiedPassword,
    /// Whether it is too short to sign in alone.
    is_short: bool,
    /// The flow whose cookie came with it.
    earlier: Option<PresentedToken>,
    /// The language and zone of the browser that it came from.
    browser: BrowserLanguage,
}

/// Opens the flow, or the session where nothing more is owed. A member who changed while the password was
/// being checked is nobody.
fn start(
    connection: &mut DbConnection,
    context: &Context,
    origin: &Origin,
    RightPassword {
        checked,
        is_short,
        earlier,
        browser,
    }: &RightPassword,
    transport: Transport,
) -> DbResult<Result<FlowAnswer, PasswordError>> {
    let now = context.clock.now();
    let member = members::find_for_change(connection, checked.member.key)?.filter(|member| {
        member.status == MemberStatus::Active && member.epoch == checked.member.epoch
    });
    let Some(member) = member else {
        return Ok(Err(PasswordError::Wrong));
    };
    // Who has nothing but the password uses up nothing that a known browser needs. The counter of the
    // member comes before those of network and address (`db::lock`).
    let right = if checked.known_browser().is_none() {
        let counter = throttle::right_password_counter(member.id, &origin.throttle_key());
        throttle::take(connection, &counter, &throttle::RIGHT_PASSWORDS, now)?
    } else {
        Verdict::Allowed
    };
    checked.settle(connection, context, now)?;
    let event = Event::own(member.organization.id, member.id, Action::PasswordChecked);
    let busy = |connection: &mut DbConnection, wait: Duration| {
        let event = event.clone().ending(Ending::throttled());
        audit::record_decision(connection, context, origin, &event, Some(wait))?;
        Ok(Err(PasswordError::Busy(wait)))
    };
    if let Verdict::Wait(wait) = right {
        return busy(connection, wait);
    }
    let is_known = checked.known_browser().is_some();
    members::remember_browser_of_password(connection, &member, browser, is_known)?;
    let member_is_of_directory = member.is_managed_elsewhere(context);
    let new = NewFlow {
        member,
        transport,
        replaces_device: false,
        // How long passwords are is for their directory to say.
        has_short_password: *is_short && !member_is_of_directory,
        browser: checked.known_browser(),
        is_watched: true,
        origin,
    };
    let (open, token) = match flow::open(connection, new, now)? {
        Ok(opened) => opened,
        Err(full) => return busy(connection, full.wait),
    };
    if open.step == Step::Done {
        members::remember_browser(connection, &open.member, browser)?;
        let done = Finish {
            open: &open,
            origin,
            proof: SignInProof::Password,
        };
        return finish(connection, done, now).map(Ok);
    }
    if let Some(earlier) = earlier.as_ref().filter(|_| transport == Transport::Cookie) {
        flow::continue_earlier(connection, &open, earlier, now)?;
    }
    audit::record(connection, now, origin, &event.in_flow(open.flow.id))?;
    let view = flow::view(connection, &open, now)?;
    Ok(Ok(FlowAnswer {
        flow_token: Some(token),
        ..FlowAnswer::of(view, transport)
    }))
}

/// Checks a code of the device in a flow, and gives the session.
pub async fn check_code(
    context: &Context,
    checks: &CodeChecks,
    origin: Origin,
    credential: FlowCredential,
    request: CheckCodeRequest,
) -> Result<FlowAnswer, CheckCodeError> {
    let code = read_code(&request.code).map_err(CheckCodeError::Invalid)?;
    let audience = receipt::read_audience(request.audience.as_deref(), credential.transport)
        .map_err(CheckCodeError::Invalid)?;
    let due = receipt::prepare(context, audience).await?;
    let ask = CodeSubmission {
        origin,
        credential,
        code,
    };
    let answer = match checks.accept(ask.clone()).await? {
        Some(answer) => answer,
        None => check_code_alone(context, ask).await?,
    };
    Ok(receipt::add(context, due, answer).await?)
}

/// Checks one code in its own transaction, whatever its outcome, with what follows it.
async fn check_code_alone(
    context: &Context,
    ask: CodeSubmission,
) -> Result<FlowAnswer, CheckCodeError> {
    let own = context.clone();
    let CodeSubmission {
        origin,
        credential,
        code,
    } = ask;
    // A flow that another request ended is over for good: nobody waits for the lock of its member to
    // be told so.
    let (now, presented) = (context.clock.now(), credential.clone());
    let end =
        move |connection: &mut DbConnection| Ok(flow::load(connection, &presented, now)?.err());
    if let Some(ended) = context.db.look_up(end).await? {
        return Err(FlowError::Ended(ended).into());
    }
    let transport = credential.transport;
    let act = move |connection: &mut DbConnection, open: OpenFlow, now: Time| {
        let leads_to_device = overdue::leads_to_device(&open, now);
        let attempt = CodeAttempt {
            origin: &origin,
            ends_sign_in: !leads_to_device,
            flow: Some(open.flow.id),
            member: &open.member,
            devices: &open.devices,
            presenter: Presenter::Member(open.flow.browser),
            kind: ProofKind::Device(DeviceKind::Totp),
            code: &code,
        };
        let outcome = proofs::check_code(connection, &own, attempt)?;
        let tries_left = match count_try(connection, &open, outcome, now)? {
            Ok(left) => left,
            Err(ended) => return Ok(Err(ended)),
        };
        if let Some(refusal) = outcome.refusal(tries_left) {
            return Ok(Err(CheckCodeError::Code(refusal)));
        }
        if leads_to_device {
            let view = overdue::start_replacement(connection, &origin, &open, now)?;
            return Ok(Ok(FlowAnswer::of(view, transport)));
        }
        let done = Finish {
            open: &open,
            origin: &origin,
            proof: SignInProof::Code,
        };
        finish(connection, done, now).map(Ok)
    };
    flow::change_in_code_step(context, credential, act).await??
}

/// Counts a code that was not accepted in its flow; gives the tries that a wrong one leaves, or why the flow ended.
fn count_try(
    connection: &mut DbConnection,
    open: &OpenFlow,
    outcome: ProofOutcome,
    now: Time,
) -> DbResult<Result<Option<u32>, CheckCodeError>> {
    match outcome {
        ProofOutcome::Wrong { delay, .. } => {
            match flow::count_failed_try(connection, &open.flow, now)? {
                Ok(left) => Ok(Ok(Some(left))),
                Err(_) if delay > Duration::ZERO => Ok(Err(CheckCodeError::EndedWithDelay(delay))),
                Err(ended) => Ok(Err(FlowError::Ended(ended).into())),
            }
        }
        ProofOutcome::AlreadyUsed { .. } => {
            let counted = flow::count_spent_code(connection, &open.flow, now)?;
            Ok(counted
                .map(|()| None)
                .map_err(|ended| FlowError::Ended(ended).into()))
        }
        ProofOutcome::Accepted
        | ProofOutcome::Throttled { .. }
        | ProofOutcome::NoDevice
        | ProofOutcome::Unreadable => Ok(Ok(None)),
    }
}

pub(super) async fn show_flow(
    context: &Context,
    credential: FlowCredential,
) -> Result<FlowAnswer, FindFlowError> {
    let now = context.clock.now();
    let transport = credential.transport;
    let read = move |connection: &mut DbConnection| match flow::load(connection, &credential, now)?
    {
        Ok(open) => flow::view(connection, &open, now).map(Ok),
        Err(ended) => Ok(Err(ended)),
    };
    Ok(FlowAnswer::of(context.db.look_up(read).await??, transport))
}

/// Ends a flow.
pub async fn give_up(
    context: &Context,
    origin: Origin,
    credential: FlowCredential,
) -> Result<(), FindFlowError> {
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        let open = match flow::load_for_change(connection, &credential, now)? {
            Ok(open) => open,
            Err(ended) => return Ok(Err(ended)),
        };
        flow::give_up(connection, &open.flow, now)?;
        let event = Event::own(
            open.member.organization.id,
            open.member.id,
            Action::FlowGivenUp,
        )
        .in_flow(open.flow.id);
        audit::record(connection, now, &origin, &event).map(Ok)
    };
    Ok(context.db.write(write).await??)
}

pub(super) async fn start_new_device(
    context: &Context,
    origin: Origin,
    credential: FlowCredential,
) -> Result<FlowAnswer, NewDeviceError> {
    let (transport, own) = (credential.transport, context.clone());
    let act = move |connection: &mut DbConnection, open: OpenFlow, now: Time| {
        let (organization, member) = (open.member.organization.id, open.member.id);
        let event =
            Event::own(organization, member, Action::NewDeviceStarted).in_flow(open.flow.id);
        // The mailbox has reset the password already: it does not give a device as well (D-09).
        if let Some(hold) = open.member.hold_on(MailboxAct::SetUpDevice, now) {
            let event = event.ending(Ending::failure("recovery_hold"));
            let wait = Some(REFUSALS_TOLD_EVERY);
            audit::record_decision(connection, &own, &origin, &event, wait)?;
            return Ok(Err(NewDeviceError::Held(hold)));
        }
        // Who has the password of the directory and the mailbox is not enough: the help desk looks who it is.
        if open.member.is_managed_elsewhere(&own) {
            let event = event.ending(Ending::failure("managed_elsewhere"));
            let wait = Some(REFUSALS_TOLD_EVERY);
            audit::record_decision(connection, &own, &origin, &event, wait)?;
            return Ok(Err(NewDeviceError::ManagedElsewhere));
        }
        flow::start_replacement(connection, &open, now)?;
        audit::record_repeated(connection, &own, &origin, &event)?;
        flow::reload(connection, &open, now).map(Ok)
    };
    let view = flow::change_in_code_step(context, credential, act).await???;
    Ok(FlowAnswer::of(view, transport))
}

/// Turns the flow back to the device that the member has, so that who found it needs no password again.
pub(super) async fn keep_device(
    context: &Context,
    origin: Origin,
    credential: FlowCredential,
) -> Result<FlowAnswer, KeepDeviceError> {
    let (transport, own) = (credential.transport, context.clone());
    let act = move |connection: &mut DbConnection, open: OpenFlow, now: Time| {
        let (organization, member) = (open.member.organization.id, open.member.id);
        let event = Event::own(organization, member, Action::NewDeviceStarted)
            .ending(Ending::failure("given_up"))
            .in_flow(open.flow.id);
        flow::keep_device(connection, &open.flow)?;
        audit::record_repeated(connection, &own, &origin, &event)?;
        flow::reload(connection, &open, now)
    };
    let view = flow::change_in_replacement(context, credential, act).await??;
    Ok(FlowAnswer::of(view, transport))
}
