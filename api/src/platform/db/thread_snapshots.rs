//! Reads of a few rows from SQLite, on the thread that asks, with one snapshot for each thread.
//!
//! To begin a read transaction takes longer than to read a row, because threads wait for each
//! other's locks. So the requests that a worker thread handles in the same turn of its scheduler
//! share one snapshot. A commit of this process ends it, so that a caller who was told of a commit
//! always reads it; a commit of another process is seen in the next turn.

use super::commit_signal::CommitSignal;
use super::connection::{DbConnection, Use, open};
use super::{DatabaseUrl, DbError, DbResult};
use diesel::Connection;
use diesel::connection::TransactionManager;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use thread_local::ThreadLocal;
use tokio::runtime::Handle;

type Transactions = <DbConnection as Connection>::TransactionManager;

/// One connection for each thread that reads. Cloning it shares the connections.
#[derive(Clone)]
pub(super) struct ThreadSnapshots {
    url: DatabaseUrl,
    commits: Arc<CommitSignal>,
    threads: Arc<ThreadLocal<ThreadReader>>,
}

/// The reader of one thread. Other threads lock it only to end its snapshot.
type ThreadReader = Arc<Mutex<Option<Reader>>>;

struct Reader {
    connection: DbConnection,
    /// The number of commits before the open snapshot; `None` when no snapshot is open.
    snapshot_of: Option<u64>,
}

impl ThreadSnapshots {
    pub(super) fn new(url: &DatabaseUrl, commits: &Arc<CommitSignal>) -> Self {
        Self {
            url: url.clone(),
            commits: Arc::clone(commits),
            threads: Arc::default(),
        }
    }

    /// Gives `body` back when no snapshot can be begun.
    pub(super) fn read<T, F>(&self, body: F) -> Result<DbResult<T>, F>
    where
        F: FnOnce(&mut DbConnection) -> DbResult<T>,
    {
        let own = self.threads.get_or_default();
        let mut stored = locked(own);
        // After a panic in `body` nothing is stored, and the connection is closed.
        let Ok(mut reader) = self.current(stored.take(), own) else {
            return Err(body);
        };
        let outcome = body(&mut reader.connection);
        if outcome.is_ok() {
            *stored = Some(reader);
        }
        Ok(outcome)
    }

    /// A reader whose snapshot includes every commit of this process.
    fn current(&self, stored: Option<Reader>, own: &ThreadReader) -> Result<Reader, DbError> {
        let mut reader = match stored {
            Some(reader) => reader,
            None => Reader {
                connection: open(&self.url, Use::Reading)?,
                snapshot_of: None,
            },
        };
        let commits = self.commits.count();
        if reader.snapshot_of.is_some_and(|count| count != commits) {
            reader.end()?;
        }
        if reader.snapshot_of.is_none() {
            Transactions::begin_transaction(&mut reader.connection)?;
            reader.snapshot_of = Some(commits);
            end_after_this_turn(own);
        }
        Ok(reader)
    }
}

impl Reader {
    fn end(&mut self) -> DbResult<()> {
        match self.snapshot_of.take() {
            Some(_) => Transactions::commit_transaction(&mut self.connection),
            None => Ok(()),
        }
    }
}

/// Ends the snapshot in a task, which the scheduler runs after the requests that are ready now. A
/// snapshot that stays open would keep the write-ahead log from starting over.
fn end_after_this_turn(own: &ThreadReader) {
    let own = Arc::clone(own);
    drop(Handle::current().spawn(async move {
        let mut stored = locked(&own);
        if stored.as_mut().is_some_and(|reader| reader.end().is_err()) {
            *stored = None;
        }
    }));
}

fn locked(reader: &ThreadReader) -> MutexGuard<'_, Option<Reader>> {
    reader.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use crate::platform::db::{DatabaseUrl, Db, schema::limits};
    use diesel::prelude::*;
    use futures_util::FutureExt;

    async fn insert(db: Db, name: &'static str) {
        let row = (
            limits::name.eq(name),
            limits::events.eq(""),
            limits::failures.eq(0),
            limits::blocked_until.eq(0),
            limits::updated_at.eq(0),
        );
        let insert = diesel::insert_into(limits::table).values(row);
        let done = db.write(move |c| insert.execute(c)).await;
        assert_eq!(done.expect("a change"), 1);
    }

    /// Runs it on another thread, while this one stays in its turn of the scheduler.
    fn elsewhere(work: impl Future<Output = ()> + Send + 'static) {
        let done = std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().build();
            runtime.expect("a runtime").block_on(work);
        });
        done.join().expect("it is done");
    }

    /// Counts the rows without returning to the scheduler.
    fn count(db: &Db) -> i64 {
        let found = db.look_up(|c| limits::table.count().get_result(c));
        let found = found.now_or_never().expect("read at once");
        found.expect("a count")
    }

    fn two_programs() -> (tempfile::TempDir, Db, Db) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("scratch.sqlite"));
        let open = || Db::open(&url).expect("a fresh database opens");
        let (one, other) = (open(), open());
        (folder, one, other)
    }

    /// S-07: a durable change is read, also in a turn that began before it.
    #[tokio::test]
    async fn a_commit_ends_the_snapshot() {
        let (_folder, db, _) = two_programs();
        assert_eq!(count(&db), 0);
        elsewhere(insert(db.clone(), "a"));
        assert_eq!(count(&db), 1);
    }

    #[tokio::test]
    async fn a_turn_shares_a_snapshot_and_the_next_has_its_own() {
        let (_folder, db, other) = two_programs();
        assert_eq!(count(&db), 0);
        elsewhere(insert(other, "a"));
        assert_eq!(count(&db), 0);
        tokio::task::yield_now().await;
        assert_eq!(count(&db), 1);
    }

    #[tokio::test]
    async fn after_a_failure_or_panic_the_next_read_works() {
        let (_folder, db, _) = two_programs();
        let fails = db.look_up(|_| Err::<(), _>(diesel::result::Error::NotFound));
        assert!(fails.await.is_err());
        let panics = db.look_up(|_| -> Result<(), _> { panic!("on purpose") });
        let caught = std::panic::AssertUnwindSafe(panics).catch_unwind().await;
        assert!(caught.is_err());
        insert(db.clone(), "a").await;
        assert_eq!(count(&db), 1);
    }
}
