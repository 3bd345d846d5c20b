//! Forgets codes and access tokens.

use super::{store, store_tokens};
use crate::platform::crypto::token;
use crate::platform::db::{DbConnection, DbResult};
use shared_types::limits::{ACCESS_TOKEN_LIFETIME, AUTHORIZATION_CODE_LIFETIME};
use shared_types::time::Time;

/// Deletes some of those whose time is over. A code stays as long as anything that was made of it.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let lifetime = AUTHORIZATION_CODE_LIFETIME + ACCESS_TOKEN_LIFETIME;
    let before = token::selector_of_ended(now, lifetime);
    let codes = store::delete_before(connection, before)?;
    Ok(codes + store_tokens::delete_before(connection, before)?)
}
