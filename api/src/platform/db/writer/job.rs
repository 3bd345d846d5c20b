//! A job of the write queue and its reply.

use super::super::connection::DbConnection;

type Execute = Box<dyn FnOnce(&mut DbConnection) -> Option<Executed> + Send>;

/// A job of the queue.
pub(super) struct Job {
    /// How its changes become durable.
    pub(super) durability: Durability,
    /// Executes it; `None` when its caller stopped waiting.
    pub(super) execute: Execute,
}

/// How the changes of a job become durable together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::platform::db) enum Durability {
    /// In a transaction of its own, or in a savepoint of the transaction that many share.
    Guarded,
    /// On a server, each statement by itself: two round trips fewer. In a file, without a savepoint in
    /// the transaction that many share: when it fails, nothing of that transaction is kept.
    Unguarded,
}

/// Sends the result to the caller; called with the outcome of the commit.
pub(super) type SendReply = Box<dyn FnOnce(Result<(), String>) + Send>;

/// A job that was executed and is not yet durable.
pub(super) struct Executed {
    /// How it went.
    pub(super) outcome: Outcome,
    /// Called after the commit or rollback.
    pub(super) reply: SendReply,
}

/// How a job went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Its changes are kept.
    Succeeded,
    /// A statement failed, or it gave an error: nothing of it is kept.
    Refused,
    /// The connection was lost: outside a transaction nobody knows what is kept.
    Lost,
}
