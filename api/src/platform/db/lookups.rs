//! A few rows of a file, read by the thread that asks for them.
//!
//! To begin a snapshot takes longer than to read a row: threads wait for each other's locks. So what
//! a thread looks up in one breath, before its runtime turns to other work, shares a snapshot. A
//! commit of this process ends it, since whoever heard of the commit must find it; that of another
//! program is seen in the next breath.

use super::commits::Commits;
use super::connection::{DbConnection, Use, open};
use super::{DatabaseUrl, DbError, DbResult};
use diesel::Connection;
use diesel::connection::TransactionManager;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use thread_local::ThreadLocal;
use tokio::runtime::Handle;

type Transactions = <DbConnection as Connection>::TransactionManager;

/// Cloning it shares the connections, one for each thread that asks.
#[derive(Clone)]
pub(super) struct Lookups {
    url: DatabaseUrl,
    commits: Arc<Commits>,
    threads: Arc<ThreadLocal<Kept>>,
}

/// What one thread keeps. Locked by others only to end its snapshot.
type Kept = Arc<Mutex<Option<Reader>>>;

struct Reader {
    connection: DbConnection,
    /// While a snapshot is open: the commits that were made before it.
    knows: Option<u64>,
}

impl Lookups {
    pub(super) fn new(url: &DatabaseUrl, commits: &Arc<Commits>) -> Self {
        Self {
            url: url.clone(),
            commits: Arc::clone(commits),
            threads: Arc::default(),
        }
    }

    /// Gives `body` back where no snapshot can be begun.
    pub(super) fn read<T, F>(&self, body: F) -> Result<DbResult<T>, F>
    where
        F: FnOnce(&mut DbConnection) -> DbResult<T>,
    {
        let kept = self.threads.get_or_default();
        let mut place = locked(kept);
        // A body that panics leaves the place empty, and the connection is closed.
        let Ok(mut reader) = self.current(place.take(), kept) else {
            return Err(body);
        };
        let outcome = body(&mut reader.connection);
        if outcome.is_ok() {
            *place = Some(reader);
        }
        Ok(outcome)
    }

    /// A reader whose snapshot has all that this process committed.
    fn current(&self, kept: Option<Reader>, place: &Kept) -> Result<Reader, DbError> {
        let mut reader = match kept {
            Some(reader) => reader,
            None => Reader {
                connection: open(&self.url, Use::Reading)?,
                knows: None,
            },
        };
        let commits = self.commits.count();
        if reader.knows.is_some_and(|known| known != commits) {
            reader.end()?;
        }
        if reader.knows.is_none() {
            Transactions::begin_transaction(&mut reader.connection)?;
            reader.knows = Some(commits);
            end_after_this_breath(place);
        }
        Ok(reader)
    }
}

impl Reader {
    fn end(&mut self) -> DbResult<()> {
        match self.knows.take() {
            Some(_) => Transactions::commit_transaction(&mut self.connection),
            None => Ok(()),
        }
    }
}

/// The runtime comes to it when it has been through the requests that are ready now: a snapshot that
/// stays open keeps the log from beginning anew.
fn end_after_this_breath(place: &Kept) {
    let place = Arc::clone(place);
    drop(Handle::current().spawn(async move {
        let mut place = locked(&place);
        if place.as_mut().is_some_and(|reader| reader.end().is_err()) {
            *place = None;
        }
    }));
}

fn locked(kept: &Kept) -> MutexGuard<'_, Option<Reader>> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// On another thread, while this one holds its breath.
    fn elsewhere(work: impl Future<Output = ()> + Send + 'static) {
        let done = std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().build();
            runtime.expect("a runtime").block_on(work);
        });
        done.join().expect("it is done");
    }

    /// Without giving the thread away.
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

    /// S-07: whoever heard that a change is done finds it, also in the breath that began before it.
    #[tokio::test]
    async fn a_commit_ends_the_snapshot() {
        let (_folder, db, _) = two_programs();
        assert_eq!(count(&db), 0);
        elsewhere(insert(db.clone(), "a"));
        assert_eq!(count(&db), 1);
    }

    #[tokio::test]
    async fn a_breath_shares_a_snapshot_and_the_next_has_its_own() {
        let (_folder, db, other) = two_programs();
        assert_eq!(count(&db), 0);
        elsewhere(insert(other, "a"));
        assert_eq!(count(&db), 0);
        tokio::task::yield_now().await;
        assert_eq!(count(&db), 1);
    }

    #[tokio::test]
    async fn a_read_that_fails_or_panics_leaves_nothing_behind() {
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
