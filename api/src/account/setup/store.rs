//! The table `setup_tokens`.

use crate::platform::clock::Validity;
use crate::platform::db::schema::setup_tokens;
use crate::platform::db::{DbConnection, DbResult};
use diesel::dsl::exists;
use diesel::prelude::*;
use shared_types::time::Time;

pub(super) fn insert_token(
    connection: &mut DbConnection,
    token_hash: &[u8],
    validity: Validity,
) -> DbResult<()> {
    diesel::insert_into(setup_tokens::table)
        .values((
            setup_tokens::token_hash.eq(token_hash),
            setup_tokens::created_at.eq(validity.from.micros()),
            setup_tokens::expires_at.eq(validity.until.micros()),
        ))
        .execute(connection)?;
    Ok(())
}

pub(super) fn is_good_token(
    connection: &mut DbConnection,
    token_hash: &[u8],
    now: Time,
) -> DbResult<bool> {
    let good = setup_tokens::table
        .find(token_hash)
        .filter(setup_tokens::expires_at.gt(now.micros()));
    diesel::select(exists(good)).get_result(connection)
}

/// Spends a token: once.
pub(super) fn consume_token(
    connection: &mut DbConnection,
    token_hash: &[u8],
    now: Time,
) -> DbResult<bool> {
    let good = setup_tokens::table
        .find(token_hash)
        .filter(setup_tokens::expires_at.gt(now.micros()));
    Ok(diesel::delete(good).execute(connection)? == 1)
}

pub(super) fn delete_tokens(connection: &mut DbConnection) -> DbResult<()> {
    diesel::delete(setup_tokens::table).execute(connection)?;
    Ok(())
}

pub(super) fn delete_ended_tokens(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let ended = setup_tokens::table.filter(setup_tokens::expires_at.le(now.micros()));
    diesel::delete(ended).execute(connection)
}
