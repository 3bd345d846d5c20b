//! The columns of `api_tokens` that count requests from outside a token's networks.

use crate::platform::db::keys::ApiTokenKey;
use crate::platform::db::schema::api_tokens;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::time::Time;

/// Tokens that are told of at a time.
const AT_A_TIME: i64 = 100;

/// Counts requests from outside.
pub(super) fn add_requests(
    connection: &mut DbConnection,
    key: ApiTokenKey,
    requests: i64,
    network: &str,
) -> DbResult<()> {
    diesel::update(api_tokens::table.find(key))
        .set((
            api_tokens::outside_requests.eq(api_tokens::outside_requests + requests),
            api_tokens::outside_network.eq(network),
        ))
        .execute(connection)
        .map(drop)
}

/// Requests of a token from outside that were not told of.
#[derive(Debug, Queryable)]
pub(super) struct OutsideRow {
    pub(super) key: ApiTokenKey,
    pub(super) requests: i64,
    pub(super) network: Option<String>,
}

/// Those of tokens of which nothing was told since `before`, in the order in which the rows are locked.
pub(super) fn list_unreported(
    connection: &mut DbConnection,
    before: Time,
) -> DbResult<Vec<OutsideRow>> {
    let is_due = api_tokens::outside_told_at
        .is_null()
        .or(api_tokens::outside_told_at.le(before.micros()));
    api_tokens::table
        .filter(api_tokens::outside_requests.gt(0))
        .filter(is_due)
        .order(api_tokens::key)
        .limit(AT_A_TIME)
        .select((
            api_tokens::key,
            api_tokens::outside_requests,
            api_tokens::outside_network,
        ))
        .load(connection)
}

/// Takes the requests of a row that are told of now; those that came meanwhile stay. Of two nodes one takes them.
pub(super) fn consume_requests(
    connection: &mut DbConnection,
    row: &OutsideRow,
    before: Time,
    now: Time,
) -> DbResult<bool> {
    let is_due = api_tokens::outside_told_at
        .is_null()
        .or(api_tokens::outside_told_at.le(before.micros()));
    let taken = diesel::update(api_tokens::table.find(row.key).filter(is_due))
        .set((
            api_tokens::outside_requests.eq(api_tokens::outside_requests - row.requests),
            api_tokens::outside_told_at.eq(now.micros()),
        ))
        .execute(connection)?;
    Ok(taken == 1)
}
