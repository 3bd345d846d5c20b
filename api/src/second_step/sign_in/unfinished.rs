//! The notice after a right password that no code followed: somebody may know it who lacks the
//! device, so the owner is told, once a day at most.
//!
//! Not when it came from a browser that finished a sign-in before, and not when a sign-in from the
//! same place was finished meanwhile: then it was the owner. A finished one from elsewhere does
//! not clear a stranger. Nor when a mail told of wrong codes since: it said the same, and more.

use super::store::{self, Finished, Unfinished};
use crate::messages::mail::{Circumstances, Notice};
use crate::people::{devices, members};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::protection::access::Caller;
use crate::protection::throttle::{self, Limit, Verdict};
use crate::record::audit::Action;
use crate::second_step::flow::{Flow, OpenFlow};
use shared_types::limits::UNFINISHED_NOTICE_PAUSE;
use shared_types::members::MemberStatus;
use shared_types::time::Time;

const NOTICES: [Limit; 1] = [Limit {
    count: 1,
    window: UNFINISHED_NOTICE_PAUSE,
}];
/// How many are looked at in one change.
const MOST: i64 = 100;

/// Remembers a flow that owes a code.
pub(super) fn watch(
    connection: &mut DbConnection,
    open: &OpenFlow,
    origin: &Origin,
    now: Time,
) -> DbResult<()> {
    let new = Unfinished {
        flow: open.flow.id,
        member: open.member.id,
        circumstances: Circumstances {
            at: now,
            network: origin.network.clone(),
            program: origin.program.clone(),
        },
        due_at: open.flow.expires_at,
    };
    store::insert_unfinished(connection, &new)
}

/// Somebody gave up: nothing will follow, so the owner is told at the next look.
pub(super) fn give_up(connection: &mut DbConnection, flow: &Flow, now: Time) -> DbResult<()> {
    store::update_due(connection, flow.id, now)
}

/// These finished: what was left unfinished at the same place was the owner's too.
pub(super) fn forget(connection: &mut DbConnection, finished: &[(&Flow, &Origin)]) -> DbResult<()> {
    let finished = finished.iter().map(|(flow, origin)| Finished {
        flow: flow.id,
        member: flow.member,
        network: &origin.network,
        program: &origin.program,
    });
    store::delete_finished(connection, &finished.collect::<Vec<_>>())
}

/// Tells the owners of what is due; how many were looked at.
pub fn tell_unfinished(
    connection: &mut DbConnection,
    context: &Context,
    now: Time,
) -> DbResult<usize> {
    let due = store::list_due(connection, now, MOST)?;
    for unfinished in &due {
        if store::consume_unfinished(connection, unfinished.flow)? {
            tell(connection, context, unfinished, now)?;
        }
    }
    Ok(due.len())
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
    let devices = devices::find_devices(connection, member.id)?;
    if devices.owner_was_warned_between(unfinished.circumstances.at, now) {
        return Ok(());
    }
    let Circumstances {
        network, program, ..
    } = unfinished.circumstances.clone();
    let origin = Origin::remembered(network, program, String::new());
    let system = Caller::system(member.organization, origin);
    let event = system.event(Action::SignInNotFinished).about(member.id);
    system.record(connection, now, &event)?;
    let slot = format!("unfinished:{}", member.id);
    if throttle::take(connection, &slot, &NOTICES, now)? != Verdict::Allowed {
        return Ok(());
    }
    let circumstances = unfinished.circumstances.clone();
    let notice = Notice::SignInNotFinished;
    members::notify_of(connection, context, &member, circumstances, notice)
}
