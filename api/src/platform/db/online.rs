//! Work on a whole database that may be served meanwhile, for as long as it takes.

use super::after_commit::collect;
use super::connection::{Use, open};
use super::migrate::missing_migration;
use super::{DatabaseUrl, DbConnection, DbError, DbResult};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

/// Runs `body` over one snapshot.
pub fn read_online<T>(
    url: &DatabaseUrl,
    body: impl FnOnce(&mut DbConnection) -> DbResult<T>,
) -> Result<T, DbError> {
    let mut connection = open_online(url, Use::Reading)?;
    Ok(connection.transaction(body)?)
}

/// Runs `body` as one change.
pub fn change_online<T>(
    url: &DatabaseUrl,
    body: impl FnOnce(&mut DbConnection) -> DbResult<T>,
) -> Result<T, DbError> {
    let mut connection = open_online(url, Use::Writing)?;
    let (value, hooks) = collect(|| connection.transaction(body));
    let value = value?;
    drop(hooks.commit());
    Ok(value)
}

/// Tables of an older version are left alone: bringing them up to date is for a server that starts.
fn open_online(url: &DatabaseUrl, purpose: Use) -> Result<DbConnection, DbError> {
    let mut connection = open(url, purpose)?;
    if let DbConnection::Postgres(own) = &mut connection {
        own.batch_execute("SET statement_timeout = 0")?;
    }
    match missing_migration(&mut connection)? {
        None => Ok(connection),
        Some(missing) => Err(DbError::Open(format!(
            "its tables lack migration {missing}; start the server once"
        ))),
    }
}
