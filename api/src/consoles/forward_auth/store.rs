//! The table `console_sessions`.

use crate::platform::crypto::token::{NewToken, PresentedToken};
use crate::platform::db::keys::{ClientKey, SignInKey};
use crate::platform::db::schema::console_sessions;
use crate::platform::db::{DbConnection, DbResult, load_all};
use crate::platform::limits::OAUTH_ROWS_PER_SWEEP;
use diesel::prelude::*;

/// A cookie at a console, with what it was made of.
#[derive(Clone, Queryable)]
pub(super) struct StoredEntry {
    pub(super) key: i64,
    verifier: Vec<u8>,
    pub(super) client: ClientKey,
    pub(super) sign_in: SignInKey,
}

impl StoredEntry {
    /// Whether this cookie opens it.
    pub(super) fn is_opened_by(&self, presented: &PresentedToken) -> bool {
        presented.matches(Some(&self.verifier))
    }
}

/// A cookie to be kept.
pub(super) struct NewEntry<'a> {
    pub(super) token: &'a NewToken,
    pub(super) client: ClientKey,
    pub(super) code: i64,
    pub(super) sign_in: SignInKey,
}

pub(super) fn insert(connection: &mut DbConnection, new: &NewEntry<'_>) -> DbResult<()> {
    diesel::insert_into(console_sessions::table)
        .values((
            console_sessions::key.eq(new.token.selector),
            console_sessions::verifier.eq(new.token.verifier.as_bytes()),
            console_sessions::client.eq(new.client),
            console_sessions::code.eq(new.code),
            console_sessions::sign_in.eq(new.sign_in),
        ))
        .execute(connection)
        .map(drop)
}

/// Those with these keys.
pub(super) fn find_all(connection: &mut DbConnection, keys: &[i64]) -> DbResult<Vec<StoredEntry>> {
    let rows = console_sessions::table.select((
        console_sessions::key,
        console_sessions::verifier,
        console_sessions::client,
        console_sessions::sign_in,
    ));
    load_all!(connection, rows, console_sessions::key, keys.to_vec())
}

/// Whether there was one with this key.
pub(super) fn delete(connection: &mut DbConnection, key: i64) -> DbResult<bool> {
    let deleted = diesel::delete(console_sessions::table.find(key)).execute(connection)?;
    Ok(deleted == 1)
}

/// What was made of a code; how many.
pub(super) fn delete_of_code(connection: &mut DbConnection, code: i64) -> DbResult<usize> {
    diesel::delete(console_sessions::table.filter(console_sessions::code.eq(code)))
        .execute(connection)
}

/// Deletes those with a smaller key, which begins with the time; so many in one statement.
pub(super) fn delete_before(connection: &mut DbConnection, key: i64) -> DbResult<usize> {
    let old: Vec<i64> = console_sessions::table
        .filter(console_sessions::key.lt(key))
        .order(console_sessions::key)
        .limit(OAUTH_ROWS_PER_SWEEP)
        .select(console_sessions::key)
        .load(connection)?;
    diesel::delete(console_sessions::table.filter(console_sessions::key.eq_any(old)))
        .execute(connection)
}
