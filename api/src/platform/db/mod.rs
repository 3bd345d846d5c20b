//! The database: many readers that never wait for a writer, and writers that share the disk's
//! flushes.
//!
//! A service calls `db.read` or `db.write` with one closure over one connection. It does not know
//! which backend it talks to, nor who shares its commit; it is answered only when its change is
//! durable.

mod after_commit;
mod alone;
mod commits;
mod connection;
mod fixed;
mod lock;
mod lookups;
mod migrate;
mod readers;
pub mod schema;
mod server_time;
mod together;
mod url;
mod writer;

use commits::Commits;
use lookups::Lookups;
use readers::Readers;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use writer::Writer;

/// Why a statement failed.
pub use diesel::result::Error as StatementError;

pub use after_commit::after_commit;
pub use alone::{change_alone, copy_into, open_alone};
pub use connection::{DbConnection, MultiBackend};
pub(crate) use connection::{insert_all, load_all, on_backend};
pub use fixed::{Fixed, fixed};
pub use lock::{
    hashtextextended, lock, lock_soon, pg_advisory_xact_lock, pg_try_advisory_xact_lock, try_lock,
};
pub use migrate::{UNFINISHED, is_new, migrate, missing_migration};
pub use server_time::server_time;
pub use together::Together;
pub use url::{DatabaseUrl, PostgresUrl};

/// What a closure over a connection gives.
pub type DbResult<T> = Result<T, StatementError>;

/// How long a request waits for a server in the network. Longer than the server's own limits, so
/// that it is reached only when the server says nothing at all.
const PATIENCE: Duration = Duration::from_secs(5);

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
    /// `None` where a network is between us and the data: then nothing is read in passing.
    lookups: Option<Lookups>,
    writer: Arc<Writer>,
    /// `None` where no network is between us and the data.
    patience: Option<Duration>,
}

impl Db {
    /// Opens the database and brings its tables up to this program's version.
    pub fn open(url: &DatabaseUrl) -> Result<Self, DbError> {
        migrate(url)?;
        let commits = Arc::<Commits>::default();
        Ok(Self {
            readers: Readers::open(url)?,
            lookups: match url {
                DatabaseUrl::Sqlite(_) => Some(Lookups::new(url, &commits)),
                DatabaseUrl::Postgres(_) => None,
            },
            writer: Arc::new(Writer::start(url, &commits)?),
            patience: match url {
                DatabaseUrl::Sqlite(_) => None,
                DatabaseUrl::Postgres(_) => Some(PATIENCE),
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

    /// The same for a few rows that are found by their keys: each request needs some.
    ///
    /// In a file they are read in less time than it takes to wake another thread, so they are read
    /// where they are asked for; a list would keep the other requests of the thread waiting.
    pub async fn look_up<T, F>(&self, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConnection) -> DbResult<T> + Send + 'static,
    {
        let Some(lookups) = &self.lookups else {
            return self.read(body).await;
        };
        match lookups.read(body) {
            Ok(found) => Ok(found?),
            Err(body) => self.read(body).await,
        }
    }

    /// Runs `body` as one change: all of it becomes durable, or nothing.
    ///
    /// A refusal that must leave a trace (a counted failure, an audit row) is an `Ok` value;
    /// an `Err` takes everything back. An error says nothing about whether the change became
    /// durable when the server was lost on the way: only an `Ok` does.
    pub async fn write<T, F>(&self, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConnection) -> DbResult<T> + Send + 'static,
    {
        self.in_time(self.writer.run(body)).await
    }

    /// Wakes whoever waits here after each commit of this process.
    pub fn committed(&self) -> &Notify {
        self.writer.commits().bell()
    }

    async fn in_time<T>(
        &self,
        answer: impl Future<Output = Result<T, DbError>>,
    ) -> Result<T, DbError> {
        match self.patience {
            None => answer.await,
            Some(patience) => tokio::time::timeout(patience, answer)
                .await
                .unwrap_or_else(|_| Err(DbError::Unavailable("it says nothing".into()))),
        }
    }
}
