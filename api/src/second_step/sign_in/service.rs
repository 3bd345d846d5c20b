//! The rules of signing in.

use super::batch::{CodeChecks, CodeSubmission};
use super::code::check_member_code;
use super::finish::{Finish, finish};
use super::password::{Checked, PasswordError, check_password};
use super::unfinished;
use crate::people::devices::{CodeOutcome, CodeRefusal};
use crate::people::members::{self, EmailAddress, flaw_error};
use crate::platform::context::Context;
use crate::platform::crypto::password::Password;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Actor, Event, Outcome};
use crate::second_step::flow::{self, FlowAnswer, FlowCredential, FlowError, Next, OpenFlow};
use serde_json::json;
use shared_types::code::parse_code;
use shared_types::members::MemberStatus;
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::secret::Secret;
use shared_types::sessions::Transport;
use shared_types::sign_in::{CodeRequest, SignInRequest, Step};
use shared_types::time::Time;

/// Why a sign-in route refuses.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The password did not help.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The flow does not serve this.
    #[error(transparent)]
    Flow(#[from] FlowError),
    /// The code was refused.
    #[error("the code was refused")]
    Code(CodeRefusal),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

pub(super) async fn sign_in(
    context: &Context,
    origin: Origin,
    request: SignInRequest,
    browser: Option<Secret>,
) -> Result<FlowAnswer, SignInError> {
    let email = EmailAddress::parse(&request.email).ok_or_else(|| {
        SignInError::Invalid(FieldError {
            field: "email".into(),
            code: FieldErrorCode::Invalid,
            detail: "This is not an e-mail address.".into(),
        })
    })?;
    let password = Password::parse(&request.password)
        .map_err(|flaw| SignInError::Invalid(flaw_error("password", flaw)))?;
    let checked = check_password(context, &origin, email, password, browser).await;
    let checked = match checked {
        Ok(checked) => checked,
        Err(refused) => return Err(record_refusal(context, origin, refused).await?),
    };
    let own = context.clone();
    let started = context
        .db
        .write(move |connection| start(connection, &own, &origin, &checked, request.transport))
        .await?;
    started.ok_or(SignInError::Password(PasswordError::Wrong))
}

/// Nobody's record: a wrong password must not show whether the address is known.
async fn record_refusal(
    context: &Context,
    origin: Origin,
    refused: PasswordError,
) -> Result<SignInError, DbError> {
    let (outcome, word) = match refused {
        PasswordError::Wrong => (Outcome::Failure, "wrong"),
        PasswordError::Throttled(_) => (Outcome::Throttled, "throttled"),
        PasswordError::Overloaded(_) | PasswordError::Database(_) => return Ok(refused.into()),
    };
    let now = context.clock.now();
    let event = Event {
        organization: None,
        actor: Actor::Anonymous,
        action: Action::PasswordChecked,
        outcome,
        subject: None,
        details: json!({ "result": word }),
    };
    context
        .db
        .write(move |connection| audit::record(connection, now, &origin, &event))
        .await?;
    Ok(refused.into())
}

/// Opens the flow, or the session where nothing more is owed. `None` when the member changed
/// while the password was being checked.
fn start(
    connection: &mut DbConnection,
    context: &Context,
    origin: &Origin,
    checked: &Checked,
    transport: Transport,
) -> DbResult<Option<FlowAnswer>> {
    let now = context.clock.now();
    let member = members::find_for_change(connection, checked.member.id)?.filter(|member| {
        member.status == MemberStatus::Active && member.epoch == checked.member.epoch
    });
    let Some(member) = member else {
        return Ok(None);
    };
    checked.settle(connection, context, now)?;
    let event = Event::own(member.organization, member.id, Action::PasswordChecked);
    let (open, token) = flow::open(connection, member, transport, false, now)?;
    audit::record(connection, now, origin, &event.in_flow(open.flow.id))?;
    if open.next(now) == Next::Done {
        let open = &open;
        return finish(
            connection,
            Finish {
                open,
                origin,
                aal: 1,
            },
            now,
        )
        .map(Some);
    }
    if open.next(now) == Next::Code && !checked.is_from_known_browser() {
        unfinished::watch(connection, &open, origin, now)?;
    }
    let view = flow::view(connection, &open, now)?;
    Ok(Some(FlowAnswer {
        flow_token: Some(token),
        ..FlowAnswer::of(view, transport)
    }))
}

pub(super) async fn check_code(
    context: &Context,
    checks: &CodeChecks,
    origin: Origin,
    credential: FlowCredential,
    request: CodeRequest,
) -> Result<FlowAnswer, SignInError> {
    let code = read_code(&request).map_err(SignInError::Invalid)?;
    let ask = CodeSubmission {
        origin,
        credential,
        code,
    };
    match checks.accept(ask.clone()).await? {
        Some(answer) => Ok(answer),
        None => check_code_alone(context, ask).await,
    }
}

/// The ordinary way: every outcome of a code, with what follows it.
async fn check_code_alone(
    context: &Context,
    ask: CodeSubmission,
) -> Result<FlowAnswer, SignInError> {
    let own = context.clone();
    let CodeSubmission {
        origin,
        credential,
        code,
    } = ask;
    let act = move |connection: &mut DbConnection, open: OpenFlow, now: Time| {
        let outcome = check_member_code(
            connection,
            &own,
            (&origin, Some(open.flow.id)),
            (&open.member, open.device.as_ref()),
            &code,
        )?;
        if outcome == CodeOutcome::Accepted {
            let (open, origin) = (&open, &origin);
            return finish(
                connection,
                Finish {
                    open,
                    origin,
                    aal: 2,
                },
                now,
            )
            .map(Ok);
        }
        let tries_left = match outcome {
            CodeOutcome::Wrong { .. } => Some(flow::count_wrong_code(connection, &open.flow)?),
            _ => None,
        };
        Ok(Err(CodeRefusal {
            outcome,
            tries_left,
        }))
    };
    flow::change(context, credential, Step::Code, act)
        .await??
        .map_err(SignInError::Code)
}

/// The six digits of a request; anything else counts as no try (T-09).
pub(super) fn read_code(request: &CodeRequest) -> Result<String, FieldError> {
    parse_code(request.code.expose()).ok_or_else(|| FieldError {
        field: "code".into(),
        code: FieldErrorCode::Invalid,
        detail: "Six digits, one space allowed in the middle.".into(),
    })
}

pub(super) async fn show_flow(
    context: &Context,
    credential: FlowCredential,
) -> Result<FlowAnswer, SignInError> {
    let now = context.clock.now();
    let transport = credential.transport;
    let read = move |connection: &mut DbConnection| match flow::load(connection, &credential, now)?
    {
        Ok(open) => flow::view(connection, &open, now).map(Ok),
        Err(ended) => Ok(Err(ended)),
    };
    Ok(FlowAnswer::of(context.db.look_up(read).await??, transport))
}

pub(super) async fn give_up(
    context: &Context,
    origin: Origin,
    credential: FlowCredential,
) -> Result<(), SignInError> {
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        let open = match flow::load_for_change(connection, &credential, now)? {
            Ok(open) => open,
            Err(ended) => return Ok(Err(ended)),
        };
        flow::end(connection, &open.flow)?;
        unfinished::give_up(connection, &open.flow, now)?;
        let event = Event::own(
            open.member.organization,
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
) -> Result<FlowAnswer, SignInError> {
    let transport = credential.transport;
    let act = move |connection: &mut DbConnection, open: OpenFlow, now: Time| {
        let (organization, member) = (open.member.organization, open.member.id);
        let event =
            Event::own(organization, member, Action::NewDeviceStarted).in_flow(open.flow.id);
        // The mailbox has reset the password already: it does not give a device as well (D-09).
        if let Some(until) = open.member.recovery_hold(now) {
            let event = event.outcome(Outcome::Failure).result("recovery_hold");
            audit::record(connection, now, &origin, &event)?;
            return Ok(Err(FlowError::Held(until)));
        }
        flow::start_replacement(connection, &open.flow)?;
        audit::record(connection, now, &origin, &event)?;
        flow::reload(connection, &open, now).map(Ok)
    };
    let view = flow::change(context, credential, Step::Code, act).await???;
    Ok(FlowAnswer::of(view, transport))
}
