//! Checkpoints of SQLite's write-ahead log, on a thread beside the writer.
//!
//! A commit that finds the log too long makes a checkpoint itself (`wal_autocheckpoint`), and every
//! change waits for that. This thread has copied most of the log by then; only a commit can start the
//! log over.

use super::super::connection::{DbConnection, Use, open};
use super::super::{DatabaseUrl, DbError};
use diesel::connection::SimpleConnection;
use diesel::{RunQueryDsl, SqliteConnection};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Changed rows between two checkpoints. With more rows, fewer pages are copied twice; with fewer,
/// less is left for the commit to copy.
const ROWS_PER_CHECKPOINT: i64 = 2500;
const PASSIVE: &str = "PRAGMA wal_checkpoint(PASSIVE)";

pub(super) struct Checkpoints {
    requests: SyncSender<()>,
    last_changes: i64,
}

diesel::define_sql_function! {
    /// Rows that the connection has changed since it was opened.
    fn total_changes() -> BigInt;
}

impl Checkpoints {
    pub(super) fn start(url: &DatabaseUrl) -> Result<Self, DbError> {
        let (requests, received) = sync_channel(1);
        let url = url.clone();
        std::thread::Builder::new()
            .name("database-checkpoints".into())
            .spawn(move || run(&url, &received))
            .map_err(|error| DbError::Open(error.to_string()))?;
        Ok(Self {
            requests,
            last_changes: 0,
        })
    }

    /// Requests a checkpoint when enough rows were changed since the last request.
    pub(super) fn after_commit(&mut self, writer: &mut SqliteConnection) {
        let Ok(changes) = diesel::select(total_changes()).get_result::<i64>(writer) else {
            return; // The next commit tries again.
        };
        // A reopened connection counts from the start.
        if changes < self.last_changes || changes >= self.last_changes + ROWS_PER_CHECKPOINT {
            self.last_changes = changes;
            // Fails only while another request is waiting.
            let _ = self.requests.try_send(());
        }
    }
}

/// Ends with the writer.
fn run(url: &DatabaseUrl, requests: &Receiver<()>) {
    let mut idle: Option<DbConnection> = None;
    while requests.recv().is_ok() {
        let connection = idle.take().map_or_else(|| open(url, Use::Writing), Ok);
        let done = connection.and_then(|mut connection| {
            connection.batch_execute(PASSIVE)?;
            Ok(connection)
        });
        match done {
            Ok(connection) => idle = Some(connection),
            // Nothing is lost: the log grows, and a commit makes the checkpoint.
            Err(error) => tracing::warn!(%error, "a checkpoint of the write-ahead log failed"),
        }
    }
}
