//! The table `idempotency_keys`.

use super::key::KeyName;
use crate::platform::db::schema::idempotency_keys as columns;
use crate::platform::db::{DbConnection, DbResult, on_backend};
use diesel::dsl::{count_star, min, sum};
use diesel::prelude::*;
use diesel::sql_types::Binary;
use shared_types::time::Time;

diesel::define_sql_function! {
    /// How many bytes they are.
    fn octet_length(bytes: Binary) -> Integer;
}

/// Rows that one sweep deletes at most.
const SWEPT: i64 = 1000;
/// In `leased_until` of a row that was answered.
const ANSWERED: i64 = 0;

/// A request that begins to run.
pub(super) struct Claim<'a> {
    pub(super) name: &'a KeyName,
    pub(super) sealed: &'a [u8],
    pub(super) leased_until: Time,
    pub(super) expires_at: Time,
}

/// A row as it is stored.
#[derive(Debug, Queryable)]
pub(super) struct KeyRow {
    pub(super) sealed: Vec<u8>,
    leased_until: i64,
    #[diesel(deserialize_as = i64)]
    pub(super) expires_at: Time,
}

impl KeyRow {
    /// Until when the request may run; `None` once it was answered.
    pub(super) fn running_until(&self) -> Option<Time> {
        (self.leased_until != ANSWERED).then_some(Time::from_micros(self.leased_until))
    }
}

/// Says whether the key was free. Another transaction that inserts it is waited for.
pub(super) fn insert(connection: &mut DbConnection, claim: &Claim<'_>) -> DbResult<bool> {
    let new = (
        columns::id.eq(&claim.name.0),
        columns::sealed.eq(claim.sealed),
        columns::leased_until.eq(claim.leased_until.micros()),
        columns::expires_at.eq(claim.expires_at.micros()),
    );
    let inserted = on_backend!(connection, |own| diesel::insert_into(columns::table)
        .values(new)
        .on_conflict_do_nothing()
        .execute(own))?;
    Ok(inserted == 1)
}

/// When the first of this caller's keys is free again, where it has `most` or more; up to `most` rows are read.
pub(super) fn find_end_if_full(
    connection: &mut DbConnection,
    name: &KeyName,
    most: i64,
    now: Time,
) -> DbResult<Option<Time>> {
    let (first, last) = name.range();
    let own = || {
        columns::table.filter(
            columns::id
                .ge(first.clone())
                .and(columns::id.lt(last.clone())),
        )
    };
    let is_full: Option<String> = own()
        .order(columns::id)
        .offset(most - 1)
        .limit(1)
        .select(columns::id)
        .get_result(connection)
        .optional()?;
    if is_full.is_none() {
        return Ok(None);
    }
    // Those that are free again are there until the sweep.
    let kept = own().filter(columns::expires_at.gt(now.micros()));
    let (count, end): (i64, Option<i64>) = kept
        .select((count_star(), min(columns::expires_at)))
        .get_result(connection)?;
    Ok(end.filter(|_| count >= most).map(Time::from_micros))
}

/// The bytes that are kept for this caller.
pub(super) fn sum_bytes(connection: &mut DbConnection, name: &KeyName) -> DbResult<i64> {
    let (first, last) = name.range();
    let own = columns::id.ge(first).and(columns::id.lt(last));
    columns::table
        .filter(own)
        .select(sum(octet_length(columns::sealed)))
        .get_result::<Option<i64>>(connection)
        .map(|bytes| bytes.unwrap_or(0))
}

pub(super) fn find(connection: &mut DbConnection, name: &KeyName) -> DbResult<Option<KeyRow>> {
    columns::table
        .find(&name.0)
        .select((columns::sealed, columns::leased_until, columns::expires_at))
        .get_result(connection)
        .optional()
}

/// Takes the row of an earlier request over as it was read; of several who do so at once one does.
pub(super) fn consume_earlier(
    connection: &mut DbConnection,
    claim: &Claim<'_>,
    earlier: &KeyRow,
) -> DbResult<bool> {
    let as_read = columns::table
        .find(&claim.name.0)
        .filter(columns::leased_until.eq(earlier.leased_until))
        .filter(columns::expires_at.eq(earlier.expires_at.micros()));
    let taken = diesel::update(as_read)
        .set((
            columns::sealed.eq(claim.sealed),
            columns::leased_until.eq(claim.leased_until.micros()),
            columns::expires_at.eq(claim.expires_at.micros()),
        ))
        .execute(connection)?;
    Ok(taken == 1)
}

/// Keeps the answer, unless the lease is another's by now.
pub(super) fn update_answer(
    connection: &mut DbConnection,
    name: &KeyName,
    leased_until: Time,
    sealed: &[u8],
) -> DbResult<bool> {
    let own = columns::table
        .find(&name.0)
        .filter(columns::leased_until.eq(leased_until.micros()));
    let kept = diesel::update(own)
        .set((
            columns::sealed.eq(sealed),
            columns::leased_until.eq(ANSWERED),
        ))
        .execute(connection)?;
    Ok(kept == 1)
}

/// Frees the key, unless the lease is another's by now.
pub(super) fn delete_running(
    connection: &mut DbConnection,
    name: &KeyName,
    leased_until: Time,
) -> DbResult<()> {
    let own = columns::table
        .find(&name.0)
        .filter(columns::leased_until.eq(leased_until.micros()));
    diesel::delete(own).execute(connection).map(drop)
}

/// Deletes keys that are free again; how many.
pub(super) fn delete_expired(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let ids: Vec<String> = columns::table
        .filter(columns::expires_at.le(now.micros()))
        .order(columns::expires_at)
        .limit(SWEPT)
        .select(columns::id)
        .load(connection)?;
    // One that was taken over meanwhile stays.
    let still = columns::table
        .filter(columns::id.eq_any(ids))
        .filter(columns::expires_at.le(now.micros()));
    diesel::delete(still).execute(connection)
}
