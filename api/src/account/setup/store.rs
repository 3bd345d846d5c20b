//! The tables `organizations` and `setup_tokens`.

use crate::platform::db::schema::{organizations, setup_tokens};
use crate::platform::db::{DbConnection, DbResult};
use diesel::dsl::exists;
use diesel::prelude::*;
use shared_types::ids::OrganizationId;
use shared_types::time::Time;

pub(super) fn has_organization(connection: &mut DbConnection) -> DbResult<bool> {
    diesel::select(exists(organizations::table.select(organizations::id))).get_result(connection)
}

pub(super) fn insert_organization(
    connection: &mut DbConnection,
    id: OrganizationId,
    name: &str,
    now: Time,
) -> DbResult<()> {
    diesel::insert_into(organizations::table)
        .values((
            organizations::id.eq(id.to_string()),
            organizations::name.eq(name),
            organizations::created_at.eq(now.micros()),
        ))
        .execute(connection)?;
    Ok(())
}

pub(super) fn insert_token(
    connection: &mut DbConnection,
    token_hash: &[u8],
    (now, expires_at): (Time, Time),
) -> DbResult<()> {
    diesel::insert_into(setup_tokens::table)
        .values((
            setup_tokens::token_hash.eq(token_hash),
            setup_tokens::created_at.eq(now.micros()),
            setup_tokens::expires_at.eq(expires_at.micros()),
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
