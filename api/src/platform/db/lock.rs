//! One after the other, across all nodes: named locks that last until the transaction ends.
//!
//! SQLite has one writer, so whoever writes is alone already. On PostgreSQL a service that reads
//! before it decides takes the lock of what it decides about first; what it reads then is what
//! stands when it commits.

use super::{DbConnection, DbResult};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Text};

diesel::define_sql_function! {
    /// A number for a name.
    fn hashtextextended(name: Text, seed: BigInt) -> BigInt;
}

diesel::define_sql_function! {
    /// Waits for the lock. It gives `void`, which nobody reads.
    fn pg_advisory_xact_lock(key: BigInt) -> Text;
}

diesel::define_sql_function! {
    /// Takes the lock if it is free.
    fn pg_try_advisory_xact_lock(key: BigInt) -> Bool;
}

/// Waits until nobody else holds `name`, and holds it until the transaction ends.
pub fn lock(connection: &mut DbConnection, name: &str) -> DbResult<()> {
    match connection {
        DbConnection::Sqlite(_) => Ok(()),
        DbConnection::Postgres(own) => {
            let key = hashtextextended(name, 0);
            diesel::select(pg_advisory_xact_lock(key))
                .execute(own)
                .map(drop)
        }
    }
}

/// The same, but gives up soon: for a lock that everybody needs a share of. Those who come later
/// queue behind us, and must not wait for whoever keeps us waiting.
pub fn lock_soon(connection: &mut DbConnection, name: &str) -> DbResult<()> {
    if let DbConnection::Postgres(own) = connection {
        own.batch_execute("SET LOCAL lock_timeout = 200")?;
    }
    lock(connection, name)
}

/// Holds `name` until the transaction ends, if nobody else does.
pub fn try_lock(connection: &mut DbConnection, name: &str) -> DbResult<bool> {
    match connection {
        DbConnection::Sqlite(_) => Ok(true),
        DbConnection::Postgres(own) => {
            let key = hashtextextended(name, 0);
            diesel::select(pg_try_advisory_xact_lock(key)).get_result(own)
        }
    }
}
