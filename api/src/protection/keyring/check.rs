//! The key check: a known text is stored, sealed with each key that was ever active. A key ring that
//! does not open it is not the one of this database.

use super::store_checks;
use crate::platform::context::Context;
use crate::platform::crypto::keys::{KeyRing, Purpose, sealed_under};
use crate::platform::db::{DbConnection, DbError, DbResult, StatementError};

const KNOWN_TEXT: &[u8] = b"twostep";

/// Why the program does not start.
#[derive(Debug, thiserror::Error)]
pub enum KeyCheckError {
    /// A key differs, or is missing.
    #[error(
        "key {0:?} is missing or is not the one that this database was sealed with; restore the \
         key file that belongs to it"
    )]
    Foreign(String),
    /// The active key was removed by another process.
    #[error("key {0:?} was removed from this database; restart with the current key file")]
    Removed(String),
    /// The database gave no result.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Checks at the start that the key ring belongs to the database, and registers a new active key.
pub async fn key_check(context: &Context) -> Result<(), KeyCheckError> {
    let keys = context.keys.clone();
    let foreign = context
        .db
        .write(move |connection| {
            let foreign = find_foreign_key(connection, &keys)?;
            if foreign.is_none() {
                note_active_key(connection, &keys)?;
            }
            Ok(foreign)
        })
        .await?;
    foreign.map_or(Ok(()), |id| Err(KeyCheckError::Foreign(id)))
}

/// The same check without writing, for the readiness probe.
pub async fn check_keys(context: &Context) -> Result<(), KeyCheckError> {
    let keys = context.keys.clone();
    let (foreign, removed) = context
        .db
        .read(move |connection| {
            let foreign = find_foreign_key(connection, &keys)?;
            Ok((foreign, is_removed(connection, keys.active_id())?))
        })
        .await?;
    match foreign {
        Some(id) => Err(KeyCheckError::Foreign(id)),
        None if removed => Err(KeyCheckError::Removed(context.keys.active_id().to_owned())),
        None => Ok(()),
    }
}

/// Refuses to store a value that was sealed with a key that was removed meanwhile: after the next
/// start nothing could open it. Called in the transaction that stores the value.
pub fn require_known(connection: &mut DbConnection, sealed: &[u8]) -> DbResult<()> {
    let id = sealed_under(sealed).unwrap_or_default();
    if !store_checks::hold_known_key(connection, id)? && is_removed(connection, id)? {
        tracing::error!(
            key = id,
            "this key was removed; restart with the current key file"
        );
        return Err(StatementError::RollbackTransaction);
    }
    Ok(())
}

/// The same for a value that is copied: whether its key is still known, which it then stays for as long as
/// the transaction takes.
pub fn hold_if_known(connection: &mut DbConnection, sealed: &[u8]) -> DbResult<bool> {
    let id = sealed_under(sealed).unwrap_or_default();
    Ok(store_checks::hold_known_key(connection, id)? || !is_removed(connection, id)?)
}

/// When no key was ever registered, none was removed.
fn is_removed(connection: &mut DbConnection, id: &str) -> DbResult<bool> {
    let known = store_checks::list_known_keys(connection)?;
    Ok(!known.is_empty() && !known.iter().any(|known| known == id))
}

/// Whether a ring belongs to a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It opens the known text of every registered key.
    Good,
    /// It lacks this key, or has another one of that name.
    Foreign(String),
    /// The database was never sealed with any key.
    None,
}

/// The same check for a database that no server uses yet.
pub fn prove(connection: &mut DbConnection, keys: &KeyRing) -> DbResult<Proof> {
    if store_checks::list_known_keys(connection)?.is_empty() {
        return Ok(Proof::None);
    }
    Ok(find_foreign_key(connection, keys)?.map_or(Proof::Good, Proof::Foreign))
}

/// The name of a registered key whose known text the ring does not open.
fn find_foreign_key(connection: &mut DbConnection, keys: &KeyRing) -> DbResult<Option<String>> {
    let checks = store_checks::list_key_checks(connection)?;
    let foreign = checks.into_iter().find(|(id, sealed)| {
        let opened = keys.open(Purpose::KeyCheck, &[id], sealed);
        opened.ok().is_none_or(|text| *text != KNOWN_TEXT)
    });
    Ok(foreign.map(|(id, _)| id))
}

pub(super) fn note_active_key(connection: &mut DbConnection, keys: &KeyRing) -> DbResult<()> {
    let id = keys.active_id();
    let sealed = keys.seal(Purpose::KeyCheck, &[id], KNOWN_TEXT);
    store_checks::insert_key_check(connection, id, &sealed)
}
