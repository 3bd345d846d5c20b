//! Which daily heads are to be signed, and keeping those that are.

use super::daily_head::{DailyHead, SignedHead};
use super::day::Day;
use super::model::ChainName;
use super::{store, store_daily_heads};
use crate::platform::db::{DbConnection, DbResult};
use crate::record::audit::{self, CLOCK_STEPS};
use shared_types::ids::OrganizationId;
use shared_types::time::Time;

/// The heads of the first day that is over and sealed, and of which none is signed; empty when there is no such
/// day. `sealed` is the time up to which everything has a seal.
///
/// Rows of neighbouring days may stand beside each other where clocks differed, so a day reaches that far: a chain
/// without a row on a day may have a head of it all the same, which is that of the day before.
pub fn find_unsigned(connection: &mut DbConnection, sealed: Time) -> DbResult<Vec<DailyHead>> {
    let is_over = |day: Day| day.end() + CLOCK_STEPS <= sealed;
    let mut last = store_daily_heads::find_last_day(connection)?;
    while let Some(day) = find_day(connection, last, is_over)? {
        let heads = find_heads(connection, day)?;
        if !heads.is_empty() {
            return Ok(heads);
        }
        last = Some(day);
    }
    Ok(Vec::new())
}

/// The first day after this one that has rows and is over.
fn find_day(
    connection: &mut DbConnection,
    last: Option<Day>,
    is_over: impl Fn(Day) -> bool,
) -> DbResult<Option<Day>> {
    let start = match last {
        None => Some(i64::MIN),
        Some(last) => audit::find_position_at(connection, last.end())?,
    };
    let Some(start) = start else {
        return Ok(None);
    };
    let rows = audit::list_rows(connection, start.saturating_sub(1), i64::MAX, 1)?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let found = Day::of(row.at());
    let next = last.map_or(found, Day::next);
    // A row from a clock that was far ahead keeps no other day from being signed.
    let day = if is_over(found) {
        found.max(next)
    } else {
        next
    };
    Ok(Some(day).filter(|day| is_over(*day)))
}

/// What each chain ended with on a day, of those that have rows about then.
fn find_heads(connection: &mut DbConnection, day: Day) -> DbResult<Vec<DailyHead>> {
    let Some(first) = audit::find_position_at(connection, day.start() - CLOCK_STEPS)? else {
        return Ok(Vec::new());
    };
    let after = audit::find_position_at(connection, day.end() + CLOCK_STEPS)?;
    let seals = store::list_last_of(connection, first, after.unwrap_or(i64::MAX))?;
    let heads = seals.into_iter().map(|seal| DailyHead::of(day, seal));
    Ok(heads.collect())
}

/// Keeps signed heads, and gives the number of those that no other node kept before.
pub fn insert_signed(connection: &mut DbConnection, heads: &[SignedHead]) -> DbResult<usize> {
    let mut kept = 0;
    for head in heads {
        kept += usize::from(store_daily_heads::insert(connection, head)?);
    }
    Ok(kept)
}

/// The last day whose head is signed, of an organization.
pub fn find_signed_day(
    connection: &mut DbConnection,
    organization: OrganizationId,
) -> DbResult<Option<Day>> {
    store_daily_heads::find_last_day_of(connection, &ChainName::of(Some(organization)))
}
