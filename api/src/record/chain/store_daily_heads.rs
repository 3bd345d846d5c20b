//! The table `audit_daily_heads`: inserted into, never changed, never pruned.

use super::daily_head::SignedHead;
use super::day::Day;
use super::model::ChainName;
use crate::platform::db::schema::audit_daily_heads as heads;
use crate::platform::db::{DbConnection, DbResult, static_sql};
use diesel::dsl::max;
use diesel::prelude::*;
use std::ops::RangeInclusive;

/// The last day of which a chain has a signed head.
pub(super) fn find_last_day(connection: &mut DbConnection) -> DbResult<Option<Day>> {
    let last: Option<i64> = heads::table
        .select(max(heads::day))
        .get_result(connection)?;
    Ok(last.map(Day::of_number))
}

/// The last day of which this chain has a signed head.
pub(super) fn find_last_day_of(
    connection: &mut DbConnection,
    chain: &ChainName,
) -> DbResult<Option<Day>> {
    let last: Option<i64> = heads::table
        .filter(heads::chain.eq(&chain.0))
        .select(max(heads::day))
        .get_result(connection)?;
    Ok(last.map(Day::of_number))
}

const INSERT: &str = "INSERT INTO audit_daily_heads (chain, day, position, signed) \
    VALUES (?, ?, ?, ?) ON CONFLICT (chain, day) DO NOTHING";

/// False when another node was faster.
pub(super) fn insert(connection: &mut DbConnection, one: &SignedHead) -> DbResult<bool> {
    let SignedHead { head, text } = one;
    let inserted = static_sql(INSERT)
        .bytes(&head.chain.0)
        .number(head.day.number())
        .number(head.position)
        .text(text)
        .run(connection)?;
    Ok(inserted == 1)
}

/// A signed head with the last row of its seal.
#[derive(Debug, Queryable)]
pub(super) struct StoredHead {
    pub(super) position: i64,
    pub(super) signed: String,
}

/// The heads of a chain whose seals end in a range, in the order of their days.
pub(super) fn list(
    connection: &mut DbConnection,
    chain: &ChainName,
    positions: RangeInclusive<i64>,
) -> DbResult<Vec<StoredHead>> {
    heads::table
        .filter(heads::chain.eq(&chain.0))
        .filter(heads::position.between(*positions.start(), *positions.end()))
        .order((heads::position, heads::day))
        .select((heads::position, heads::signed))
        .load(connection)
}
