//! Looking tokens up: at a request, again inside its change, and for the list.

use super::last_use::TokenUses;
use super::model::{KeptToken, TokenUse};
use super::store::{self, StoredToken};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::keys::{ApiTokenKey, MemberKey, OrganizationKey};
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::access::{Actor, ApiToken, Caller};
use shared_types::limits::{API_TOKEN_REMINDERS_DAYS, API_TOKEN_USE_GRAIN, ENDED_API_TOKENS_KEPT};
use shared_types::time::Time;
use std::time::Duration;

/// Why a token opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSuchToken {
    /// Its checksum is wrong: it was not copied whole. Nothing was looked up.
    #[error("the token is mistyped")]
    Mistyped,
    /// There is none, it has ended, or its owner is no administrator any more.
    #[error("no such token")]
    Unknown,
}

/// Why a request with a token goes no further.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// It opens nothing.
    #[error(transparent)]
    None(#[from] NoSuchToken),
    /// It is not good from there.
    #[error("the token is not good from this network")]
    Network,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// The caller behind a presented token, with everything read live; its use is noted in memory.
pub async fn check(
    context: &Context,
    uses: &TokenUses,
    presented: &str,
    origin: Origin,
    route: impl FnOnce() -> String,
) -> Result<Caller, TokenError> {
    let token = token::presented(TokenKind::Api, presented).ok_or(NoSuchToken::Mistyped)?;
    let now = context.clock.now();
    let key = ApiTokenKey::of(token.selector);
    let find = move |connection: &mut DbConnection| store::find_by_key(connection, key);
    let stored = context.db.look_up(find).await?;
    let verifier = stored.as_ref().map(|stored| stored.verifier.as_slice());
    let is_opened = token.matches(verifier);
    let kept = stored.filter(|_| is_opened).map(|stored| stored.kept);
    let kept = kept.ok_or(NoSuchToken::Unknown)?;
    let proven = kept.proves(now).ok_or(NoSuchToken::Unknown)?;
    if !kept.networks.contain(origin.address) {
        uses.outside().note(key, &origin.network);
        return Err(TokenError::Network);
    }
    let last = kept.last_use.as_ref().map(|last| last.at);
    if last.is_none_or(|last| now.since(last) >= API_TOKEN_USE_GRAIN) {
        let noted = TokenUse {
            at: now,
            network: origin.network.clone(),
            route: route(),
        };
        uses.note(key, noted);
    }
    Ok(Caller {
        organization: kept.organization,
        actor: Actor::Client(proven),
        origin,
    })
}

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

/// Keeps the tokens of a member from opening anything until somebody takes them over.
pub(in crate::people) fn suspend_all(
    connection: &mut DbConnection,
    owner: MemberKey,
    now: Time,
) -> DbResult<()> {
    for key in store::list_keys_of(connection, owner)? {
        store::suspend(connection, key, now)?;
    }
    Ok(())
}

/// Drops tokens that ended long ago; how many.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    store::delete_ended(connection, now - ENDED_API_TOKENS_KEPT)
}
