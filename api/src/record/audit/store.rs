//! The tables `audit_events` and `audit_seals`: inserted into, never changed.

use super::model::Event;
use crate::platform::db::schema::audit_events as columns;
use crate::platform::db::schema::audit_seals as seals;
use crate::platform::db::{self, DbConnection, DbResult, insert_all};
use crate::platform::origin::Origin;
use diesel::dsl::max;
use diesel::prelude::*;
use shared_types::time::Time;
use uuid::Uuid;

pub(super) fn insert_events(
    connection: &mut DbConnection,
    now: Time,
    events: &[(Uuid, &Origin, &Event)],
) -> DbResult<()> {
    let rows = events.iter().map(|(id, origin, event)| {
        (
            columns::id.eq(id.to_string()),
            columns::organization_id.eq(event.organization.map(|id| id.to_string())),
            columns::at.eq(now.micros()),
            columns::actor.eq(event.actor.to_string()),
            columns::action.eq(event.action.as_str()),
            columns::outcome.eq(event.outcome.as_str()),
            columns::subject.eq(event.subject.map(|id| id.to_string())),
            columns::details.eq(event.details.to_string()),
            columns::network.eq(&origin.network),
            columns::request_id.eq(&origin.request_id),
        )
    });
    insert_all!(connection, columns::table, rows.collect())
}

/// An audit row as stored.
#[derive(Clone, Debug, Queryable)]
pub(super) struct Row {
    pub(super) position: i64,
    pub(super) id: String,
    pub(super) organization: Option<String>,
    pub(super) at: i64,
    pub(super) actor: String,
    pub(super) action: String,
    pub(super) outcome: String,
    pub(super) subject: Option<String>,
    pub(super) details: String,
    pub(super) network: String,
    pub(super) request_id: String,
}

/// A seal: the position of the row in the chain, and the MAC over row, position and previous seal.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(super) struct Link {
    pub(super) seq: i64,
    pub(super) position: i64,
    pub(super) mac: Vec<u8>,
}

type Columns = (
    columns::position,
    columns::id,
    columns::organization_id,
    columns::at,
    columns::actor,
    columns::action,
    columns::outcome,
    columns::subject,
    columns::details,
    columns::network,
    columns::request_id,
);

/// The newest seal.
pub(super) fn find_last_link(connection: &mut DbConnection) -> DbResult<Option<Link>> {
    let newest: Option<i64> = seals::table
        .select(max(seals::seq))
        .get_result(connection)?;
    seals::table
        .filter(seals::seq.nullable().eq(newest))
        .select((seals::seq, seals::position, seals::mac))
        .get_result(connection)
        .optional()
}

/// The position up to which the record is complete: no running transaction will insert a lower one.
pub(super) fn find_settled(connection: &mut DbConnection) -> DbResult<i64> {
    db::lock_soon(connection, "audit positions")?;
    let last: Option<i64> = columns::table
        .select(max(columns::position))
        .get_result(connection)?;
    Ok(last.unwrap_or(0))
}

/// Rows after a position, up to another one.
#[derive(Clone, Copy)]
pub(super) struct Positions {
    pub(super) after: i64,
    pub(super) last: i64,
}

/// The oldest rows of these positions.
pub(super) fn list_rows(
    connection: &mut DbConnection,
    positions: Positions,
    limit: i64,
) -> DbResult<Vec<Row>> {
    columns::table
        .filter(columns::position.gt(positions.after))
        .filter(columns::position.le(positions.last))
        .order(columns::position)
        .limit(limit)
        .select(Columns::default())
        .load(connection)
}

/// The seals after a position in the chain.
pub(super) fn list_links(
    connection: &mut DbConnection,
    after: i64,
    limit: i64,
) -> DbResult<Vec<Link>> {
    seals::table
        .filter(seals::seq.gt(after))
        .order(seals::seq)
        .limit(limit)
        .select((seals::seq, seals::position, seals::mac))
        .load(connection)
}

pub(super) fn insert_links(connection: &mut DbConnection, links: &[Link]) -> DbResult<()> {
    let rows = links.iter().map(|link| {
        (
            seals::seq.eq(link.seq),
            seals::position.eq(link.position),
            seals::mac.eq(&link.mac),
        )
    });
    insert_all!(connection, seals::table, rows.collect())
}
