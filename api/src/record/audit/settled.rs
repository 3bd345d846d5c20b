//! Up to where the record is complete: no transaction that is still running will add a row there.
//!
//! PostgreSQL gives positions away in one order and commits in another, so a reader that went by the
//! newest row alone would pass over the row of a slow transaction. Each INSERT takes a shared lock
//! before its position and holds it until its commit. The reader notes the newest position that was
//! given away, then who holds the lock, and waits a moment for those transactions. It never takes
//! the lock itself: writers do not wait for it.
//!
//! A transaction that was not there at one look and is at the next has positions above the newest of the
//! first look. So a reader goes on up to where a slow one begins, however many of them follow each other.

use super::store;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError};
use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::Mutex;

/// Most transactions of this program write their rows last, milliseconds before they commit. What takes
/// longer is gone around.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(10);

/// What a reader saw so far: one look after the other.
#[derive(Debug, Default)]
pub struct Settled(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    /// The newest position at the last look.
    given: Option<i64>,
    /// Transactions that wrote at the last look, with a position that is below all of theirs; `None` of those
    /// that wrote before the first look.
    writing: HashMap<String, Option<i64>>,
}

/// One look at the writers.
#[derive(Clone, Debug)]
struct Look {
    given: i64,
    writing: Vec<String>,
}

impl Settled {
    /// The position up to which the record is complete; `None` while that is not known.
    /// Rows must be read in a snapshot that begins afterwards.
    pub async fn find_position(&self, context: &Context) -> Result<Option<i64>, DbError> {
        let mut seen = self.0.lock().await;
        let first = look(context).await?;
        let mut settled = seen.note(&first);
        for _ in 0..TRIES {
            if settled >= Some(first.given) {
                break;
            }
            tokio::time::sleep(PAUSE).await;
            settled = seen.note(&look(context).await?);
        }
        Ok(settled)
    }
}

impl Seen {
    /// Up to where the record was complete at this look.
    fn note(&mut self, look: &Look) -> Option<i64> {
        let before = self.given;
        let known = std::mem::take(&mut self.writing);
        for one in &look.writing {
            let below = known.get(one).copied().unwrap_or(before);
            self.writing.insert(one.clone(), below);
        }
        self.given = Some(look.given);
        let below_all = self.writing.values().copied().min();
        below_all.unwrap_or(self.given)
    }
}

async fn look(context: &Context) -> Result<Look, DbError> {
    let read = context.db.read(|connection| match connection {
        // One writer at a time: rows are committed in the order of their positions.
        DbConnection::Sqlite(_) => Ok(Look {
            given: i64::MAX,
            writing: Vec::new(),
        }),
        DbConnection::Postgres(own) => Ok(Look {
            given: store::find_given(own)?,
            writing: store::list_writing(own)?,
        }),
    });
    read.await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(given: i64, writing: &[&str]) -> Look {
        Look {
            given,
            writing: writing.iter().map(|&one| one.to_owned()).collect(),
        }
    }

    #[test]
    fn a_slow_transaction_keeps_back_what_comes_after_it_alone() {
        let mut seen = Seen::default();
        assert_eq!(seen.note(&look(10, &["a"])), None, "where a began");
        assert_eq!(seen.note(&look(12, &["a", "b"])), None);
        assert_eq!(seen.note(&look(20, &["b"])), Some(10), "b began after 10");
        assert_eq!(seen.note(&look(25, &["b", "c"])), Some(10));
        assert_eq!(seen.note(&look(30, &["c"])), Some(20));
        assert_eq!(seen.note(&look(30, &[])), Some(30));
        assert_eq!(seen.note(&look(31, &["b"])), Some(30), "another b");
    }
}
