//! The database: readers that never wait for a writer, and writers that share disk flushes (group
//! commit).
//!
//! A service calls `db.read` or `db.write` with one closure over one connection. It does not know
//! the backend, nor which other changes share its commit; it gets its result only when its change is
//! durable.

mod after_commit;
mod batch;
mod commit_signal;
mod connection;
mod exclusive;
mod lock;
mod migrate;
mod online;
mod readers;
pub mod schema;
mod server_time;
mod static_sql;
mod thread_snapshots;
mod url;
mod writer;

use commit_signal::CommitSignal;
use readers::Readers;
use std::sync::Arc;
use std::time::Duration;
use thread_snapshots::ThreadSnapshots;
use tokio::sync::Notify;
use writer::Writer;

/// Why a statement failed.
pub use diesel::result::Error as StatementError;

pub use after_commit::after_commit;
pub use batch::Batcher;
pub use connection::{DbConnection, MultiBackend};
pub(crate) use connection::{insert_all, load_all, on_backend};
pub use exclusive::{copy_into, migrate_exclusive, open_exclusive};
pub use lock::{
    hashtextextended, lock, lock_soon, pg_advisory_xact_lock, pg_try_advisory_xact_lock, try_lock,
};
pub use migrate::{UNFINISHED, is_new, migrate, missing_migration};
pub use online::{change_online, read_online};
pub use server_time::server_time;
pub use static_sql::{StaticSql, static_sql};
pub use url::{DatabaseUrl, PostgresUrl};

/// The result of a closure over a connection.
pub type DbResult<T> = Result<T, StatementError>;

/// How long a request waits for a database server. Longer than the server's own limits, so that it
/// is reached only when the server does not respond at all.
const SERVER_TIMEOUT: Duration = Duration::from_secs(5);

/// Why the database gave no result. None of these is the caller's fault.
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
    /// For SQLite only: reading from a server would block the thread for a round trip.
    thread_snapshots: Option<ThreadSnapshots>,
    writer: Arc<Writer>,
    /// For PostgreSQL only.
    timeout: Option<Duration>,
}

impl Db {
    /// Opens the database and brings its tables up to this program's version.
    pub fn open(url: &DatabaseUrl) -> Result<Self, DbError> {
        migrate(url)?;
        let commits = Arc::<CommitSignal>::default();
        Ok(Self {
            readers: Readers::open(url)?,
            thread_snapshots: match url {
                DatabaseUrl::Sqlite(_) => Some(ThreadSnapshots::new(url, &commits)),
                DatabaseUrl::Postgres(_) => None,
            },
            writer: Arc::new(Writer::start(url, &commits)?),
            timeout: match url {
                DatabaseUrl::Sqlite(_) => None,
                DatabaseUrl::Postgres(_) => Some(SERVER_TIMEOUT),
            },
        })
    }

    /// Runs `body` over one consistent snapshot.
    pub async fn read<T, F>(&self, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConnection) -> DbResult<T> + Send + 'static,
    {
        let readers = self.readers.clone();
        let found = async {
            tokio::task::spawn_blocking(move || readers.snapshot(body))
                .await
                .map_err(|error| DbError::Unavailable(error.to_string()))?
        };
        self.in_time(found).await
    }

    /// Like [`Self::read`], for a few rows that are found by their keys.
    ///
    /// On SQLite they are read on the calling thread, in less time than it takes to wake another
    /// one. Lists must not be read here: they would delay the other requests of the thread.
    pub async fn look_up<T, F>(&self, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConnection) -> DbResult<T> + Send + 'static,
    {
        let Some(snapshots) = &self.thread_snapshots else {
            return self.read(body).await;
        };
        match snapshots.read(body) {
            Ok(found) => Ok(found?),
            Err(body) => self.read(body).await,
        }
    }

    /// Runs `body` as one change: all of it becomes durable, or nothing.
    ///
    /// A refusal that must be recorded (a counted failure, an audit row) is an `Ok` value; an `Err`
    /// rolls everything back. Only an `Ok` says that the change is durable: when the connection to
    /// the server was lost, an error says nothing about it.
    pub async fn write<T, F>(&self, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConnection) -> DbResult<T> + Send + 'static,
    {
        self.in_time(self.writer.run(body)).await
    }

    /// Notified after each commit of this process.
    pub fn committed(&self) -> &Notify {
        self.writer.commits().next()
    }

    async fn in_time<T>(
        &self,
        outcome: impl Future<Output = Result<T, DbError>>,
    ) -> Result<T, DbError> {
        match self.timeout {
            None => outcome.await,
            Some(timeout) => tokio::time::timeout(timeout, outcome)
                .await
                .unwrap_or_else(|_| Err(DbError::Unavailable("it does not respond".into()))),
        }
    }
}
