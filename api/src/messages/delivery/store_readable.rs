//! The table `outbox`, as far as deliveries of test organizations go, which are read instead of sent.

use super::model::{Delivery, NewDelivery};
use super::store::DeliveryRow;
use crate::platform::db::schema::outbox;
use crate::platform::db::{DbConnection, DbResult, on_backend};
use diesel::prelude::*;
use shared_types::ids::OrganizationId;
use shared_types::time::Time;

/// Rows that one statement deletes at most.
const DELETED_AT_ONCE: i64 = 1000;

/// A row that was sent when it was written; only its content stays.
pub(super) fn insert(
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
            outbox::priority.eq(new.priority.number()),
            outbox::payload.eq(&new.payload),
            outbox::created_at.eq(new.created_at.micros()),
            outbox::expires_at.eq(new.expires_at.micros()),
            outbox::attempts.eq(0),
            outbox::next_attempt_at.eq(new.created_at.micros()),
            outbox::paced_for.eq(new.paced_for.map(Time::micros)),
            outbox::leased_until.eq(0),
            outbox::sent_at.eq(new.created_at.micros()),
            outbox::is_readable.eq(true),
        ))
        .execute(connection)
        .map(drop)
}

/// Leaves the newest `most`.
pub(super) fn delete_older(
    connection: &mut DbConnection,
    organization: OrganizationId,
    most: usize,
) -> DbResult<()> {
    let older: Vec<String> = outbox::table
        .filter(outbox::organization_id.eq(organization.to_string()))
        .filter(outbox::is_readable)
        .order(outbox::id.desc())
        .offset(i64::try_from(most).unwrap_or(i64::MAX))
        .limit(DELETED_AT_ONCE)
        .select(outbox::id)
        .load(connection)?;
    on_backend!(connection, |own| diesel::delete(outbox::table)
        .filter(outbox::id.eq_any(older))
        .execute(own))
    .map(drop)
}

pub(super) fn list(
    connection: &mut DbConnection,
    channel: &str,
    organization: OrganizationId,
    before: Option<&str>,
    limit: i64,
) -> DbResult<Vec<Delivery>> {
    // Every id is smaller than this text.
    let before = before.unwrap_or("~");
    let rows: Vec<DeliveryRow> = on_backend!(connection, |own| outbox::table
        .filter(outbox::organization_id.eq(organization.to_string()))
        .filter(outbox::is_readable)
        .filter(outbox::channel.eq(channel))
        .filter(outbox::id.lt(before))
        .order(outbox::id.desc())
        .limit(limit)
        .select(DeliveryRow::as_select())
        .load(own))?;
    Ok(rows.into_iter().map(Delivery::from).collect())
}

pub(super) fn delete_some(
    connection: &mut DbConnection,
    organization: OrganizationId,
) -> DbResult<usize> {
    let some: Vec<String> = outbox::table
        .filter(outbox::organization_id.eq(organization.to_string()))
        // All of them: no mail of a test organization is sent. So the partial index finds them.
        .filter(outbox::is_readable)
        .limit(DELETED_AT_ONCE)
        .select(outbox::id)
        .load(connection)?;
    on_backend!(connection, |own| diesel::delete(outbox::table)
        .filter(outbox::id.eq_any(some))
        .execute(own))
}
