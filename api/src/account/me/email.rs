//! Another e-mail address: asked for by a member who has just proven that it is him, confirmed
//! with a code from the new mailbox, told to the old one (ASVS 7.5.1, NIST SP 800-63B-4 §4.6).

use super::refusals::{ChangeEmailError, VerifyEmailError};
use super::service::{OwnMember, own_for_change};
use crate::messages::mail::{self, Mail, MailContent, Notice, RecoveryNotice};
use crate::people::members::{self, EmailAddress, Member};
use crate::people::sessions::{self, SessionEnded};
use crate::people::sign_ins;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::access::{Authorized, Fresh, OwnAccount};
use crate::protection::hold::MailboxAct;
use crate::protection::throttle::Budget;
use crate::record::audit::{self, Action, Ending};
use crate::second_step::email_codes::{self, BoundTo, EmailCodeTry, NewEmailCode, SentEmailCode};
use crate::second_step::proofs::read_code;
use shared_types::limits::REFUSALS_TOLD_EVERY;
use shared_types::me::ChangeEmailRequest;
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::sign_in::{CodeRequest, EmailCodeView};
use shared_types::time::Time;

/// Sends a code to the new address; an older one is void. Not while recovery by e-mail is held: who
/// reset the password by way of the mailbox would move the account to another mailbox for good,
/// and its owner could not come back when the hold ends.
pub(super) async fn change_email(
    context: &Context,
    caller: Fresh<OwnAccount>,
    request: ChangeEmailRequest,
) -> Result<EmailCodeView, ChangeEmailError> {
    let now = context.clock.now();
    let email = EmailAddress::parse(&request.email)
        .ok_or_else(|| invalid("This is not an email address."))?;
    let own_context = context.clone();
    let write = move |connection: &mut DbConnection| {
        let Some(own) = own_for_change(connection, &caller)? else {
            return Ok(Err(SessionEnded.into()));
        };
        if let Some(hold) = own.member.hold_on(MailboxAct::ChangeAddress, now) {
            let event = caller.own_event(Action::EmailChangeStarted);
            let event = event.ending(Ending::failure("recovery_hold"));
            let wait = Some(REFUSALS_TOLD_EVERY);
            audit::record_decision(connection, &own_context, &caller.origin, &event, wait)?;
            return Ok(Err(ChangeEmailError::Held(hold)));
        }
        if own.member.is_managed_elsewhere(&own_context) {
            return Ok(Err(ChangeEmailError::ManagedElsewhere));
        }
        if own.member.email == email.as_typed() {
            return Ok(Err(invalid("This is your address already.")));
        }
        let new = NewEmailCode {
            member: &own.member,
            bound_to: BoundTo::Session(caller.actor.key),
            email: email.as_typed(),
            budget: budget(connection, &caller, now)?,
        };
        let event = caller.own_event(Action::EmailChangeStarted);
        let sent = match email_codes::send(connection, &own_context, new, now)? {
            Ok(sent) => sent,
            Err(refused) => {
                let (event, wait) = (event.ending(refused.ending()), Some(refused.wait()));
                audit::record_decision(connection, &own_context, &caller.origin, &event, wait)?;
                return Ok(Err(refused.into()));
            }
        };
        caller.record(connection, now, &event)?;
        mail_code(connection, &own_context, &own, &email, sent).map(Ok)
    };
    context.db.write(write).await?
}

/// Whose mails and tries a session's count among: those of the known browser in which it was started.
fn budget(
    connection: &mut DbConnection,
    caller: &Authorized<OwnAccount>,
    now: Time,
) -> DbResult<Budget> {
    let browser = sign_ins::known_browser(connection, caller.actor.key, now)?;
    Ok(Budget::of(browser.map(|browser| browser.key)))
}

/// Everything is the same for an address that another member has, but that no mail goes there: the
/// answer is no way to ask who is a member (L-15).
fn mail_code(
    connection: &mut DbConnection,
    context: &Context,
    own: &OwnMember<'_>,
    email: &EmailAddress,
    SentEmailCode { code, view }: SentEmailCode,
) -> DbResult<EmailCodeView> {
    let member = &own.member;
    if !is_taken(connection, member, email)? {
        let letter = MailContent::EmailChange {
            code,
            reference: view.reference.clone(),
            expires_at: view.expires_at,
            circumstances: members::circumstances(context, &own.caller.origin),
        };
        let mail = Mail {
            locale: member.language_beside(&own.caller.origin),
            ..member.mail_to_new_address(email, letter)
        };
        mail::enqueue(connection, context, &mail)?;
    }
    Ok(view)
}

fn is_taken(
    connection: &mut DbConnection,
    member: &Member,
    email: &EmailAddress,
) -> DbResult<bool> {
    let organization = &member.organization_short_name;
    let holder = members::find_by_address(connection, organization, email)?;
    Ok(holder.is_some_and(|holder| holder.id != member.id))
}

/// Changes the address with the code from the new mailbox.
pub(super) async fn verify_new_email(
    context: &Context,
    caller: Authorized<OwnAccount>,
    request: CodeRequest,
) -> Result<(), VerifyEmailError> {
    let code = read_code(&request.code).map_err(VerifyEmailError::Invalid)?;
    let now = context.clock.now();
    let own_context = context.clone();
    let write = move |connection: &mut DbConnection| {
        let Some(own) = own_for_change(connection, &caller)? else {
            return Ok(Err(SessionEnded.into()));
        };
        // A hold that began after the code was sent; the code stays unspent.
        if let Some(hold) = own.member.hold_on(MailboxAct::ChangeAddress, now) {
            let event = caller.own_event(Action::EmailChanged);
            let event = event.ending(Ending::failure("recovery_hold"));
            caller.record(connection, now, &event)?;
            return Ok(Err(VerifyEmailError::Held(hold)));
        }
        let tried = EmailCodeTry {
            member: &own.member,
            bound_to: BoundTo::Session(caller.actor.key),
            budget: budget(connection, &caller, now)?,
            code: &code,
        };
        let proven = email_codes::check(connection, &own_context, tried, now)?;
        let free = match &proven {
            Ok(email) => find_free(connection, &own.member, email)?,
            Err(_) => None,
        };
        let ending = match (&proven, &free) {
            (Err(refused), _) => refused.ending(),
            (Ok(_), None) => Ending::failure("wrong"),
            (Ok(_), Some(_)) => Ending::success("accepted"),
        };
        let event = caller.own_event(Action::EmailChanged).ending(ending);
        let wait = proven.as_ref().err().and_then(|refused| refused.wait());
        audit::record_decision(connection, &own_context, &caller.origin, &event, wait)?;
        match (proven, free) {
            (Err(refused), _) => Ok(Err(refused.into())),
            (Ok(_), None) => Ok(Err(VerifyEmailError::Taken)),
            (Ok(_), Some(email)) => set(connection, &own_context, &own, &email).map(Ok),
        }
    };
    context.db.write(write).await?
}

/// The proven address, while no other member has it.
fn find_free(
    connection: &mut DbConnection,
    member: &Member,
    email: &str,
) -> DbResult<Option<EmailAddress>> {
    match EmailAddress::parse(email) {
        Some(email) if !is_taken(connection, member, &email)? => Ok(Some(email)),
        _ => Ok(None),
    }
}

/// The change itself. The old address is told: it is the only one that a thief does not read.
fn set(
    connection: &mut DbConnection,
    context: &Context,
    own: &OwnMember<'_>,
    email: &EmailAddress,
) -> DbResult<()> {
    let OwnMember { caller, member } = own;
    members::set_email(connection, context, member, &caller.origin, email)?;
    let epoch = members::bump_epoch(connection, member.key)?;
    sessions::keep_through(connection, &caller.actor, epoch)?;
    let masked = email.masked();
    let notice = Notice::Recovery(RecoveryNotice::EmailChanged { masked });
    members::notify(connection, context, member, &caller.origin, notice)
}

fn invalid(detail: &str) -> ChangeEmailError {
    ChangeEmailError::Invalid(FieldError::new("email", FieldErrorCode::Invalid, detail))
}
