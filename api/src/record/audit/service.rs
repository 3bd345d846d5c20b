//! Writing the audit record, and a log line for every row.

use super::model::Event;
use super::store;
use crate::platform::db::{self, DbConnection, DbResult};
use crate::platform::origin::Origin;
use shared_types::time::Time;
use uuid::Uuid;

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
    let with_id = |(origin, event): &(_, _)| (Uuid::now_v7(), *origin, *event);
    let rows: Vec<(Uuid, &Origin, &Event)> = events.iter().map(with_id).collect();
    store::insert_events(connection, now, &rows)?;
    for (id, origin, event) in rows {
        let line = LogLine {
            id,
            at: now,
            network: origin.network.clone(),
            request_id: origin.request_id.clone(),
            event: event.clone(),
        };
        db::after_commit(move || line.write());
    }
    Ok(())
}

/// The log line of a row. It has ids instead of names and addresses; free text of people (names, the
/// reason of an administrator) is in the row only.
struct LogLine {
    id: Uuid,
    at: Time,
    network: String,
    request_id: String,
    event: Event,
}

impl LogLine {
    fn write(&self) {
        let event = &self.event;
        tracing::info!(
            event = %self.id,
            at = %self.at,
            action = event.action.as_str(),
            outcome = event.outcome.as_str(),
            reason = event.detail("result").or_else(|| event.detail("cause")),
            organization = event.organization.map(tracing::field::display),
            actor = %event.actor,
            member = event.subject.map(tracing::field::display),
            flow = event.detail("flow"),
            network = self.network,
            request_id = self.request_id,
            "audit"
        );
    }
}
