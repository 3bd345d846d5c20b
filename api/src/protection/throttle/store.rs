//! The table `limits`.

use crate::platform::db::schema::limits as columns;
use crate::platform::db::{DbConnection, DbResult, load_all, on_backend};
use diesel::prelude::*;
use shared_types::time::Time;

/// One counter: the times of a sliding window, and a count with its delay.
#[derive(Clone, Debug)]
pub(super) struct StoredCounter {
    pub(super) events: Vec<Time>,
    pub(super) failures: i64,
    pub(super) blocked_until: Time,
}

type CounterRow = (String, i64, i64);
const COUNTER: (columns::events, columns::failures, columns::blocked_until) =
    (columns::events, columns::failures, columns::blocked_until);

impl StoredCounter {
    fn of((events, failures, blocked_until): CounterRow) -> Self {
        Self {
            events: read_events(&events),
            failures,
            blocked_until: Time::from_micros(blocked_until),
        }
    }
}

impl Default for StoredCounter {
    fn default() -> Self {
        Self {
            events: Vec::new(),
            failures: 0,
            blocked_until: Time::from_micros(0),
        }
    }
}

pub(super) fn find_counter(
    connection: &mut DbConnection,
    name: &str,
) -> DbResult<Option<StoredCounter>> {
    let row = columns::table
        .find(name)
        .select(COUNTER)
        .get_result(connection)
        .optional()?;
    Ok(row.map(StoredCounter::of))
}

/// The counters of these names that there are, in no order.
pub(super) fn list_counters<'a>(
    connection: &mut DbConnection,
    names: impl Iterator<Item = &'a str>,
) -> DbResult<Vec<(String, StoredCounter)>> {
    let query = columns::table.select((columns::name, COUNTER));
    let rows: Vec<(String, CounterRow)> =
        load_all!(connection, query, columns::name, names.collect())?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(name, row)| (name, StoredCounter::of(row)))
        .collect())
}

/// The counter, inserted if it is new, with its row locked until the transaction ends: the update is
/// made first, so that two transactions cannot read the same count.
pub(super) fn lock_counter(
    connection: &mut DbConnection,
    name: &str,
    now: Time,
) -> DbResult<StoredCounter> {
    let new = (
        columns::name.eq(name),
        columns::events.eq(""),
        columns::failures.eq(0),
        columns::blocked_until.eq(0),
        columns::updated_at.eq(now.micros()),
    );
    on_backend!(connection, |own| diesel::insert_into(columns::table)
        .values(new)
        .on_conflict(columns::name)
        .do_update()
        .set(columns::updated_at.eq(now.micros()))
        .execute(own))?;
    Ok(find_counter(connection, name)?.unwrap_or_default())
}

pub(super) fn update_counter(
    connection: &mut DbConnection,
    name: &str,
    counter: &StoredCounter,
    now: Time,
) -> DbResult<()> {
    diesel::update(columns::table.find(name))
        .set((
            columns::events.eq(write_events(&counter.events)),
            columns::failures.eq(counter.failures),
            columns::blocked_until.eq(counter.blocked_until.micros()),
            columns::updated_at.eq(now.micros()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Deletes rows, but for those that a try holds right now on a server: waiting for it might take for
/// ever, since the try may want another row that this deletes.
macro_rules! delete_unlocked {
    ($connection:expr, $rows:expr) => {
        match $connection {
            DbConnection::Sqlite(own) => diesel::delete($rows).execute(own),
            DbConnection::Postgres(own) => {
                let free = $rows.select(columns::name).for_update().skip_locked();
                let names: Vec<String> = free.load(own)?;
                diesel::delete(columns::table.filter(columns::name.eq_any(names))).execute(own)
            }
        }
    };
}

/// Those that count no failures.
pub(super) fn delete_without_failures(
    connection: &mut DbConnection,
    than: Time,
) -> DbResult<usize> {
    let stale = columns::table
        .filter(columns::updated_at.lt(than.micros()))
        .filter(columns::failures.eq(0));
    delete_unlocked!(connection, stale)
}

/// When the newest one was changed that is too many: of those with failures whose names do not begin with
/// `prefix`, and that were changed before a time.
pub(super) fn find_surplus(
    connection: &mut DbConnection,
    prefix: &str,
    than: Time,
    most: i64,
) -> DbResult<Option<Time>> {
    let strange = columns::name.lt(prefix).or(columns::name.ge(after(prefix)));
    let rows = columns::table
        .filter(columns::updated_at.lt(than.micros()))
        .filter(columns::failures.gt(0))
        .filter(strange)
        .order(columns::updated_at.desc())
        .select(columns::updated_at)
        .offset(most)
        .limit(1);
    let found: Option<i64> = on_backend!(connection, |own| rows.get_result(own)).optional()?;
    Ok(found.map(Time::from_micros))
}

/// Those whose names do not begin with `prefix`, up to a time.
pub(super) fn delete_strange(
    connection: &mut DbConnection,
    prefix: &str,
    until: Time,
) -> DbResult<usize> {
    let strange = columns::name.lt(prefix).or(columns::name.ge(after(prefix)));
    let old = columns::table
        .filter(columns::updated_at.le(until.micros()))
        .filter(strange);
    delete_unlocked!(connection, old)
}

/// The first text after all that begin with a prefix, which ends with a colon, or after a name and all that
/// go on after a colon behind it.
fn after(prefix: &str) -> String {
    format!("{};", prefix.trim_end_matches(':'))
}

/// Those whose names begin with `prefix`, up to [`after`] it: a range of the primary key.
pub(super) fn delete_prefixed(connection: &mut DbConnection, prefix: &str) -> DbResult<usize> {
    let own = columns::table
        .filter(columns::name.ge(prefix))
        .filter(columns::name.lt(after(prefix)));
    if let DbConnection::Postgres(server) = connection {
        // A try locks the row of a known browser before that of strangers, whose name is the shorter one.
        let last_first = own
            .clone()
            .order(columns::name.desc())
            .select(columns::name);
        last_first.for_update().load::<String>(server)?;
    }
    diesel::delete(own).execute(connection)
}

/// Those whose names begin with `prefix`, up to [`after`] it.
pub(super) fn list_prefixed(
    connection: &mut DbConnection,
    prefix: &str,
) -> DbResult<Vec<(String, StoredCounter)>> {
    let rows: Vec<(String, String, i64, i64)> = columns::table
        .filter(columns::name.ge(prefix))
        .filter(columns::name.lt(after(prefix)))
        .select((
            columns::name,
            columns::events,
            columns::failures,
            columns::blocked_until,
        ))
        .load(connection)?;
    let counters = rows
        .into_iter()
        .map(|(name, events, failures, blocked_until)| {
            let counter = StoredCounter {
                events: read_events(&events),
                failures,
                blocked_until: Time::from_micros(blocked_until),
            };
            (name, counter)
        });
    Ok(counters.collect())
}

fn read_events(text: &str) -> Vec<Time> {
    text.split(' ')
        .filter_map(|micros| micros.parse().ok())
        .map(Time::from_micros)
        .collect()
}

fn write_events(events: &[Time]) -> String {
    events
        .iter()
        .map(|time| time.micros().to_string())
        .collect::<Vec<_>>()
        .join(" ")
}
