//! The one writer: drains a queue, gives every job a savepoint, commits the group once.
//!
//! A durable commit costs one disk flush however many jobs share it, so under load the disk's
//! flush rate is no longer the ceiling of decisions a second.

use super::after_commit::gathered;
use super::connection::{DatabaseUrl, DbConnection, open_for_writing};
use super::{DbError, DbResult};
use diesel::Connection;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use tokio::sync::{Notify, oneshot};

/// Jobs that may wait; more are refused with 503 instead of growing the queue.
const QUEUE: usize = 4096;
/// Jobs in one commit.
const GROUP: usize = 512;

/// Runs one job inside the open transaction and gives back how to answer it.
type Job = Box<dyn FnOnce(&mut DbConnection) -> Answer + Send>;
/// Called with how the commit of the group ended.
type Answer = Box<dyn FnOnce(Result<(), String>) + Send>;

pub(super) struct Writer {
    jobs: SyncSender<Job>,
    committed: Arc<Notify>,
}

impl Writer {
    pub(super) fn start(url: DatabaseUrl, connection: DbConnection) -> Result<Self, DbError> {
        let (jobs, queue) = sync_channel(QUEUE);
        let committed = Arc::new(Notify::new());
        let wake = Arc::clone(&committed);
        std::thread::Builder::new()
            .name("database-writer".into())
            .spawn(move || drain(&url, connection, &queue, &wake))
            .map_err(|error| DbError::Open(error.to_string()))?;
        Ok(Self { jobs, committed })
    }

    pub(super) fn committed(&self) -> &Notify {
        &self.committed
    }

    pub(super) async fn run<T, F>(&self, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConnection) -> DbResult<T> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let (outcome, deeds) = gathered(|| in_savepoint(connection, body));
            Box::new(move |commit| {
                if commit.is_ok() && outcome.is_ok() {
                    deeds.perform();
                }
                // Nobody listens any more when the client has gone; the change stands anyway.
                drop(sender.send(match commit {
                    Ok(()) => outcome,
                    Err(cause) => Err(DbError::Unavailable(cause)),
                }));
            })
        });
        self.jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => DbError::Unavailable("too many writes wait".into()),
            TrySendError::Disconnected(_) => DbError::Unavailable("the writer has ended".into()),
        })?;
        receiver
            .await
            .unwrap_or_else(|_| Err(DbError::Unavailable("the write was given up".into())))
    }
}

fn in_savepoint<T>(
    connection: &mut DbConnection,
    body: impl FnOnce(&mut DbConnection) -> DbResult<T>,
) -> Result<T, DbError> {
    let outcome = connection.transaction(|connection| {
        catch_unwind(AssertUnwindSafe(|| body(connection))).unwrap_or_else(|panic| {
            Err(diesel::result::Error::QueryBuilderError(
                words(&*panic).into(),
            ))
        })
    });
    Ok(outcome?)
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.downcast_ref::<String>().cloned());
    format!("a write panicked: {}", text.unwrap_or_default())
}

fn drain(url: &DatabaseUrl, connection: DbConnection, queue: &Receiver<Job>, committed: &Notify) {
    let mut connection = Some(connection);
    while let Ok(first) = queue.recv() {
        let group = std::iter::once(first).chain(queue.try_iter()).take(GROUP);
        let mut current = match connection.take().map_or_else(|| open_for_writing(url), Ok) {
            Ok(current) => current,
            Err(error) => {
                tracing::error!(%error, "the writer cannot reopen the database");
                continue; // The job is dropped, and with it its answer: the caller hears 503.
            }
        };
        match commit_group(&mut current, group) {
            Ok(()) => {
                connection = Some(current);
                committed.notify_waiters();
            }
            // After a failed commit the connection's state is not trusted: the next group gets
            // a new one.
            Err(cause) => tracing::error!(cause, "a commit failed"),
        }
    }
}

/// Every job is answered before this returns, or dropped unanswered when `BEGIN` itself failed.
fn commit_group(
    connection: &mut DbConnection,
    group: impl Iterator<Item = Job>,
) -> Result<(), String> {
    // A deferred BEGIN cannot be raised to a write lock while others write.
    AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN IMMEDIATE")
        .map_err(|error| error.to_string())?;
    let answers: Vec<Answer> = group.map(|job| job(connection)).collect();
    let commit = AnsiTransactionManager::commit_transaction(connection).map_err(|e| e.to_string());
    for answer in answers {
        answer(commit.clone());
    }
    commit
}

#[cfg(test)]
mod tests {
    use crate::db::{DatabaseUrl, Db, DbError, schema::limits};
    use diesel::prelude::*;
    use diesel::result::Error;

    fn scratch() -> (tempfile::TempDir, Db) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("scratch.sqlite"));
        let db = Db::open(&url).expect("a fresh database opens");
        (folder, db)
    }

    async fn insert(db: &Db, name: &'static str, fails: bool) -> Result<(), DbError> {
        db.write(move |connection| {
            diesel::insert_into(limits::table)
                .values((
                    limits::name.eq(name),
                    limits::events.eq(""),
                    limits::failures.eq(0),
                    limits::blocked_until.eq(0),
                    limits::updated_at.eq(0),
                ))
                .execute(connection)?;
            assert_ne!(name, "panics");
            if fails { Err(Error::NotFound) } else { Ok(()) }
        })
        .await
    }

    async fn names(db: &Db) -> Vec<String> {
        db.read(|c| {
            limits::table
                .select(limits::name)
                .order(limits::name)
                .load(c)
        })
        .await
        .expect("a read")
    }

    /// One job's failure or panic takes back that job alone, whatever shares its commit.
    #[tokio::test]
    async fn each_job_of_a_group_stands_alone() {
        let (_folder, db) = scratch();
        let (a, b, c, d) = tokio::join!(
            insert(&db, "a", false),
            insert(&db, "b", true),
            insert(&db, "panics", false),
            insert(&db, "d", false),
        );
        assert!(a.is_ok() && d.is_ok());
        assert!(matches!(b, Err(DbError::Statement(Error::NotFound))));
        assert!(matches!(c, Err(DbError::Statement(_))));
        assert_eq!(names(&db).await, ["a", "d"]);
    }

    /// fifty writers, never "database is locked".
    #[tokio::test(flavor = "multi_thread")]
    async fn fifty_writers_all_count() {
        let (_folder, db) = scratch();
        insert(&db, "counter", false).await.expect("the row");
        let count = |db: Db| async move {
            db.write(|c| {
                diesel::update(limits::table)
                    .set(limits::failures.eq(limits::failures + 1))
                    .execute(c)
            })
            .await
        };
        let tasks: Vec<_> = (0..50).map(|_| tokio::spawn(count(db.clone()))).collect();
        for task in tasks {
            assert_eq!(task.await.expect("no panic").expect("no lock error"), 1);
        }
        let total = db
            .read(|c| limits::table.select(limits::failures).first::<i64>(c))
            .await;
        assert_eq!(total.expect("a read"), 50);
    }
}
