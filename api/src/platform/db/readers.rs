//! The pool of connections for reading. A request reads one consistent snapshot, or makes one statement,
//! which is a snapshot by itself.

use super::connection::{DbConnection, Use, open};
use super::{DatabaseUrl, DbError, DbResult};
use diesel::connection::TransactionManager;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection, R2D2Connection};
use diesel::{Connection, result::Error};
use std::time::{Duration, Instant};

/// How long a request waits for a free reader.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);
const READERS: u32 = 8;
/// Connections for single statements: most of these are made for many requests at a time.
const LOOK_UPS: u32 = 4;
/// A connection that was used so short a time ago is taken as it is; another is asked first whether it
/// is still there.
const IN_USE: Duration = Duration::from_secs(1);

#[derive(Clone)]
pub(super) struct Readers(Pool<Manager>);

/// Chooses the backend by the URL; diesel's own manager would try one after the other.
struct Manager {
    url: DatabaseUrl,
    purpose: Use,
}

/// A connection of the pool.
struct Reader {
    connection: DbConnection,
    last_used: Instant,
    is_lost: bool,
}

type Transactions = <DbConnection as Connection>::TransactionManager;

impl Readers {
    /// For snapshots.
    pub(super) fn open(url: &DatabaseUrl) -> Result<Self, DbError> {
        Self::of(url, Use::Reading, READERS)
    }

    /// For single statements on a server.
    pub(super) fn for_look_ups(url: &DatabaseUrl) -> Result<Self, DbError> {
        Self::of(url, Use::LookingUp, LOOK_UPS)
    }

    fn of(url: &DatabaseUrl, purpose: Use, size: u32) -> Result<Self, DbError> {
        let url = url.clone();
        let pool = Pool::builder()
            .max_size(size)
            .min_idle(Some(1))
            .connection_timeout(ACQUIRE_TIMEOUT)
            // A test before every read would double the round trips; a closed connection is
            // detected at `BEGIN`.
            .test_on_check_out(false)
            .build(Manager { url, purpose })
            .map_err(|error| DbError::Open(error.to_string()))?;
        Ok(Self(pool))
    }

    pub(super) fn snapshot<T>(
        &self,
        body: impl FnOnce(&mut DbConnection) -> DbResult<T>,
    ) -> Result<T, DbError> {
        finish(self.begin()?, body)
    }

    /// Runs a body that makes one statement: no transaction around it saves two round trips. It is run
    /// again when the connection turns out to be closed.
    pub(super) fn statement<T>(
        &self,
        body: impl Fn(&mut DbConnection) -> DbResult<T>,
    ) -> Result<T, DbError> {
        let mut last = None;
        for _ in 0..=self.0.max_size() {
            let mut reader = self.reachable()?;
            match body(&mut reader.connection) {
                Ok(found) => {
                    reader.last_used = Instant::now();
                    return Ok(found);
                }
                Err(error) if reader.connection.ping().is_ok() => return Err(error.into()),
                Err(error) => {
                    reader.is_lost = true;
                    last = Some(error);
                }
            }
        }
        Err(last.unwrap_or(Error::BrokenTransactionManager).into())
    }

    fn reachable(&self) -> Result<PooledConnection<Manager>, DbError> {
        self.first_that(|reader| {
            if reader.last_used.elapsed() < IN_USE {
                return Ok(());
            }
            reader.connection.ping()
        })
    }

    /// A connection with an open transaction.
    fn begin(&self) -> Result<PooledConnection<Manager>, DbError> {
        self.first_that(|reader| Transactions::begin_transaction(&mut reader.connection))
    }

    /// After a restart of the server every idle connection is closed: each is dropped when its test
    /// fails, and the one after them is new.
    fn first_that(
        &self,
        test: impl Fn(&mut Reader) -> DbResult<()>,
    ) -> Result<PooledConnection<Manager>, DbError> {
        let mut last = None;
        for _ in 0..=self.0.max_size() {
            let mut reader = self
                .0
                .get()
                .map_err(|error| DbError::Unavailable(error.to_string()))?;
            match test(&mut reader) {
                Ok(()) => return Ok(reader),
                Err(error) => last = Some(error),
            }
        }
        Err(last.unwrap_or(Error::BrokenTransactionManager).into())
    }
}

/// Runs the body, and ends the transaction.
fn finish<T>(
    mut reader: PooledConnection<Manager>,
    body: impl FnOnce(&mut DbConnection) -> DbResult<T>,
) -> Result<T, DbError> {
    let outcome = body(&mut reader.connection);
    let ended = match &outcome {
        Ok(_) => Transactions::commit_transaction(&mut reader.connection),
        Err(_) => Transactions::rollback_transaction(&mut reader.connection),
    };
    let found = outcome?;
    ended?;
    reader.last_used = Instant::now();
    Ok(found)
}

impl ManageConnection for Manager {
    type Connection = Reader;
    type Error = DbError;

    fn connect(&self) -> Result<Reader, DbError> {
        Ok(Reader {
            connection: open(&self.url, self.purpose)?,
            last_used: Instant::now(),
            is_lost: false,
        })
    }

    fn is_valid(&self, reader: &mut Reader) -> Result<(), DbError> {
        Ok(reader.connection.ping()?)
    }

    fn has_broken(&self, reader: &mut Reader) -> bool {
        std::thread::panicking() || reader.is_lost || reader.connection.is_broken()
    }
}
