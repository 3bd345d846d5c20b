//! What members do for themselves.

use super::refusals::{
    ChangePasswordError, PatchMeError, ReauthenticateError, RemoveDeviceError, StartEnrollmentError,
};
use crate::messages::mail::Notice;
use crate::people::devices::{self, DeviceKind, two_step_view};
use crate::people::members::{
    self, EmailAddress, Member, choose_name, choose_password, flaw_error, shortest_password,
};
use crate::people::sessions::{self, SessionEnded, SignedIn};
use crate::people::{organizations, sign_ins};
use crate::platform::context::Context;
use crate::platform::crypto::code::Code;
use crate::platform::crypto::password::Password;
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::access::{Authorized, Fresh, OwnAccount};
use crate::protection::demand::demand;
use crate::protection::hold::MailboxAct;
use crate::record::audit::{self, Action, Event};
use crate::second_step::flow::{self, FlowAnswer, NewFlow};
use crate::second_step::proofs::{
    self, CodeAttempt, PasswordAttempt, PasswordError, Presenter, ProofKind, VerifiedPassword,
    read_code,
};
use serde_json::json;
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

/// The caller's row for a change. `None` when the session ended since it was found; it must not be carried
/// into the new epoch.
pub(super) fn own_for_change<'a>(
    connection: &mut DbConnection,
    caller: &'a Authorized<OwnAccount>,
) -> DbResult<Option<OwnMember<'a>>> {
    let member = members::find_for_change(connection, caller.actor.member.key)?;
    let member = member.filter(|member| member.epoch == caller.actor.epoch);
    Ok(member.map(|member| OwnMember { caller, member }))
}

/// Everything in it was read with the session.
pub(super) fn show_me(
    context: &Context,
    SignedIn { caller, account }: SignedIn,
    csrf_token: Option<Secret>,
) -> MeView {
    let now = context.clock.now();
    let session = &caller.actor;
    let hold = account.recovery_hold;
    let directory = context.directories.of(&account.organization_short_name);
    let path = organizations::sign_in_path(
        &account.organization_short_name,
        account.is_in_first_organization,
    );
    MeView {
        id: session.member.id,
        email: account.email,
        display_name: account.display_name,
        role: session.role,
        locale: account.locale,
        organization: OrganizationView {
            id: caller.organization.id,
            name: account.organization_name,
            sign_in_url: format!("{}{path}", context.public_url),
            short_name: account.organization_short_name.to_string(),
            kind: account.organization_kind,
        },
        two_step: two_step_view(account.device.map(|device| device.at(now)), now),
        policy: session.demand.policy_now(),
        recovery_hold: hold.filter(|hold| hold.runs_at(now)),
        session: SessionFacts {
            id: session.id,
            aal: session.aal,
            created_at: session.created_at,
            expires_at: session.expires_at,
            idle_expires_at: session.idle_expires_at(),
            fresh_until: session.fresh_until,
        },
        managed_elsewhere: directory.is_some_and(|directory| {
            members::directory_manages(directory, session.role, account.is_of_directory)
        }),
        csrf_token,
    }
}

/// Changes what is named; gives the account as it stands then.
pub(super) async fn patch_me(
    context: &Context,
    signed_in: SignedIn,
    request: PatchMeRequest,
) -> Result<SignedIn, PatchMeError> {
    let name = request
        .display_name
        .as_deref()
        .map(|name| choose_name("display_name", name));
    let name = name.transpose().map_err(PatchMeError::Invalid)?;
    let SignedIn {
        caller,
        mut account,
    } = signed_in;
    // What is there already changes nothing, and is not recorded.
    let name = name.filter(|name| *name != account.display_name);
    let locale = request.locale.map(|locale| locale.0);
    let locale = locale.filter(|locale| *locale != account.locale);
    if name.is_none() && locale.is_none() {
        return Ok(SignedIn { caller, account });
    }
    let (own, chosen, own_context) = (caller.clone(), name.clone(), context.clone());
    let write = move |connection: &mut DbConnection| {
        let member = own.actor.member.key;
        if let Some(name) = &chosen {
            members::set_name(connection, member, name)?;
        }
        if let Some(locale) = locale {
            members::set_locale(connection, member, locale)?;
        }
        let fields = [
            ("display_name", chosen.is_some()),
            ("locale", locale.is_some()),
        ];
        let changed = fields.iter().filter(|(_, is_changed)| *is_changed);
        let changed: Vec<&str> = changed.map(|(field, _)| *field).collect();
        let event = own.own_event(Action::MemberChanged);
        let event = event.details(json!({ "changed": changed }));
        audit::record_repeated(connection, &own_context, &own.origin, &event)
    };
    context.db.write(write).await?;
    account.display_name = name.unwrap_or(account.display_name);
    account.locale = locale.unwrap_or(account.locale);
    Ok(SignedIn { caller, account })
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
        // A wrong code may switch a device off, which is counted before the tries (`db::lock`).
        let confirmed = confirm(connection, &own_context, &own, code.as_ref())?;
        checked.settle(connection, &own_context, own_context.clock.now())?;
        Ok(confirmed)
    };
    context.db.write(write).await?
}

/// The password was right: looks at the code, and opens sensitive acts.
fn confirm(
    connection: &mut DbConnection,
    context: &Context,
    own: &OwnMember<'_>,
    code: Option<&Code>,
) -> DbResult<Result<(), ReauthenticateError>> {
    let now = context.clock.now();
    let OwnMember { caller, member } = own;
    let devices = devices::find_devices(connection, member.reference())?;
    if !devices.is_empty() {
        let Some(code) = code else {
            return Ok(Err(code_missing()));
        };
        let attempt = CodeAttempt {
            origin: &caller.origin,
            ends_sign_in: false,
            flow: None,
            member,
            devices: &devices,
            presenter: Presenter::Member(sign_ins::known_browser(
                connection,
                caller.actor.key,
                now,
            )?),
            kind: ProofKind::Device(DeviceKind::Totp),
            code,
        };
        let outcome = proofs::check_code(connection, context, attempt)?;
        if let Some(refusal) = outcome.refusal(None) {
            return Ok(Err(refusal.into()));
        }
    }
    sessions::open_sensitive_acts(connection, &caller.actor, now)?;
    let event = caller.own_event(Action::Reauthenticated);
    caller.record(connection, now, &event).map(Ok)
}

fn code_missing() -> ReauthenticateError {
    ReauthenticateError::Invalid(FieldError::new(
        "code",
        FieldErrorCode::Required,
        "A device is set up: its code is needed too.",
    ))
}

/// The same counters as at sign-in: no route is a way around them (L-07).
async fn check_own_password(
    context: &Context,
    caller: &Authorized<OwnAccount>,
    password: Password,
    browser: Option<Secret>,
) -> Result<VerifiedPassword, PasswordError> {
    let key = caller.actor.member.key;
    let find = move |connection: &mut DbConnection| members::find(connection, key);
    let member = context.db.read(find).await?.ok_or(PasswordError::Wrong)?;
    let email = EmailAddress::parse(&member.email).ok_or(PasswordError::Wrong)?;
    let attempt = PasswordAttempt {
        organization: Some(member.organization_short_name),
        email,
        password,
        browser,
        refusal: caller.own_event(Action::Reauthenticated),
    };
    let checked = proofs::check_password(context, &caller.origin, attempt).await?;
    // A directory may know somebody else by the same name: his password proves nothing here.
    if checked.member.key != key {
        return Err(PasswordError::Wrong);
    }
    Ok(checked)
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
        if let Some(hold) = member.hold_on(MailboxAct::SetUpDevice, now) {
            return Ok(Err(StartEnrollmentError::Held(hold)));
        }
        let transport = caller.actor.transport;
        let known = sign_ins::known_browser(connection, caller.actor.key, now)?;
        let new = NewFlow {
            member,
            transport,
            replaces_device: true,
            has_short_password: false,
            browser: known.map(|known| known.key),
            // The session has proven its member: nobody need be told.
            is_watched: false,
            origin: &caller.origin,
        };
        let (open, token) = match flow::open(connection, new, now)? {
            Ok(opened) => opened,
            Err(full) => return Ok(Err(StartEnrollmentError::Busy(full.wait))),
        };
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

/// Removes the member's own device, where the policy allows it; other sessions end, and the caller's
/// goes on at level 1: level 2 says that there is a device.
pub(super) async fn remove_device(
    context: &Context,
    caller: Fresh<OwnAccount>,
) -> Result<(), RemoveDeviceError> {
    let own_context = context.clone();
    let write = move |connection: &mut DbConnection| {
        let Some(own) = own_for_change(connection, &caller)? else {
            return Ok(Err(SessionEnded.into()));
        };
        let now = own_context.clock.now();
        if demand(own.member.rules, now).is_due() {
            return Ok(Err(RemoveDeviceError::DeviceRequired));
        }
        if !members::remove_devices(connection, &own.member, now)? {
            return Ok(Err(RemoveDeviceError::NoDevice));
        }
        let epoch = members::bump_epoch(connection, own.member.key)?;
        sessions::keep_through_lowered(connection, &caller.actor, epoch)?;
        let event = caller.own_event(Action::DeviceRemoved);
        own.tell(connection, &own_context, &event, Notice::DeviceRemoved)
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
    refuse_if_managed_elsewhere(context, &caller).await?;
    let current = Password::parse(&request.current_password)
        .map_err(|flaw| ChangePasswordError::Invalid(flaw_error("current_password", flaw)))?;
    let checked = check_own_password(context, &caller, current, browser).await?;
    let shortest = shortest_password(caller.actor.demand);
    let words = checked.member.own_words();
    let chosen = choose_password(
        context,
        "new_password",
        &request.new_password,
        shortest,
        &words,
    )
    .await
    .map_err(ChangePasswordError::Invalid)?;
    let phc = context.hasher.admit()?.hash(chosen).await?;
    let own_context = context.clone();
    let write = move |connection: &mut DbConnection| {
        let Some(own) = own_for_change(connection, &caller)? else {
            return Ok(Err(SessionEnded.into()));
        };
        checked.settle(connection, &own_context, own_context.clock.now())?;
        members::set_password(connection, &own_context, &own.member, &phc)?;
        let epoch = members::bump_epoch(connection, own.member.key)?;
        sessions::keep_through(connection, &caller.actor, epoch)?;
        let event = caller.own_event(Action::PasswordChanged);
        own.tell(connection, &own_context, &event, Notice::PasswordChanged)
            .map(Ok)
    };
    context.db.write(write).await?
}

/// Nobody's password is asked for where no answer helps.
async fn refuse_if_managed_elsewhere(
    context: &Context,
    caller: &Authorized<OwnAccount>,
) -> Result<(), ChangePasswordError> {
    let key = caller.actor.member.key;
    let find = move |connection: &mut DbConnection| members::find(connection, key);
    let member = context.db.read(find).await?;
    match member {
        Some(member) if member.is_managed_elsewhere(context) => {
            Err(ChangePasswordError::ManagedElsewhere)
        }
        _ => Ok(()),
    }
}

impl OwnMember<'_> {
    /// What follows every change of what proves a member: the record says what happened, and the
    /// member is told.
    fn tell(
        &self,
        connection: &mut DbConnection,
        context: &Context,
        event: &Event,
        notice: Notice,
    ) -> DbResult<()> {
        let Self { caller, member } = self;
        caller.record(connection, context.clock.now(), event)?;
        members::notify(connection, context, member, &caller.origin, notice)
    }
}
