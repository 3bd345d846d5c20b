//! Counting tries, taking them back, and clearing counters. All of it runs inside a caller's write.

use super::model::{GrowingDelay, Limit, Verdict, bring_back, delay_after, judge};
use super::store::{self, StoredCounter};
use crate::platform::db::{DbConnection, DbResult};
use shared_types::time::Time;
use std::time::Duration;

/// A counter that was not changed for this long has no effect any more.
const STALE_AFTER: Duration = Duration::from_hours(48);

/// Counts a try in a sliding window, if it allows one.
pub fn take(
    connection: &mut DbConnection,
    name: &str,
    limits: &[Limit],
    now: Time,
) -> DbResult<Verdict> {
    let mut counter = store::lock_counter(connection, name, now)?;
    let is_mended = bring_back(&mut counter.events, now);
    let verdict = judge(&counter.events, limits, now);
    if verdict == Verdict::Allowed {
        let most = limits.iter().map(|limit| limit.count).max().unwrap_or(0);
        counter.events.push(now);
        let surplus = counter.events.len().saturating_sub(most);
        counter.events.drain(..surplus);
    }
    if is_mended || verdict == Verdict::Allowed {
        store::update_counter(connection, name, &counter, now)?;
    }
    Ok(verdict)
}

/// The decision of [`take`], without counting a try.
pub fn peek(
    connection: &mut DbConnection,
    name: &str,
    limits: &[Limit],
    now: Time,
) -> DbResult<Verdict> {
    let counter = store::find_counter(connection, name)?.unwrap_or_default();
    Ok(judge(&counter.events, limits, now))
}

/// Takes the newest try back: it was a right one.
pub(super) fn give_back(connection: &mut DbConnection, name: &str, now: Time) -> DbResult<()> {
    let mut counter = store::lock_counter(connection, name, now)?;
    counter.events.pop();
    store::update_counter(connection, name, &counter, now)
}

/// Counts a try as a failure until it is cleared; after some failures each further try has a longer
/// delay.
pub fn take_with_delay(
    connection: &mut DbConnection,
    name: &str,
    delay: GrowingDelay,
    now: Time,
) -> DbResult<Verdict> {
    let GrowingDelay { free, longest } = delay;
    let mut counter = store::lock_counter(connection, name, now)?;
    let given = delay_after(counter.failures, free, longest);
    let wait = counter.blocked_until.since(now).min(given);
    if wait > Duration::ZERO {
        if counter.blocked_until > now + wait {
            // The clock was ahead and was set back, as with events.
            counter.blocked_until = now + wait;
            store::update_counter(connection, name, &counter, now)?;
        }
        return Ok(Verdict::Wait(wait));
    }
    counter.failures = counter.failures.saturating_add(1);
    counter.blocked_until = now + delay_after(counter.failures, free, longest);
    store::update_counter(connection, name, &counter, now)?;
    Ok(Verdict::Allowed)
}

/// Clears a counter: the try was a right one.
pub fn clear(connection: &mut DbConnection, name: &str, now: Time) -> DbResult<()> {
    store::update_counter(connection, name, &StoredCounter::default(), now)
}

/// Deletes counters that have no effect any more.
pub fn forget_stale(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    store::delete_older(connection, now - STALE_AFTER)
}
