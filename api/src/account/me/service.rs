//! What members do for themselves.

use super::refusals::{
    ChangePasswordError, PatchMeError, ReauthenticateError, RemoveDeviceError, StartEnrollmentError,
};
use crate::messages::mail::Notice;
use crate::people::devices::{self, DeviceKind, DeviceState, two_step_view};
use crate::people::members::{
    self, EmailAddress, Member, choose_name, choose_password, flaw_error, shortest_password,
};
use crate::people::policy::{self, demand};
use crate::people::sessions::{self, SessionEnded};
use crate::platform::context::Context;
use crate::platform::crypto::password::Password;
use crate::platform::db::{DbConnection, DbError, DbResult, StatementError};
use crate::protection::access::{Authorized, Fresh, OwnAccount};
use crate::record::audit::{Action, Event};
use crate::second_step::flow::{self, FlowAnswer};
use crate::second_step::proofs::{
    self, CodeAttempt, PasswordAttempt, PasswordError, ProofKind, VerifiedPassword, read_code,
};
use shared_types::ids::MemberId;
use shared_types::me::{
    ChangePasswordRequest, MeView, OrganizationView, PatchMeRequest, ReauthenticateRequest,
    SessionFacts,
};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::secret::Secret;

/// The caller with the row of the member, which nothing else changes until this change is over.
pub(super) struct OwnMember<'a> {
    pub(super) caller: &'a Authorized<OwnAccount>,
    pub(super) member: Member,
}

/// The member's row. The session was found by a join with it, so it is there.
fn find_own(connection: &mut DbConnection, id: MemberId) -> DbResult<Member> {
    members::find(connection, id)?.ok_or(StatementError::NotFound)
}

/// The same for a change. `None` when the session ended since it was found; it must not be carried
/// into the new epoch.
pub(super) fn own_for_change<'a>(
    connection: &mut DbConnection,
    caller: &'a Authorized<OwnAccount>,
) -> DbResult<Option<OwnMember<'a>>> {
    let member = members::find_for_change(connection, caller.actor.member)?;
    let member = member.filter(|member| member.epoch == caller.actor.epoch);
    Ok(member.map(|member| OwnMember { caller, member }))
}

pub(super) async fn show_me(
    context: &Context,
    caller: Authorized<OwnAccount>,
    csrf_token: Option<Secret>,
) -> Result<MeView, DbError> {
    let now = context.clock.now();
    let read = move |connection: &mut DbConnection| {
        let session = &caller.actor;
        let member = find_own(connection, session.member)?;
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
            two_step: two_step_view(DeviceState::of(&devices, now), now),
            policy: session.policy,
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
    context.db.look_up(read).await
}

pub(super) async fn patch_me(
    context: &Context,
    caller: &Authorized<OwnAccount>,
    request: PatchMeRequest,
) -> Result<(), PatchMeError> {
    let now = context.clock.now();
    let name = request
        .display_name
        .as_deref()
        .map(|name| choose_name("display_name", name));
    let name = name.transpose().map_err(PatchMeError::Invalid)?;
    let caller = caller.clone();
    let write = move |connection: &mut DbConnection| {
        let member = caller.actor.member;
        if let Some(name) = &name {
            members::set_name(connection, member, name)?;
        }
        if let Some(locale) = request.locale {
            members::set_locale(connection, member, locale)?;
        }
        let event = caller.own_event(Action::MemberChanged);
        caller.record(connection, now, &event)
    };
    Ok(context.db.write(write).await?)
}

/// Opens sensitive acts for five minutes: the password, and a code where a device is set up.
pub(super) async fn reauthenticate(
    context: &Context,
    caller: Authorized<OwnAccount>,
    request: ReauthenticateRequest,
    browser: Option<Secret>,
) -> Result<(), ReauthenticateError> {
    let code = request.code.as_ref().map(read_code).transpose();
    let code = code.map_err(ReauthenticateError::Invalid)?;
    let password = Password::parse(&request.password)
        .map_err(|flaw| ReauthenticateError::Invalid(flaw_error("password", flaw)))?;
    let checked = check_own_password(context, &caller, password, browser).await?;
    let own_context = context.clone();
    let write = move |connection: &mut DbConnection| {
        let Some(own) = own_for_change(connection, &caller)? else {
            return Ok(Err(SessionEnded.into()));
        };
        checked.settle(connection, &own_context, own_context.clock.now())?;
        confirm(connection, &own_context, &own, code.as_deref())
    };
    context.db.write(write).await?
}

/// The password was right: looks at the code, and opens sensitive acts.
fn confirm(
    connection: &mut DbConnection,
    context: &Context,
    own: &OwnMember<'_>,
    code: Option<&str>,
) -> DbResult<Result<(), ReauthenticateError>> {
    let now = context.clock.now();
    let OwnMember { caller, member } = own;
    let devices = devices::find_devices(connection, member.id)?;
    if !devices.is_empty() {
        let Some(code) = code else {
            return Ok(Err(code_missing()));
        };
        let attempt = CodeAttempt {
            origin: &caller.origin,
            flow: None,
            member,
            devices: &devices,
            kind: ProofKind::Device(DeviceKind::Totp),
            code,
        };
        let outcome = proofs::check_code(connection, context, attempt)?;
        if let Some(refusal) = outcome.refusal(None) {
            return Ok(Err(refusal.into()));
        }
    }
    sessions::open_sensitive_acts(connection, caller.actor.id, now)?;
    let event = caller.own_event(Action::Reauthenticated);
    caller.record(connection, now, &event).map(Ok)
}

fn code_missing() -> ReauthenticateError {
    ReauthenticateError::Invalid(FieldError {
        field: "code".into(),
        code: FieldErrorCode::Required,
        detail: "A device is set up: its code is needed too.".into(),
    })
}

/// The same counters as at sign-in: no route is a way around them (L-07).
async fn check_own_password(
    context: &Context,
    caller: &Authorized<OwnAccount>,
    password: Password,
    browser: Option<Secret>,
) -> Result<VerifiedPassword, PasswordError> {
    let id = caller.actor.member;
    let member = context
        .db
        .read(move |connection| find_own(connection, id))
        .await?;
    let email = EmailAddress::parse(&member.email).ok_or(PasswordError::Wrong)?;
    let attempt = PasswordAttempt {
        email,
        password,
        browser,
        refusal: caller.own_event(Action::Reauthenticated),
    };
    proofs::check_password(context, &caller.origin, attempt).await
}

/// A flow that sets up a device: the first one, or a new one in the place of the old.
pub(super) async fn start_enrollment(
    context: &Context,
    caller: Fresh<OwnAccount>,
) -> Result<FlowAnswer, StartEnrollmentError> {
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        let Some(OwnMember { caller, member }) = own_for_change(connection, &caller)? else {
            return Ok(Err(SessionEnded.into()));
        };
        if let Some(until) = member.recovery_hold(now) {
            return Ok(Err(StartEnrollmentError::Held(until)));
        }
        let transport = caller.actor.transport;
        let (open, token) = flow::open(connection, member, transport, true, now)?;
        let event = caller.own_event(Action::NewDeviceStarted);
        caller.record(connection, now, &event.in_flow(open.flow.id))?;
        let view = flow::view(connection, &open, now)?;
        Ok(Ok(FlowAnswer {
            flow_token: Some(token),
            ..FlowAnswer::of(view, transport)
        }))
    };
    context.db.write(write).await?
}

/// Removes the member's own device, where the policy allows it; other sessions end.
pub(super) async fn remove_device(
    context: &Context,
    caller: Fresh<OwnAccount>,
) -> Result<(), RemoveDeviceError> {
    let own_context = context.clone();
    let write = move |connection: &mut DbConnection| {
        let Some(own) = own_for_change(connection, &caller)? else {
            return Ok(Err(SessionEnded.into()));
        };
        let rules = policy::find(connection, caller.organization)?;
        if demand(rules, own_context.clock.now()).is_due() {
            return Ok(Err(RemoveDeviceError::DeviceRequired));
        }
        if !members::remove_devices(connection, &own.member)? {
            return Ok(Err(RemoveDeviceError::NoDevice));
        }
        let event = caller.own_event(Action::DeviceRemoved);
        let notice = Notice::DeviceRemoved;
        own.end_others(connection, &own_context, &event, notice)
            .map(Ok)
    };
    context.db.write(write).await?
}

/// Changes the password; other sessions and every flow end.
pub(super) async fn change_password(
    context: &Context,
    caller: Fresh<OwnAccount>,
    request: ChangePasswordRequest,
    browser: Option<Secret>,
) -> Result<(), ChangePasswordError> {
    let current = Password::parse(&request.current_password)
        .map_err(|flaw| ChangePasswordError::Invalid(flaw_error("current_password", flaw)))?;
    let checked = check_own_password(context, &caller, current, browser).await?;
    let shortest = shortest_password(caller.actor.demand);
    let words = checked.member.own_words();
    let chosen = choose_password("new_password", &request.new_password, shortest, &words)
        .map_err(ChangePasswordError::Invalid)?;
    let phc = context.hasher.admit()?.hash(chosen).await?;
    let own_context = context.clone();
    let write = move |connection: &mut DbConnection| {
        let Some(own) = own_for_change(connection, &caller)? else {
            return Ok(Err(SessionEnded.into()));
        };
        checked.settle(connection, &own_context, own_context.clock.now())?;
        members::set_password(connection, &own_context, &own.member, &phc)?;
        let event = caller.own_event(Action::PasswordChanged);
        let notice = Notice::PasswordChanged;
        own.end_others(connection, &own_context, &event, notice)
            .map(Ok)
    };
    context.db.write(write).await?
}

impl OwnMember<'_> {
    /// What follows every change of what proves a member: all sessions but the caller's and all
    /// flows end, the record says what happened, and the member is told.
    fn end_others(
        &self,
        connection: &mut DbConnection,
        context: &Context,
        event: &Event,
        notice: Notice,
    ) -> DbResult<()> {
        let Self { caller, member } = self;
        let epoch = members::bump_epoch(connection, member.id)?;
        sessions::keep_through(connection, caller.actor.id, epoch)?;
        caller.record(connection, context.clock.now(), event)?;
        members::notify(connection, context, member, &caller.origin, notice)
    }
}
