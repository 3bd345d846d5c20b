//! The tables `audit_checkpoints` and `audit_pruned`.

use super::checkpoint::{Checkpoint, Pruned};
use super::model::ChainName;
use crate::platform::db::schema::{audit_checkpoints as checkpoints, audit_pruned as pruned};
use crate::platform::db::{DbConnection, DbResult, array_sql, load_all, static_sql};
use diesel::prelude::*;

type Columns = (
    checkpoints::chain,
    checkpoints::number,
    checkpoints::position,
    checkpoints::event_count,
    checkpoints::pruned_at,
    checkpoints::seal_mac,
    checkpoints::mac,
);

#[derive(Queryable)]
struct CheckpointRow {
    chain: Vec<u8>,
    number: i64,
    position: i64,
    event_count: i64,
    pruned_at: i64,
    seal_mac: Vec<u8>,
    mac: Vec<u8>,
}

impl From<CheckpointRow> for Checkpoint {
    fn from(row: CheckpointRow) -> Self {
        Self {
            chain: ChainName(row.chain),
            number: row.number,
            position: row.position,
            count: row.event_count,
            pruned_at: row.pruned_at,
            seal_mac: row.seal_mac,
            mac: row.mac,
        }
    }
}

#[derive(Queryable)]
struct PrunedRow {
    position: i64,
    event_count: i64,
    chains: i64,
    pruned_at: i64,
    mac: Vec<u8>,
}

/// Up to where the record was pruned; `None` before the first time.
pub(super) fn find_pruned(connection: &mut DbConnection) -> DbResult<Option<Pruned>> {
    let row: Option<PrunedRow> = pruned::table
        .select((
            pruned::position,
            pruned::event_count,
            pruned::chains,
            pruned::pruned_at,
            pruned::mac,
        ))
        .get_result(connection)
        .optional()?;
    Ok(row.map(|row| Pruned {
        position: row.position,
        count: row.event_count,
        chains: row.chains,
        at: row.pruned_at,
        mac: row.mac,
    }))
}

/// The checkpoints of all chains that have one.
pub(super) fn list_checkpoints(connection: &mut DbConnection) -> DbResult<Vec<Checkpoint>> {
    let rows: Vec<CheckpointRow> = checkpoints::table
        .select(Columns::default())
        .load(connection)?;
    Ok(rows.into_iter().map(Checkpoint::from).collect())
}

/// The checkpoints of these chains, of those that have one.
pub(super) fn find_checkpoints(
    connection: &mut DbConnection,
    chains: Vec<Vec<u8>>,
) -> DbResult<Vec<Checkpoint>> {
    let columns = checkpoints::table.select(Columns::default());
    let rows: Vec<CheckpointRow> = load_all!(connection, columns, checkpoints::chain, chains)?;
    Ok(rows.into_iter().map(Checkpoint::from).collect())
}

const ADVANCE: &str = "INSERT INTO audit_pruned \
    (id, position, event_count, chains, pruned_at, mac) VALUES (1, ?, ?, ?, ?, ?) \
    ON CONFLICT (id) DO UPDATE SET position = excluded.position, \
    event_count = excluded.event_count, chains = excluded.chains, \
    pruned_at = excluded.pruned_at, mac = excluded.mac WHERE audit_pruned.position = ?";

/// Moves the end of what was pruned on from a position, where it was before. False when another process
/// moved it meanwhile.
pub(super) fn advance(
    connection: &mut DbConnection,
    before: Option<i64>,
    to: &Pruned,
) -> DbResult<bool> {
    let advanced = static_sql(ADVANCE)
        .number(to.position)
        .number(to.count)
        .number(to.chains)
        .number(to.at)
        .bytes(&to.mac)
        .number(before.unwrap_or(i64::MIN))
        .run(connection)?;
    Ok(advanced == 1)
}

const SQLITE: &str = "INSERT INTO audit_checkpoints \
    (chain, number, position, event_count, pruned_at, seal_mac, mac) \
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (chain) DO UPDATE SET \
    number = excluded.number, position = excluded.position, \
    event_count = excluded.event_count, pruned_at = excluded.pruned_at, \
    seal_mac = excluded.seal_mac, mac = excluded.mac";
const POSTGRES: &str = "INSERT INTO audit_checkpoints \
    (chain, number, position, event_count, pruned_at, seal_mac, mac) \
    SELECT unnest(?::bytea[]), unnest(?::bigint[]), unnest(?::bigint[]), unnest(?::bigint[]), \
    unnest(?::bigint[]), unnest(?::bytea[]), unnest(?::bytea[]) \
    ON CONFLICT (chain) DO UPDATE SET number = excluded.number, position = excluded.position, \
    event_count = excluded.event_count, pruned_at = excluded.pruned_at, \
    seal_mac = excluded.seal_mac, mac = excluded.mac";

/// Writes checkpoints, each in the place of the one before it.
pub(super) fn write_checkpoints(connection: &mut DbConnection, all: &[Checkpoint]) -> DbResult<()> {
    if let DbConnection::Postgres(own) = connection {
        return array_sql(POSTGRES)
            .bytes(all.iter().map(|one| Some(one.chain.0.as_slice())))
            .numbers(all.iter().map(|one| one.number))
            .numbers(all.iter().map(|one| one.position))
            .numbers(all.iter().map(|one| one.count))
            .numbers(all.iter().map(|one| one.pruned_at))
            .bytes(all.iter().map(|one| Some(one.seal_mac.as_slice())))
            .bytes(all.iter().map(|one| Some(one.mac.as_slice())))
            .run(own)
            .map(drop);
    }
    all.iter().try_for_each(|one| {
        static_sql(SQLITE)
            .bytes(&one.chain.0)
            .number(one.number)
            .number(one.position)
            .number(one.count)
            .number(one.pruned_at)
            .bytes(&one.seal_mac)
            .bytes(&one.mac)
            .run(connection)
            .map(drop)
    })
}
