//! The columns of `api_tokens` that say to whom a token is offered.

use super::model::TokenOffer;
use crate::platform::db::keys::ApiTokenKey;
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
