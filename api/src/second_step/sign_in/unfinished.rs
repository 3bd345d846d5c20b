//! The notice after a right password that no code followed: somebody may know it who lacks the
//! device, so the owner is told, once a day at most.
//!
//! Not when a sign-in from the same place was finished meanwhile: then it was the owner. A finished
//! one from elsewhere does not clear a stranger. A browser that finished a sign-in before has a day
//! to finish another one, no longer: its cookie may be a thief's. Nor when a mail told of wrong codes
//! since: it said the same, and more.
//!
//! One notice is about all that a member left unfinished, so that a member who gives up thousands of
//! sign-ins keeps nobody else waiting.

use crate::messages::mail::{Circumstances, Notice};
use crate::people::devices;
use crate::people::members::{self, Member};
use crate::people::sign_ins::{self, Unfinished};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::protection::access::Caller;
use crate::protection::throttle::{self, Limit, Verdict};
use crate::record::audit::Action;
use serde_json::json;
use shared_types::limits::UNFINISHED_NOTICE_PAUSE;
use shared_types::members::MemberStatus;
use shared_types::time::Time;
use std::collections::BTreeSet;

const NOTICES: [Limit; 1] = [Limit {
    count: 1,
    window: UNFINISHED_NOTICE_PAUSE,
}];
/// How many are looked at in one change.
const MOST: i64 = 100;
/// How many finished ones are settled in one change.
const MOST_FINISHED: i64 = 500;

/// Tells the owners of some of what is due; how many were looked at. The sweep goes on until there are none.
pub fn tell_unfinished(
    connection: &mut DbConnection,
    context: &Context,
    now: Time,
) -> DbResult<usize> {
    let finished = sign_ins::settle_finished(connection, MOST_FINISHED, now)?;
    let due = sign_ins::list_due(connection, MOST, now)?;
    let mut told = BTreeSet::new();
    for unfinished in &due {
        if told.contains(&unfinished.member) || !sign_ins::settle(connection, unfinished.key, now)?
        {
            continue;
        }
        let member = members::find(connection, unfinished.member)?;
        let Some(member) = member.filter(|member| member.status == MemberStatus::Active) else {
            continue;
        };
        if !is_cleared(connection, unfinished, &member, now)? {
            let others = sign_ins::settle_due_of(connection, unfinished.member, now)?;
            tell(connection, context, unfinished, &member, others)?;
            told.insert(unfinished.member);
        }
    }
    Ok(finished + due.len())
}

/// Whether the owner finished one from the same place, or knows of this one by another mail.
fn is_cleared(
    connection: &mut DbConnection,
    unfinished: &Unfinished,
    member: &Member,
    now: Time,
) -> DbResult<bool> {
    if sign_ins::has_finished_since(connection, unfinished)? {
        return Ok(true);
    }
    let devices = devices::find_devices(connection, member.reference())?;
    Ok(devices.owner_was_warned_between(unfinished.started_at, now))
}

/// Tells of this one and of so many others.
fn tell(
    connection: &mut DbConnection,
    context: &Context,
    unfinished: &Unfinished,
    member: &Member,
    others: usize,
) -> DbResult<()> {
    let now = context.clock.now();
    let (network, program) = (unfinished.network.clone(), unfinished.program.clone());
    let origin = Origin::remembered(network.clone(), program.clone(), String::new());
    let system = Caller::system(member.organization, origin);
    let event = system.event(Action::SignInNotFinished).about(member.id);
    let event = event.details(json!({ "sign_ins": others + 1 }));
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
    members::notify_of(connection, context, member, circumstances, notice)
}
