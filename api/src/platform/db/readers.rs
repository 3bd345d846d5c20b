//! The pool of connections for reading; each request reads one consistent snapshot.

use super::connection::{DbConnection, Use, open};
use super::{DatabaseUrl, DbError, DbResult};
use diesel::connection::TransactionManager;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection, R2D2Connection};
use diesel::{Connection, result::Error};
use std::time::Duration;

/// How long a request waits for a free reader.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);
const READERS: u32 = 8;

#[derive(Clone)]
pub(super) struct Readers(Pool<Manager>);

/// Chooses the backend by the URL; diesel's own manager would try one after the other.
struct Manager(DatabaseUrl);

type Transactions = <DbConnection as Connection>::TransactionManager;

impl Readers {
    pub(super) fn open(url: &DatabaseUrl) -> Result<Self, DbError> {
        let pool = Pool::builder()
            .max_size(READERS)
            .min_idle(Some(1))
            .connection_timeout(ACQUIRE_TIMEOUT)
            // A test before every read would double the round trips; a closed connection is
            // detected at `BEGIN`.
            .test_on_check_out(false)
            .build(Manager(url.clone()))
            .map_err(|error| DbError::Open(error.to_string()))?;
        Ok(Self(pool))
    }

    pub(super) fn snapshot<T>(
        &self,
        body: impl FnOnce(&mut DbConnection) -> DbResult<T>,
    ) -> Result<T, DbError> {
        finish(self.begin()?, body)
    }

    /// A connection with an open transaction. After a restart of the server every idle connection
    /// is closed: each is dropped when its `BEGIN` fails, and the one after them is new.
    fn begin(&self) -> Result<PooledConnection<Manager>, DbError> {
        let mut last = None;
        for _ in 0..=READERS {
            let mut connection = self
                .0
                .get()
                .map_err(|error| DbError::Unavailable(error.to_string()))?;
            match Transactions::begin_transaction(&mut *connection) {
                Ok(()) => return Ok(connection),
                Err(error) => last = Some(error),
            }
        }
        Err(last.unwrap_or(Error::BrokenTransactionManager).into())
    }
}

/// Runs the body, and ends the transaction.
fn finish<T>(
    mut connection: PooledConnection<Manager>,
    body: impl FnOnce(&mut DbConnection) -> DbResult<T>,
) -> Result<T, DbError> {
    let outcome = body(&mut connection);
    let ended = match &outcome {
        Ok(_) => Transactions::commit_transaction(&mut *connection),
        Err(_) => Transactions::rollback_transaction(&mut *connection),
    };
    let found = outcome?;
    ended?;
    Ok(found)
}

impl ManageConnection for Manager {
    type Connection = DbConnection;
    type Error = DbError;

    fn connect(&self) -> Result<DbConnection, DbError> {
        open(&self.0, Use::Reading)
    }

    fn is_valid(&self, connection: &mut DbConnection) -> Result<(), DbError> {
        Ok(connection.ping()?)
    }

    fn has_broken(&self, connection: &mut DbConnection) -> bool {
        std::thread::panicking() || connection.is_broken()
    }
}
