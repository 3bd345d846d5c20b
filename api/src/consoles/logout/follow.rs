//! The follower: after a row about a member, the sessions with which that member signed in at consoles are looked at.

use super::{ended, store};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::record::audit::{Actor, StoredEvent};
use crate::record::followers::Outside;
use shared_types::ids::MemberId;
use shared_types::time::Time;
use std::collections::BTreeSet;

/// Rows of one transaction.
const ROWS_AT_ONCE: i64 = 100;

/// The follower as a process of its own.
pub(super) fn follower(context: &Context) -> Outside {
    let clock = context.clock.clone();
    let is_idle = |connection: &mut DbConnection| Ok(!store::is_any(connection)?);
    Outside::new(
        context,
        "console_logouts",
        is_idle,
        move |connection, rows| tell(connection, rows, clock.now()),
    )
    .rows_at_once(ROWS_AT_ONCE)
}

/// Whatever a row says, the sessions themselves decide: so no way to end one can be forgotten here.
fn tell(connection: &mut DbConnection, rows: &[StoredEvent], now: Time) -> DbResult<()> {
    let members: BTreeSet<MemberId> = rows.iter().flat_map(named).collect();
    let logins = store::list_of_members(connection, members.into_iter())?;
    if logins.is_empty() {
        return Ok(());
    }
    ended::tell_of_ended(connection, &logins, now).map(drop)
}

fn named(row: &StoredEvent) -> impl Iterator<Item = MemberId> {
    let actor = match row.actor {
        Actor::Member(member) => Some(member),
        Actor::Client(_) | Actor::Anonymous | Actor::System => None,
    };
    row.subject.into_iter().chain(actor)
}
