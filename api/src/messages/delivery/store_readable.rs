//! The table `outbox`, as far as deliveries of test organizations go, which are read instead of sent.

use super::model::Delivery;
use super::store::DeliveryRow;
use crate::platform::db::schema::outbox;
use crate::platform::db::{DbConnection, DbResult, on_backend};
use diesel::prelude::*;
use shared_types::ids::OrganizationId;

/// Rows that one statement deletes at most.
const DELETED_AT_ONCE: i64 = 1000;

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
