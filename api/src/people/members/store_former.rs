//! The table `former_addresses`.

use crate::platform::db::keys::MemberKey;
use crate::platform::db::schema::former_addresses;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::time::Time;

/// Addresses of one member that are read at most; each costs an administrator a change with a reason.
const READ: i64 = 50;
/// Rows that one sweep deletes at most.
const SWEPT: i64 = 1000;

/// An address that a member had.
#[derive(Queryable)]
pub(super) struct FormerRow {
    pub(super) id: String,
    pub(super) sealed: Vec<u8>,
    /// When another took its place.
    #[diesel(deserialize_as = i64)]
    pub(super) ended_at: Time,
}

pub(super) fn insert(
    connection: &mut DbConnection,
    member: MemberKey,
    row: &FormerRow,
) -> DbResult<()> {
    diesel::insert_into(former_addresses::table)
        .values((
            former_addresses::id.eq(&row.id),
            former_addresses::member.eq(member),
            former_addresses::sealed.eq(&row.sealed),
            former_addresses::ended_at.eq(row.ended_at.micros()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Those that ended after a time, the newest first.
pub(super) fn list_of_member(
    connection: &mut DbConnection,
    member: MemberKey,
    after: Time,
) -> DbResult<Vec<FormerRow>> {
    former_addresses::table
        .filter(former_addresses::member.eq(member))
        .filter(former_addresses::ended_at.gt(after.micros()))
        .order(former_addresses::ended_at.desc())
        .limit(READ)
        .select((
            former_addresses::id,
            former_addresses::sealed,
            former_addresses::ended_at,
        ))
        .load(connection)
}

pub(super) fn delete(connection: &mut DbConnection, id: &str) -> DbResult<()> {
    diesel::delete(former_addresses::table.find(id))
        .execute(connection)
        .map(drop)
}

/// Drops those that ended at a time or before.
pub(super) fn delete_older(connection: &mut DbConnection, until: Time) -> DbResult<usize> {
    let old = former_addresses::table
        .filter(former_addresses::ended_at.le(until.micros()))
        .order(former_addresses::ended_at)
        .limit(SWEPT)
        .select(former_addresses::id);
    let old: Vec<String> = old.load(connection)?;
    diesel::delete(former_addresses::table.filter(former_addresses::id.eq_any(old)))
        .execute(connection)
}
