//! Proving the mailbox: a code to the stored address, bound to its flow.

use super::refusals::{SendError, VerifyError};
use crate::messages::mail::{self, MailContent, SetUpPurpose};
use crate::people::members;
use crate::platform::context::Context;
use crate::platform::db::DbConnection;
use crate::platform::origin::Origin;
use crate::protection::throttle::Budget;
use crate::record::audit::{self, Action, Ending, Event};
use crate::second_step::email_codes::{self, BoundTo, EmailCodeTry, NewEmailCode};
use crate::second_step::flow::{self, FlowAnswer, FlowCredential, OpenFlow, SetupStep};
use crate::second_step::proofs::read_code;
use shared_types::sign_in::CodeRequest;
use shared_types::time::Time;

/// Sends a code to the member's own address; an older one is void.
pub(super) async fn send_email_code(
    context: &Context,
    origin: Origin,
    credential: FlowCredential,
) -> Result<FlowAnswer, SendError> {
    let transport = credential.transport;
    let own = context.clone();
    let act = move |connection: &mut DbConnection, open: OpenFlow, now: Time| {
        let new = NewEmailCode {
            member: &open.member,
            bound_to: BoundTo::Flow(open.flow.key),
            email: &open.member.email,
            budget: budget(&open),
        };
        let sent = match email_codes::send(connection, &own, new, now)? {
            Ok(sent) => sent,
            Err(refused) => {
                let event = event(&open, Action::EmailCodeSent).ending(refused.ending());
                let wait = Some(refused.wait());
                audit::record_decision(connection, &own, &origin, &event, wait)?;
                return Ok(Err(SendError::from(refused)));
            }
        };
        let letter = MailContent::EmailVerification {
            purpose: purpose(&open),
            code: sent.code,
            reference: sent.view.reference,
            expires_at: sent.view.expires_at,
            circumstances: members::circumstances(&own, &origin),
        };
        mail::enqueue(connection, &own, &open.member.mail_beside(&origin, letter))?;
        let event = event(&open, Action::EmailCodeSent).ending(Ending::success("sent"));
        audit::record(connection, now, &origin, &event)?;
        flow::reload(connection, &open, now).map(Ok)
    };
    let view = flow::change_in_setup_step(context, credential, SetupStep::Email, act).await???;
    Ok(FlowAnswer::of(view, transport))
}

/// Checks the e-mailed code; right once, then the flow goes on to the device.
pub(super) async fn verify_email_code(
    context: &Context,
    origin: Origin,
    credential: FlowCredential,
    request: CodeRequest,
) -> Result<FlowAnswer, VerifyError> {
    let code = read_code(&request.code).map_err(VerifyError::Invalid)?;
    let transport = credential.transport;
    let own = context.clone();
    let act = move |connection: &mut DbConnection, open: OpenFlow, now: Time| {
        let tried = EmailCodeTry {
            member: &open.member,
            bound_to: BoundTo::Flow(open.flow.key),
            budget: budget(&open),
            code: &code,
        };
        let checked = email_codes::check(connection, &own, tried, now)?;
        let (ending, wait) = match &checked {
            Ok(_) => (Ending::success("accepted"), None),
            Err(refused) => (refused.ending(), refused.wait()),
        };
        let event = event(&open, Action::EmailCodeChecked).ending(ending);
        audit::record_decision(connection, &own, &origin, &event, wait)?;
        if let Err(refused) = checked {
            return Ok(Err(VerifyError::from(refused)));
        }
        flow::prove_email(connection, &open.flow, now)?;
        members::prove_email(connection, &open.member)?;
        flow::reload(connection, &open, now).map(Ok)
    };
    let view = flow::change_in_setup_step(context, credential, SetupStep::Email, act).await???;
    Ok(FlowAnswer::of(view, transport))
}

/// What the code leads to. A flow for a device that no sign-in asks for was started by who is signed in.
fn purpose(open: &OpenFlow) -> SetUpPurpose {
    match (open.devices.is_empty(), open.flow.replaces_device) {
        (false, _) => SetUpPurpose::NewDevice,
        (true, true) => SetUpPurpose::OwnWish,
        (true, false) => SetUpPurpose::FirstDevice,
    }
}

fn budget(open: &OpenFlow) -> Budget {
    Budget::of(open.flow.browser.map(|browser| browser.key))
}

fn event(open: &OpenFlow, action: Action) -> Event {
    Event::own(open.member.organization.id, open.member.id, action).in_flow(open.flow.id)
}
