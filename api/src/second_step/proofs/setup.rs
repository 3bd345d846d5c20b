//! The setup code: the first code of a device that its owner is about to confirm.

use crate::people::devices::{self, PendingTotpDevice};
use crate::people::members::Member;
use crate::platform::context::Context;
use crate::platform::crypto::code::Code;
use crate::platform::crypto::keys::OpenError;
use crate::platform::crypto::totp::{self, Match};
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Ending, Event};
use shared_types::ids::FlowId;
use shared_types::time::Time;

/// Before every step: of a device of which none was spent.
const NO_STEP: i64 = 0;

/// A setup code as it was presented, with what was read in the same change.
#[derive(Clone, Copy, Debug)]
pub struct SetupAttempt<'a> {
    /// Where the request came from.
    pub origin: &'a Origin,
    /// Who sets the device up.
    pub member: &'a Member,
    /// The flow that sets it up.
    pub flow: FlowId,
    /// The device; `None` when there is none, or it is void.
    pub pending: Option<&'a PendingTotpDevice>,
    /// Six digits.
    pub code: &'a Code,
}

/// What a setup code did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupOutcome {
    /// It was right. Confirming the device spends this time step, and is recorded with it.
    Right {
        /// The time step of the code.
        step: i64,
    },
    /// It was wrong, and that is recorded. The caller counts it in its flow: no device is there to
    /// count it in.
    Wrong {
        /// Seconds until the app shows the next code.
        next_code_in_seconds: u32,
        /// Whether it is a code of a secret that was voided or replaced within a day.
        is_of_former: bool,
    },
    /// The pending secret does not open: altered, or sealed under another key.
    Unreadable,
}

/// Checks a setup code and records a wrong one. Runs inside the caller's write, in which the pending
/// device was read.
pub fn check_setup_code(
    connection: &mut DbConnection,
    context: &Context,
    attempt: SetupAttempt<'_>,
    now: Time,
) -> DbResult<SetupOutcome> {
    let Some(pending) = attempt.pending else {
        // Void since another browser was shown a new one: what the app shows now is an old entry's.
        let is_of_former = is_of_former(connection, context, attempt, now)?;
        return if is_of_former {
            refuse(connection, attempt, is_of_former, now)
        } else {
            Ok(SetupOutcome::Unreadable)
        };
    };
    let secret = match pending.open_secret(&context.keys) {
        Ok(secret) => secret,
        Err(OpenError) => return Ok(SetupOutcome::Unreadable),
    };
    if attempt.member.kind.admits(attempt.code) {
        return Ok(SetupOutcome::Right { step: NO_STEP });
    }
    let at = attempt.member.kind.moment(now).time();
    // No step of a new device was spent before.
    match totp::match_code(&secret, attempt.code, context.code_window, at, NO_STEP) {
        Match::Fresh(step) => Ok(SetupOutcome::Right { step }),
        Match::Used | Match::Wrong => {
            let is_of_former = is_of_former(connection, context, attempt, now)?;
            refuse(connection, attempt, is_of_former, now)
        }
    }
}

fn is_of_former(
    connection: &mut DbConnection,
    context: &Context,
    attempt: SetupAttempt<'_>,
    now: Time,
) -> DbResult<bool> {
    let member = attempt.member.reference();
    let at = attempt.member.kind.moment(now).time();
    if devices::is_code_of_former(connection, context, member, attempt.code, at)? {
        return Ok(true);
    }
    // The entry that is about to be replaced stands in the same app.
    let current = devices::find_devices(connection, member)?;
    let secret = current
        .totp()
        .and_then(|device| device.open_secret(&context.keys).ok());
    let window = context.code_window;
    let shown = secret.map(|secret| totp::match_code(&secret, attempt.code, window, at, NO_STEP));
    Ok(shown.is_some_and(|shown| shown != Match::Wrong))
}

fn refuse(
    connection: &mut DbConnection,
    attempt: SetupAttempt<'_>,
    is_of_former: bool,
    now: Time,
) -> DbResult<SetupOutcome> {
    record_wrong(connection, attempt, now)?;
    let at = attempt.member.kind.moment(now).time();
    Ok(SetupOutcome::Wrong {
        next_code_in_seconds: totp::next_code_in_seconds(at, totp::step_at(at)),
        is_of_former,
    })
}

fn record_wrong(
    connection: &mut DbConnection,
    attempt: SetupAttempt<'_>,
    now: Time,
) -> DbResult<()> {
    let SetupAttempt { member, flow, .. } = attempt;
    let event = Event::own(member.organization.id, member.id, Action::DeviceConfirmed)
        .ending(Ending::failure("wrong"))
        .in_flow(flow);
    audit::record(connection, now, attempt.origin, &event)
}
