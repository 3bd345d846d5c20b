//! Writing the audit record, and a log line for every row.

use super::model::Event;
use super::store::{self, NewRow};
use crate::platform::db::{self, DbConnection, DbResult};
use crate::platform::origin::Origin;
use shared_types::time::Time;

/// Appends a row, inside the transaction of the change: without the row there is no change. Its log
/// line is written after the commit.
pub fn record(
    connection: &mut DbConnection,
    now: Time,
    origin: &Origin,
    event: &Event,
) -> DbResult<()> {
    record_all(connection, now, &[(origin, event)])
}

/// Appends many rows, in their order.
pub fn record_all(
    connection: &mut DbConnection,
    now: Time,
    events: &[(&Origin, &Event)],
) -> DbResult<()> {
    let rows: Vec<NewRow<'_>> = events
        .iter()
        .map(|(origin, event)| NewRow::new(origin, event))
        .collect();
    store::insert_events(connection, now, &rows)?;
    for (origin, event) in events {
        log_after_commit(now, origin, event);
    }
    Ok(())
}

/// The log line of a row that the change writes itself.
pub fn log_after_commit(now: Time, origin: &Origin, event: &Event) {
    let line = LogLine {
        at: now,
        network: origin.network.clone(),
        request_id: origin.request_id.clone(),
        event: event.clone(),
    };
    db::after_commit(move || line.write());
}

/// The log line of a row. It has ids instead of names and addresses; free text of people (names, the
/// reason of an administrator) is in the row only.
struct LogLine {
    at: Time,
    network: String,
    request_id: String,
    event: Event,
}

impl LogLine {
    fn write(&self) {
        let event = &self.event;
        tracing::info!(
            at = %self.at,
            action = event.action.as_str(),
            outcome = event.outcome.as_str(),
            reason = event.reason(),
            organization = event.organization.map(tracing::field::display),
            actor = %event.actor,
            member = event.subject.map(tracing::field::display),
            flow = event.flow.map(tracing::field::display),
            network = self.network,
            request_id = self.request_id,
            "audit"
        );
    }
}
