//! The columns of `api_tokens` that say who answers for a token, and to whom it is offered.

use super::model::TokenOffer;
use crate::platform::db::keys::{ApiTokenKey, MemberKey};
use crate::platform::db::schema::api_tokens;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::ids::MemberId;
use shared_types::time::Time;

/// Offers a token; an offer that was there is over. Whether the token is still there.
pub fn set_offer(
    connection: &mut DbConnection,
    key: ApiTokenKey,
    offer: TokenOffer,
) -> DbResult<bool> {
    let changed = diesel::update(api_tokens::table.find(key))
        .set((
            api_tokens::offered_to.eq(&offer.to.0.as_bytes()[..]),
            api_tokens::offered_by.eq(&offer.by.0.as_bytes()[..]),
            api_tokens::offer_ends_at.eq(offer.ends_at.micros()),
        ))
        .execute(connection)?;
    Ok(changed > 0)
}

/// Ends the offer of a token to this member; whether there was one. Of two that try at the same time one is told
/// that there was: the row decides.
pub fn end_offer(
    connection: &mut DbConnection,
    key: ApiTokenKey,
    to: MemberId,
    now: Time,
) -> DbResult<bool> {
    let open = api_tokens::table
        .find(key)
        .filter(api_tokens::offered_to.eq(&to.0.as_bytes()[..]))
        .filter(api_tokens::offer_ends_at.gt(now.micros()));
    let ended = diesel::update(open)
        .set((
            api_tokens::offered_to.eq(None::<Vec<u8>>),
            api_tokens::offered_by.eq(None::<Vec<u8>>),
            api_tokens::offer_ends_at.eq(None::<i64>),
        ))
        .execute(connection)?;
    Ok(ended > 0)
}

/// Another member answers for a token from now on, with this level. An offer of it is over. `false` when the token
/// was ended meanwhile.
pub fn update_owner(
    connection: &mut DbConnection,
    key: ApiTokenKey,
    owner: MemberKey,
    aal: u8,
) -> DbResult<bool> {
    let changed = diesel::update(api_tokens::table.find(key))
        .set((
            api_tokens::owner.eq(owner),
            api_tokens::suspended_at.eq(None::<i64>),
            api_tokens::aal.eq(i64::from(aal)),
            api_tokens::offered_to.eq(None::<Vec<u8>>),
            api_tokens::offered_by.eq(None::<Vec<u8>>),
            api_tokens::offer_ends_at.eq(None::<i64>),
        ))
        .execute(connection)?;
    Ok(changed == 1)
}

/// Keeps a token from opening anything until somebody takes it over. An offer of it stays.
pub(super) fn suspend(connection: &mut DbConnection, key: ApiTokenKey, now: Time) -> DbResult<()> {
    diesel::update(api_tokens::table.find(key))
        .set(api_tokens::suspended_at.eq(now.micros()))
        .execute(connection)
        .map(drop)
}

/// The same, and an offer of it is over: its owner may not have been the one who made it.
pub(super) fn suspend_with_offer(
    connection: &mut DbConnection,
    key: ApiTokenKey,
    now: Time,
) -> DbResult<()> {
    diesel::update(api_tokens::table.find(key))
        .set((
            api_tokens::suspended_at.eq(now.micros()),
            api_tokens::offered_to.eq(None::<Vec<u8>>),
            api_tokens::offered_by.eq(None::<Vec<u8>>),
            api_tokens::offer_ends_at.eq(None::<i64>),
        ))
        .execute(connection)
        .map(drop)
}
