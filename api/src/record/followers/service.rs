//! The reader of the audit record: takes batches of new rows and hands them to the followers.

use super::change::Change;
use super::follower::{Follower, OUTSIDE};
use super::store::{self, Lease, State, Step};
use crate::platform::context::Context;
use crate::platform::crypto::keys::KeyRing;
use crate::platform::crypto::random;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::record::audit::{self, Settled, StoredEvent, Unreadable};
use crate::record::chain;
use shared_types::time::Time;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_millis(500);
/// Rows in one batch. On SQLite other changes wait while its statements run.
pub(super) const BATCH: i64 = 1000;
/// How long a node that was lost keeps the others from going on.
pub(super) const LEASE: Duration = Duration::from_secs(5);
/// Every how many ticks the heads of the chains are logged.
const HEADS_EVERY: u64 = 1200;

/// The followers as one process runs them.
pub struct Followers {
    context: Context,
    holder: i64,
    settled: Settled,
}

/// What the rows of a batch lead to.
struct Batch {
    changes: Vec<(Step, Change)>,
    rows: usize,
}

/// Follows twice a second until `shutdown` is done, then what is left.
pub async fn run(context: Context, shutdown: impl Future<Output = ()>) {
    let followers = Followers::new(&context);
    tokio::select! {
        () = followers.follow_forever() => {}
        () = shutdown => {}
    }
    followers.follow(|rows| rows == 0).await;
    if let Err(error) = followers.release().await {
        tracing::debug!(%error, "the lease of the followers ends by itself");
    }
}

/// Works off all rows that are there, and gives their number; 0 while another process does.
pub async fn catch_up(context: &Context) -> Result<usize, DbError> {
    let followers = Followers::new(context);
    let mut rows = 0;
    loop {
        match followers.step().await? {
            0 => break,
            more => rows += more,
        }
    }
    if rows > 0 {
        followers.release().await?;
    }
    Ok(rows)
}

/// The time up to which a follower has worked off what happened.
pub fn up_to(connection: &mut DbConnection, follower: Follower, now: Time) -> DbResult<Time> {
    let after = store::find_position(connection, follower.name())?;
    let next = audit::list_rows(connection, after, i64::MAX, 1)?;
    Ok(next.first().map_or(now, |row| row.at().min(now)))
}

/// The position up to which every follower has worked: no row after it may be pruned.
pub fn oldest_needed_position(connection: &mut DbConnection) -> DbResult<i64> {
    let states = store::list_states(connection)?;
    // Those of features above that never worked need no row.
    let outside = states
        .iter()
        .filter(|state| OUTSIDE.contains(&state.name.as_str()));
    let outside = outside.map(|state| state.position).min();
    let own = oldest_position(&states);
    Ok(outside.map_or(own, |outside| outside.min(own)))
}

fn oldest_position(states: &[State]) -> i64 {
    let positions = Follower::ALL.map(|follower| position(states, follower));
    positions.into_iter().min().unwrap_or(0)
}

fn position(states: &[State], follower: Follower) -> i64 {
    let state = states.iter().find(|state| state.name == follower.name());
    state.map_or(0, |state| state.position)
}

impl Followers {
    /// A process of its own, as far as leases go.
    pub fn new(context: &Context) -> Self {
        Self {
            context: context.clone(),
            holder: i64::from_be_bytes(random::bytes()),
            settled: Settled::default(),
        }
    }

    /// Works off one batch, and gives the number of its rows; 0 when there are none or another
    /// process works.
    pub async fn step(&self) -> Result<usize, DbError> {
        if !self.context.db.read(has_news).await? {
            return Ok(0);
        }
        let Some(settled) = self.settled.find_position(&self.context).await? else {
            return Ok(0);
        };
        match self.attempt(&Follower::ALL, settled).await {
            Err(DbError::Statement(error)) => {
                tracing::warn!(%error, "a batch of the followers failed; each tries alone");
                self.each_alone(settled).await
            }
            done => done,
        }
    }

    /// Ends the lease, so that another process can go on at once.
    pub async fn release(&self) -> Result<(), DbError> {
        let holder = self.holder;
        let release = move |connection: &mut DbConnection| store::release(connection, holder);
        self.context.db.write(release).await.map(drop)
    }

    /// One follower that fails does not stop the others.
    async fn each_alone(&self, settled: i64) -> Result<usize, DbError> {
        let mut rows = 0;
        let mut last = None;
        for follower in Follower::ALL {
            match self.attempt(&[follower], settled).await {
                Ok(more) => rows = rows.max(more),
                Err(error) => {
                    tracing::warn!(%error, follower = follower.name(), "a follower failed");
                    last = Some(error);
                }
            }
        }
        last.filter(|_| rows == 0).map_or(Ok(rows), Err)
    }

    async fn attempt(&self, followers: &[Follower], settled: i64) -> Result<usize, DbError> {
        let now = self.context.clock.now();
        let lease = Lease {
            holder: self.holder,
            now,
            until: now + LEASE,
        };
        let (followers, keys) = (followers.to_vec(), Arc::clone(&self.context.keys));
        let read = move |connection: &mut DbConnection| {
            let states = store::list_states(connection)?;
            let free = followers.into_iter().filter(|follower| {
                let state = states.iter().find(|state| state.name == follower.name());
                state.is_none_or(|state| lease.is_free(state))
            });
            let free = free.map(|follower| (follower, position(&states, follower)));
            prepare(connection, &keys, &free.collect::<Vec<_>>(), settled)
        };
        let Batch { changes, rows } = self.context.db.read(read).await?;
        if changes.is_empty() {
            return Ok(0);
        }
        let (mut has_written, mut last) = (false, None);
        for (step, change) in changes {
            let write = move |connection: &mut DbConnection| write(connection, step, change, lease);
            match self.context.db.write(write).await {
                Ok(written) => has_written |= written,
                // The next batch says which one it was.
                Err(error) => last = Some(error),
            }
        }
        let written = if has_written { rows } else { 0 };
        last.filter(|_| !has_written).map_or(Ok(written), Err)
    }

    async fn follow_forever(&self) {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut logged = 0;
        for tick in 0_u64.. {
            ticks.tick().await;
            self.follow(|rows| is_partial(rows, BATCH)).await;
            if tick.is_multiple_of(HEADS_EVERY) {
                logged = log_heads(&self.context, logged).await.unwrap_or(logged);
            }
        }
    }

    /// Works off batches. The number of its rows says whether one is the last.
    async fn follow(&self, is_last: impl Fn(usize) -> bool) {
        loop {
            match self.step().await {
                Ok(rows) if is_last(rows) => return,
                Ok(rows) => tracing::trace!(rows, "followed"),
                Err(error) => {
                    tracing::warn!(%error, "audit rows wait for their followers; trying again soon");
                    return;
                }
            }
        }
    }
}

impl Lease {
    pub(super) fn is_free(&self, state: &State) -> bool {
        state.holder == self.holder || state.leased_until <= self.now.micros()
    }
}

/// Whether a batch of up to `most` rows is the last one of its tick. What comes meanwhile waits for the next: rows of
/// one batch share lines and pages of the index, which under load saves a fifth of what is written.
pub(super) fn is_partial(rows: usize, most: i64) -> bool {
    i64::try_from(rows).is_ok_and(|rows| rows < most)
}

/// Whether a follower is behind the newest row.
fn has_news(connection: &mut DbConnection) -> DbResult<bool> {
    let newest = audit::find_newest_position(connection)?;
    Ok(newest > oldest_position(&store::list_states(connection)?))
}

/// Reads the next rows once for all followers, each of which takes those after its own position.
fn prepare(
    connection: &mut DbConnection,
    keys: &KeyRing,
    followers: &[(Follower, i64)],
    settled: i64,
) -> DbResult<Batch> {
    let from = followers.iter().map(|(_, from)| *from).min();
    let events = match from {
        Some(from) => list_events(connection, from, settled, BATCH)?,
        None => Vec::new(),
    };
    let mut changes = Vec::new();
    for &(follower, from) in followers {
        let start = events.partition_point(|event| event.position <= from);
        if let Some(last) = events[start..].last() {
            let step = Step {
                name: follower.name(),
                from,
                to: last.position,
            };
            changes.push((step, follower.prepare(connection, keys, &events[start..])?));
        }
    }
    let rows = events.len();
    Ok(Batch { changes, rows })
}

/// The next rows in words. A row that only a newer program knows is left to a node that runs it: a
/// seal over half of its meaning would never be proved.
pub(super) fn list_events(
    connection: &mut DbConnection,
    after: i64,
    settled: i64,
    most: i64,
) -> DbResult<Vec<StoredEvent>> {
    let rows = audit::list_rows(connection, after, settled, most)?;
    let mut events = Vec::with_capacity(rows.len());
    for row in rows {
        let position = row.position();
        match row.read() {
            Ok(event) => events.push(event),
            Err(Unreadable::UnknownWord) => {
                tracing::warn!(
                    position,
                    "an audit row waits for a newer program to seal it"
                );
                break;
            }
            Err(Unreadable::Damaged) => {
                tracing::error!(position, "an audit row was damaged before it was sealed");
                break;
            }
        }
    }
    Ok(events)
}

/// Writes what a follower made, with its position. False when another process was faster. Each follower writes in a
/// change of its own: requests that wait for the writer get their turn between them.
fn write(
    connection: &mut DbConnection,
    step: Step,
    change: Change,
    lease: Lease,
) -> DbResult<bool> {
    let is_first = store::advance(connection, step, lease)?;
    if is_first {
        change(connection)?;
    }
    Ok(is_first)
}

/// With the heads in the log, a chain that was cut off can be detected. Those of chains that did not
/// grow are in it already.
async fn log_heads(context: &Context, after: i64) -> Result<i64, DbError> {
    let (heads, sealed) = chain::heads_after(context, after).await?;
    for head in heads {
        tracing::info!(%head, "audit head");
    }
    Ok(sealed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_ends_with_the_first_batch_that_is_not_full() {
        let most = usize::try_from(BATCH).expect("a number of rows");
        for (rows, is_last) in [(0, true), (most - 1, true), (most, false)] {
            assert_eq!(is_partial(rows, BATCH), is_last, "{rows}");
        }
    }
}
