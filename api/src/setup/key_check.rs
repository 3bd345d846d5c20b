//! A known text, sealed under each key that was ever active: a ring that does not open it is not
//! the one that sealed the secrets beside it.

use super::store;
use crate::context::Context;
use crate::crypto::keys::{KeyRing, Purpose};
use crate::db::{DbConnection, DbError, DbResult};

const KNOWN_TEXT: &[u8] = b"twostep";

/// Why the program does not start.
#[derive(Debug, thiserror::Error)]
pub enum KeyCheckError {
    /// A key is another one, or missing.
    #[error(
        "key {0:?} is missing or is not the one that this database was sealed with; restore the \
         key file that belongs to it"
    )]
    Foreign(String),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Proves at the start that the key ring belongs to the database, and notes a new active key.
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
    refuse(foreign)
}

/// The same question without writing, for the probe that asks whether we can serve.
pub async fn check_keys(context: &Context) -> Result<(), KeyCheckError> {
    let keys = context.keys.clone();
    let foreign = context
        .db
        .read(move |connection| find_foreign_key(connection, &keys))
        .await?;
    refuse(foreign)
}

fn refuse(foreign: Option<String>) -> Result<(), KeyCheckError> {
    foreign.map_or(Ok(()), |id| Err(KeyCheckError::Foreign(id)))
}

/// The name of a key whose known text the ring does not open.
fn find_foreign_key(connection: &mut DbConnection, keys: &KeyRing) -> DbResult<Option<String>> {
    let checks = store::list_key_checks(connection)?;
    let foreign = checks.into_iter().find(|(id, sealed)| {
        let opened = keys.open(Purpose::KeyCheck, &[id], sealed);
        opened.ok().is_none_or(|text| *text != KNOWN_TEXT)
    });
    Ok(foreign.map(|(id, _)| id))
}

fn note_active_key(connection: &mut DbConnection, keys: &KeyRing) -> DbResult<()> {
    let id = keys.active_id();
    let sealed = keys.seal(Purpose::KeyCheck, &[id], KNOWN_TEXT);
    store::insert_key_check(connection, id, &sealed)
}
