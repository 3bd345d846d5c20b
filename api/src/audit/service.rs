//! Writing the record.

use super::model::Event;
use super::store;
use crate::db::{DbConnection, DbResult};
use crate::http::RequestMeta;
use shared_types::time::Time;

/// Appends a row. Called inside the transaction of the change: no row, no change.
pub fn record(
    connection: &mut DbConnection,
    now: Time,
    meta: &RequestMeta,
    event: &Event,
) -> DbResult<()> {
    tracing::info!(
        action = event.action.as_str(),
        outcome = event.outcome.as_str(),
        actor = %event.actor,
        subject = event.subject.map(tracing::field::display),
        request_id = %meta.request_id,
        "audit"
    );
    store::insert_event(connection, now, meta, event)
}
