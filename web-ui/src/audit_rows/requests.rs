//! The requests for events.

use crate::client::Client;
use crate::failure::Failure;
use crate::route::{audit, with_query};
use shared_types::audit_events::{AuditEventPage, AuditEventStory, ListAuditEventsQuery};

/// `GET /audit-events`.
pub async fn list_events(
    client: &Client,
    query: &ListAuditEventsQuery,
) -> Result<AuditEventPage, Failure> {
    client
        .get(&with_query("/audit-events", &audit::query(query)))
        .await
}

/// `GET /audit-events/{id}`.
pub async fn show_event(client: &Client, id: i64) -> Result<AuditEventStory, Failure> {
    client.get(&format!("/audit-events/{id}")).await
}
