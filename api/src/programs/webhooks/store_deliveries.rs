//! The table `webhook_deliveries`.

use super::model::NewDelivery;
use super::store;
use crate::platform::db::keys::{first_uuid_at, uuid_of};
use crate::platform::db::schema::webhook_deliveries as deliveries;
use crate::platform::db::{DbConnection, DbResult, on_backend};
use diesel::prelude::*;
use shared_types::ids::{WebhookDeliveryId, WebhookId};
use shared_types::time::Time;
use shared_types::webhooks::{
    WebhookAnswer, WebhookDeliveryState, WebhookDeliveryView, WebhookEvent, WebhookFailure,
};

/// Rows that one sweep changes at most.
const SWEPT: i64 = 1000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = deliveries)]
pub(super) struct Row {
    id: Vec<u8>,
    pub(super) webhook: Vec<u8>,
    event: String,
    pub(super) body: String,
    #[diesel(deserialize_as = i64)]
    pub(super) created_at: Time,
    state: String,
    pub(super) attempts: i64,
    next_attempt_at: Option<i64>,
    answered_at: Option<i64>,
    answer_status: Option<i64>,
    answer_failure: Option<String>,
    answer_body: Option<String>,
    answer_millis: Option<i64>,
}

impl Row {
    pub(super) fn id(&self) -> WebhookDeliveryId {
        WebhookDeliveryId(uuid_of(&self.id))
    }

    pub(super) fn state(&self) -> WebhookDeliveryState {
        let state = self.state.clone().try_into();
        state.unwrap_or(WebhookDeliveryState::GivenUp)
    }

    /// As lists show it; `None` of an event that only a newer program knows.
    pub(super) fn view(self) -> Option<WebhookDeliveryView> {
        let (id, state) = (self.id(), self.state());
        let (status, failure) = (self.answer_status, self.answer_failure);
        let (body, millis) = (self.answer_body, self.answer_millis);
        let last_answer = self.answered_at.map(|at| WebhookAnswer {
            at: Time::from_micros(at),
            status: status.and_then(|status| u16::try_from(status).ok()),
            failure: failure.and_then(|failure| failure.try_into().ok()),
            body,
            took_ms: millis.and_then(|millis| u32::try_from(millis).ok()),
        });
        Some(WebhookDeliveryView {
            id,
            event: WebhookEvent::try_from(self.event).ok()?,
            body: self.body,
            created_at: self.created_at,
            state,
            attempts: u32::try_from(self.attempts).unwrap_or(u32::MAX),
            next_attempt_at: self.next_attempt_at.map(Time::from_micros),
            last_answer,
        })
    }
}

fn bytes(id: &WebhookDeliveryId) -> &[u8] {
    &id.0.as_bytes()[..]
}

pub(super) fn insert(connection: &mut DbConnection, new: &NewDelivery, now: Time) -> DbResult<()> {
    let next_attempt_at = (new.state == WebhookDeliveryState::Waiting).then_some(now);
    diesel::insert_into(deliveries::table)
        .values((
            deliveries::id.eq(bytes(&new.id)),
            deliveries::webhook.eq(store::bytes(&new.webhook)),
            deliveries::event.eq(new.event.as_str()),
            deliveries::body.eq(&new.body),
            deliveries::created_at.eq(now.micros()),
            deliveries::state.eq(new.state.as_str()),
            deliveries::attempts.eq(0),
            deliveries::next_attempt_at.eq(next_attempt_at.map(Time::micros)),
        ))
        .execute(connection)
        .map(drop)
}

pub(super) fn find(connection: &mut DbConnection, id: WebhookDeliveryId) -> DbResult<Option<Row>> {
    deliveries::table
        .find(bytes(&id))
        .select(Row::as_select())
        .get_result(connection)
        .optional()
}

/// One of this webhook.
pub(super) fn find_of(
    connection: &mut DbConnection,
    webhook: WebhookId,
    id: WebhookDeliveryId,
) -> DbResult<Option<Row>> {
    deliveries::table
        .find(bytes(&id))
        .filter(deliveries::webhook.eq(store::bytes(&webhook)))
        .select(Row::as_select())
        .get_result(connection)
        .optional()
}

/// The newest of a webhook before one, newest first.
pub(super) fn list(
    connection: &mut DbConnection,
    webhook: WebhookId,
    before: Option<WebhookDeliveryId>,
    limit: i64,
) -> DbResult<Vec<Row>> {
    let before = before.map_or([0xff; 16], |id| *id.0.as_bytes());
    deliveries::table
        .filter(deliveries::webhook.eq(store::bytes(&webhook)))
        .filter(deliveries::id.lt(&before[..]))
        .order(deliveries::id.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(connection)
}

/// What an attempt leads to.
pub(super) struct Settled<'a> {
    pub(super) id: WebhookDeliveryId,
    pub(super) state: WebhookDeliveryState,
    pub(super) next_attempt_at: Option<Time>,
    pub(super) answer: &'a WebhookAnswer,
}

/// After an attempt of the worker: only while it waits. A replay that arrived meanwhile has the last word.
pub(super) fn update_attempted(
    connection: &mut DbConnection,
    settled: &Settled<'_>,
) -> DbResult<()> {
    let waiting = WebhookDeliveryState::Waiting.as_str();
    let settles = diesel::update(deliveries::table.find(bytes(&settled.id)))
        .filter(deliveries::state.eq(waiting))
        .set((
            deliveries::state.eq(settled.state.as_str()),
            deliveries::attempts.eq(deliveries::attempts + 1),
            deliveries::next_attempt_at.eq(settled.next_attempt_at.map(Time::micros)),
        ))
        .execute(connection)?;
    if settles == 0 {
        return Ok(());
    }
    update_answer(connection, settled.id, settled.answer)
}

/// Without an attempt: gives up one that waits.
pub(super) fn update_given_up(
    connection: &mut DbConnection,
    id: WebhookDeliveryId,
) -> DbResult<()> {
    diesel::update(deliveries::table.find(bytes(&id)))
        .filter(deliveries::state.eq(WebhookDeliveryState::Waiting.as_str()))
        .set((
            deliveries::state.eq(WebhookDeliveryState::GivenUp.as_str()),
            deliveries::next_attempt_at.eq(None::<i64>),
        ))
        .execute(connection)
        .map(drop)
}

/// After a replay that arrived: whatever it was before.
pub(super) fn update_delivered(
    connection: &mut DbConnection,
    id: WebhookDeliveryId,
) -> DbResult<()> {
    diesel::update(deliveries::table.find(bytes(&id)))
        .set((
            deliveries::state.eq(WebhookDeliveryState::Delivered.as_str()),
            deliveries::next_attempt_at.eq(None::<i64>),
        ))
        .execute(connection)
        .map(drop)
}

pub(super) fn update_answer(
    connection: &mut DbConnection,
    id: WebhookDeliveryId,
    answer: &WebhookAnswer,
) -> DbResult<()> {
    diesel::update(deliveries::table.find(bytes(&id)))
        .set((
            deliveries::answered_at.eq(answer.at.micros()),
            deliveries::answer_status.eq(answer.status.map(i64::from)),
            deliveries::answer_failure.eq(answer.failure.map(WebhookFailure::as_str)),
            deliveries::answer_body.eq(answer.body.as_deref()),
            deliveries::answer_millis.eq(answer.took_ms.map(i64::from)),
        ))
        .execute(connection)
        .map(drop)
}

/// Gives up what waits for a webhook.
pub(super) fn give_up(connection: &mut DbConnection, webhook: WebhookId) -> DbResult<()> {
    let waiting = deliveries::table
        .filter(deliveries::webhook.eq(store::bytes(&webhook)))
        .filter(deliveries::state.eq(WebhookDeliveryState::Waiting.as_str()));
    diesel::update(waiting)
        .set((
            deliveries::state.eq(WebhookDeliveryState::GivenUp.as_str()),
            deliveries::next_attempt_at.eq(None::<i64>),
        ))
        .execute(connection)
        .map(drop)
}

/// A delivery that waits for too long, and the webhook that it is for.
#[derive(Queryable)]
pub(super) struct Late {
    id: Vec<u8>,
    pub(super) webhook: Vec<u8>,
}

/// What waits since before this: no program ran when its attempts were due.
pub(super) fn find_late(connection: &mut DbConnection, before: Time) -> DbResult<Vec<Late>> {
    deliveries::table
        .filter(deliveries::state.eq(WebhookDeliveryState::Waiting.as_str()))
        .filter(deliveries::created_at.le(before.micros()))
        .limit(SWEPT)
        .select((deliveries::id, deliveries::webhook))
        .load(connection)
}

pub(super) fn give_up_late(connection: &mut DbConnection, late: &[Late]) -> DbResult<usize> {
    let waiting = late.iter().map(|late| &late.id);
    on_backend!(connection, |own| diesel::update(deliveries::table)
        .filter(deliveries::id.eq_any(waiting))
        // It may have been delivered since.
        .filter(deliveries::state.eq(WebhookDeliveryState::Waiting.as_str()))
        .set((
            deliveries::state.eq(WebhookDeliveryState::GivenUp.as_str()),
            deliveries::next_attempt_at.eq(None::<i64>),
        ))
        .execute(own))
}

/// How many wait for a webhook.
pub(super) fn count_waiting(connection: &mut DbConnection, webhook: WebhookId) -> DbResult<i64> {
    deliveries::table
        .filter(deliveries::webhook.eq(store::bytes(&webhook)))
        .filter(deliveries::state.eq(WebhookDeliveryState::Waiting.as_str()))
        .count()
        .get_result(connection)
}

/// Deletes deliveries of a webhook, so many in one statement.
pub(super) fn delete_of(connection: &mut DbConnection, webhook: WebhookId) -> DbResult<usize> {
    let some: Vec<Vec<u8>> = deliveries::table
        .filter(deliveries::webhook.eq(store::bytes(&webhook)))
        .order(deliveries::id)
        .limit(SWEPT)
        .select(deliveries::id)
        .load(connection)?;
    if some.is_empty() {
        return Ok(0);
    }
    on_backend!(connection, |own| diesel::delete(deliveries::table)
        .filter(deliveries::id.eq_any(some))
        .execute(own))
}

/// Deletes what was queued before this: a range of the primary key, whose ids begin with the time.
pub(super) fn delete_before(connection: &mut DbConnection, before: Time) -> DbResult<usize> {
    let first = first_uuid_at(before);
    let old: Vec<Vec<u8>> = deliveries::table
        .filter(deliveries::id.lt(&first.as_bytes()[..]))
        .order(deliveries::id)
        .limit(SWEPT)
        .select(deliveries::id)
        .load(connection)?;
    on_backend!(connection, |own| diesel::delete(deliveries::table)
        .filter(deliveries::id.eq_any(old))
        .execute(own))
}
