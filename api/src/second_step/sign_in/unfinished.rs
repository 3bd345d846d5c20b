//! The notice after a right password that no code followed: somebody may know it who lacks the
//! device, so the owner is told, once a day at most.
//!
//! Not when it came from a browser that finished a sign-in before, and not when a sign-in from the
//! same place was finished meanwhile: then it was the owner. A finished one from elsewhere does
//! not clear a stranger. Nor when a mail told of wrong codes since: it said the same, and more.

use crate::messages::mail::{Circumstances, Notice};
use crate::people::sign_ins::{self, Unfinished};
use crate::people::{devices, members};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::protection::access::Caller;
use crate::protection::throttle::{self, Limit, Verdict};
use crate::record::audit::Action;
use shared_types::limits::UNFINISHED_NOTICE_PAUSE;
use shared_types::members::MemberStatus;
use shared_types::time::Time;

const NOTICES: [Limit; 1] = [Limit {
    count: 1,
    window: UNFINISHED_NOTICE_PAUSE,
}];
/// How many are looked at in one change.
const MOST: i64 = 100;
/// How many finished ones are settled in one change.
const MOST_FINISHED: i64 = 500;

/// Tells the owners of what is due; how many were looked at.
pub fn tell_unfinished(
    connection: &mut DbConnection,
    context: &Context,
    now: Time,
) -> DbResult<usize> {
    let finished = sign_ins::settle_finished(connection, MOST_FINISHED, now)?;
    let due = sign_ins::list_due(connection, MOST, now)?;
    for unfinished in &due {
        if sign_ins::settle(connection, unfinished.key, now)? {
            tell(connection, context, unfinished, now)?;
        }
    }
    Ok(finished + due.len())
}

fn tell(
    connection: &mut DbConnection,
    context: &Context,
    unfinished: &Unfinished,
    now: Time,
) -> DbResult<()> {
    let member = members::find(connection, unfinished.member)?;
    let Some(member) = member.filter(|member| member.status == MemberStatus::Active) else {
        return Ok(());
    };
    if sign_ins::has_finished_since(connection, unfinished)? {
        return Ok(());
    }
    let devices = devices::find_devices(connection, member.reference())?;
    if devices.owner_was_warned_between(unfinished.started_at, now) {
        return Ok(());
    }
    let (network, program) = (unfinished.network.clone(), unfinished.program.clone());
    let origin = Origin::remembered(network.clone(), program.clone(), String::new());
    let system = Caller::system(member.organization, origin);
    let event = system.event(Action::SignInNotFinished).about(member.id);
    system.record(connection, now, &event)?;
    let slot = format!("unfinished:{}", member.id);
    if throttle::take(connection, &slot, &NOTICES, now)? != Verdict::Allowed {
        return Ok(());
    }
    let circumstances = Circumstances {
        at: unfinished.started_at,
        network,
        program,
    };
    let notice = Notice::SignInNotFinished;
    members::notify_of(connection, context, &member, circumstances, notice)
}
