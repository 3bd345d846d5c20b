//! The follower: queues a delivery for each event of a row and each webhook that is told of it.

use super::deliver::WEBHOOK;
use super::model::{NewDelivery, Webhook};
use super::{events, store, store_deliveries};
use crate::messages::delivery::{self, Priority};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::new_id::new_id;
use crate::record::audit::StoredEvent;
use crate::record::followers::Outside;
use shared_types::ids::{OrganizationId, WebhookDeliveryId};
use shared_types::limits::{WEBHOOK_DELIVERY_LIFETIME, WEBHOOK_WAITING_MOST};
use shared_types::time::Time;
use shared_types::webhooks::WebhookDeliveryState;
use std::collections::BTreeSet;

/// Rows of one transaction: each may be told to every webhook of its organization.
const ROWS_AT_ONCE: i64 = 100;

/// The follower as a process of its own.
pub(super) fn follower(context: &Context) -> Outside {
    let clock = context.clock.clone();
    let is_idle = |connection: &mut DbConnection| Ok(!store::is_any_active(connection)?);
    Outside::new(context, "webhooks", is_idle, move |connection, rows| {
        queue(connection, rows, clock.now())
    })
    .rows_at_once(ROWS_AT_ONCE)
}

/// In the transaction that keeps how far the follower is: no event is queued twice, and none is missed.
fn queue(connection: &mut DbConnection, rows: &[StoredEvent], now: Time) -> DbResult<()> {
    let told = rows.iter().map(|row| (row, events::of_row(row)));
    let told: Vec<_> = told.filter(|(_, told)| !told.is_empty()).collect();
    let organizations: BTreeSet<OrganizationId> = told
        .iter()
        .filter_map(|(row, _)| row.organization)
        .collect();
    if organizations.is_empty() {
        return Ok(());
    }
    let webhooks = store::list_active(connection, &organizations)?;
    for webhook in &webhooks {
        let own = told.iter().filter(|(row, _)| is_told(webhook, row));
        let own = own.flat_map(|(row, told)| told.iter().map(move |told| (row, told)));
        let mut own = own
            .filter(|(_, told)| webhook.events.contains(&told.event))
            .peekable();
        if own.peek().is_none() {
            continue;
        }
        let waiting = store_deliveries::count_waiting(connection, webhook.id)?;
        let mut room = WEBHOOK_WAITING_MOST - waiting;
        for (row, told) in own {
            // What there is no room for is kept as long as what was delivered, and can be replayed.
            let new = NewDelivery {
                id: WebhookDeliveryId(new_id(now)),
                webhook: webhook.id,
                organization: webhook.organization.id,
                event: told.event,
                body: told.body(row, webhook.kind),
                state: if room > 0 {
                    WebhookDeliveryState::Waiting
                } else {
                    WebhookDeliveryState::GivenUp
                },
            };
            insert(connection, &new, now)?;
            room -= 1;
        }
    }
    Ok(())
}

/// Of what happened in its organization since it was made or enabled.
fn is_told(webhook: &Webhook, row: &StoredEvent) -> bool {
    row.organization == Some(webhook.organization.id) && row.position > webhook.since_position
}

/// The body stands in the delivery, so that it can be replayed; the outbox says when it is sent.
fn insert(connection: &mut DbConnection, new: &NewDelivery, now: Time) -> DbResult<()> {
    store_deliveries::insert(connection, new, now)?;
    if new.state != WebhookDeliveryState::Waiting {
        return Ok(());
    }
    let delivery = delivery::NewDelivery {
        id: new.id.to_string(),
        kind: &new.webhook.to_string(),
        priority: Priority::Ordinary,
        organization: new.organization,
        member: None,
        payload: Vec::new(),
        created_at: now,
        paced_for: None,
        expires_at: now + WEBHOOK_DELIVERY_LIFETIME,
    };
    delivery::enqueue(connection, &WEBHOOK, &delivery)
}
