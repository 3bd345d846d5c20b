//! Where changes go: a queue, and the threads that empty it. Every backend makes a commit durable
//! in its own way; who waits for the answer does not know which.

mod checkpoints;
mod grouped;
mod parallel;

use super::after_commit::gathered;
use super::commits::Commits;
use super::connection::DbConnection;
use super::{DatabaseUrl, DbError, DbResult};
use diesel::result::Error;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use tokio::sync::oneshot;

/// Jobs that may wait; more are refused with 503 instead of growing the queue.
const QUEUE: usize = 4096;

/// Runs one job inside an open transaction; `None` when nobody waits for it any more.
type Job = Box<dyn FnOnce(&mut DbConnection) -> Option<Ran> + Send>;
/// Called with how the commit ended.
type Answer = Box<dyn FnOnce(Result<(), String>) + Send>;

/// A job that ran and is not yet durable.
struct Ran {
    /// Whether its changes stand; otherwise they are taken back.
    stands: bool,
    answer: Answer,
}

pub(super) struct Writer {
    jobs: SyncSender<Job>,
    commits: Arc<Commits>,
}

impl Writer {
    pub(super) fn start(url: &DatabaseUrl, commits: &Arc<Commits>) -> Result<Self, DbError> {
        let (jobs, queue) = sync_channel(QUEUE);
        match url {
            DatabaseUrl::Sqlite(_) => grouped::start(url, queue, commits)?,
            DatabaseUrl::Postgres(_) => parallel::start(url, queue, commits)?,
        }
        let commits = Arc::clone(commits);
        Ok(Self { jobs, commits })
    }

    pub(super) fn commits(&self) -> &Commits {
        &self.commits
    }

    pub(super) async fn run<T, F>(&self, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConnection) -> DbResult<T> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            // Who was told "503" may try again: the old try must not happen behind the new one.
            if sender.is_closed() {
                return None;
            }
            let (outcome, deeds) = gathered(|| caught(connection, body));
            let stands = outcome.is_ok();
            let answer: Answer = Box::new(move |commit| {
                // Nobody listens any more when the client has gone; the change stands anyway.
                drop(sender.send(match (commit, outcome) {
                    (Ok(()), Ok(value)) => Ok((value, deeds.stand())),
                    (Ok(()), Err(error)) => Err(DbError::from(error)),
                    (Err(cause), _) => Err(DbError::Unavailable(cause)),
                }));
            });
            Some(Ran { stands, answer })
        });
        self.jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => DbError::Unavailable("too many writes wait".into()),
            TrySendError::Disconnected(_) => DbError::Unavailable("the writer has ended".into()),
        })?;
        let answer = receiver
            .await
            .unwrap_or_else(|_| Err(DbError::Unavailable("the write was given up".into())));
        answer.map(|(value, owed)| {
            drop(owed);
            value
        })
    }
}

/// One job's panic takes back that job alone.
fn caught<T>(
    connection: &mut DbConnection,
    body: impl FnOnce(&mut DbConnection) -> DbResult<T>,
) -> DbResult<T> {
    catch_unwind(AssertUnwindSafe(|| body(connection)))
        .unwrap_or_else(|panic| Err(Error::QueryBuilderError(words(&*panic).into())))
}

fn words(panic: &(dyn Any + Send)) -> String {
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

    /// Neither does the first of a group, which has no savepoint, take others with it.
    #[tokio::test]
    async fn the_first_job_of_a_group_stands_alone_too() {
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
