//! That the record is read is itself recorded: for each reader once an hour for pages and once for exports,
//! before anything is shown.

use super::store;
use super::way::Way;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::protection::access::{AuditRead, Authorized, Holder as _};
use crate::record::audit::Action;
use shared_types::limits::AUDIT_READING_RECORDED_EVERY;
use shared_types::time::Time;

/// Whether this reading is to be recorded. Asked beside the reading, so that nearly all write nothing.
pub(super) fn is_due(
    connection: &mut DbConnection,
    caller: &Authorized<AuditRead>,
    way: Way,
    now: Time,
) -> DbResult<bool> {
    let Some(reader) = caller.actor.recorded().id() else {
        return Ok(true);
    };
    let last = store::find_reading(connection, reader, way)?;
    Ok(last.is_none_or(|last| {
        !(now - AUDIT_READING_RECORDED_EVERY..=now + AUDIT_READING_RECORDED_EVERY).contains(&last)
    }))
}

/// Records it, unless another request of the reader did meanwhile.
pub(super) async fn record(
    context: &Context,
    caller: &Authorized<AuditRead>,
    way: Way,
) -> Result<(), DbError> {
    let (now, caller) = (context.clock.now(), caller.clone());
    let write = move |connection: &mut DbConnection| {
        if let Some(reader) = caller.actor.recorded().id() {
            let every = AUDIT_READING_RECORDED_EVERY;
            if !store::note_reading(connection, reader, way, now, every)? {
                return Ok(());
            }
        }
        let event = caller.event(Action::AuditRead).result(way.as_str());
        caller.record(connection, now, &event)
    };
    context.db.write(write).await
}

/// Drops what no longer keeps a reading from being recorded; how many.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    store::delete_before(connection, now - AUDIT_READING_RECORDED_EVERY)
}
