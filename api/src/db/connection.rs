//! Opening connections: which backend, and how each connection is set up.

use super::{DbError, DbResult};
use diesel::connection::SimpleConnection;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Error as PoolError, Pool};
use diesel::{Connection, SqliteConnection};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// The one connection type. PostgreSQL joins as a second variant of an enum of this name.
pub type DbConnection = SqliteConnection;

/// How long a request waits for a free reader.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);
const READERS: u32 = 8;

/// `busy_timeout` stands first: changing the journal mode may itself have to wait.
/// `synchronous=FULL`: an accepted time step must not come back after a power cut.
/// The log grows to 32 MiB before it is copied into the file: a page that many changes touch is
/// then copied once.
const SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; \
    PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; \
    PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 8000;";

/// Where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `sqlite://PATH`.
    Sqlite(PathBuf),
}

impl DatabaseUrl {
    /// Reads `sqlite://PATH`; the scheme decides, nothing is guessed.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.split_once("://") {
            Some(("sqlite", "")) => Err("sqlite:// needs a path, sqlite://twostep.sqlite".into()),
            Some(("sqlite", path)) => Ok(Self::Sqlite(PathBuf::from(path))),
            Some(("postgres" | "postgresql", _)) => {
                Err("PostgreSQL is not supported by this version yet; use sqlite://PATH".into())
            }
            Some((scheme, _)) => Err(format!(
                "unknown database scheme {scheme}://; use sqlite://PATH"
            )),
            None => Err("a database URL starts with its scheme: sqlite://PATH".into()),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
        }
    }
}

/// Opens the connection that writes.
pub(super) fn open_for_writing(url: &DatabaseUrl) -> Result<DbConnection, DbError> {
    let DatabaseUrl::Sqlite(path) = url;
    let mut connection = SqliteConnection::establish(&path.to_string_lossy())
        .map_err(|error| DbError::Open(format!("{}: {error}", path.display())))?;
    connection
        .batch_execute(SETTINGS)
        .map_err(|error| DbError::Open(format!("{}: {error}", path.display())))?;
    Ok(connection)
}

/// The connections that read.
#[derive(Clone)]
pub(super) struct Readers(Pool<ConnectionManager<DbConnection>>);

impl Readers {
    pub(super) fn open(url: &DatabaseUrl) -> Result<Self, DbError> {
        let DatabaseUrl::Sqlite(path) = url;
        let pool = Pool::builder()
            .max_size(READERS)
            .min_idle(Some(1))
            .connection_timeout(ACQUIRE_TIMEOUT)
            // A file does not hang up: asking it before each read doubles the cost of the read.
            .test_on_check_out(false)
            .connection_customizer(Box::new(ReadOnly))
            .build(ConnectionManager::new(path.to_string_lossy()))
            .map_err(|error| DbError::Open(error.to_string()))?;
        Ok(Self(pool))
    }

    pub(super) fn snapshot<T>(
        &self,
        body: impl FnOnce(&mut DbConnection) -> DbResult<T>,
    ) -> Result<T, DbError> {
        let mut connection = self
            .0
            .get()
            .map_err(|error| DbError::Unavailable(error.to_string()))?;
        Ok((*connection).transaction(body)?)
    }
}

#[derive(Debug)]
struct ReadOnly;

impl CustomizeConnection<DbConnection, PoolError> for ReadOnly {
    fn on_acquire(&self, connection: &mut DbConnection) -> Result<(), PoolError> {
        connection
            .batch_execute(&format!("{SETTINGS} PRAGMA query_only = ON;"))
            .map_err(PoolError::QueryError)
    }
}
