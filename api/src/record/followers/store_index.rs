//! The table `audit_index`.

use super::index_line::{IndexKey, IndexLine};
use super::positions;
use crate::platform::db::schema::audit_index as table;
use crate::platform::db::{DbConnection, DbResult, array_sql, static_sql};
use diesel::prelude::*;
use std::collections::BTreeSet;

const SQLITE: &str =
    "INSERT INTO audit_index (kind, value, last_position, positions) VALUES (?, ?, ?, ?)";
const POSTGRES: &str = "INSERT INTO audit_index (kind, value, last_position, positions) \
    SELECT unnest(?::smallint[]), unnest(?::bytea[]), unnest(?::bigint[]), unnest(?::bytea[])";

pub(super) fn insert_lines(connection: &mut DbConnection, lines: &[IndexLine]) -> DbResult<()> {
    if let DbConnection::Postgres(own) = connection {
        return array_sql(POSTGRES)
            .small_numbers(lines.iter().map(|line| line.key.kind as i16))
            .bytes(lines.iter().map(|line| Some(line.key.value.as_slice())))
            .numbers(lines.iter().map(|line| line.last))
            .bytes(lines.iter().map(|line| Some(line.positions.as_slice())))
            .run(own)
            .map(drop);
    }
    lines.iter().try_for_each(|line| {
        static_sql(SQLITE)
            .number(i64::from(line.key.kind as i16))
            .bytes(&line.key.value)
            .number(line.last)
            .bytes(&line.positions)
            .run(connection)
            .map(drop)
    })
}

/// The positions of a value before another one, newest first: of at most `limit` lines, and at most `most`.
pub(super) fn list_positions(
    connection: &mut DbConnection,
    key: &IndexKey,
    before: i64,
    limit: i64,
    most: usize,
) -> DbResult<Vec<i64>> {
    let lines = table::table
        .filter(table::kind.eq(key.kind as i16))
        .filter(table::value.eq(&key.value))
        .select((table::last_position, table::positions));
    // The line around `before` has newer and older rows.
    let around: Option<(i64, Vec<u8>)> = lines
        .filter(table::last_position.ge(before))
        .order(table::last_position)
        .limit(1)
        .get_result(connection)
        .optional()?;
    let older: Vec<(i64, Vec<u8>)> = lines
        .filter(table::last_position.lt(before))
        .order(table::last_position.desc())
        .limit(limit)
        .load(connection)?;
    let all = around.into_iter().chain(older);
    let all = all.flat_map(|(last, bytes)| positions::unpack(last, &bytes));
    let all = all.filter(|position| *position < before);
    Ok(all.take(most).collect())
}

const DELETE_SQLITE: &str =
    "DELETE FROM audit_index WHERE kind = ? AND value = ? AND last_position <= ?";
const DELETE_POSTGRES: &str = "DELETE FROM audit_index AS line USING \
    (SELECT unnest(?::smallint[]) AS kind, unnest(?::bytea[]) AS value, \
    unnest(?::bigint[]) AS last) AS old \
    WHERE line.kind = old.kind AND line.value = old.value AND line.last_position <= old.last";

/// Deletes the lines of these values that end with a row up to `last`.
pub(super) fn delete_lines(
    connection: &mut DbConnection,
    keys: &BTreeSet<IndexKey>,
    last: i64,
) -> DbResult<()> {
    if let DbConnection::Postgres(own) = connection {
        return array_sql(DELETE_POSTGRES)
            .small_numbers(keys.iter().map(|key| key.kind as i16))
            .bytes(keys.iter().map(|key| Some(key.value.as_slice())))
            .numbers(keys.iter().map(|_| last))
            .run(own)
            .map(drop);
    }
    keys.iter().try_for_each(|key| {
        static_sql(DELETE_SQLITE)
            .number(i64::from(key.kind as i16))
            .bytes(&key.value)
            .number(last)
            .run(connection)
            .map(drop)
    })
}
