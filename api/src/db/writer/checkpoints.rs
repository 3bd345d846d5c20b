//! Copying SQLite's log into the file, beside the writer.
//!
//! A commit that finds the log too long copies it itself (`wal_autocheckpoint`), and every change
//! waits for that. This thread has copied most of it before; only a commit can begin the log anew.

use super::super::connection::{DbConnection, Use, open};
use super::super::{DatabaseUrl, DbError};
use diesel::connection::SimpleConnection;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Changes between two copies: more share their pages, fewer leave less to the commit.
const EVERY: usize = 300;
const PASSIVE: &str = "PRAGMA wal_checkpoint(PASSIVE)";

pub(super) struct Checkpoints {
    bell: SyncSender<()>,
    changes: usize,
}

impl Checkpoints {
    pub(super) fn start(url: &DatabaseUrl) -> Result<Self, DbError> {
        let (bell, rings) = sync_channel(1);
        let url = url.clone();
        std::thread::Builder::new()
            .name("database-copier".into())
            .spawn(move || copy(&url, &rings))
            .map_err(|error| DbError::Open(error.to_string()))?;
        Ok(Self { bell, changes: 0 })
    }

    /// Notes what was committed. Rings now and then; a copy under way is enough.
    pub(super) fn count(&mut self, changes: usize) {
        self.changes += changes;
        if self.changes >= EVERY {
            self.changes = 0;
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
