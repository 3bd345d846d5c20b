//! Sending and checking. The limits count for each member, whatever the codes are for.

use super::model::{
    BoundTo, EmailCodeError, EmailCodeTry, KeptCode, NewEmailCode, SendEmailCodeError,
    SentEmailCode,
};
use super::store;
use crate::people::members::{Member, mask_email};
use crate::people::sign_ins::Earlier;
use crate::platform::clock::seconds_up;
use crate::platform::context::Context;
use crate::platform::crypto::{email_code, token};
use crate::platform::db::keys::{MemberKey, SignInKey};
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::throttle::{
    self, EMAIL_FAILING, EMAIL_SENDING, Verdict, email_failing, email_failing_in_all, email_sending,
};
use shared_types::limits::{
    EMAIL_CODE_FAILURES_IN_ALL, EMAIL_CODE_LIFETIME, EMAIL_CODE_TRIES, EMAIL_RESEND_PAUSE,
    FLOW_LIFETIME,
};
use shared_types::sign_in::EmailCodeView;
use shared_types::time::Time;
use std::time::Duration;

/// Makes a code, within the limits of mails to a member; an older one is void. The caller writes
/// the mail.
pub fn send(
    connection: &mut DbConnection,
    context: &Context,
    new: NewEmailCode<'_>,
    now: Time,
) -> DbResult<Result<SentEmailCode, SendEmailCodeError>> {
    let slot = email_sending(new.member.id, new.budget);
    if let Verdict::Wait(wait) = throttle::take(connection, &slot, &EMAIL_SENDING, now)? {
        return Ok(Err(SendEmailCodeError::Throttled(wait)));
    }
    let code = email_code::generate();
    let made_for = new.bound_to.sign_in();
    let kept = KeptCode {
        made_for,
        browser: new.budget.browser(),
        epoch: new.member.epoch,
        email: new.email.to_owned(),
        mac: email_code::mac(&context.keys, &new.bound_to.text(made_for), code.expose()),
        reference: email_code::reference(),
        sent_at: now,
        expires_at: now + EMAIL_CODE_LIFETIME,
        tries: 0,
    };
    store::delete_older(connection, new.member.key, new.bound_to)?;
    store::insert_code(connection, new.member.key, new.bound_to, &kept)?;
    let view = view_of(kept, now);
    Ok(Ok(SentEmailCode { code, view }))
}

/// Binds a code that was mailed for an earlier flow of the same browser to a later one, with the tries that
/// are left at it: who gave up a moment ago uses the mail that came.
pub fn continue_code(
    connection: &mut DbConnection,
    member: &Member,
    earlier: Earlier,
    sign_in: SignInKey,
    now: Time,
) -> DbResult<()> {
    let kept = store::find_newest_for_enrollment(connection, member.key)?;
    let Some((bound, kept)) = kept.filter(|(bound, kept)| {
        earlier.covers(*bound, kept.browser)
            && kept.epoch == member.epoch
            && kept.email == member.email
            && kept.expires_at > now
    }) else {
        return Ok(());
    };
    // Of a code whose tries are used up nothing can be said but to send a new one.
    if bound == sign_in || kept.tries >= EMAIL_CODE_TRIES {
        return Ok(());
    }
    store::update_sign_in(connection, bound, sign_in)
}

/// What the caller may know of the newest code.
pub fn view(
    connection: &mut DbConnection,
    bound_to: BoundTo,
    now: Time,
) -> DbResult<Option<EmailCodeView>> {
    let kept = store::find_code(connection, bound_to)?;
    Ok(kept.map(|kept| view_of(kept, now)))
}

fn view_of(kept: KeptCode, now: Time) -> EmailCodeView {
    let wait = (kept.sent_at + EMAIL_RESEND_PAUSE).since(now);
    EmailCodeView {
        sent_to: mask_email(&kept.email),
        sent_at: kept.sent_at,
        expires_at: kept.expires_at,
        reference: kept.reference,
        resend_after_seconds: seconds_up(wait),
    }
}

/// Checks a code; right once, and then it gives the address that it proves. Runs inside the
/// caller's write, which records the outcome.
pub fn check(
    connection: &mut DbConnection,
    context: &Context,
    tried: EmailCodeTry<'_>,
    now: Time,
) -> DbResult<Result<String, EmailCodeError>> {
    let EmailCodeTry {
        member,
        bound_to,
        budget,
        code,
    } = tried;
    let in_all = email_failing_in_all(member.id);
    if throttle::failures(connection, &in_all)? >= EMAIL_CODE_FAILURES_IN_ALL {
        return Ok(Err(EmailCodeError::Closed));
    }
    let slot = email_failing(member.id, budget);
    if let Verdict::Wait(wait) = throttle::peek(connection, &slot, &EMAIL_FAILING, now)? {
        return Ok(Err(EmailCodeError::Throttled(wait)));
    }
    let kept = store::find_code(connection, bound_to)?;
    let is_open = |kept: &KeptCode| kept.epoch == member.epoch && kept.expires_at > now;
    let Some(kept) = kept.filter(is_open) else {
        return Ok(Err(EmailCodeError::Expired));
    };
    if kept.tries >= EMAIL_CODE_TRIES {
        return Ok(Err(EmailCodeError::UsedUp));
    }
    let text = bound_to.text(kept.made_for);
    let is_right =
        email_code::matches(&context.keys, &kept.mac, &text, code) || member.kind.admits(code);
    if is_right && store::consume_code(connection, bound_to, &kept.mac, now)? {
        return Ok(Ok(kept.email));
    }
    // A slot of the day goes with every wrong code, wherever it was tried (E-05, L-07).
    throttle::take(connection, &slot, &EMAIL_FAILING, now)?;
    throttle::count_failure(connection, &in_all, now)?;
    if !store::consume_try(connection, bound_to)? {
        return Ok(Err(EmailCodeError::UsedUp));
    }
    let tries_left = u32::try_from(EMAIL_CODE_TRIES - kept.tries - 1).unwrap_or(0);
    Ok(Err(match tries_left {
        0 => EmailCodeError::LastWrong,
        tries_left => EmailCodeError::Wrong { tries_left },
    }))
}

/// Brings what was mailed to a member so much nearer to its end, as the clock of a test organization was moved.
pub fn advance(connection: &mut DbConnection, member: MemberKey, by: Duration) -> DbResult<()> {
    store::update_advanced(connection, member, by)
}

/// Drops codes that no flow shows any more: as long as its flow lives, a person whose code has ended
/// is told that one was sent, and that it has ended.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    // A code is younger than its sign-in.
    let shown = EMAIL_CODE_LIFETIME + FLOW_LIFETIME;
    let before = SignInKey::of(token::selector_of_ended(now, shown));
    store::delete_ended(connection, before, now - FLOW_LIFETIME)
}
