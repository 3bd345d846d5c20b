//! Counting tries, taking them back, and clearing counters. All of it runs inside a caller's write.

use super::model::{DelayVerdict, GrowingDelay, Limit, Verdict, bring_back, delay_after, judge};
use super::names::{MEMBERS, member_prefix, programs_failing_for_member};
use super::store::{self, StoredCounter};
use crate::platform::db::{DbConnection, DbResult};
use shared_types::ids::MemberId;
use shared_types::time::Time;
use std::collections::BTreeSet;
use std::time::Duration;

/// A counter without failures that was not changed for this long has no effect any more.
const STALE_AFTER: Duration = Duration::from_hours(48);
/// Failures at what no member has are kept this long, so that a slow guesser finds no difference to a
/// member's, which stay until they are cleared.
const STRANGE_FAILURES_KEPT: Duration = Duration::from_hours(90 * 24);
/// So many of them are kept over [`STALE_AFTER`]: anybody can make more, and the table must not grow with
/// them.
const STRANGE_FAILURES: i64 = 20_000;

/// How far the clocks of nodes may be apart, with the wait for a lock.
const CLOCKS_APART: Duration = Duration::from_mins(5);

/// Counts a try in a sliding window, if it allows one.
pub fn take(
    connection: &mut DbConnection,
    name: &str,
    limits: &[Limit],
    now: Time,
) -> DbResult<Verdict> {
    take_counted(connection, name, limits, now).map(|(verdict, _)| verdict)
}

/// The same, with how many tries are in the longest window now.
pub fn take_counted(
    connection: &mut DbConnection,
    name: &str,
    limits: &[Limit],
    now: Time,
) -> DbResult<(Verdict, usize)> {
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
    let window = limits.iter().map(|limit| limit.window).max();
    let since = now - window.unwrap_or_default();
    let count = counter
        .events
        .iter()
        .filter(|event| **event > since)
        .count();
    Ok((verdict, count))
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

/// Whether [`take`] would allow a try. What was counted while the clock was ahead is left to `take`, which
/// mends it.
pub fn may_take(
    connection: &mut DbConnection,
    name: &str,
    limits: &[Limit],
    now: Time,
) -> DbResult<Verdict> {
    let counter = store::find_counter(connection, name)?.unwrap_or_default();
    Ok(foresee(counter, limits, now))
}

/// Those of the counters for which [`take`] would allow a try.
pub fn find_allowed(
    connection: &mut DbConnection,
    mut names: BTreeSet<String>,
    limits: &[Limit],
    now: Time,
) -> DbResult<BTreeSet<String>> {
    if names.is_empty() {
        return Ok(names);
    }
    let counters = store::list_counters(connection, names.iter().map(String::as_str))?;
    for (name, counter) in counters {
        if foresee(counter, limits, now) != Verdict::Allowed {
            names.remove(&name);
        }
    }
    Ok(names)
}

/// Events a little ahead are of tries at the same time, which were counted while this one waited, here or on a node whose
/// clock is ahead: they count as of now, or these tries together would pass the limit (L-02). Events far ahead are of a
/// clock that was wrong; `take` mends them.
fn foresee(mut counter: StoredCounter, limits: &[Limit], now: Time) -> Verdict {
    if counter
        .events
        .iter()
        .any(|event| *event > now + CLOCKS_APART)
    {
        return Verdict::Allowed;
    }
    bring_back(&mut counter.events, now);
    judge(&counter.events, limits, now)
}

/// Takes the newest try back: it was a right one.
pub fn give_back(connection: &mut DbConnection, name: &str, now: Time) -> DbResult<()> {
    let mut counter = store::lock_counter(connection, name, now)?;
    counter.events.pop();
    store::update_counter(connection, name, &counter, now)
}

/// Counts a try as a failure until it is cleared; after some failures each further try has a longer
/// delay, and after many there is none.
pub fn take_with_delay(
    connection: &mut DbConnection,
    name: &str,
    delay: GrowingDelay,
    now: Time,
) -> DbResult<DelayVerdict> {
    let mut counter = store::lock_counter(connection, name, now)?;
    let verdict = judge_delay(&counter, delay, now);
    match verdict {
        DelayVerdict::Allowed => {
            let GrowingDelay { free, longest, .. } = delay;
            counter.failures = counter.failures.saturating_add(1);
            counter.blocked_until = now + delay_after(counter.failures, free, longest);
            store::update_counter(connection, name, &counter, now)?;
        }
        DelayVerdict::Wait(wait) if counter.blocked_until > now + wait => {
            // The clock was ahead and was set back, as with events.
            counter.blocked_until = now + wait;
            store::update_counter(connection, name, &counter, now)?;
        }
        DelayVerdict::Wait(_) | DelayVerdict::Closed => {}
    }
    Ok(verdict)
}

/// Whether [`take_with_delay`] would allow a try, with the same exception as [`may_take`].
pub fn may_take_with_delay(
    connection: &mut DbConnection,
    name: &str,
    delay: GrowingDelay,
    now: Time,
) -> DbResult<DelayVerdict> {
    let counter = store::find_counter(connection, name)?.unwrap_or_default();
    Ok(match judge_delay(&counter, delay, now) {
        DelayVerdict::Wait(wait) if counter.blocked_until > now + wait => DelayVerdict::Allowed,
        verdict => verdict,
    })
}

fn judge_delay(counter: &StoredCounter, delay: GrowingDelay, now: Time) -> DelayVerdict {
    if counter.failures >= delay.most {
        return DelayVerdict::Closed;
    }
    let given = delay_after(counter.failures, delay.free, delay.longest);
    match counter.blocked_until.since(now).min(given) {
        Duration::ZERO => DelayVerdict::Allowed,
        wait => DelayVerdict::Wait(wait),
    }
}

/// Counts a failure that never ends by itself.
pub fn count_failure(connection: &mut DbConnection, name: &str, now: Time) -> DbResult<()> {
    let mut counter = store::lock_counter(connection, name, now)?;
    counter.failures = counter.failures.saturating_add(1);
    store::update_counter(connection, name, &counter, now)
}

/// The failures that were counted.
pub fn failures(connection: &mut DbConnection, name: &str) -> DbResult<i64> {
    let counter = store::find_counter(connection, name)?;
    Ok(counter.map_or(0, |counter| counter.failures))
}

/// Clears every counter of a member: a person looked at who it is. Says whether there was one.
pub fn clear_member(connection: &mut DbConnection, member: MemberId) -> DbResult<bool> {
    store::delete_prefixed(connection, &member_prefix(member)).map(|counters| counters > 0)
}

/// Clears what all programs together count of a member; says whether there was anything.
pub fn clear_programs(connection: &mut DbConnection, member: MemberId) -> DbResult<bool> {
    let name = programs_failing_for_member(member);
    store::delete_prefixed(connection, &name).map(|counters| counters > 0)
}

/// Clears a counter of strangers, and those of known browsers, whose names go on after a colon. Says whether there
/// was one.
pub fn clear_with_browsers(connection: &mut DbConnection, name: &str) -> DbResult<bool> {
    store::delete_prefixed(connection, name).map(|counters| counters > 0)
}

/// Clears a counter: the try was a right one.
pub fn clear(connection: &mut DbConnection, name: &str, now: Time) -> DbResult<()> {
    store::update_counter(connection, name, &StoredCounter::default(), now)
}

/// Deletes counters that have no effect any more. Failures of a member are counted until they are cleared
/// (NIST SP 800-63B-4 §3.2.2): no pause of a guesser ends them.
pub fn forget_stale(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let stale = now - STALE_AFTER;
    let without_failures = store::delete_without_failures(connection, stale)?;
    let surplus = store::find_surplus(connection, MEMBERS, stale, STRANGE_FAILURES)?;
    let oldest = (now - STRANGE_FAILURES_KEPT).max(surplus.unwrap_or(Time::from_micros(0)));
    Ok(without_failures + store::delete_strange(connection, MEMBERS, oldest)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// L-02: a try that waited while others were counted sees them, though its own moment is before theirs. X-02: events of
    /// a clock that was far ahead hold nobody up.
    #[test]
    fn tries_at_the_same_time_are_counted_together() {
        let now = Time::from_micros(1_800_000_000_000_000);
        let limits = [Limit {
            count: 2,
            window: Duration::from_hours(1),
        }];
        let verdict = |ahead: Duration| {
            let counter = StoredCounter {
                events: vec![now, now + ahead],
                ..StoredCounter::default()
            };
            foresee(counter, &limits, now)
        };
        let full = Verdict::Wait(Duration::from_hours(1));
        for ahead in [Duration::ZERO, Duration::from_millis(1), CLOCKS_APART] {
            assert_eq!(verdict(ahead), full, "{ahead:?}");
        }
        let far = CLOCKS_APART + Duration::from_secs(1);
        assert_eq!(verdict(far), Verdict::Allowed);
    }
}
