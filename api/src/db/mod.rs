//! The database: many readers that never wait for a writer, and one writer that commits in groups.
//!
//! A service calls `db.read` or `db.write` with one closure over one connection. It does not know
//! that its write may share a commit with others: each write runs in a savepoint of its own, and
//! is answered only after the durable commit of the whole group.

mod after_commit;
mod connection;
mod file;
mod migrate;
pub mod schema;
mod writer;

use connection::Readers;
use std::sync::Arc;
use tokio::sync::Notify;
use writer::Writer;

/// Why a statement failed.
pub use diesel::result::Error as StatementError;

pub use after_commit::after_commit;
pub use connection::{DatabaseUrl, DbConnection};
pub use file::{change_file, copy_into};

/// What a closure over a connection gives.
pub type DbResult<T> = Result<T, StatementError>;

/// Why the database gave no answer. None of these is the caller's fault.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The file or server cannot be opened, or is newer than this program.
    #[error("the database cannot be opened: {0}")]
    Open(String),
    /// No connection became free, the queue is full, or the commit failed.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A statement failed.
    #[error("a statement failed: {0}")]
    Statement(#[from] StatementError),
}

/// A handle to the database; cloning it shares the same connections.
#[derive(Clone)]
pub struct Db {
    readers: Readers,
    writer: Arc<Writer>,
}

impl Db {
    /// Opens the database and brings its tables up to this program's version.
    pub fn open(url: &DatabaseUrl) -> Result<Self, DbError> {
        let mut connection = connection::open_for_writing(url)?;
        migrate::run(&mut connection)?;
        Ok(Self {
            readers: Readers::open(url)?,
            writer: Arc::new(Writer::start(url.clone(), connection)?),
        })
    }

    /// Runs `body` over one consistent snapshot.
    pub async fn read<T, F>(&self, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConnection) -> DbResult<T> + Send + 'static,
    {
        let readers = self.readers.clone();
        tokio::task::spawn_blocking(move || readers.snapshot(body))
            .await
            .map_err(|error| DbError::Unavailable(error.to_string()))?
    }

    /// Runs `body` as one change: all of it becomes durable, or nothing.
    ///
    /// A refusal that must leave a trace (a counted failure, an audit row) is an `Ok` value;
    /// an `Err` takes everything back.
    pub async fn write<T, F>(&self, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConnection) -> DbResult<T> + Send + 'static,
    {
        self.writer.run(body).await
    }

    /// Wakes whoever waits here after each commit of this process.
    pub fn committed(&self) -> &Notify {
        self.writer.committed()
    }
}
