//! Proving the mailbox: a code to the stored address, bound to its flow, checked once.

use super::service::EnrollmentError;
use super::store;
use crate::messages::mail::{self, MailContent};
use crate::platform::context::Context;
use crate::platform::crypto::email_code;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::protection::throttle::{
    self, EMAIL_FAILING, EMAIL_SENDING, Verdict, email_failing, email_sending,
};
use crate::record::audit::{self, Action, Event, Outcome};
use crate::second_step::flow::{self, EmailCode, FlowAnswer, FlowCredential, OpenFlow};
use shared_types::limits::{EMAIL_CODE_LIFETIME, EMAIL_CODE_TRIES};
use shared_types::sign_in::{CodeRequest, FlowView, Step};
use shared_types::time::Time;

type Answer<T> = Result<T, EnrollmentError>;

/// Sends a code to the member's own address; an older one is void.
pub(super) async fn send_email_code(
    context: &Context,
    origin: Origin,
    credential: FlowCredential,
) -> Answer<FlowAnswer> {
    let transport = credential.transport;
    let own = context.clone();
    let act = move |connection: &mut DbConnection, open: OpenFlow, now: Time| {
        let verdict = throttle::take(
            connection,
            &email_sending(open.member.id),
            &EMAIL_SENDING,
            now,
        )?;
        if let Verdict::Wait(wait) = verdict {
            record(
                connection,
                &origin,
                &open,
                (Action::EmailCodeSent, Outcome::Throttled, "throttled"),
                now,
            )?;
            return Ok(Err(EnrollmentError::Throttled(wait)));
        }
        send(connection, &own, &open, now)?;
        record(
            connection,
            &origin,
            &open,
            (Action::EmailCodeSent, Outcome::Success, "sent"),
            now,
        )?;
        flow::reload(connection, &open, now).map(Ok)
    };
    let view = flow::change(context, credential, Step::Email, act).await???;
    Ok(FlowAnswer::of(view, transport))
}

fn send(
    connection: &mut DbConnection,
    context: &Context,
    open: &OpenFlow,
    now: Time,
) -> DbResult<()> {
    let code = email_code::generate();
    let kept = EmailCode {
        mac: email_code::mac(&context.keys, &open.flow.id.to_string(), code.expose()),
        reference: email_code::reference(),
        sent_at: now,
        expires_at: now + EMAIL_CODE_LIFETIME,
        tries: 0,
    };
    store::replace_email_code(connection, open.flow.id, &kept)?;
    let letter = MailContent::EmailVerification {
        code,
        reference: kept.reference,
        expires_at: kept.expires_at,
    };
    mail::enqueue(connection, context, &open.member.mail(letter))
}

/// Checks the e-mailed code; right once, then the flow goes on to the device.
pub(super) async fn verify_email_code(
    context: &Context,
    origin: Origin,
    credential: FlowCredential,
    request: CodeRequest,
) -> Answer<FlowAnswer> {
    let code = super::service::read_code(&request)?;
    let transport = credential.transport;
    let own = context.clone();
    let act = move |connection: &mut DbConnection, open: OpenFlow, now: Time| {
        let checked = check(connection, &own, &open, &code, now)?;
        let (outcome, word) = match checked {
            Ok(_) => (Outcome::Success, "accepted"),
            Err(EnrollmentError::Throttled(_)) => (Outcome::Throttled, "throttled"),
            Err(EnrollmentError::EmailCodeExpired) => (Outcome::Failure, "expired"),
            Err(_) => (Outcome::Failure, "wrong"),
        };
        record(
            connection,
            &origin,
            &open,
            (Action::EmailCodeChecked, outcome, word),
            now,
        )?;
        Ok(checked)
    };
    let view = flow::change(context, credential, Step::Email, act).await???;
    Ok(FlowAnswer::of(view, transport))
}

fn check(
    connection: &mut DbConnection,
    context: &Context,
    open: &OpenFlow,
    code: &str,
    now: Time,
) -> DbResult<Answer<FlowView>> {
    let member = email_failing(open.member.id);
    if let Verdict::Wait(wait) = throttle::peek(connection, &member, &EMAIL_FAILING, now)? {
        return Ok(Err(EnrollmentError::Throttled(wait)));
    }
    let flow = &open.flow;
    let Some(kept) = flow::find_email_code(connection, flow)?
        .filter(|kept| kept.expires_at > now && kept.tries < EMAIL_CODE_TRIES)
    else {
        return Ok(Err(EnrollmentError::EmailCodeExpired));
    };
    let is_right = email_code::matches(&context.keys, &kept.mac, &flow.id.to_string(), code);
    if is_right && store::consume_email_code(connection, flow.id, &kept.mac, now)? {
        flow::prove_email(connection, flow, now)?;
        return flow::reload(connection, open, now).map(Ok);
    }
    // A slot of the day goes with every wrong code, whichever flow it was tried in (E-05).
    throttle::take(connection, &member, &EMAIL_FAILING, now)?;
    if !store::consume_email_try(connection, flow.id)? {
        return Ok(Err(EnrollmentError::EmailCodeExpired));
    }
    let left = u32::try_from(EMAIL_CODE_TRIES - kept.tries - 1).unwrap_or(0);
    Ok(Err(EnrollmentError::EmailCodeWrong { tries_left: left }))
}

fn record(
    connection: &mut DbConnection,
    origin: &Origin,
    open: &OpenFlow,
    (action, outcome, word): (Action, Outcome, &str),
    now: Time,
) -> DbResult<()> {
    let event = Event::own(open.member.organization, open.member.id, action)
        .outcome(outcome)
        .result(word)
        .in_flow(open.flow.id);
    audit::record(connection, now, origin, &event)
}
