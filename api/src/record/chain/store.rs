//! The table `audit_seals`: inserted into, never changed; old ones go with their rows.

use super::model::{ChainName, Head};
use super::stored_seal::Seal;
use crate::platform::db::schema::audit_seals as seals;
use crate::platform::db::{DbConnection, DbResult, array_sql, load_all, static_sql};
use diesel::dsl::max;
use diesel::prelude::*;
use std::ops::RangeInclusive;

type Columns = (
    seals::chain,
    seals::number,
    seals::first_position,
    seals::last_position,
    seals::event_count,
    seals::entries,
    seals::mac,
);

#[derive(Queryable)]
struct SealRow {
    chain: Vec<u8>,
    number: i64,
    first_position: i64,
    last_position: i64,
    event_count: i64,
    entries: Vec<u8>,
    mac: Vec<u8>,
}

impl From<SealRow> for Seal {
    fn from(row: SealRow) -> Self {
        Self {
            chain: ChainName(row.chain),
            number: row.number,
            first: row.first_position,
            last: row.last_position,
            count: row.event_count,
            entries: row.entries,
            mac: row.mac,
        }
    }
}

const SQLITE: &str = "INSERT INTO audit_seals \
    (chain, number, first_position, last_position, event_count, entries, mac) \
    VALUES (?, ?, ?, ?, ?, ?, ?)";
const POSTGRES: &str = "INSERT INTO audit_seals \
    (chain, number, first_position, last_position, event_count, entries, mac) \
    SELECT unnest(?::bytea[]), unnest(?::bigint[]), unnest(?::bigint[]), unnest(?::bigint[]), \
    unnest(?::bigint[]), unnest(?::bytea[]), unnest(?::bytea[])";

pub(super) fn insert_seals(connection: &mut DbConnection, all: &[Seal]) -> DbResult<()> {
    if let DbConnection::Postgres(own) = connection {
        return array_sql(POSTGRES)
            .bytes(all.iter().map(|seal| Some(seal.chain.0.as_slice())))
            .numbers(all.iter().map(|seal| seal.number))
            .numbers(all.iter().map(|seal| seal.first))
            .numbers(all.iter().map(|seal| seal.last))
            .numbers(all.iter().map(|seal| seal.count))
            .bytes(all.iter().map(|seal| Some(seal.entries.as_slice())))
            .bytes(all.iter().map(|seal| Some(seal.mac.as_slice())))
            .run(own)
            .map(drop);
    }
    all.iter().try_for_each(|seal| {
        static_sql(SQLITE)
            .bytes(&seal.chain.0)
            .number(seal.number)
            .number(seal.first)
            .number(seal.last)
            .number(seal.count)
            .bytes(&seal.entries)
            .bytes(&seal.mac)
            .run(connection)
            .map(drop)
    })
}

/// The newest seals of these chains, of those that have one.
pub(super) fn find_heads(
    connection: &mut DbConnection,
    chains: Vec<Vec<u8>>,
) -> DbResult<Vec<Head>> {
    let other = diesel::alias!(seals as other);
    let newest = other
        .filter(other.field(seals::chain).eq(seals::chain))
        .select(max(other.field(seals::number)))
        .single_value();
    let heads = seals::table
        .filter(seals::number.nullable().eq(newest))
        .select((seals::chain, seals::number, seals::mac));
    let rows: Vec<(Vec<u8>, i64, Vec<u8>)> = load_all!(connection, heads, seals::chain, chains)?;
    Ok(rows
        .into_iter()
        .map(|(chain, number, mac)| into_head(chain, number, mac))
        .collect())
}

/// The newest seal of each chain that was sealed after a position.
pub(super) fn list_heads(connection: &mut DbConnection, after: i64) -> DbResult<Vec<Head>> {
    let chains: Vec<Vec<u8>> = seals::table
        .filter(seals::last_position.gt(after))
        .select(seals::chain)
        .distinct()
        .load(connection)?;
    find_heads(connection, chains)
}

fn into_head(chain: Vec<u8>, number: i64, mac: Vec<u8>) -> Head {
    Head {
        chain: ChainName(chain),
        number,
        mac,
    }
}

/// The position up to which rows are sealed; 0 before the first seal.
pub(super) fn find_sealed_position(connection: &mut DbConnection) -> DbResult<i64> {
    let newest: Option<i64> = seals::table
        .select(max(seals::last_position))
        .get_result(connection)?;
    Ok(newest.unwrap_or(0))
}

/// The first seal of a chain after a number, among those up to a position.
pub(super) fn find_next_seal(
    connection: &mut DbConnection,
    chain: &ChainName,
    number: i64,
    last: i64,
) -> DbResult<Option<Seal>> {
    let row: Option<SealRow> = seals::table
        .filter(seals::chain.eq(&chain.0))
        .filter(seals::number.gt(number))
        .filter(seals::last_position.le(last))
        .order(seals::number)
        .select(Columns::default())
        .limit(1)
        .get_result(connection)
        .optional()?;
    Ok(row.map(Seal::from))
}

/// The first seal of a chain that ends at a position or later.
pub(super) fn find_seal_at(
    connection: &mut DbConnection,
    chain: &ChainName,
    position: i64,
) -> DbResult<Option<Seal>> {
    let row: Option<SealRow> = seals::table
        .filter(seals::chain.eq(&chain.0))
        .filter(seals::last_position.ge(position))
        .order(seals::last_position)
        .select(Columns::default())
        .limit(1)
        .get_result(connection)
        .optional()?;
    Ok(row.map(Seal::from))
}

/// The number of the last seal of a chain that ends before a position.
pub(super) fn find_number_before(
    connection: &mut DbConnection,
    chain: &ChainName,
    position: i64,
) -> DbResult<Option<i64>> {
    seals::table
        .filter(seals::chain.eq(&chain.0))
        .filter(seals::last_position.lt(position))
        .order(seals::last_position.desc())
        .select(seals::number)
        .limit(1)
        .get_result(connection)
        .optional()
}

/// The seals of a chain from a number up to another one, at most `limit`.
pub(super) fn list_seals(
    connection: &mut DbConnection,
    chain: &ChainName,
    numbers: RangeInclusive<i64>,
    limit: i64,
) -> DbResult<Vec<Seal>> {
    let rows: Vec<SealRow> = seals::table
        .filter(seals::chain.eq(&chain.0))
        .filter(seals::number.between(*numbers.start(), *numbers.end()))
        .order(seals::number)
        .select(Columns::default())
        .limit(limit)
        .load(connection)?;
    Ok(rows.into_iter().map(Seal::from).collect())
}

/// All chains that have a seal up to a position.
pub(super) fn list_chains(connection: &mut DbConnection, last: i64) -> DbResult<Vec<ChainName>> {
    let names: Vec<Vec<u8>> = seals::table
        .filter(seals::last_position.le(last))
        .select(seals::chain)
        .distinct()
        .load(connection)?;
    Ok(names.into_iter().map(ChainName).collect())
}

/// The last seal of each chain among those that have a row from a position on and begin before another one.
pub(super) fn list_last_of(
    connection: &mut DbConnection,
    first: i64,
    after: i64,
) -> DbResult<Vec<Seal>> {
    let newest: Vec<(Vec<u8>, Option<i64>)> = seals::table
        .filter(seals::last_position.ge(first))
        .filter(seals::first_position.lt(after))
        .group_by(seals::chain)
        .select((seals::chain, max(seals::number)))
        .load(connection)?;
    let mut found = Vec::with_capacity(newest.len());
    for (chain, number) in newest {
        let number = number.unwrap_or_default();
        found.extend(list_seals(
            connection,
            &ChainName(chain),
            number..=number,
            1,
        )?);
    }
    Ok(found)
}

/// Where a seal begins and ends.
#[derive(Clone, Copy, Debug, Queryable)]
pub(super) struct Span {
    pub(super) first: i64,
    pub(super) last: i64,
}

/// The oldest seals, in the order in which they end.
pub(super) fn list_spans(connection: &mut DbConnection, limit: i64) -> DbResult<Vec<Span>> {
    seals::table
        .order(seals::last_position)
        .select((seals::first_position, seals::last_position))
        .limit(limit)
        .load(connection)
}

/// Deletes the seals up to a position.
pub(super) fn delete_seals(connection: &mut DbConnection, last: i64) -> DbResult<usize> {
    diesel::delete(seals::table.filter(seals::last_position.le(last))).execute(connection)
}
