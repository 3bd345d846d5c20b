//! The table `setup_tokens`.

use crate::platform::clock::Validity;
use crate::platform::crypto::token::{NewToken, PresentedToken};
use crate::platform::db::schema::setup_tokens;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::time::Time;

pub(super) fn insert_token(
    connection: &mut DbConnection,
    token: &NewToken,
    validity: Validity,
) -> DbResult<()> {
    diesel::insert_into(setup_tokens::table)
        .values((
            setup_tokens::key.eq(token.selector),
            setup_tokens::verifier.eq(token.verifier.as_bytes()),
            setup_tokens::created_at.eq(validity.from.micros()),
            setup_tokens::expires_at.eq(validity.until.micros()),
        ))
        .execute(connection)?;
    Ok(())
}

pub(super) fn is_good_token(
    connection: &mut DbConnection,
    presented: &PresentedToken,
    now: Time,
) -> DbResult<bool> {
    let verifier: Option<Vec<u8>> = setup_tokens::table
        .find(presented.selector)
        .filter(setup_tokens::expires_at.gt(now.micros()))
        .select(setup_tokens::verifier)
        .get_result(connection)
        .optional()?;
    Ok(presented.matches(verifier.as_deref()))
}

/// Spends a token: once.
pub(super) fn consume_token(
    connection: &mut DbConnection,
    presented: &PresentedToken,
    now: Time,
) -> DbResult<bool> {
    let good = setup_tokens::table
        .find(presented.selector)
        .filter(setup_tokens::verifier.eq(presented.verifier().as_bytes()))
        .filter(setup_tokens::expires_at.gt(now.micros()));
    Ok(diesel::delete(good).execute(connection)? == 1)
}

pub(super) fn delete_tokens(connection: &mut DbConnection) -> DbResult<()> {
    diesel::delete(setup_tokens::table).execute(connection)?;
    Ok(())
}

/// Drops tokens that have ended, of those with a smaller key than this.
pub(super) fn delete_ended_tokens(
    connection: &mut DbConnection,
    before: i64,
    now: Time,
) -> DbResult<usize> {
    let ended = setup_tokens::table
        .filter(setup_tokens::key.lt(before))
        .filter(setup_tokens::expires_at.le(now.micros()));
    diesel::delete(ended).execute(connection)
}
