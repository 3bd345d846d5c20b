//! A job of the write queue and its reply.

use super::super::connection::DbConnection;

/// Executes one job inside an open transaction; `None` when its caller stopped waiting.
pub(super) type Job = Box<dyn FnOnce(&mut DbConnection) -> Option<Executed> + Send>;

/// Sends the result to the caller; called with the outcome of the commit.
pub(super) type SendReply = Box<dyn FnOnce(Result<(), String>) + Send>;

/// A job that was executed and is not yet durable.
pub(super) struct Executed {
    /// Whether its changes are kept; otherwise they are rolled back.
    pub(super) succeeded: bool,
    /// Called after the commit or rollback.
    pub(super) reply: SendReply,
}
