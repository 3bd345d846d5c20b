//! Requests that an administrator asks for: a test, and a replay of one delivery. One attempt each, which no
//! count of failures knows; also of a webhook that is disabled.

use super::events;
use super::refusals::SendByHandError;
use super::send::{self, Request};
use super::service::{Opened, details, open, record};
use super::{sample, store, store_deliveries};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::new_id::new_id;
use crate::protection::access::{Fresh, Holder as _, WebhooksManage};
use crate::protection::throttle::{self, Limit, Verdict};
use crate::record::audit::Action;
use serde_json::json;
use shared_types::ids::{WebhookDeliveryId, WebhookId};
use shared_types::limits::WEBHOOK_SENDS_PER_MINUTE;
use shared_types::time::Time;
use shared_types::webhooks::{TestWebhookRequest, WebhookDeliveryView, WebhookHeader, WebhookTest};
use std::time::Duration;

/// What one organization has sent by hand.
const PER_ORGANIZATION: [Limit; 1] = [Limit {
    count: WEBHOOK_SENDS_PER_MINUTE,
    window: Duration::from_mins(1),
}];

/// The webhook, if one more request may be sent by hand.
fn open_to_send(
    connection: &mut DbConnection,
    caller: &Fresh<WebhooksManage>,
    id: WebhookId,
    now: Time,
) -> DbResult<Result<Opened, SendByHandError>> {
    let opened = match open(connection, caller, id, now)? {
        Ok(opened) => opened,
        Err(refused) => return Ok(Err(refused.into())),
    };
    let name = throttle::webhook_sends(opened.caller.organization.id);
    Ok(
        match throttle::take(connection, &name, &PER_ORGANIZATION, now)? {
            Verdict::Allowed => Ok(opened),
            Verdict::Wait(wait) => Err(SendByHandError::TooMany(wait)),
        },
    )
}

/// Sends a sample of an event, and shows all of it.
pub(super) async fn test_webhook(
    context: &Context,
    caller: Fresh<WebhooksManage>,
    id: WebhookId,
    request: TestWebhookRequest,
) -> Result<WebhookTest, SendByHandError> {
    let now = context.clock.now();
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let Opened {
            caller, webhook, ..
        } = match open_to_send(connection, &caller, id, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused)),
        };
        let target = webhook.open(&own.keys);
        let event = request.event.or(webhook.events.first().copied());
        let actor = caller.actor.recorded();
        let sample = event.map(|event| {
            let data = sample::data(&webhook, actor, event, now);
            events::body(event, webhook.kind, now, &data)
        });
        let name = WebhookDeliveryId(new_id(now));
        let made = target.as_ref().zip(sample);
        let made = made.and_then(|(target, body)| Request::new(target, name, body, now));
        let Some(made) = made else {
            return Ok(Err(SendByHandError::Unreadable));
        };
        let mut details = details(&webhook, target.as_ref());
        details["events"] = json!(event);
        record(connection, &caller, Action::WebhookTested, details, now)?;
        Ok(Ok(made))
    };
    let made = context.db.write(write).await??;
    let outcome = made.send(context).await;
    let headers = made.headers.into_iter().map(|(name, value)| WebhookHeader {
        name: name.to_owned(),
        value,
    });
    Ok(WebhookTest {
        url: made.url.to_string(),
        headers: headers.collect(),
        body: made.body,
        answer: send::view(&outcome, context.clock.now()),
    })
}

/// Sends a delivery once more: the same id and body, signed for this moment.
pub(super) async fn replay_delivery(
    context: &Context,
    caller: Fresh<WebhooksManage>,
    id: WebhookId,
    delivery: WebhookDeliveryId,
) -> Result<WebhookDeliveryView, SendByHandError> {
    let now = context.clock.now();
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let Opened {
            caller, webhook, ..
        } = match open_to_send(connection, &caller, id, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused)),
        };
        let Some(row) = store_deliveries::find_of(connection, id, delivery)? else {
            return Ok(Err(SendByHandError::NotFound));
        };
        let target = webhook.open(&own.keys);
        let made = target
            .as_ref()
            .and_then(|target| Request::new(target, delivery, row.body, now));
        let Some(made) = made else {
            return Ok(Err(SendByHandError::Unreadable));
        };
        let mut details = details(&webhook, target.as_ref());
        details["delivery"] = json!(delivery);
        record(connection, &caller, Action::WebhookReplayed, details, now)?;
        Ok(Ok(made))
    };
    let made = context.db.write(write).await??;
    let outcome = made.send(context).await;
    let is_taken = matches!(&outcome, Ok(answer) if (200..300).contains(&answer.status));
    let answer = send::view(&outcome, context.clock.now());
    let settle = move |connection: &mut DbConnection| {
        if is_taken {
            // In the order of `db::lock`, as the worker does it.
            store::update_succeeded(connection, id)?;
            store_deliveries::update_delivered(connection, delivery)?;
        }
        store_deliveries::update_answer(connection, delivery, &answer)?;
        store_deliveries::find_of(connection, id, delivery)
    };
    let row = context.db.write(settle).await?;
    row.and_then(store_deliveries::Row::view)
        .ok_or(SendByHandError::NotFound)
}
