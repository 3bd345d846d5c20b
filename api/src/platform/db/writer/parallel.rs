//! The writers for PostgreSQL: a few threads, each with its own connection and one transaction for
//! each job.
//!
//! The server itself flushes the commits of many connections together. Jobs do not share a
//! transaction here: the row locks of one would last until the commit of all, and two nodes could
//! deadlock.

use super::super::commit_signal::CommitSignal;
use super::super::connection::{DbConnection, Use, open};
use super::super::{DatabaseUrl, DbError};
use super::job::{Durability, Executed, Job, Outcome};
use diesel::Connection;
use diesel::connection::{SimpleConnection, TransactionManager};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Connections for writing on each node. More do not commit faster.
const WRITERS: usize = 8;

/// For how long after its last job a connection is taken to be alive.
const IN_USE: Duration = Duration::from_secs(1);

/// In a transaction that a failed statement has aborted, PostgreSQL answers `COMMIT` with a silent
/// rollback. The statement before it fails in that case, so the commit is not tried.
const COMMIT: &str = "SELECT 1; COMMIT";

type Transactions = <DbConnection as Connection>::TransactionManager;

pub(super) fn start(
    url: &DatabaseUrl,
    queue: Receiver<Job>,
    commits: &Arc<CommitSignal>,
) -> Result<(), DbError> {
    let queue = Arc::new(Mutex::new(queue));
    for number in 1..=WRITERS {
        let (url, queue, commits) = (url.clone(), Arc::clone(&queue), Arc::clone(commits));
        std::thread::Builder::new()
            .name(format!("database-writer-{number}"))
            .spawn(move || drain(&url, &queue, &commits))
            .map_err(|error| DbError::Open(error.to_string()))?;
    }
    Ok(())
}

fn drain(url: &DatabaseUrl, queue: &Mutex<Receiver<Job>>, commits: &CommitSignal) {
    let mut idle = None;
    while let Some(job) = next(queue) {
        let connection = match job.durability {
            Durability::Guarded => begin(url, idle.take()),
            Durability::Unguarded => reachable(url, idle.take()),
        };
        match connection {
            Ok(connection) => idle = run(connection, job, commits).map(Idle::now),
            // The job is dropped with its reply channel: the caller gets 503.
            Err(error) => tracing::error!(%error, "a writer cannot reach the database"),
        }
    }
}

/// A connection between two jobs.
struct Idle {
    connection: DbConnection,
    since: Instant,
}

impl Idle {
    fn now(connection: DbConnection) -> Self {
        Self {
            connection,
            since: Instant::now(),
        }
    }
}

/// Waits for the next job. Idle threads wait for the lock of the queue.
fn next(queue: &Mutex<Receiver<Job>>) -> Option<Job> {
    let queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    queue.recv().ok()
}

/// A connection with an open transaction. The idle connection may have been closed since its last
/// job; then a new one is opened, as nothing was executed yet.
fn begin(url: &DatabaseUrl, idle: Option<Idle>) -> Result<DbConnection, DbError> {
    if let Some(Idle { mut connection, .. }) = idle
        && Transactions::begin_transaction(&mut connection).is_ok()
    {
        return Ok(connection);
    }
    let mut connection = open(url, Use::Writing)?;
    Transactions::begin_transaction(&mut connection)?;
    Ok(connection)
}

/// A connection without a transaction. One that was used a moment ago is taken as it is; another is
/// asked first whether it is still there.
fn reachable(url: &DatabaseUrl, idle: Option<Idle>) -> Result<DbConnection, DbError> {
    if let Some(Idle {
        mut connection,
        since,
    }) = idle
        && (since.elapsed() < IN_USE || connection.batch_execute("SELECT 1").is_ok())
    {
        return Ok(connection);
    }
    open(url, Use::Writing)
}

/// Executes a job and replies; gives the connection back while it is usable.
fn run(connection: DbConnection, job: Job, commits: &CommitSignal) -> Option<DbConnection> {
    match job.durability {
        Durability::Guarded => commit(connection, job, commits),
        Durability::Unguarded => run_alone(connection, job, commits),
    }
}

/// The statement of the job was its commit.
fn run_alone(
    mut connection: DbConnection,
    job: Job,
    commits: &CommitSignal,
) -> Option<DbConnection> {
    let Executed { outcome, reply } = (job.execute)(&mut connection)?;
    match outcome {
        Outcome::Succeeded => {
            commits.record();
            reply(Ok(()));
            Some(connection)
        }
        Outcome::Refused => {
            reply(Ok(()));
            Some(connection)
        }
        // The statement may have become durable, so the caller must not make the change again.
        Outcome::Lost => {
            reply(Err("the connection was lost".into()));
            None
        }
    }
}

/// Executes a job, commits, and replies; gives the connection back while it is usable.
fn commit(mut connection: DbConnection, job: Job, commits: &CommitSignal) -> Option<DbConnection> {
    let Some(Executed { outcome, reply }) = (job.execute)(&mut connection) else {
        return rolled_back(connection);
    };
    let succeeded = outcome == Outcome::Succeeded;
    if !succeeded {
        let connection = rolled_back(connection);
        reply(Ok(()));
        return connection;
    }
    match connection.batch_execute(COMMIT) {
        Ok(()) => {
            commits.record();
            reply(Ok(()));
            Some(connection)
        }
        // It is unknown whether the change is durable, so the caller must not get `Ok`.
        Err(error) => {
            tracing::error!(%error, "a commit failed");
            reply(Err(error.to_string()));
            None
        }
    }
}

fn rolled_back(mut connection: DbConnection) -> Option<DbConnection> {
    let rolled_back = Transactions::rollback_transaction(&mut connection);
    rolled_back.is_ok().then_some(connection)
}
