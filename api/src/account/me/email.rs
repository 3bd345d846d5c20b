//! Another e-mail address: asked for by a member who has just proven that it is him, confirmed
//! with a code from the new mailbox, told to the old one (ASVS 7.5.1, NIST SP 800-63B-4 §4.6).

use super::service::{MeError, OwnMember, own_for_change};
use super::store::{self, EmailChange};
use crate::messages::mail::{self, MailContent, Notice, RecoveryNotice};
use crate::people::devices::read_code;
use crate::people::members::{self, EmailAddress, Member};
use crate::people::sessions::{self, SessionError};
use crate::platform::context::Context;
use crate::platform::crypto::email_code;
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::access::{Authorized, Fresh, OwnAccount};
use crate::protection::throttle::{
    self, EMAIL_FAILING, EMAIL_SENDING, Verdict, email_failing, email_sending,
};
use crate::record::audit::{Action, Outcome};
use shared_types::ids::SessionId;
use shared_types::limits::{EMAIL_CODE_LIFETIME, EMAIL_CODE_TRIES, EMAIL_RESEND_PAUSE};
use shared_types::me::ChangeEmailRequest;
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::sign_in::{CodeRequest, EmailCodeView};
use shared_types::time::Time;

type Answer<T> = Result<T, MeError>;

/// Sends a code to the new address; an older one is void.
pub(super) async fn change_email(
    context: &Context,
    caller: Fresh<OwnAccount>,
    request: ChangeEmailRequest,
) -> Answer<EmailCodeView> {
    let now = context.clock.now();
    let email = EmailAddress::parse(&request.email)
        .ok_or_else(|| invalid("This is not an e-mail address."))?;
    let own_context = context.clone();
    let write = move |connection: &mut DbConnection| {
        let Some(own) = own_for_change(connection, &caller)? else {
            return Ok(Err(SessionError::Ended.into()));
        };
        if own.member.email == email.as_typed() {
            return Ok(Err(invalid("This is your address already.")));
        }
        let event = caller.own_event(Action::EmailChangeStarted);
        let slot = email_sending(own.member.id);
        if let Verdict::Wait(wait) = throttle::take(connection, &slot, &EMAIL_SENDING, now)? {
            let event = event.outcome(Outcome::Throttled).result("throttled");
            caller.record(connection, now, &event)?;
            return Ok(Err(MeError::Throttled(wait)));
        }
        caller.record(connection, now, &event)?;
        send(connection, &own_context, &own, &email).map(Ok)
    };
    context.db.write(write).await?
}

/// Everything is the same for an address that another member has, but that no mail goes there: the
/// answer is no way to ask who is a member (L-15).
fn send(
    connection: &mut DbConnection,
    context: &Context,
    own: &OwnMember<'_>,
    email: &EmailAddress,
) -> DbResult<EmailCodeView> {
    let now = context.clock.now();
    let OwnMember { caller, member } = own;
    let code = email_code::generate();
    let reference = email_code::reference();
    let change = EmailChange {
        session: caller.actor.id,
        epoch: member.epoch,
        email: email.as_typed().to_owned(),
        mac: email_code::mac(&context.keys, &bound_to(caller.actor.id), code.expose()),
        expires_at: now + EMAIL_CODE_LIFETIME,
        tries: 0,
    };
    store::replace_email_change(connection, member.id, &change)?;
    if !is_taken(connection, member, email)? {
        let letter = MailContent::EmailChange {
            code,
            reference: reference.clone(),
            expires_at: change.expires_at,
        };
        let mail = member.mail_to_new_address(email, letter);
        mail::enqueue(connection, context, &mail)?;
    }
    Ok(EmailCodeView {
        sent_to: email.masked(),
        sent_at: now,
        expires_at: change.expires_at,
        reference,
        resend_after_seconds: u32::try_from(EMAIL_RESEND_PAUSE.as_secs()).unwrap_or(u32::MAX),
    })
}

/// A code proves nothing but an address, and only for the session that asked (E-03).
fn bound_to(session: SessionId) -> String {
    format!("email-change:{session}")
}

fn is_taken(
    connection: &mut DbConnection,
    member: &Member,
    email: &EmailAddress,
) -> DbResult<bool> {
    let holder = members::find_by_address(connection, email)?;
    Ok(holder.is_some_and(|holder| holder.id != member.id))
}

/// Changes the address with the code from the new mailbox.
pub(super) async fn verify_new_email(
    context: &Context,
    caller: Authorized<OwnAccount>,
    request: CodeRequest,
) -> Answer<()> {
    let code = read_code(&request.code).map_err(MeError::Invalid)?;
    let now = context.clock.now();
    let own_context = context.clone();
    let write = move |connection: &mut DbConnection| {
        let Some(own) = own_for_change(connection, &caller)? else {
            return Ok(Err(SessionError::Ended.into()));
        };
        let checked = check(connection, &own_context, &own, &code, now)?;
        let (outcome, word) = match checked {
            Ok(_) => (Outcome::Success, "accepted"),
            Err(MeError::Throttled(_)) => (Outcome::Throttled, "throttled"),
            Err(MeError::EmailCodeExpired) => (Outcome::Failure, "expired"),
            Err(_) => (Outcome::Failure, "wrong"),
        };
        let event = caller.own_event(Action::EmailChanged);
        caller.record(connection, now, &event.outcome(outcome).result(word))?;
        match checked {
            Ok(email) => set(connection, &own_context, &own, &email).map(Ok),
            Err(refused) => Ok(Err(refused)),
        }
    };
    context.db.write(write).await?
}

/// The proven address. Wrong codes draw on the counters of every e-mailed code (L-07).
fn check(
    connection: &mut DbConnection,
    context: &Context,
    own: &OwnMember<'_>,
    code: &str,
    now: Time,
) -> DbResult<Answer<EmailAddress>> {
    let OwnMember { caller, member } = own;
    let slot = email_failing(member.id);
    if let Verdict::Wait(wait) = throttle::peek(connection, &slot, &EMAIL_FAILING, now)? {
        return Ok(Err(MeError::Throttled(wait)));
    }
    let kept = store::find_email_change(connection, member.id, caller.actor.id, now)?;
    let Some(kept) = kept.filter(|kept| kept.epoch == member.epoch) else {
        return Ok(Err(MeError::EmailCodeExpired));
    };
    let is_right = email_code::matches(&context.keys, &kept.mac, &bound_to(caller.actor.id), code);
    if is_right && store::consume_email_change(connection, member.id, &kept.mac)? {
        return Ok(match EmailAddress::parse(&kept.email) {
            Some(email) if !is_taken(connection, member, &email)? => Ok(email),
            _ => Err(MeError::EmailTaken),
        });
    }
    throttle::take(connection, &slot, &EMAIL_FAILING, now)?;
    if !store::consume_email_try(connection, member.id)? {
        return Ok(Err(MeError::EmailCodeExpired));
    }
    let tries_left = u32::try_from(EMAIL_CODE_TRIES - kept.tries - 1).unwrap_or(0);
    Ok(Err(MeError::EmailCodeWrong { tries_left }))
}

/// The change itself. The old address is told: it is the only one that a thief does not read.
fn set(
    connection: &mut DbConnection,
    context: &Context,
    own: &OwnMember<'_>,
    email: &EmailAddress,
) -> DbResult<()> {
    let OwnMember { caller, member } = own;
    members::set_email(connection, member.id, email, context.clock.now())?;
    let epoch = members::bump_epoch(connection, member.id)?;
    sessions::keep_through(connection, caller.actor.id, epoch)?;
    let masked = email.masked();
    let notice = Notice::Recovery(RecoveryNotice::EmailChanged { masked });
    members::notify(connection, context, member, &caller.origin, notice)
}

fn invalid(detail: &str) -> MeError {
    MeError::Invalid(FieldError {
        field: "email".into(),
        code: FieldErrorCode::Invalid,
        detail: detail.into(),
    })
}

/// Drops changes whose time is over.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    store::delete_ended(connection, now)
}
