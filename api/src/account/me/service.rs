//! What members do for themselves.

use crate::messages::mail::Notice;
use crate::people::demand::{Demand, demand};
use crate::people::devices::{self, DeviceKind, Standing, two_step_view};
use crate::people::members::{
    self, EmailAddress, Member, choose_name, choose_password, flaw_error, shortest_password,
};
use crate::people::policy;
use crate::people::sessions::{self, Session, SessionError};
use crate::platform::context::Context;
use crate::platform::crypto::hasher::Overloaded;
use crate::platform::crypto::password::Password;
use crate::platform::db::{DbConnection, DbError, DbResult, StatementError};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Event};
use crate::second_step::email_codes::EmailCodeError;
use crate::second_step::flow::{self, FlowAnswer};
use crate::second_step::proofs::{
    self, Checked, CodeAttempt, PasswordAttempt, PasswordError, ProofKind, ProofOutcome, Refusal,
    read_code,
};
use shared_types::me::{
    ChangePasswordRequest, MeView, OrganizationView, PatchMeRequest, ReauthenticateRequest,
    SessionFacts,
};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::secret::Secret;
use shared_types::time::Time;

/// Why an own act is refused.
#[derive(Debug, thiserror::Error)]
pub enum MeError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The password did not help.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The code was refused.
    #[error("the code was refused")]
    Code(Refusal),
    /// The policy asks for a device.
    #[error("the policy asks for a device")]
    DeviceRequired,
    /// No device is set up by e-mail before this time.
    #[error("recovery by e-mail is held")]
    Held(Time),
    /// The e-mailed code was not sent, or did not help.
    #[error(transparent)]
    EmailCode(#[from] EmailCodeError),
    /// Another member has the address by now.
    #[error("the address is taken")]
    EmailTaken,
    /// There is no device to remove.
    #[error("there is no device")]
    NoDevice,
    /// The session does not allow it.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// Too many passwords wait to be hashed.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// The session's member. The session was found by a join with it, so it is there.
pub(super) fn own(connection: &mut DbConnection, session: &Session) -> DbResult<Member> {
    members::find(connection, session.member)?.ok_or(StatementError::NotFound)
}

/// The same for a change: nothing else changes the member until this one is over. `None` when the
/// session ended since it was found; it must not be carried into the new epoch.
pub(super) fn own_for_change(
    connection: &mut DbConnection,
    session: &Session,
) -> DbResult<Option<Member>> {
    let member = members::find_for_change(connection, session.member)?;
    Ok(member.filter(|member| session.is_of_epoch(member.epoch)))
}

pub(super) async fn show_me(
    context: &Context,
    session: Session,
    csrf_token: Option<Secret>,
) -> Result<MeView, MeError> {
    let now = context.clock.now();
    let read = move |connection: &mut DbConnection| {
        let member = own(connection, &session)?;
        let devices = devices::find_devices(connection, member.id)?;
        let held_until = member.recovery_hold(now);
        Ok(MeView {
            id: member.id,
            email: member.email,
            display_name: member.display_name,
            role: member.role,
            locale: member.locale,
            organization: OrganizationView {
                id: member.organization,
                name: member.organization_name,
            },
            two_step: two_step_view(Standing::of(&devices, now), now),
            policy: session.rules.two_step,
            recovery_hold_until: held_until,
            session: SessionFacts {
                id: session.id,
                aal: session.aal,
                created_at: session.created_at,
                expires_at: session.expires_at,
                idle_expires_at: session.idle_expires_at(),
                fresh_until: session.fresh_until,
            },
            csrf_token,
        })
    };
    Ok(context.db.look_up(read).await?)
}

pub(super) async fn patch_me(
    context: &Context,
    origin: Origin,
    session: Session,
    request: PatchMeRequest,
) -> Result<(), MeError> {
    let now = context.clock.now();
    let name = request
        .display_name
        .as_deref()
        .map(|name| choose_name("display_name", name));
    let name = name.transpose().map_err(MeError::Invalid)?;
    let write = move |connection: &mut DbConnection| {
        if let Some(name) = &name {
            members::set_name(connection, session.member, name)?;
        }
        if let Some(locale) = request.locale {
            members::set_locale(connection, session.member, locale)?;
        }
        let event = Event::own(session.organization, session.member, Action::MemberChanged);
        audit::record(connection, now, &origin, &event)
    };
    Ok(context.db.write(write).await?)
}

/// Opens sensitive acts for five minutes: the password, and a code where a device is set up.
pub(super) async fn reauthenticate(
    context: &Context,
    origin: Origin,
    session: Session,
    request: ReauthenticateRequest,
    browser: Option<Secret>,
) -> Result<(), MeError> {
    let code = request.code.as_ref().map(read_code).transpose();
    let code = code.map_err(MeError::Invalid)?;
    let password = Password::parse(&request.password)
        .map_err(|flaw| MeError::Invalid(flaw_error("password", flaw)))?;
    let checked = check_own_password(context, &origin, &session, password, browser).await?;
    let own_context = context.clone();
    let write = move |connection: &mut DbConnection| {
        let confirmation = Confirmation {
            session: &session,
            checked: &checked,
            code: code.as_deref(),
        };
        confirm(connection, &own_context, &origin, confirmation)
    };
    context.db.write(write).await?
}

/// A right password of the session's member, with the code that came with it.
#[derive(Clone, Copy)]
struct Confirmation<'a> {
    session: &'a Session,
    checked: &'a Checked,
    code: Option<&'a str>,
}

fn confirm(
    connection: &mut DbConnection,
    context: &Context,
    origin: &Origin,
    confirmation: Confirmation<'_>,
) -> DbResult<Result<(), MeError>> {
    let Confirmation {
        session,
        checked,
        code,
    } = confirmation;
    let now = context.clock.now();
    let Some(member) = own_for_change(connection, session)? else {
        return Ok(Err(SessionError::Ended.into()));
    };
    checked.settle(connection, context, now)?;
    let devices = devices::find_devices(connection, member.id)?;
    if !devices.is_empty() {
        let Some(code) = code else {
            return Ok(Err(code_missing()));
        };
        let attempt = CodeAttempt {
            origin,
            flow: None,
            member: &member,
            devices: &devices,
            kind: ProofKind::Device(DeviceKind::Totp),
            code,
        };
        let outcome = proofs::check_code(connection, context, attempt)?;
        if outcome != ProofOutcome::Accepted {
            return Ok(Err(MeError::Code(Refusal {
                outcome,
                tries_left: None,
            })));
        }
    }
    sessions::open_sensitive_acts(connection, session.id, now)?;
    let event = Event::own(
        session.organization,
        session.member,
        Action::Reauthenticated,
    );
    audit::record(connection, now, origin, &event).map(Ok)
}

fn code_missing() -> MeError {
    MeError::Invalid(FieldError {
        field: "code".into(),
        code: FieldErrorCode::Required,
        detail: "A device is set up: its code is needed too.".into(),
    })
}

/// The same counters as at sign-in: no route is a way around them (L-07).
async fn check_own_password(
    context: &Context,
    origin: &Origin,
    session: &Session,
    password: Password,
    browser: Option<Secret>,
) -> Result<Checked, MeError> {
    let asked = session.clone();
    let member = context
        .db
        .read(move |connection| own(connection, &asked))
        .await?;
    let email = EmailAddress::parse(&member.email).ok_or(PasswordError::Wrong)?;
    let attempt = PasswordAttempt {
        email,
        password,
        browser,
        refusal: Event::own(
            session.organization,
            session.member,
            Action::Reauthenticated,
        ),
    };
    Ok(proofs::check_password(context, origin, attempt).await?)
}

/// A flow that sets up a device: the first one, or a new one in the place of the old.
pub(super) async fn start_enrollment(
    context: &Context,
    origin: Origin,
    session: Session,
) -> Result<FlowAnswer, MeError> {
    let now = context.clock.now();
    session.require_fresh(now)?;
    let write = move |connection: &mut DbConnection| {
        let Some(member) = own_for_change(connection, &session)? else {
            return Ok(Err(SessionError::Ended.into()));
        };
        if let Some(until) = member.recovery_hold(now) {
            return Ok(Err(MeError::Held(until)));
        }
        let (open, token) = flow::open(connection, member, session.transport, true, now)?;
        let event = Event::own(
            session.organization,
            session.member,
            Action::NewDeviceStarted,
        )
        .in_flow(open.flow.id);
        audit::record(connection, now, &origin, &event)?;
        let view = flow::view(connection, &open, now)?;
        Ok(Ok(FlowAnswer {
            flow_token: Some(token),
            ..FlowAnswer::of(view, session.transport)
        }))
    };
    context.db.write(write).await?
}

/// Removes the member's own device, where the policy allows it; other sessions end.
pub(super) async fn remove_device(
    context: &Context,
    origin: Origin,
    session: Session,
) -> Result<(), MeError> {
    let now = context.clock.now();
    session.require_fresh(now)?;
    let own_context = context.clone();
    let write = move |connection: &mut DbConnection| {
        let Some(member) = own_for_change(connection, &session)? else {
            return Ok(Err(SessionError::Ended.into()));
        };
        let rules = policy::find(connection, session.organization)?;
        if demand(rules, now) == Demand::Now {
            return Ok(Err(MeError::DeviceRequired));
        }
        if !members::remove_devices(connection, &member)? {
            return Ok(Err(MeError::NoDevice));
        }
        let epoch = members::bump_epoch(connection, member.id)?;
        sessions::keep_through(connection, session.id, epoch)?;
        let event = Event::own(session.organization, session.member, Action::DeviceRemoved);
        audit::record(connection, now, &origin, &event)?;
        members::notify(
            connection,
            &own_context,
            &member,
            &origin,
            Notice::DeviceRemoved,
        )
        .map(Ok)
    };
    context.db.write(write).await?
}

/// Changes the password; other sessions and every flow end.
pub(super) async fn change_password(
    context: &Context,
    origin: Origin,
    session: Session,
    request: ChangePasswordRequest,
    browser: Option<Secret>,
) -> Result<(), MeError> {
    let now = context.clock.now();
    session.require_fresh(now)?;
    let current = Password::parse(&request.current_password)
        .map_err(|flaw| MeError::Invalid(flaw_error("current_password", flaw)))?;
    let checked = check_own_password(context, &origin, &session, current, browser).await?;
    let shortest = shortest_password(session.demand(now));
    let words = checked.member.own_words();
    let chosen = choose_password("new_password", &request.new_password, shortest, &words)
        .map_err(MeError::Invalid)?;
    let phc = context.hasher.admit()?.hash(chosen).await?;
    let own_context = context.clone();
    let write = move |connection: &mut DbConnection| {
        let Some(member) = &own_for_change(connection, &session)? else {
            return Ok(Err(SessionError::Ended.into()));
        };
        checked.settle(connection, &own_context, now)?;
        members::set_password(connection, &own_context, member, &phc)?;
        let epoch = members::bump_epoch(connection, member.id)?;
        sessions::keep_through(connection, session.id, epoch)?;
        let event = Event::own(
            session.organization,
            session.member,
            Action::PasswordChanged,
        );
        audit::record(connection, now, &origin, &event)?;
        members::notify(
            connection,
            &own_context,
            member,
            &origin,
            Notice::PasswordChanged,
        )
        .map(Ok)
    };
    context.db.write(write).await?
}
