//! Copying SQLite's log into the file, beside the writer.
//!
//! A commit that finds the log too long copies it itself (`wal_autocheckpoint`), and every change
//! waits for that. This thread has copied most of it before; only a commit can begin the log anew.

use super::super::connection::{DbConnection, Use, open};
use super::super::{DatabaseUrl, DbError};
use diesel::connection::SimpleConnection;
use diesel::{RunQueryDsl, SqliteConnection};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Changed rows between two copies: more share their pages, fewer leave less to the commit.
const EVERY: i64 = 2500;
const PASSIVE: &str = "PRAGMA wal_checkpoint(PASSIVE)";

pub(super) struct Checkpoints {
    bell: SyncSender<()>,
    copied_at: i64,
}

diesel::define_sql_function! {
    /// Rows that the connection has changed since it was opened.
    fn total_changes() -> BigInt;
}

impl Checkpoints {
    pub(super) fn start(url: &DatabaseUrl) -> Result<Self, DbError> {
        let (bell, rings) = sync_channel(1);
        let url = url.clone();
        std::thread::Builder::new()
            .name("database-copier".into())
            .spawn(move || copy(&url, &rings))
            .map_err(|error| DbError::Open(error.to_string()))?;
        Ok(Self { bell, copied_at: 0 })
    }

    /// Looks how much the writer has committed. Rings now and then; a copy under way is enough.
    pub(super) fn look(&mut self, writer: &mut SqliteConnection) {
        let Ok(changes) = diesel::select(total_changes()).get_result::<i64>(writer) else {
            return; // The next commit looks again.
        };
        // A reopened connection counts from the start.
        if changes < self.copied_at || changes >= self.copied_at + EVERY {
            self.copied_at = changes;
            // Refused only while a ring waits already.
            let _ = self.bell.try_send(());
        }
    }
}

/// Ends when the writer does.
fn copy(url: &DatabaseUrl, rings: &Receiver<()>) {
    let mut idle: Option<DbConnection> = None;
    while rings.recv().is_ok() {
        let connection = idle.take().map_or_else(|| open(url, Use::Writing), Ok);
        let copied = connection.and_then(|mut connection| {
            connection.batch_execute(PASSIVE)?;
            Ok(connection)
        });
        match copied {
            Ok(connection) => idle = Some(connection),
            // Nothing is lost: the log goes on, and a commit copies it.
            Err(error) => tracing::warn!(%error, "the log was not copied into the file"),
        }
    }
}
