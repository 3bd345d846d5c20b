//! Looking tokens up again inside the change of a request, for the list, and for those that end.

use super::model::KeptToken;
use super::store::{self, StoredToken};
use super::store_offers;
use crate::platform::db::keys::{MemberKey, OrganizationKey};
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::access::ApiToken;
use shared_types::limits::{API_TOKEN_REMINDERS_DAYS, ENDED_API_TOKENS_KEPT};
use shared_types::time::Time;
use std::time::Duration;

/// The token again, inside the change that a request with it is for.
pub fn find_again(
    connection: &mut DbConnection,
    token: &ApiToken,
    now: Time,
) -> DbResult<Option<ApiToken>> {
    let stored = store::find_by_key(connection, token.key)?;
    Ok(stored.and_then(|StoredToken { kept, .. }| kept.proves(now)))
}

/// The tokens of an organization, newest first: those that have not ended, and those that ended not long ago.
pub fn list(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    now: Time,
) -> DbResult<Vec<KeptToken>> {
    store::list_tokens(connection, organization, now - ENDED_API_TOKENS_KEPT, now)
}

/// Tokens whose owner is to be told that they end, and how many mails will have said so.
pub fn find_ending(connection: &mut DbConnection, now: Time) -> DbResult<Vec<(KeptToken, i64)>> {
    let mut ending = Vec::new();
    for (sent, days) in (1..).zip(API_TOKEN_REMINDERS_DAYS) {
        let before = now + Duration::from_hours(24 * u64::from(days));
        let found = store::list_ending(connection, before, sent, now)?;
        ending.retain(|(token, _): &(KeptToken, i64)| {
            !found.iter().any(|other| other.key == token.key)
        });
        ending.extend(found.into_iter().map(|token| (token, sent)));
    }
    // Rows of tokens are changed in the order of their keys (`db::lock`).
    ending.sort_by_key(|(token, _)| token.key);
    Ok(ending)
}

/// Keeps the tokens of a member from opening anything until somebody takes them over, as who was asked before may: the
/// member is no administrator any more. One again, the member takes them over like anybody else, and knows which there are.
pub(in crate::people) fn suspend_all(
    connection: &mut DbConnection,
    owner: MemberKey,
    now: Time,
) -> DbResult<()> {
    for key in store::list_keys_of(connection, owner)? {
        store_offers::suspend(connection, key, now)?;
    }
    Ok(())
}

/// The same where somebody else may have acted as the member: nobody who was asked before takes them over.
pub(in crate::people) fn suspend_all_with_offers(
    connection: &mut DbConnection,
    owner: MemberKey,
    now: Time,
) -> DbResult<()> {
    for key in store::list_keys_of(connection, owner)? {
        store_offers::suspend_with_offer(connection, key, now)?;
    }
    Ok(())
}

/// Ends for good all tokens of a member who is removed.
pub(in crate::people) fn delete_all(
    connection: &mut DbConnection,
    owner: MemberKey,
) -> DbResult<()> {
    for key in store::list_keys_of(connection, owner)? {
        store::delete_of(connection, key, owner)?;
    }
    Ok(())
}

/// Drops tokens that ended long ago; how many.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    store::delete_ended(connection, now - ENDED_API_TOKENS_KEPT)
}
