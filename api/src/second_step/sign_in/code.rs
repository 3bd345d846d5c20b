//! Checking a member's code, with the record and the notices that go with every outcome.

use super::unfinished;
use crate::messages::mail::Notice;
use crate::people::devices::{CodeOutcome, Device};
use crate::people::members::{self, Member};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Event, Outcome};
use shared_types::ids::FlowId;
use shared_types::time::Time;

/// Checks a code of the member inside the caller's write, in which both were read, records it, and
/// tells the owner when the outcome calls for it.
pub fn check_member_code(
    connection: &mut DbConnection,
    context: &Context,
    (origin, flow): (&Origin, Option<FlowId>),
    (member, device): (&Member, Option<&Device>),
    code: &str,
) -> DbResult<CodeOutcome> {
    let now = context.clock.now();
    let outcome = members::check_code(connection, context, member, device, code)?;
    record_code(connection, (origin, flow), member, outcome, now)?;
    if outcome.calls_for_a_notice() {
        members::notify(connection, context, member, origin, Notice::WrongCodes)?;
        // It says the same, and more.
        unfinished::forget_all(connection, member)?;
    }
    if outcome.has_disabled_the_device() {
        let event = Event::own(member.organization, member.id, Action::DeviceDisabled);
        audit::record(connection, now, origin, &event)?;
        members::notify(connection, context, member, origin, Notice::DeviceDisabled)?;
    }
    Ok(outcome)
}

/// Writes an outcome into the record.
pub fn record_code(
    connection: &mut DbConnection,
    (origin, flow): (&Origin, Option<FlowId>),
    member: &Member,
    outcome: CodeOutcome,
    now: Time,
) -> DbResult<()> {
    audit::record(connection, now, origin, &code_event(member, flow, outcome))
}

pub(super) fn code_event(member: &Member, flow: Option<FlowId>, outcome: CodeOutcome) -> Event {
    let (word, result) = match outcome {
        CodeOutcome::Accepted => ("accepted", Outcome::Success),
        CodeOutcome::Wrong { .. } => ("wrong", Outcome::Failure),
        CodeOutcome::AlreadyUsed { .. } => ("already_used", Outcome::Failure),
        CodeOutcome::Throttled { .. } => ("throttled", Outcome::Throttled),
        CodeOutcome::NoDevice => ("no_device", Outcome::Failure),
        CodeOutcome::Unreadable => ("unreadable", Outcome::Failure),
    };
    let action = match outcome {
        CodeOutcome::Unreadable => Action::SecretUnreadable,
        _ => Action::CodeChecked,
    };
    let event = Event::own(member.organization, member.id, action)
        .outcome(result)
        .result(word);
    match flow {
        Some(flow) => event.in_flow(flow),
        None => event,
    }
}
