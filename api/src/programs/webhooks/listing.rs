//! The deliveries of a webhook, page by page, newest first.

use super::refusals::ListDeliveriesError;
use super::{store, store_deliveries};
use crate::platform::context::Context;
use crate::platform::db::DbConnection;
use crate::platform::pages::{page_size, wrong_cursor};
use crate::protection::access::{Authorized, WebhooksManage};
use shared_types::ids::{WebhookDeliveryId, WebhookId};
use shared_types::page::Page;
use shared_types::problem::FieldError;
use shared_types::webhooks::{ListWebhookDeliveriesQuery, WebhookDeliveryView};

pub(super) async fn list_deliveries(
    context: &Context,
    caller: Authorized<WebhooksManage>,
    id: WebhookId,
    query: ListWebhookDeliveriesQuery,
) -> Result<Page<WebhookDeliveryView>, ListDeliveriesError> {
    let limit = page_size(query.limit).map_err(ListDeliveriesError::Invalid)?;
    let before = query.cursor.as_deref().map(read_cursor).transpose();
    let before = before.map_err(ListDeliveriesError::Invalid)?;
    let organization = caller.organization.key;
    let read = move |connection: &mut DbConnection| {
        if store::find(connection, organization, id)?.is_none() {
            return Ok(None);
        }
        // One more than is shown tells whether there are more.
        let most = i64::try_from(limit + 1).unwrap_or(i64::MAX);
        store_deliveries::list(connection, id, before, most).map(Some)
    };
    let rows = context.db.read(read).await?;
    let rows = rows.ok_or(ListDeliveriesError::NotFound)?;
    // Of the last row that was read, shown or not: events that only a newer program knows are left out.
    let next = rows.get(limit - 1).filter(|_| rows.len() > limit);
    let next_cursor = next.map(|last| last.id().to_string());
    let items = rows.into_iter().take(limit);
    Ok(Page {
        next_cursor,
        items: items.filter_map(store_deliveries::Row::view).collect(),
    })
}

fn read_cursor(text: &str) -> Result<WebhookDeliveryId, FieldError> {
    text.parse().map_err(|_| wrong_cursor())
}
