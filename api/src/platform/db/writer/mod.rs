//! The write queue and the threads that execute it: one thread with group commit for SQLite,
//! several with one transaction for each job for PostgreSQL.

mod checkpoints;
mod grouped;
mod job;
mod parallel;

use super::after_commit::collect;
use super::commit_signal::CommitSignal;
use super::connection::DbConnection;
use super::{DatabaseUrl, DbError, DbResult};
use diesel::result::{DatabaseErrorKind, Error};
use job::{Executed, Job, Outcome, SendReply};

pub(super) use job::Durability;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use tokio::sync::oneshot;

/// Jobs that may wait; further ones are refused with 503 instead of growing the queue.
const QUEUE_LENGTH: usize = 4096;

pub(super) struct Writer {
    jobs: SyncSender<Job>,
    commits: Arc<CommitSignal>,
}

impl Writer {
    pub(super) fn start(url: &DatabaseUrl, commits: &Arc<CommitSignal>) -> Result<Self, DbError> {
        let (jobs, queue) = sync_channel(QUEUE_LENGTH);
        match url {
            DatabaseUrl::Sqlite(_) => grouped::start(url, queue, commits)?,
            DatabaseUrl::Postgres(_) => parallel::start(url, queue, commits)?,
        }
        let commits = Arc::clone(commits);
        Ok(Self { jobs, commits })
    }

    pub(super) fn commits(&self) -> &CommitSignal {
        &self.commits
    }

    pub(super) async fn run<T, F>(&self, durability: Durability, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConnection) -> DbResult<T> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let execute = Box::new(move |connection: &mut DbConnection| {
            // The caller was told 503 and may retry; this job must not run after the retry.
            if sender.is_closed() {
                return None;
            }
            let (outcome, hooks) = collect(|| catch_panic(connection, body));
            let kept = outcome_of(&outcome);
            let reply: SendReply = Box::new(move |commit| {
                // Fails when the caller stopped waiting; the change is durable all the same.
                drop(sender.send(match (commit, outcome) {
                    (Ok(()), Ok(value)) => Ok((value, hooks.commit())),
                    (Ok(()), Err(error)) => Err(DbError::from(error)),
                    (Err(cause), _) => Err(DbError::Unavailable(cause)),
                }));
            });
            Some(Executed {
                outcome: kept,
                reply,
            })
        });
        let job = Job {
            durability,
            execute,
        };
        self.jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => DbError::Unavailable("too many writes are waiting".into()),
            TrySendError::Disconnected(_) => {
                DbError::Unavailable("the writer thread has ended".into())
            }
        })?;
        let reply = receiver
            .await
            .unwrap_or_else(|_| Err(DbError::Unavailable("the write was dropped".into())));
        reply.map(|(value, hooks)| {
            drop(hooks);
            value
        })
    }
}

fn outcome_of<T>(outcome: &DbResult<T>) -> Outcome {
    match outcome {
        Ok(_) => Outcome::Succeeded,
        Err(Error::DatabaseError(
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
            _,
        )) => Outcome::Lost,
        Err(_) => Outcome::Refused,
    }
}

/// A panic becomes an error, so that only this job is rolled back.
fn catch_panic<T>(
    connection: &mut DbConnection,
    body: impl FnOnce(&mut DbConnection) -> DbResult<T>,
) -> DbResult<T> {
    catch_unwind(AssertUnwindSafe(|| body(connection)))
        .unwrap_or_else(|panic| Err(Error::QueryBuilderError(panic_message(&*panic).into())))
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.downcast_ref::<String>().cloned());
    format!("a write panicked: {}", text.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use crate::platform::db::{DatabaseUrl, Db, DbError, schema::limits};
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

    /// A failure or panic of one job rolls back that job alone, whatever shares its commit.
    #[tokio::test]
    async fn a_failed_job_is_rolled_back_alone() {
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

    /// The same holds for the first job of a group, which has no savepoint.
    #[tokio::test]
    async fn a_failed_first_job_is_rolled_back_alone() {
        for first in ["b", "panics"] {
            let (_folder, db) = scratch();
            let (failed, a, again) = tokio::join!(
                insert(&db, first, first == "b"),
                insert(&db, "a", false),
                insert(&db, "a", false),
            );
            assert!(matches!(failed, Err(DbError::Statement(_))));
            assert!(a.is_ok() && again.is_err());
            assert_eq!(names(&db).await, ["a"]);
        }
    }

    /// A change without a savepoint takes back what shares its commit: nobody is told that it was kept.
    #[tokio::test]
    async fn a_failed_unguarded_job_takes_its_group_back() {
        let (_folder, db) = scratch();
        let fails = db.write_unguarded(|_| Err::<(), _>(Error::NotFound));
        let (a, failed) = tokio::join!(insert(&db, "a", false), fails);
        assert!(failed.is_err());
        let kept = names(&db).await;
        assert_eq!(a.is_ok(), kept == ["a"], "{a:?} {kept:?}");
        insert(&db, "b", false).await.expect("the writer goes on");
    }

    /// fifty concurrent writers succeed, none with "database is locked".
    #[tokio::test(flavor = "multi_thread")]
    async fn fifty_concurrent_writers_all_succeed() {
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
