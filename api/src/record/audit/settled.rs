//! Up to where the record is complete: no transaction that is still running will add a row there.
//!
//! PostgreSQL gives positions away in one order and commits in another, so a reader that went by the
//! newest row alone would pass over the row of a slow transaction. Each INSERT takes a shared lock
//! before its position and holds it until its commit. The reader notes the newest position that was
//! given away, then who holds the lock, and waits until those transactions are over. It never takes
//! the lock itself: writers do not wait for it.

use super::store;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError};
use std::time::Duration;

/// A transaction of this program takes milliseconds. What takes longer is waited for by the next
/// look.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(10);

/// The position up to which the record is complete; `None` while a slow transaction is in the way.
/// Rows must be read in a snapshot that begins afterwards.
pub async fn find_settled_position(context: &Context) -> Result<Option<i64>, DbError> {
    let candidate = context.db.read(|connection| match connection {
        // One writer at a time: rows are committed in the order of their positions.
        DbConnection::Sqlite(_) => Ok((i64::MAX, Vec::new())),
        DbConnection::Postgres(own) => Ok((store::find_given(own)?, store::list_writing(own)?)),
    });
    let (position, mut writing) = candidate.await?;
    for _ in 0..TRIES {
        if writing.is_empty() {
            return Ok(Some(position));
        }
        tokio::time::sleep(PAUSE).await;
        let read = context.db.read(|connection| match connection {
            DbConnection::Sqlite(_) => Ok(Vec::new()),
            DbConnection::Postgres(own) => store::list_writing(own),
        });
        let still = read.await?;
        writing.retain(|one| still.contains(one));
    }
    Ok(None)
}
