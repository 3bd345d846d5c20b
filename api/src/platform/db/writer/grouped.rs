//! Group commit for SQLite: one writer thread executes the waiting jobs, each in its own savepoint
//! unless it asks for none, and commits them together.
//!
//! A durable commit costs one disk flush however many jobs share it, so under load the number of
//! changes per second is not limited by the disk's flush rate.

use super::super::commit_signal::CommitSignal;
use super::super::connection::{DbConnection, Use, open};
use super::super::{DatabaseUrl, DbError};
use super::checkpoints::Checkpoints;
use super::job::{Durability, Executed, Job, Outcome, SendReply};
use diesel::Connection;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

/// The largest number of jobs in one commit.
const GROUP_SIZE: usize = 512;

type Transactions = <DbConnection as Connection>::TransactionManager;

pub(super) fn start(
    url: &DatabaseUrl,
    queue: Receiver<Job>,
    commits: &Arc<CommitSignal>,
) -> Result<(), DbError> {
    let connection = open(url, Use::Writing)?;
    let checkpoints = Checkpoints::start(url)?;
    let url = url.clone();
    let after = AfterCommit {
        signal: Arc::clone(commits),
        checkpoints,
    };
    std::thread::Builder::new()
        .name("database-writer".into())
        .spawn(move || drain(&url, connection, &queue, after))
        .map_err(|error| DbError::Open(error.to_string()))?;
    Ok(())
}

/// What follows each commit.
struct AfterCommit {
    signal: Arc<CommitSignal>,
    checkpoints: Checkpoints,
}

fn drain(
    url: &DatabaseUrl,
    connection: DbConnection,
    queue: &Receiver<Job>,
    mut after: AfterCommit,
) {
    let mut connection = Some(connection);
    while let Ok(first) = queue.recv() {
        let group = std::iter::once(first)
            .chain(queue.try_iter())
            .take(GROUP_SIZE);
        let reopened = || open(url, Use::Writing);
        let mut current = match connection.take().map_or_else(reopened, Ok) {
            Ok(current) => current,
            Err(error) => {
                tracing::error!(%error, "the writer cannot reopen the database");
                continue; // The job is dropped with its reply channel: the caller gets 503.
            }
        };
        match commit_group(&mut current, group, &after.signal) {
            Ok(()) => {
                if let DbConnection::Sqlite(own) = &mut current {
                    after.checkpoints.after_commit(own);
                }
                connection = Some(current);
            }
            // After a failed commit the state of the connection is unknown: the next group gets a
            // new one.
            Err(cause) => tracing::error!(cause, "a commit failed"),
        }
    }
}

/// Every caller has its result when this returns; when `BEGIN` failed, the jobs are dropped.
fn commit_group(
    connection: &mut DbConnection,
    group: impl Iterator<Item = Job>,
    commits: &CommitSignal,
) -> Result<(), String> {
    begin(connection).map_err(|error| error.to_string())?;
    let mut replies: Vec<(SendReply, Result<(), String>)> = Vec::new();
    let mut commit = Ok(());
    for job in group {
        match job.durability {
            _ if replies.is_empty() => {
                let succeeded =
                    without_savepoint(connection, job).map_err(|error| error.to_string())?;
                replies.extend(succeeded.map(|reply| (reply, Ok(()))));
            }
            Durability::Guarded => replies.extend(in_savepoint(connection, job)),
            Durability::Unguarded => {
                let Some(Executed { outcome, reply }) = (job.execute)(connection) else {
                    continue;
                };
                replies.push((reply, Ok(())));
                if outcome != Outcome::Succeeded {
                    commit = Err("a change of this group failed".to_owned());
                    break;
                }
            }
        }
    }
    let commit = commit.and_then(|()| {
        Transactions::commit_transaction(connection).map_err(|error| error.to_string())
    });
    // Also after a failure, because the commit may have happened: snapshots begun before it must
    // not be used any more.
    commits.record();
    for (reply, released) in replies {
        reply(released.and_then(|()| commit.clone()));
    }
    commit
}

/// A deferred `BEGIN` could not be upgraded to a write lock while another connection writes.
fn begin(connection: &mut DbConnection) -> diesel::QueryResult<()> {
    match connection {
        DbConnection::Sqlite(own) => {
            AnsiTransactionManager::begin_transaction_sql(own, "BEGIN IMMEDIATE")
        }
        DbConnection::Postgres(_) => Transactions::begin_transaction(connection),
    }
}

/// Executes the first job of a group, which needs no savepoint: to roll it back is to roll back the
/// whole transaction. Gives the reply to send after the commit.
fn without_savepoint(
    connection: &mut DbConnection,
    job: Job,
) -> diesel::QueryResult<Option<SendReply>> {
    let Some(Executed { outcome, reply }) = (job.execute)(connection) else {
        return Ok(None);
    };
    if outcome == Outcome::Succeeded {
        return Ok(Some(reply));
    }
    Transactions::rollback_transaction(connection)?;
    reply(Ok(()));
    begin(connection)?;
    Ok(None)
}

/// Executes a job in a savepoint. When it is dropped without a reply, its caller gets 503.
fn in_savepoint(
    connection: &mut DbConnection,
    job: Job,
) -> Option<(SendReply, Result<(), String>)> {
    Transactions::begin_transaction(connection).ok()?;
    let Some(Executed { outcome, reply }) = (job.execute)(connection) else {
        Transactions::rollback_transaction(connection).ok()?;
        return None;
    };
    let released = if outcome == Outcome::Succeeded {
        Transactions::commit_transaction(connection)
    } else {
        Transactions::rollback_transaction(connection)
    };
    Some((reply, released.map_err(|error| error.to_string())))
}
