//! The table `key_checks`.

use crate::platform::db::schema::key_checks;
use crate::platform::db::{DbConnection, DbResult, on_backend};
use diesel::prelude::*;

pub(super) fn list_key_checks(connection: &mut DbConnection) -> DbResult<Vec<(String, Vec<u8>)>> {
    key_checks::table
        .order(key_checks::key_id)
        .select((key_checks::key_id, key_checks::sealed))
        .load(connection)
}

pub(super) fn list_known_keys(connection: &mut DbConnection) -> DbResult<Vec<String>> {
    key_checks::table
        .select(key_checks::key_id)
        .load(connection)
}

/// Whether a key is registered. On PostgreSQL its row is locked until the transaction ends, so that
/// its removal waits.
pub(super) fn hold_known_key(connection: &mut DbConnection, key_id: &str) -> DbResult<bool> {
    let id = key_checks::table.find(key_id).select(key_checks::key_id);
    let found: Option<String> = match connection {
        DbConnection::Postgres(own) => id.for_key_share().get_result(own).optional()?,
        DbConnection::Sqlite(own) => id.get_result(own).optional()?,
    };
    Ok(found.is_some())
}

/// Locks the row of a key exclusively, after waiting for the transactions that use it.
pub(super) fn lock_key_check(connection: &mut DbConnection, key_id: &str) -> DbResult<()> {
    if let DbConnection::Postgres(own) = connection {
        let id = key_checks::table.find(key_id).select(key_checks::key_id);
        id.for_update().get_result::<String>(own).optional()?;
    }
    Ok(())
}

pub(super) fn insert_key_check(
    connection: &mut DbConnection,
    key_id: &str,
    sealed: &[u8],
) -> DbResult<()> {
    let new = (key_checks::key_id.eq(key_id), key_checks::sealed.eq(sealed));
    on_backend!(connection, |own| diesel::insert_into(key_checks::table)
        .values(new)
        .on_conflict_do_nothing()
        .execute(own))?;
    Ok(())
}

pub(super) fn delete_key_check(connection: &mut DbConnection, key_id: &str) -> DbResult<()> {
    diesel::delete(key_checks::table.find(key_id))
        .execute(connection)
        .map(drop)
}
