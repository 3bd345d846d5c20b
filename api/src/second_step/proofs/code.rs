//! Checking a code of a member, with the record and the mails that go with every outcome.

use super::model::{AskedBy, CodeAttempt, Presenter, ProofKind, ProofOutcome};
use super::totp;
use crate::messages::mail::{Notice, ProgramNotice};
use crate::people::devices::{self, DeviceKind};
use crate::people::members::{self, Member};
use crate::platform::context::Context;
use crate::platform::crypto::code::Code;
use crate::platform::db::{DbConnection, DbResult};
use crate::record::audit::{self, Action, Actor, Event};
use serde_json::json;
use shared_types::ids::{ChallengeId, FlowId};
use shared_types::limits::{CODE_TRIES_PER_DELAY, VERIFICATION_FAILURES_TOLD};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::secret::Secret;
use shared_types::time::Time;

/// The six digits of a request; anything else counts as no try (T-09).
pub fn read_code(code: &Secret) -> Result<Code, FieldError> {
    Code::parse(code).ok_or_else(|| {
        FieldError::new(
            "code",
            FieldErrorCode::Invalid,
            "Six digits, one space allowed in the middle.",
        )
    })
}

/// Checks a code, spends it or counts a failure, records the outcome, and tells the owner when it
/// calls for that. Runs inside the caller's write, in which member and devices were read.
pub fn check_code(
    connection: &mut DbConnection,
    context: &Context,
    attempt: CodeAttempt<'_>,
) -> DbResult<ProofOutcome> {
    let now = context.clock.now();
    let outcome = match attempt.kind {
        ProofKind::Device(DeviceKind::Totp) => totp::check(connection, context, attempt, now)?,
    };
    let event = event(&attempt, outcome);
    if !(attempt.ends_sign_in && outcome == ProofOutcome::Accepted) {
        let wait = outcome.wait();
        audit::record_decision(connection, context, attempt.origin, &event, wait)?;
    }
    tell_owner(connection, context, attempt, outcome, now)?;
    Ok(outcome)
}

fn tell_owner(
    connection: &mut DbConnection,
    context: &Context,
    attempt: CodeAttempt<'_>,
    outcome: ProofOutcome,
    now: Time,
) -> DbResult<()> {
    let CodeAttempt { origin, member, .. } = attempt;
    if let Presenter::Program(asked) = attempt.presenter {
        if outcome.is_wrong_one(VERIFICATION_FAILURES_TOLD) {
            let notice = Notice::Program(wrong_codes_of(asked));
            members::notify(connection, context, member, origin, notice)?;
        }
        return Ok(());
    }
    if outcome.is_wrong_one(CODE_TRIES_PER_DELAY) {
        members::notify(connection, context, member, origin, Notice::WrongCodes)?;
        // A mail about a sign-in that was not finished would say the same, and less.
        devices::note_owner_warned(connection, member.key, now)?;
    }
    if outcome.has_disabled_the_device() {
        let event = Event::own(member.organization.id, member.id, Action::DeviceDisabled);
        audit::record(connection, now, origin, &event)?;
        members::notify(connection, context, member, origin, Notice::DeviceDisabled)?;
    }
    Ok(())
}

fn wrong_codes_of(asked: AskedBy<'_>) -> ProgramNotice {
    let name = asked.name.to_owned();
    match asked.actor {
        Actor::Member(_) => ProgramNotice::WrongCodesOfPerson { name },
        Actor::Client(_) | Actor::Anonymous | Actor::System => ProgramNotice::WrongCodes { name },
    }
}

/// The row of a right code that a program asked about.
pub fn accepted_for(member: &Member, asked: AskedBy<'_>) -> Event {
    let presenter = Presenter::Program(asked);
    let event = begun(member, presenter, ProofOutcome::Accepted);
    event.ending(ProofOutcome::Accepted.ending())
}

fn begun(member: &Member, presenter: Presenter<'_>, outcome: ProofOutcome) -> Event {
    let mut event = Event::own(member.organization.id, member.id, outcome.action());
    if let Presenter::Program(asked) = presenter {
        // Of a code that was not looked at, or could not be, no verification is kept.
        let is_kept = outcome.wait().is_none() && outcome != ProofOutcome::Unreadable;
        event = event.by(asked.actor).details(asked.details(is_kept));
        if let Some(ChallengeId(id)) = asked.challenge {
            event = event.in_flow(FlowId(id));
        }
        if event.action == Action::CodeChecked {
            event.action = Action::VerificationAnswered;
        }
    }
    event
}

fn event(attempt: &CodeAttempt<'_>, outcome: ProofOutcome) -> Event {
    let mut event = begun(attempt.member, attempt.presenter, outcome);
    if let ProofOutcome::Wrong { delay, .. } = outcome
        && !delay.is_zero()
    {
        event = event.details(json!({ "delay_seconds": delay.as_secs() }));
    }
    let event = event.ending(outcome.ending());
    match attempt.flow {
        Some(flow) => event.in_flow(flow),
        None => event,
    }
}
