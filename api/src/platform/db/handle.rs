//! The handle to the database: it sends reads to the readers and changes to the writer.

use super::commit_signal::CommitSignal;
use super::connection::DbConnection;
use super::error::{DbError, DbResult};
use super::migrate::migrate;
use super::readers::Readers;
use super::thread_snapshots::ThreadSnapshots;
use super::url::DatabaseUrl;
use super::writer::{Durability, Writer};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tokio::sync::{Notify, Semaphore};

/// How long a request waits for a database server. Longer than the server's own limits, so that it
/// is reached only when the server does not respond at all.
const SERVER_TIMEOUT: Duration = Duration::from_secs(5);

/// A handle to the database; cloning it shares the same connections.
#[derive(Clone)]
pub struct Db {
    readers: Readers,
    /// For PostgreSQL only: statements without a transaction.
    look_ups: Option<Readers>,
    /// For SQLite only: reading from a server would block the thread for a round trip.
    thread_snapshots: Option<ThreadSnapshots>,
    writer: Arc<Writer>,
    /// For PostgreSQL only.
    timeout: Option<Duration>,
    /// For SQLite only: whose turn it is to hold the one writer for long.
    long_changes: Option<Arc<Semaphore>>,
}

impl Db {
    /// Opens the database and brings its tables up to this program's version.
    pub fn open(url: &DatabaseUrl) -> Result<Self, DbError> {
        migrate(url)?;
        let commits = Arc::<CommitSignal>::default();
        Ok(Self {
            readers: Readers::open(url)?,
            look_ups: match url {
                DatabaseUrl::Sqlite(_) => None,
                DatabaseUrl::Postgres(_) => Some(Readers::for_look_ups(url)?),
            },
            thread_snapshots: match url {
                DatabaseUrl::Sqlite(_) => Some(ThreadSnapshots::new(url, &commits)),
                DatabaseUrl::Postgres(_) => None,
            },
            writer: Arc::new(Writer::start(url, &commits)?),
            timeout: match url {
                DatabaseUrl::Sqlite(_) => None,
                DatabaseUrl::Postgres(_) => Some(SERVER_TIMEOUT),
            },
            long_changes: match url {
                DatabaseUrl::Sqlite(_) => Some(Arc::new(Semaphore::new(1))),
                DatabaseUrl::Postgres(_) => None,
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
        self.blocking(move || readers.snapshot(body)).await
    }

    async fn blocking<T, F>(&self, read: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, DbError> + Send + 'static,
    {
        let found = async {
            tokio::task::spawn_blocking(read)
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
        match self.on_this_thread(body) {
            Ok(found) => found,
            Err(body) => self.read(body).await,
        }
    }

    /// Like [`Self::look_up`], for a body that makes one statement: on a server, with no transaction
    /// around it.
    pub async fn look_up_once<T, F>(&self, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: Fn(&mut DbConnection) -> DbResult<T> + Send + 'static,
    {
        match self.on_this_thread(body) {
            Ok(found) => found,
            Err(body) => {
                let readers = self.look_ups.as_ref().unwrap_or(&self.readers).clone();
                self.blocking(move || readers.statement(body)).await
            }
        }
    }

    /// Like [`Self::look_up`], at once and only where that waits for nothing: `None` when it would be
    /// asked of a server, or no snapshot can be begun.
    pub fn look_up_here<T>(
        &self,
        body: impl FnOnce(&mut DbConnection) -> DbResult<T>,
    ) -> Option<Result<T, DbError>> {
        self.on_this_thread(body).ok()
    }

    /// Gives the body back where it cannot be run here.
    fn on_this_thread<T, F>(&self, body: F) -> Result<Result<T, DbError>, F>
    where
        F: FnOnce(&mut DbConnection) -> DbResult<T>,
    {
        match &self.thread_snapshots {
            Some(snapshots) => Ok(snapshots.read(body)?.map_err(DbError::from)),
            None => Err(body),
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
        let run = self.writer.run(Durability::Guarded, body);
        self.in_time(run).await
    }

    /// Like [`Self::write`], for a `body` with so many statements that a server may answer later than usual.
    pub async fn write_within<T, F>(&self, longest: Duration, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConnection) -> DbResult<T> + Send + 'static,
    {
        let run = self.writer.run(Durability::Guarded, body);
        let timeout = self.timeout.map(|usual| usual.max(longest));
        within(timeout, run).await
    }

    /// Like [`Self::write_within`], for a `body` that may take seconds. In a file there is one writer, so such changes
    /// come one at a time, and after each the writer is everybody else's for as long as it took.
    pub async fn write_long<T, F>(&self, longest: Duration, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConnection) -> DbResult<T> + Send + 'static,
    {
        let Some(turns) = &self.long_changes else {
            return self.write_within(longest, body).await;
        };
        let turn = tokio::time::timeout(longest, Arc::clone(turns).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else {
            return Err(DbError::Unavailable("other long changes are made".into()));
        };
        let runtime = Handle::current();
        self.write_within(longest, move |connection| {
            let begun = Instant::now();
            let done = body(connection);
            let took = begun.elapsed();
            runtime.spawn(async move {
                tokio::time::sleep(took).await;
                drop(turn);
            });
            done
        })
        .await
    }

    /// Like [`Self::write`], for a `body` that costs little and fails only when the database does. On a
    /// server it may change with one statement, which is the whole transaction. In a file an error takes
    /// back what shares its commit too, and those callers are told to try again.
    pub async fn write_unguarded<T, F>(&self, body: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConnection) -> DbResult<T> + Send + 'static,
    {
        let run = self.writer.run(Durability::Unguarded, body);
        self.in_time(run).await
    }

    /// Notified after each commit of this process.
    pub fn committed(&self) -> &Notify {
        self.writer.commits().next()
    }

    /// Waits for `outcome`; for a database server, no longer than its timeout.
    pub(super) async fn in_time<T>(
        &self,
        outcome: impl Future<Output = Result<T, DbError>>,
    ) -> Result<T, DbError> {
        within(self.timeout, outcome).await
    }
}

async fn within<T>(
    timeout: Option<Duration>,
    outcome: impl Future<Output = Result<T, DbError>>,
) -> Result<T, DbError> {
    match timeout {
        None => outcome.await,
        Some(timeout) => tokio::time::timeout(timeout, outcome)
            .await
            .unwrap_or_else(|_| Err(DbError::Unavailable("it does not respond".into()))),
    }
}
