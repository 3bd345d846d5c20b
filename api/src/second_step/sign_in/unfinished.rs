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
use crate::platform::db::keys::SignInKey;
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
const MOST: i64 = 1000;
/// How many owners are told in one change.
const MOST_DUE: i64 = 100;

/// What was done with the sign-ins behind a key.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// How many were settled.
    pub settled: usize,
    /// Behind which key the next change goes on.
    pub until: SignInKey,
}

/// Tells the owners of what is due among the next sign-ins behind a key; none when there are no more. A pass over all
/// looks at each once: those that are still open are many when thousands sign in, and settle nothing.
pub fn tell_unfinished(
    connection: &mut DbConnection,
    context: &Context,
    after: SignInKey,
    now: Time,
) -> DbResult<Option<Told>> {
    let Some(stretch) = sign_ins::find_stretch(connection, after, MOST)? else {
        return Ok(None);
    };
    let finished = sign_ins::settle_finished(connection, stretch, now)?;
    let due = sign_ins::list_due(connection, stretch, MOST_DUE, now)?;
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
    // One that is due is settled, so a full list ends the change before the rest of the stretch.
    let has_rest = i64::try_from(due.len()).is_ok_and(|due| due == MOST_DUE);
    let last = due.last().filter(|_| has_rest);
    Ok(Some(Told {
        settled: finished + due.len(),
        until: last.map_or(stretch.until, |last| last.key),
    }))
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
