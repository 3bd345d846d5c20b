//! Remembering browsers, and recognising them.

use super::store;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::{DbConnection, DbResult};
use shared_types::ids::MemberId;
use shared_types::secret::Secret;
use shared_types::time::Time;

/// Remembers the browsers in which these members finished a sign-in; gives the values of their
/// cookies.
pub fn create_all(
    connection: &mut DbConnection,
    members: &[MemberId],
    now: Time,
) -> DbResult<Vec<Secret>> {
    let new = members.iter().map(|member| {
        let (token, hash) = token::generate(TokenKind::KnownBrowser);
        (token, (hash, *member))
    });
    let (tokens, rows): (Vec<_>, Vec<_>) = new.unzip();
    store::insert_browsers(connection, &rows, now)?;
    Ok(tokens)
}

/// Whether a browser cookie was given to this member.
pub fn is_known(
    connection: &mut DbConnection,
    presented: &Secret,
    member: MemberId,
    now: Time,
) -> DbResult<bool> {
    match token::presented(TokenKind::KnownBrowser, presented.expose()) {
        Some(hash) => store::is_known(connection, &hash, member, now),
        None => Ok(false),
    }
}

/// Drops browsers whose time is over.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    store::delete_ended(connection, now)
}
