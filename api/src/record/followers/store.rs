//! The table `audit_followers`: how far each follower is, and who works.

use crate::platform::db::schema::audit_followers as followers;
use crate::platform::db::{DbConnection, DbResult, static_sql};
use diesel::prelude::*;
use shared_types::time::Time;

/// How far a follower is, and which process goes on until when.
#[derive(Clone, Debug, Queryable)]
pub(super) struct State {
    pub(super) name: String,
    pub(super) position: i64,
    pub(super) holder: i64,
    pub(super) leased_until: i64,
}

/// A step of a follower from one position to another.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) from: i64,
    pub(super) to: i64,
}

/// Who makes a step.
#[derive(Clone, Copy)]
pub(super) struct Lease {
    pub(super) holder: i64,
    pub(super) now: Time,
    pub(super) until: Time,
}

/// A follower that never worked has no row.
pub(super) fn list_states(connection: &mut DbConnection) -> DbResult<Vec<State>> {
    let columns = (
        followers::name,
        followers::position,
        followers::holder,
        followers::leased_until,
    );
    followers::table.select(columns).load(connection)
}

/// The position of one follower; 0 before its first step.
pub(super) fn find_position(connection: &mut DbConnection, name: &str) -> DbResult<i64> {
    let position = followers::table.find(name).select(followers::position);
    let position: Option<i64> = position.get_result(connection).optional()?;
    Ok(position.unwrap_or(0))
}

const ADVANCE: &str = "INSERT INTO audit_followers (name, position, holder, leased_until) \
    VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET position = excluded.position, \
    holder = excluded.holder, leased_until = excluded.leased_until \
    WHERE audit_followers.position = ? \
    AND (audit_followers.holder = ? OR audit_followers.leased_until <= ?)";

/// Moves a follower on, and takes the lease or keeps it. False when another process did: then
/// nothing may be written for this step.
pub(super) fn advance(connection: &mut DbConnection, step: Step, lease: Lease) -> DbResult<bool> {
    let advanced = static_sql(ADVANCE)
        .text(&step.name)
        .number(step.to)
        .number(lease.holder)
        .number(lease.until.micros())
        .number(step.from)
        .number(lease.holder)
        .number(lease.now.micros())
        .run(connection)?;
    Ok(advanced == 1)
}

/// Ends the leases of a process.
pub(super) fn release(connection: &mut DbConnection, holder: i64) -> DbResult<usize> {
    let own = followers::table.filter(followers::holder.eq(holder));
    diesel::update(own.filter(followers::leased_until.gt(0)))
        .set(followers::leased_until.eq(0))
        .execute(connection)
}
