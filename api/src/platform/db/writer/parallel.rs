//! PostgreSQL's writers: a few threads, each with its own connection and one job a transaction.
//!
//! The server flushes the commits of many connections together. Jobs do not share a transaction
//! here: the row locks of one would last until the commit of all, and two nodes that hold each
//! other's rows would stand still.

use super::super::commits::Commits;
use super::super::connection::{DbConnection, Use, open};
use super::super::{DatabaseUrl, DbError};
use super::{Job, Ran};
use diesel::Connection;
use diesel::connection::{SimpleConnection, TransactionManager};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError};

/// Connections that write. More do not commit faster, and every node has its own.
const WRITERS: usize = 8;

/// In a transaction that a failed statement has ended, PostgreSQL answers `COMMIT` with a silent
/// rollback. Any statement before it fails there, and then the commit is not tried.
const COMMIT: &str = "SELECT 1; COMMIT";

type Transactions = <DbConnection as Connection>::TransactionManager;

pub(super) fn start(
    url: &DatabaseUrl,
    queue: Receiver<Job>,
    commits: &Arc<Commits>,
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

fn drain(url: &DatabaseUrl, queue: &Mutex<Receiver<Job>>, commits: &Commits) {
    let mut idle = None;
    while let Some(job) = next(queue) {
        match begin(url, idle.take()) {
            Ok(connection) => idle = commit(connection, job, commits),
            // The job is dropped, and with it its answer: the caller hears 503.
            Err(error) => tracing::error!(%error, "a writer cannot reach the database"),
        }
    }
}

/// Whoever waits first gets the next job.
fn next(queue: &Mutex<Receiver<Job>>) -> Option<Job> {
    let queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    queue.recv().ok()
}

/// A connection with an open transaction. The idle one may have died since its last job; nothing
/// has happened yet, so a new one takes its place.
fn begin(url: &DatabaseUrl, idle: Option<DbConnection>) -> Result<DbConnection, DbError> {
    if let Some(mut connection) = idle
        && Transactions::begin_transaction(&mut connection).is_ok()
    {
        return Ok(connection);
    }
    let mut connection = open(url, Use::Writing)?;
    Transactions::begin_transaction(&mut connection)?;
    Ok(connection)
}

/// Runs the job, makes it durable, answers it; gives the connection back while it is sound.
fn commit(mut connection: DbConnection, job: Job, commits: &Commits) -> Option<DbConnection> {
    let Some(Ran { stands, answer }) = job(&mut connection) else {
        return rolled_back(connection);
    };
    if !stands {
        let connection = rolled_back(connection);
        answer(Ok(()));
        return connection;
    }
    match connection.batch_execute(COMMIT) {
        Ok(()) => {
            commits.note();
            answer(Ok(()));
            Some(connection)
        }
        // Whether it is durable is not known, so the caller must not hear "yes".
        Err(error) => {
            tracing::error!(%error, "a commit failed");
            answer(Err(error.to_string()));
            None
        }
    }
}

fn rolled_back(mut connection: DbConnection) -> Option<DbConnection> {
    let rolled_back = Transactions::rollback_transaction(&mut connection);
    rolled_back.is_ok().then_some(connection)
}
