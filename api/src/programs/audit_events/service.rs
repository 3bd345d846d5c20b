//! Pages of the record, and the story of one row.

use super::fields;
use super::reading;
use super::refusals::{ListError, ShowError};
use super::view;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::pages::page_size;
use crate::protection::access::{AuditRead, Authorized};
use crate::record::audit::{self, StoredEvent};
use crate::record::chain::{self, Day};
use crate::record::followers::{self, EventFilter, Follower, PageRequest};
use crate::record::readings::Way;
use shared_types::audit_events::{AuditEventPage, AuditEventStory, ListAuditEventsQuery};
use shared_types::limits::PAGE_LARGEST;
use std::sync::Arc;

/// Rows of a sign-in attempt that are shown with one of them. An attempt ends long before.
const STORY_LONGEST: usize = PAGE_LARGEST as usize;

pub(super) async fn list_events(
    context: &Context,
    caller: Authorized<AuditRead>,
    query: ListAuditEventsQuery,
) -> Result<AuditEventPage, ListError> {
    let limit = page_size(query.limit).map_err(ListError::Invalid)?;
    let before = query.cursor.as_deref().map(fields::read_cursor);
    let before = before.transpose().map_err(ListError::Invalid)?;
    let organization = caller.organization;
    let filter = fields::filter(organization.id, query).map_err(ListError::Invalid)?;
    let (now, keys, asks) = (
        context.clock.now(),
        Arc::clone(&context.keys),
        caller.clone(),
    );
    let read = move |connection: &mut DbConnection| {
        let complete_until = followers::up_to(connection, Follower::Index, now)?;
        let sealed_until = followers::up_to(connection, Follower::Seals, now)?;
        let page = PageRequest { before, limit };
        let found = followers::list_events(connection, &filter, page)?;
        let page = AuditEventPage {
            items: view::views(connection, &keys, organization, found.events)?,
            next_cursor: found.next.map(|position| position.to_string()),
            complete_until,
            sealed_until,
            signed_until: chain::find_signed_day(connection, organization.id)?.map(Day::end),
        };
        Ok((page, reading::is_due(connection, &asks, Way::Pages, now)?))
    };
    let (page, is_due) = context.db.read(read).await?;
    if is_due {
        reading::record(context, &caller, Way::Pages).await?;
    }
    Ok(page)
}

pub(super) async fn show_event(
    context: &Context,
    caller: Authorized<AuditRead>,
    id: &str,
) -> Result<AuditEventStory, ShowError> {
    // Here, and not by the extractor: who may not read is told so before whether there could be such a row.
    let id: i64 = id.parse().map_err(|_| ShowError::NotFound)?;
    let organization = caller.organization;
    let (now, keys, asks) = (
        context.clock.now(),
        Arc::clone(&context.keys),
        caller.clone(),
    );
    let read = move |connection: &mut DbConnection| {
        let rows = audit::find_rows(connection, &[id])?;
        let found = rows.into_iter().next().and_then(|row| row.read().ok());
        let found = found.filter(|event| event.organization == Some(organization.id));
        let Some(event) = found else {
            return Ok(None);
        };
        let flow = find_flow(connection, &event)?;
        let mut views = |events| view::views(connection, &keys, organization, events);
        let Some(event) = views(vec![event])?.pop() else {
            return Ok(None);
        };
        let flow = views(flow)?;
        let story = AuditEventStory {
            event,
            flow,
            organization: organization.id,
            sealed_until: followers::up_to(connection, Follower::Seals, now)?,
        };
        let is_due = reading::is_due(connection, &asks, Way::Pages, now)?;
        Ok(Some((story, is_due)))
    };
    let found = context.db.read(read).await?;
    let (story, is_due) = found.ok_or(ShowError::NotFound)?;
    if is_due {
        reading::record(context, &caller, Way::Pages).await?;
    }
    Ok(story)
}

/// The rows of the same sign-in attempt, oldest first.
fn find_flow(connection: &mut DbConnection, event: &StoredEvent) -> DbResult<Vec<StoredEvent>> {
    if event.flow.is_none() {
        return Ok(Vec::new());
    }
    let filter = EventFilter {
        flow: event.flow,
        ..EventFilter::of(event.organization)
    };
    let page = PageRequest {
        before: None,
        limit: STORY_LONGEST,
    };
    let mut events = followers::list_events(connection, &filter, page)?.events;
    events.reverse();
    Ok(events)
}
