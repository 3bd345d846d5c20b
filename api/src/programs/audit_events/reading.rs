//! That the record is read is itself recorded: for each reader once an hour for pages and once for exports,
//! before anything is shown.

use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::protection::access::{AuditRead, Authorized, Holder as _};
use crate::record::audit::Action;
use crate::record::readings::{self, Way};
use shared_types::time::Time;

/// Whether this reading is to be recorded.
pub(super) fn is_due(
    connection: &mut DbConnection,
    caller: &Authorized<AuditRead>,
    way: Way,
    now: Time,
) -> DbResult<bool> {
    readings::is_due(connection, caller.actor.recorded(), way, now)
}

/// Records it, unless another request of the reader did meanwhile.
pub(super) async fn record(
    context: &Context,
    caller: &Authorized<AuditRead>,
    way: Way,
) -> Result<(), DbError> {
    let (now, caller) = (context.clock.now(), caller.clone());
    let write = move |connection: &mut DbConnection| {
        if !readings::note(connection, caller.actor.recorded(), way, now)? {
            return Ok(());
        }
        let event = caller.event(Action::AuditRead).result(way.as_str());
        caller.record(connection, now, &event)
    };
    context.db.write(write).await
}
