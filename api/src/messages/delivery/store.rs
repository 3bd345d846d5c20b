//! The table `outbox`, one statement each.

use super::model::{Delivery, NewDelivery};
use crate::platform::db::schema::outbox;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::time::Time;

#[derive(Queryable, Selectable)]
#[diesel(table_name = outbox)]
struct DeliveryRow {
    id: String,
    organization_id: String,
    member_id: Option<String>,
    kind: String,
    payload: Vec<u8>,
    created_at: i64,
    expires_at: i64,
    attempts: i64,
}

impl From<DeliveryRow> for Delivery {
    fn from(row: DeliveryRow) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            organization: row.organization_id.parse().ok(),
            member: row.member_id.and_then(|id| id.parse().ok()),
            payload: row.payload,
            created_at: Time::from_micros(row.created_at),
            expires_at: Time::from_micros(row.expires_at),
            attempts: row.attempts,
        }
    }
}

pub(super) fn insert_delivery(
    connection: &mut DbConnection,
    channel: &str,
    new: &NewDelivery<'_>,
) -> DbResult<()> {
    diesel::insert_into(outbox::table)
        .values((
            outbox::id.eq(&new.id),
            outbox::channel.eq(channel),
            outbox::organization_id.eq(new.organization.to_string()),
            outbox::member_id.eq(new.member.map(|id| id.to_string())),
            outbox::kind.eq(new.kind),
            outbox::payload.eq(&new.payload),
            outbox::created_at.eq(new.created_at.micros()),
            outbox::expires_at.eq(new.expires_at.micros()),
            outbox::attempts.eq(0),
            outbox::next_attempt_at.eq(new.created_at.micros()),
            outbox::leased_until.eq(0),
        ))
        .execute(connection)
        .map(drop)
}

/// Deliveries that are due and that no worker holds, the longest waiting first.
pub(super) fn list_due(
    connection: &mut DbConnection,
    channel: &str,
    now: Time,
    most: i64,
) -> DbResult<Vec<String>> {
    outbox::table
        .filter(outbox::channel.eq(channel))
        .filter(outbox::sent_at.is_null())
        .filter(outbox::failed_at.is_null())
        .filter(outbox::next_attempt_at.le(now.micros()))
        .filter(outbox::leased_until.le(now.micros()))
        .order((outbox::next_attempt_at, outbox::id))
        .limit(most)
        .select(outbox::id)
        .load(connection)
}

/// Takes a delivery for one worker until `until`. Of several that try, exactly one call
/// returns `true`.
pub(super) fn consume_due(
    connection: &mut DbConnection,
    id: &str,
    lease: &str,
    now: Time,
    until: Time,
) -> DbResult<bool> {
    let rows = diesel::update(outbox::table.find(id))
        .filter(outbox::sent_at.is_null())
        .filter(outbox::failed_at.is_null())
        .filter(outbox::next_attempt_at.le(now.micros()))
        .filter(outbox::leased_until.le(now.micros()))
        .set((
            outbox::lease.eq(lease),
            outbox::leased_until.eq(until.micros()),
            outbox::attempts.eq(outbox::attempts + 1),
        ))
        .execute(connection)?;
    Ok(rows == 1)
}

pub(super) fn find_delivery(connection: &mut DbConnection, id: &str) -> DbResult<Option<Delivery>> {
    let row = outbox::table
        .find(id)
        .select(DeliveryRow::as_select())
        .get_result(connection)
        .optional()?;
    Ok(row.map(Delivery::from))
}

/// Delivered: the content is no longer needed.
pub(super) fn update_sent(
    connection: &mut DbConnection,
    id: &str,
    lease: &str,
    now: Time,
) -> DbResult<()> {
    diesel::update(outbox::table.find(id))
        .filter(outbox::lease.eq(lease))
        .set((
            outbox::sent_at.eq(now.micros()),
            outbox::payload.eq(Vec::new()),
            outbox::lease.eq(None::<String>),
            outbox::leased_until.eq(0),
            outbox::last_error.eq(None::<String>),
        ))
        .execute(connection)
        .map(drop)
}

/// Given up: the row stays as a dead letter, without its content. `false` when another worker holds
/// it by now.
pub(super) fn update_failed(
    connection: &mut DbConnection,
    id: &str,
    lease: &str,
    now: Time,
    cause: &str,
) -> DbResult<bool> {
    let rows = diesel::update(outbox::table.find(id))
        .filter(outbox::lease.eq(lease))
        .set((
            outbox::failed_at.eq(now.micros()),
            outbox::payload.eq(Vec::new()),
            outbox::lease.eq(None::<String>),
            outbox::leased_until.eq(0),
            outbox::last_error.eq(cause),
        ))
        .execute(connection)?;
    Ok(rows == 1)
}

/// Not now: gives the delivery back until `next`.
pub(super) fn update_retry(
    connection: &mut DbConnection,
    id: &str,
    lease: &str,
    next: Time,
    cause: &str,
) -> DbResult<()> {
    diesel::update(outbox::table.find(id))
        .filter(outbox::lease.eq(lease))
        .set((
            outbox::next_attempt_at.eq(next.micros()),
            outbox::lease.eq(None::<String>),
            outbox::leased_until.eq(0),
            outbox::last_error.eq(cause),
        ))
        .execute(connection)
        .map(drop)
}

/// Gives back all that a worker still holds; the next one may take it at once.
pub(super) fn update_released(connection: &mut DbConnection, lease: &str) -> DbResult<usize> {
    diesel::update(outbox::table.filter(outbox::lease.eq(lease)))
        .set((outbox::lease.eq(None::<String>), outbox::leased_until.eq(0)))
        .execute(connection)
}

/// Removes rows that were settled before these times.
pub(super) fn delete_settled(
    connection: &mut DbConnection,
    sent_before: Time,
    failed_before: Time,
) -> DbResult<usize> {
    let is_old = outbox::sent_at
        .lt(sent_before.micros())
        .or(outbox::failed_at.lt(failed_before.micros()));
    diesel::delete(outbox::table.filter(is_old)).execute(connection)
}
