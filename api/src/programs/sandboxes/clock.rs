//! The clock of a test organization. Codes of authenticator apps are judged by it (`organizations::Moment`). What has an
//! end is brought so much nearer to it when the clock moves: so its times stay true ones everywhere else, and no
//! limit, sweep or page has to know of a second time.

use super::refusals::{MoveClockError, NotATestOrganization};
use crate::people::members::{self, Member};
use crate::people::organizations::{self, Kind};
use crate::people::{devices, sessions, sign_ins};
use crate::platform::context::Context;
use crate::platform::db::keys::OrganizationKey;
use crate::platform::db::{DbConnection, DbResult};
use crate::programs::challenges;
use crate::protection::access::{Authorized, SandboxRead, SandboxWrite};
use crate::protection::throttle::{self, CLOCK_MOVES, Verdict};
use crate::record::audit::Action;
use crate::second_step::email_codes;
use serde_json::json;
use shared_types::limits::{SANDBOX_CLOCK_FURTHEST, SANDBOX_MEMBERS};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::sandboxes::SandboxClock;
use std::time::Duration;

pub(super) async fn show_clock(
    context: &Context,
    caller: Authorized<SandboxRead>,
) -> Result<SandboxClock, NotATestOrganization> {
    let find = move |connection: &mut DbConnection| {
        organizations::kind_of(connection, caller.organization.key)
    };
    match context.db.read(find).await? {
        Some(Kind::Test(test)) => Ok(view(test.ahead())),
        Some(Kind::Live) | None => Err(NotATestOrganization::Live),
    }
}

pub(super) async fn move_clock(
    context: &Context,
    caller: Authorized<SandboxWrite>,
    request: SandboxClock,
) -> Result<SandboxClock, MoveClockError> {
    let to = Duration::from_secs(u64::from(request.ahead_seconds));
    let now = context.clock.now();
    // One change: the clock never stands where a member's ends do not.
    let write = move |connection: &mut DbConnection| {
        let caller = match sessions::recheck_right(connection, &caller, now)? {
            Ok(caller) => caller,
            Err(lost) => return Ok(Err(lost.into())),
        };
        let organization = caller.organization.key;
        let Some(Kind::Test(test)) = organizations::kind_of(connection, organization)? else {
            return Ok(Err(MoveClockError::Live));
        };
        let from = test.ahead();
        if let Err(refused) = check(from, to) {
            return Ok(Err(MoveClockError::Invalid(refused)));
        }
        if from == to {
            return Ok(Ok(()));
        }
        let members = lock_members(connection, organization)?;
        // Each move is a change for every member.
        let counter = throttle::clock_moves(caller.organization.id);
        if let Verdict::Wait(wait) = throttle::take(connection, &counter, &CLOCK_MOVES, now)? {
            return Ok(Err(MoveClockError::Often(wait)));
        }
        if !organizations::advance_clock(connection, organization, from, to)? {
            return Ok(Err(MoveClockError::Moved));
        }
        let by = to.saturating_sub(from);
        for member in &members {
            advance(connection, member, by)?;
        }
        let event = caller.event(Action::SandboxClockMoved);
        let event = event.details(json!({ "ahead_seconds": to.as_secs() }));
        caller.record(connection, now, &event)?;
        Ok(Ok(()))
    };
    context.db.write(write).await??;
    Ok(view(to))
}

/// Locks all members of a test organization, in the order of their keys (`db::lock`).
fn lock_members(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<Vec<Member>> {
    let mut locked = Vec::new();
    for key in members::list_keys(connection, organization, SANDBOX_MEMBERS)? {
        // Somebody else may have deleted it meanwhile.
        locked.extend(members::find_for_change(connection, key)?);
    }
    Ok(locked)
}

/// Brings what has an end so much nearer to it.
fn advance(connection: &mut DbConnection, member: &Member, by: Duration) -> DbResult<()> {
    challenges::advance(connection, member.id, by)?;
    sign_ins::advance_flows(connection, member.key, by)?;
    email_codes::advance(connection, member.key, by)?;
    devices::advance_pending(connection, member.key, by)
}

/// Forward only: a code that was used may not become fresh again.
fn check(from: Duration, to: Duration) -> Result<(), FieldError> {
    let refused =
        |detail: String| FieldError::new("ahead_seconds", FieldErrorCode::Invalid, detail);
    if to > SANDBOX_CLOCK_FURTHEST {
        let most = SANDBOX_CLOCK_FURTHEST.as_secs();
        return Err(refused(format!("At most {most}, which is 30 days.")));
    }
    if to < from {
        let least = from.as_secs();
        return Err(refused(format!(
            "The clock is ahead by {least} already, and never goes back."
        )));
    }
    Ok(())
}

fn view(ahead: Duration) -> SandboxClock {
    SandboxClock {
        ahead_seconds: u32::try_from(ahead.as_secs()).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_goes_forward_and_not_too_far() {
        let hour = Duration::from_hours(1);
        for (from, to, is_good) in [
            (Duration::ZERO, hour, true),
            (hour, hour, true),
            (hour, Duration::ZERO, false),
            (hour, Duration::from_mins(59), false),
            (hour, SANDBOX_CLOCK_FURTHEST, true),
            (hour, SANDBOX_CLOCK_FURTHEST + Duration::from_secs(1), false),
        ] {
            assert_eq!(check(from, to).is_ok(), is_good, "{from:?} {to:?}");
        }
    }
}
