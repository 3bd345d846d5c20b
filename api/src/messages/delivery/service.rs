//! The rules of the outbox: queueing, leases, retries and clean-up.

use super::model::{
    Channel, Delivery, Failure, FailureKind, KindOf, NewDelivery, Next, Pace, Priority,
    RecipientOf, Sending, Turns, Waiting,
};
use super::slots::Free;
use super::store::Purpose;
use super::{store, store_readable, store_recent};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::access::Actor;
use crate::record::audit::{self, Event, Outcome};
use serde_json::json;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::limits::SENT_MAILS_KEPT_DAYS;
use shared_types::time::Time;
use std::time::Duration;

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
const KEEP_SENT: Duration = Duration::from_hours(24 * SENT_MAILS_KEPT_DAYS as u64);
/// How long a dead letter stays.
const KEEP_FAILED: Duration = Duration::from_hours(30 * 24);

/// Inserts a delivery into the outbox. It is sent if and only if the transaction of `connection`
/// commits.
pub fn enqueue(
    connection: &mut DbConnection,
    channel: &Channel,
    delivery: &NewDelivery<'_>,
) -> DbResult<()> {
    store::insert_delivery(connection, channel.name, delivery, Purpose::Send)
}

/// Keeps a delivery of a test organization to be read, as one that was sent already: no worker takes it. Of
/// older ones so many stay that the newest `most` are there.
pub fn keep_readable(
    connection: &mut DbConnection,
    channel: &Channel,
    delivery: &NewDelivery<'_>,
    most: usize,
) -> DbResult<()> {
    store::insert_delivery(connection, channel.name, delivery, Purpose::Read)?;
    store_readable::delete_older(connection, delivery.organization, most)
}

/// What is kept to be read, newest first, older than the one with this id.
pub fn list_readable(
    connection: &mut DbConnection,
    channel: &Channel,
    organization: OrganizationId,
    before: Option<&str>,
    limit: i64,
) -> DbResult<Vec<Delivery>> {
    store_readable::list(connection, channel.name, organization, before, limit)
}

/// Forgets some deliveries of an organization that is no more; how many.
pub fn forget_some(connection: &mut DbConnection, organization: OrganizationId) -> DbResult<usize> {
    store_readable::delete_some(connection, organization)
}

/// Takes back what was not sent yet of one kind to one recipient. One that is being sent at this moment may
/// still arrive.
pub fn take_back(
    connection: &mut DbConnection,
    channel: &Channel,
    recipient: &RecipientOf<'_>,
) -> DbResult<()> {
    store::delete_waiting(connection, channel.name, recipient)
}

/// Takes back what was not sent yet of one kind in an organization, for all recipients.
pub fn take_back_kind(
    connection: &mut DbConnection,
    channel: &Channel,
    organization: OrganizationId,
    kind: &str,
) -> DbResult<()> {
    let kind = KindOf {
        channel: channel.name,
        organization,
        kind,
    };
    store::delete_waiting_kind(connection, kind)
}

/// Puts off what waits of one kind in an organization, as its receiver is not to be asked before `until`.
pub fn postpone_kind(
    connection: &mut DbConnection,
    channel: &Channel,
    organization: OrganizationId,
    kind: &str,
    until: Time,
) -> DbResult<()> {
    let kind = KindOf {
        channel: channel.name,
        organization,
        kind,
    };
    store::update_postponed(connection, kind, until)
}

/// When one more delivery of an organization may be attempted for the first time: now, or as soon as fewer
/// than the pace allows were given a time within its window. Nodes that ask at once may be given the same
/// time.
pub fn paced_time(
    connection: &mut DbConnection,
    organization: OrganizationId,
    pace: Pace,
    now: Time,
) -> DbResult<Time> {
    let newer = i64::from(pace.count.saturating_sub(1));
    let blocking = store::find_paced(connection, organization, newer)?;
    Ok(blocking.map_or(now, |blocking| now.max(blocking + pace.window)))
}

/// What became of the newest deliveries to a member.
pub fn list_sendings(
    connection: &mut DbConnection,
    member: MemberId,
    limit: i64,
    now: Time,
) -> DbResult<Vec<Sending>> {
    store_recent::list_sendings(connection, member, limit, now)
}

/// How many deliveries of an organization wait for the time that the pace gave them.
pub fn count_waiting(
    connection: &mut DbConnection,
    organization: OrganizationId,
    now: Time,
) -> DbResult<Waiting> {
    store_recent::count_waiting(connection, organization, now)
}

/// Leases due deliveries of the channel to the worker named `lease`: urgent ones first, and within a
/// priority one of each organization in turn, so that none waits for the thousands of another.
pub(crate) async fn lease_due(
    context: &Context,
    channel: &'static Channel,
    lease: &str,
    free: Free,
    turns: &mut Turns,
) -> Result<Vec<Delivery>, DbError> {
    let now = context.clock.now();
    // A read first: most polls find nothing, and a read does not occupy the writer.
    let could = free.clone();
    let is_due = move |connection: &mut DbConnection| {
        for priority in [Priority::Urgent, Priority::Ordinary] {
            if could.of(priority) > 0
                && store::list_next_of_each(connection, channel.name, priority, now)?
                    .iter()
                    .any(|next| could.may_begin(&next.organization))
            {
                return Ok(true);
            }
        }
        Ok(false)
    };
    if !context.db.read(is_due).await? {
        return Ok(Vec::new());
    }
    let mut leasing = Leasing {
        channel,
        lease: lease.to_owned(),
        free,
        now,
    };
    let mut own_turns = turns.clone();
    let write = move |connection: &mut DbConnection| {
        let mut leased = Vec::new();
        for priority in [Priority::Urgent, Priority::Ordinary] {
            let last = own_turns.last(priority);
            leased.extend(leasing.in_turn(connection, priority, last)?);
        }
        Ok((leased, own_turns))
    };
    let (leased, served) = context.db.write(write).await?;
    *turns = served;
    Ok(leased)
}

/// What a worker leases, and for how many it has slots left.
struct Leasing {
    channel: &'static Channel,
    lease: String,
    free: Free,
    now: Time,
}

impl Leasing {
    /// One of each organization, round after round, beginning after the organization that was served last.
    fn in_turn(
        &mut self,
        connection: &mut DbConnection,
        priority: Priority,
        last: &mut String,
    ) -> DbResult<Vec<Delivery>> {
        let (name, now) = (self.channel.name, self.now);
        let mut leased = Vec::new();
        while self.free.of(priority) > 0 {
            let mut next = store::list_next_of_each(connection, name, priority, now)?;
            let served = next.partition_point(|next| next.organization <= *last);
            next.rotate_left(served);
            let before = leased.len();
            for Next { organization, id } in next {
                if self.free.of(priority) == 0 {
                    break;
                }
                if self.free.may_begin(&organization)
                    && store::consume_due(connection, &id, &self.lease, now, now + LEASE)?
                {
                    leased.extend(store::find_delivery(connection, &id)?);
                    self.free.begin(priority, &organization);
                    *last = organization;
                }
            }
            if leased.len() == before {
                break;
            }
        }
        Ok(leased)
    }
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
    let failure = outcome.clone().err();
    let next = match failure.as_ref().and_then(|failure| failure.retry_after) {
        Some(pause) => delivery.expires_at.min(now + pause),
        None => next_attempt(now, delivery.attempts, delivery.expires_at),
    };
    let (id, lease) = (delivery.id.clone(), lease.to_owned());
    let dead_letter = failure
        .as_ref()
        .map(|failure| dead_letter(channel, delivery, failure));
    context
        .db
        .write(move |connection| match &failure {
            None => store::update_sent(connection, &id, &lease, now),
            Some(failure) => match failure.kind {
                FailureKind::Temporary | FailureKind::NotAttempted => {
                    store::update_retry(connection, &id, &lease, next, &failure.cause)
                }
                FailureKind::Obsolete => {
                    store::update_failed(connection, &id, &lease, now, &failure.cause).map(drop)
                }
                FailureKind::Permanent => {
                    let given_up =
                        store::update_failed(connection, &id, &lease, now, &failure.cause)?;
                    match &dead_letter {
                        Some(event) if given_up => {
                            let origin = Origin::remembered(String::new(), String::new(), id);
                            audit::record(connection, now, &origin, event)
                        }
                        _ => Ok(()),
                    }
                }
            },
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
    let mut rows = 0;
    loop {
        let delete = move |connection: &mut DbConnection| {
            store::delete_settled(connection, now - KEEP_SENT, now - KEEP_FAILED)
        };
        match context.db.write(delete).await? {
            0 => return Ok(rows),
            deleted => rows += deleted,
        }
    }
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
