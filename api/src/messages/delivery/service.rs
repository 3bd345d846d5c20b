//! The rules of the outbox: queueing, leases, retries and clean-up.

use super::model::{Channel, Delivery, Failure, NewDelivery};
use super::store;
use crate::platform::context::Context;
use crate::platform::crypto::random;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::access::Actor;
use crate::record::audit::{self, Event, Outcome};
use serde_json::json;
use shared_types::time::Time;
use std::time::Duration;
use uuid::Builder;

/// The time of a lease, longer than an attempt may take, so that no two workers send the same
/// delivery.
const LEASE: Duration = Duration::from_mins(1);
/// The pause after the first attempt, the second, and so on; the last one repeats.
const PAUSES: [Duration; 5] = [
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_mins(2),
    Duration::from_mins(10),
    Duration::from_hours(1),
];
/// How long a row stays after it was delivered.
const KEEP_SENT: Duration = Duration::from_hours(7 * 24);
/// How long a dead letter stays.
const KEEP_FAILED: Duration = Duration::from_hours(30 * 24);

/// Inserts a delivery into the outbox. It is sent if and only if the transaction of `connection`
/// commits.
pub fn enqueue(
    connection: &mut DbConnection,
    channel: &Channel,
    delivery: &NewDelivery<'_>,
) -> DbResult<()> {
    store::insert_delivery(connection, channel.name, delivery)
}

/// Leases up to `most` deliveries of the channel that are due to the worker named `lease`.
pub(crate) async fn lease_due(
    context: &Context,
    channel: &'static Channel,
    lease: &str,
    most: usize,
) -> Result<Vec<Delivery>, DbError> {
    let now = context.clock.now();
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    // A read first: most polls find nothing, and a read does not occupy the writer.
    let due = context
        .db
        .read(move |connection| store::list_due(connection, channel.name, now, most))
        .await?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let lease = lease.to_owned();
    context
        .db
        .write(move |connection| lease_rows(connection, &due, &lease, now))
        .await
}

fn lease_rows(
    connection: &mut DbConnection,
    due: &[String],
    lease: &str,
    now: Time,
) -> DbResult<Vec<Delivery>> {
    let mut leased = Vec::new();
    for id in due {
        if store::consume_due(connection, id, lease, now, now + LEASE)? {
            leased.extend(store::find_delivery(connection, id)?);
        }
    }
    Ok(leased)
}

/// Records the outcome of an attempt.
pub(super) async fn settle(
    context: &Context,
    channel: &'static Channel,
    lease: &str,
    delivery: &Delivery,
    outcome: &Result<(), Failure>,
) -> Result<(), DbError> {
    let now = context.clock.now();
    let next = next_attempt(now, delivery.attempts, delivery.expires_at);
    let (id, lease) = (delivery.id.clone(), lease.to_owned());
    let failure = outcome.clone().err();
    let dead_letter = failure
        .as_ref()
        .map(|failure| dead_letter(channel, delivery, failure));
    context
        .db
        .write(move |connection| match &failure {
            None => store::update_sent(connection, &id, &lease, now),
            Some(failure) if !failure.is_permanent => {
                store::update_retry(connection, &id, &lease, next, &failure.cause)
            }
            Some(failure) => {
                let given_up = store::update_failed(connection, &id, &lease, now, &failure.cause)?;
                match &dead_letter {
                    Some(event) if given_up => {
                        let origin = Origin::remembered(String::new(), String::new(), id);
                        audit::record(connection, now, &origin, event)
                    }
                    _ => Ok(()),
                }
            }
        })
        .await
}

/// The audit event of a delivery that was given up: the recipient and the cause, without the
/// content.
fn dead_letter(channel: &Channel, delivery: &Delivery, failure: &Failure) -> Event {
    Event {
        subject: delivery.member,
        ..Actor::System
            .event_in(delivery.organization, channel.not_delivered)
            .outcome(Outcome::Failure)
            .details(json!({ "kind": delivery.kind, "cause": failure.cause }))
    }
}

/// When to try again: a delivery that expires before the next attempt is taken at its expiry, and
/// given up.
fn next_attempt(now: Time, attempts: i64, expires_at: Time) -> Time {
    let failures = usize::try_from(attempts).unwrap_or(0).max(1);
    let pause = PAUSES[failures.min(PAUSES.len()) - 1];
    expires_at.min(now + pause)
}

/// Releases the leases of a worker, so that the next process need not wait until they expire.
pub(super) async fn release(context: &Context, lease: String) -> Result<usize, DbError> {
    context
        .db
        .write(move |connection| store::update_released(connection, &lease))
        .await
}

/// Deletes deliveries that succeeded or were given up long ago.
pub(super) async fn clean_up(context: &Context) -> Result<usize, DbError> {
    let now = context.clock.now();
    context
        .db
        .write(move |connection| {
            store::delete_settled(connection, now - KEEP_SENT, now - KEEP_FAILED)
        })
        .await
}

/// The id of a delivery, a version 7 UUID: ids sort by time. Also the name of a worker's leases.
pub fn new_id(now: Time) -> String {
    let millis = u64::try_from(now.micros() / 1000).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &random::bytes())
        .into_uuid()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_with_the_delivery() {
        let now = Time::from_micros(0);
        let end = now + Duration::from_hours(3);
        let pause = |attempts| next_attempt(now, attempts, end).since(now).as_secs();
        assert_eq!(
            [1, 2, 3, 4, 5, 6, 99].map(pause),
            [5, 30, 120, 600, 3600, 3600, 3600]
        );
        let soon = now + Duration::from_secs(20);
        assert_eq!(next_attempt(now, 2, soon), soon);
    }
}
