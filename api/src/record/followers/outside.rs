//! A follower of a feature above: it takes the rows after its own position, by the same lease, and keeps that
//! position in the transaction of what it makes of them.

use super::follower::OUTSIDE;
use super::service::{BATCH, LEASE, is_partial, list_events};
use super::store::{self, Lease, State, Step};
use crate::platform::context::Context;
use crate::platform::crypto::random;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::record::audit::{self, Settled, StoredEvent};
use std::sync::Arc;

type IsIdle = fn(&mut DbConnection) -> DbResult<bool>;
type Make = Arc<dyn Fn(&mut DbConnection, &[StoredEvent]) -> DbResult<()> + Send + Sync>;

/// A follower of a feature above, as one process runs it.
#[derive(Clone)]
pub struct Outside {
    context: Context,
    holder: i64,
    settled: Arc<Settled>,
    name: &'static str,
    is_idle: IsIdle,
    make: Make,
    rows_at_once: i64,
}

impl Outside {
    /// The follower `name` as a process of its own. While nothing is to be made of any row (`is_idle`), rows are
    /// passed over unread; `make` runs in the transaction that keeps the position.
    pub fn new(
        context: &Context,
        name: &'static str,
        is_idle: IsIdle,
        make: impl Fn(&mut DbConnection, &[StoredEvent]) -> DbResult<()> + Send + Sync + 'static,
    ) -> Self {
        debug_assert!(OUTSIDE.contains(&name), "{name} is not known to pruning");
        Self {
            context: context.clone(),
            holder: i64::from_be_bytes(random::bytes()),
            settled: Arc::default(),
            name,
            is_idle,
            make: Arc::new(make),
            rows_at_once: BATCH,
        }
    }

    /// So many rows in one transaction, where more is made of one than a row.
    #[must_use]
    pub fn rows_at_once(self, rows_at_once: i64) -> Self {
        Self {
            rows_at_once,
            ..self
        }
    }

    /// Works off one batch, and gives the number of its rows; 0 when there are none or another process works.
    pub async fn step(&self) -> Result<usize, DbError> {
        let name = self.name;
        let has_news = move |connection: &mut DbConnection| {
            let newest = audit::find_newest_position(connection)?;
            Ok(newest > position(&store::list_states(connection)?, name))
        };
        if !self.context.db.read(has_news).await? {
            return Ok(0);
        }
        let Some(settled) = self.settled.find_position(&self.context).await? else {
            return Ok(0);
        };
        let now = self.context.clock.now();
        let lease = Lease {
            holder: self.holder,
            now,
            until: now + LEASE,
        };
        let (is_idle, most) = (self.is_idle, self.rows_at_once);
        let read = move |connection: &mut DbConnection| {
            let states = store::list_states(connection)?;
            let own = states.iter().find(|state| state.name == name);
            if own.is_some_and(|state| !lease.is_free(state)) {
                return Ok(None);
            }
            let from = position(&states, name);
            if is_idle(connection)? {
                let to = audit::find_newest_position(connection)?.min(settled);
                return Ok((to > from).then(|| (Step { name, from, to }, Vec::new())));
            }
            let events = list_events(connection, from, settled, most)?;
            let to = events.last().map(|last| last.position);
            Ok(to.map(|to| (Step { name, from, to }, events)))
        };
        let Some((step, events)) = self.context.db.read(read).await? else {
            return Ok(0);
        };
        let (make, rows) = (Arc::clone(&self.make), events.len().max(1));
        let write = move |connection: &mut DbConnection| {
            if !store::advance(connection, step, lease)? {
                return Ok(0);
            }
            make(connection, &events)?;
            Ok(rows)
        };
        self.context.db.write(write).await
    }

    /// Works off whole batches, and then what is there once. What comes meanwhile waits for the next time: else a node
    /// under load writes its position again and again.
    pub async fn follow(&self) -> Result<(), DbError> {
        while !is_partial(self.step().await?, self.rows_at_once) {}
        Ok(())
    }

    /// Ends the lease, so that another process can go on at once.
    pub async fn release(&self) -> Result<(), DbError> {
        let holder = self.holder;
        let release = move |connection: &mut DbConnection| store::release(connection, holder);
        self.context.db.write(release).await.map(drop)
    }
}

fn position(states: &[State], name: &str) -> i64 {
    let state = states.iter().find(|state| state.name == name);
    state.map_or(0, |state| state.position)
}
