//! Rows of the record as lines of a table.

use crate::platform::csv_rows;
use crate::record::audit::StoredEvent;

const COLUMNS: [&str; 12] = [
    "position",
    "at",
    "actor_kind",
    "actor",
    "action",
    "outcome",
    "result",
    "subject",
    "flow",
    "details",
    "network",
    "request_id",
];

/// The first line: the names of the columns.
pub(super) fn head() -> String {
    csv_rows::line(COLUMNS)
}

pub(super) fn line(event: &StoredEvent) -> String {
    let id = |id: Option<uuid::Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    csv_rows::line([
        event.position.to_string(),
        event.at.to_string(),
        event.actor.kind().as_str().to_owned(),
        id(event.actor.id()),
        event.action.as_str().to_owned(),
        event.outcome.as_str().to_owned(),
        text(&event.result),
        id(event.subject.map(|id| id.0)),
        id(event.flow.map(|id| id.0)),
        text(&event.details),
        event.network.clone(),
        id(event.request_id),
    ])
}
