//! The table `setup_tokens`.

use crate::platform::clock::Validity;
use crate::platform::crypto::token::{NewToken, PresentedToken};
use crate::platform::db::schema::setup_tokens;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::time::Time;

/// `sealed` is the token itself, if every node prints it.
pub(super) fn insert_token(
    connection: &mut DbConnection,
    token: &NewToken,
    sealed: Option<&[u8]>,
    validity: Validity,
) -> DbResult<()> {
    diesel::insert_into(setup_tokens::table)
        .values((
            setup_tokens::key.eq(token.selector),
            setup_tokens::verifier.eq(token.verifier.as_bytes()),
            setup_tokens::sealed.eq(sealed),
            setup_tokens::created_at.eq(validity.from.micros()),
            setup_tokens::expires_at.eq(validity.until.micros()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The token of a first start that is still good: its key and what is sealed.
pub(super) fn find_first_token(
    connection: &mut DbConnection,
    now: Time,
) -> DbResult<Option<(i64, Vec<u8>)>> {
    setup_tokens::table
        .filter(setup_tokens::expires_at.gt(now.micros()))
        .select((setup_tokens::key, setup_tokens::sealed.assume_not_null()))
        .filter(setup_tokens::sealed.is_not_null())
        .get_result(connection)
        .optional()
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

/// Drops what first starts printed.
pub(super) fn delete_first_tokens(connection: &mut DbConnection) -> DbResult<()> {
    let first = setup_tokens::table.filter(setup_tokens::sealed.is_not_null());
    diesel::delete(first).execute(connection).map(drop)
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
