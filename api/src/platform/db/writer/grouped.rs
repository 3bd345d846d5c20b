//! SQLite's one writer: drains the queue, can take back every job alone, commits the group once.
//!
//! A durable commit costs one disk flush however many jobs share it, so under load the disk's
//! flush rate is no longer the ceiling of decisions a second.

use super::super::commits::Commits;
use super::super::connection::{DbConnection, Use, open};
use super::super::{DatabaseUrl, DbError};
use super::checkpoints::Checkpoints;
use super::{Answer, Job, Ran};
use diesel::Connection;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

/// Jobs in one commit.
const GROUP: usize = 512;

type Transactions = <DbConnection as Connection>::TransactionManager;

pub(super) fn start(
    url: &DatabaseUrl,
    queue: Receiver<Job>,
    commits: &Arc<Commits>,
) -> Result<(), DbError> {
    let connection = open(url, Use::Writing)?;
    let checkpoints = Checkpoints::start(url)?;
    let (url, commits) = (url.clone(), Arc::clone(commits));
    std::thread::Builder::new()
        .name("database-writer".into())
        .spawn(move || drain(&url, connection, &queue, (&commits, checkpoints)))
        .map_err(|error| DbError::Open(error.to_string()))?;
    Ok(())
}

fn drain(
    url: &DatabaseUrl,
    connection: DbConnection,
    queue: &Receiver<Job>,
    (commits, mut checkpoints): (&Commits, Checkpoints),
) {
    let mut connection = Some(connection);
    while let Ok(first) = queue.recv() {
        let group = std::iter::once(first).chain(queue.try_iter()).take(GROUP);
        let reopened = || open(url, Use::Writing);
        let mut current = match connection.take().map_or_else(reopened, Ok) {
            Ok(current) => current,
            Err(error) => {
                tracing::error!(%error, "the writer cannot reopen the database");
                continue; // The job is dropped, and with it its answer: the caller hears 503.
            }
        };
        match commit_group(&mut current, group, commits) {
            Ok(()) => {
                if let DbConnection::Sqlite(own) = &mut current {
                    checkpoints.look(own);
                }
                connection = Some(current);
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
    commits: &Commits,
) -> Result<(), String> {
    begin(connection).map_err(|error| error.to_string())?;
    let mut answers: Vec<(Answer, Result<(), String>)> = Vec::new();
    for job in group {
        if answers.is_empty() {
            let stands = without_savepoint(connection, job).map_err(|error| error.to_string())?;
            answers.extend(stands.map(|answer| (answer, Ok(()))));
        } else {
            answers.extend(in_savepoint(connection, job));
        }
    }
    let commit = Transactions::commit_transaction(connection).map_err(|error| error.to_string());
    // Failed ones too: only what was read before it is known to be older.
    commits.note();
    for (answer, released) in answers {
        answer(released.and_then(|()| commit.clone()));
    }
    commit
}

/// A deferred `BEGIN` cannot be raised to a write lock while others write.
fn begin(connection: &mut DbConnection) -> diesel::QueryResult<()> {
    match connection {
        DbConnection::Sqlite(own) => {
            AnsiTransactionManager::begin_transaction_sql(own, "BEGIN IMMEDIATE")
        }
        DbConnection::Postgres(_) => Transactions::begin_transaction(connection),
    }
}

/// The first of a group: what it takes back is the whole transaction so far. Gives the answer that
/// waits for the commit.
fn without_savepoint(
    connection: &mut DbConnection,
    job: Job,
) -> diesel::QueryResult<Option<Answer>> {
    let Some(Ran { stands, answer }) = job(connection) else {
        return Ok(None);
    };
    if stands {
        return Ok(Some(answer));
    }
    Transactions::rollback_transaction(connection)?;
    answer(Ok(()));
    begin(connection)?;
    Ok(None)
}

/// A job that is dropped without an answer tells its caller 503.
fn in_savepoint(connection: &mut DbConnection, job: Job) -> Option<(Answer, Result<(), String>)> {
    Transactions::begin_transaction(connection).ok()?;
    let Some(Ran { stands, answer }) = job(connection) else {
        Transactions::rollback_transaction(connection).ok()?;
        return None;
    };
    let released = if stands {
        Transactions::commit_transaction(connection)
    } else {
        Transactions::rollback_transaction(connection)
    };
    Some((answer, released.map_err(|error| error.to_string())))
}
