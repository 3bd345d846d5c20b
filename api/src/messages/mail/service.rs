//! The rules of the outbox: what is kept, who may send it, and what follows from an attempt.

use super::model::Mail;
use super::outgoing::Outgoing;
use super::store::{self, MailRow, NewMail};
use super::transport::{Cause, SendError};
use crate::platform::context::Context;
use crate::platform::crypto::keys::Purpose;
use crate::platform::crypto::random;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::keyring;
use crate::record::audit::{self, Action, Actor, Event, Outcome};
use serde_json::json;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::time::Time;
use std::time::Duration;
use uuid::Builder;
use zeroize::Zeroizing;

/// Longer than an attempt may take, so that two senders never hold the same mail.
const LEASE: Duration = Duration::from_mins(1);
/// The pause after the first attempt, the second, and so on; the last one repeats.
const PAUSES: [Duration; 5] = [
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_mins(2),
    Duration::from_mins(10),
    Duration::from_hours(1),
];
/// How long a row stays after its mail was delivered.
const KEEP_SENT: Duration = Duration::from_hours(7 * 24);
/// How long a dead letter stays.
const KEEP_FAILED: Duration = Duration::from_hours(30 * 24);

/// A mail that this process sends now.
pub(super) struct Leased {
    pub(super) id: String,
    pub(super) kind: String,
    organization: Option<OrganizationId>,
    member: Option<MemberId>,
    attempts: i64,
    expires_at: Time,
}

/// Writes a mail into the outbox, sealed. It is sent when, and only when, the transaction of
/// `connection` commits.
pub fn enqueue(connection: &mut DbConnection, context: &Context, mail: &Mail) -> DbResult<()> {
    let now = context.clock.now();
    let id = new_id(now);
    let organization_id = mail.to.organization_id.to_string();
    let member_id = mail.to.member_id.to_string();
    let plain = Zeroizing::new(serde_json::to_vec(mail).expect("a mail is plain data"));
    let bound_to = [&*id, &*organization_id, &*member_id];
    let payload = context.keys.seal(Purpose::Mail, &bound_to, &plain);
    keyring::require_known(connection, &payload)?;
    store::insert_mail(
        connection,
        &NewMail {
            id: &id,
            kind: mail.content.kind(),
            payload,
            created_at: now.micros(),
            expires_at: mail.content.expires_at().micros(),
            attempts: 0,
            next_attempt_at: now.micros(),
            leased_until: 0,
            organization_id,
            member_id,
        },
    )
}

/// Takes up to `most` mails that are due, for the sender named `lease`.
pub(super) async fn lease_due(
    context: &Context,
    lease: &str,
    most: usize,
) -> Result<Vec<(Leased, Result<Outgoing, SendError>)>, DbError> {
    let now = context.clock.now();
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    // Looking costs the writer nothing; most looks find nothing.
    let due = context
        .db
        .read(move |connection| store::list_due(connection, now, most))
        .await?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let lease = lease.to_owned();
    let rows = context
        .db
        .write(move |connection| lease_rows(connection, &due, &lease, now))
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| open(context, now, row))
        .collect())
}

fn lease_rows(
    connection: &mut DbConnection,
    due: &[String],
    lease: &str,
    now: Time,
) -> DbResult<Vec<MailRow>> {
    let mut rows = Vec::new();
    for id in due {
        if store::consume_due(connection, id, lease, now, now + LEASE)? {
            rows.extend(store::find_mail(connection, id)?);
        }
    }
    Ok(rows)
}

/// The mail with its words, or why it has none.
fn open(context: &Context, now: Time, row: MailRow) -> (Leased, Result<Outgoing, SendError>) {
    let expires_at = Time::from_micros(row.expires_at);
    let outgoing = if expires_at <= now {
        Err(SendError::never(Cause::Expired))
    } else {
        unseal(context, &row).ok_or(SendError::never(Cause::Unreadable))
    };
    let leased = Leased {
        id: row.id,
        kind: row.kind,
        organization: row.organization_id.parse().ok(),
        member: row.member_id.and_then(|id| id.parse().ok()),
        attempts: row.attempts,
        expires_at,
    };
    (leased, outgoing)
}

fn unseal(context: &Context, row: &MailRow) -> Option<Outgoing> {
    let member_id = row.member_id.as_deref().unwrap_or_default();
    let bound_to = [&*row.id, &*row.organization_id, member_id];
    let plain = context.keys.open(Purpose::Mail, &bound_to, &row.payload);
    let mail: Mail = serde_json::from_slice(&plain.ok()?).ok()?;
    let at = Time::from_micros(row.created_at);
    Some(Outgoing::new(row.id.clone(), at, mail, &context.public_url))
}

/// Writes down how an attempt ended.
pub(super) async fn settle(
    context: &Context,
    lease: &str,
    mail: &Leased,
    outcome: Result<(), SendError>,
) -> Result<(), DbError> {
    let now = context.clock.now();
    let next = next_attempt(now, mail.attempts, mail.expires_at);
    let (id, lease) = (mail.id.clone(), lease.to_owned());
    let dead = dead_letter(mail, outcome);
    context
        .db
        .write(move |connection| match outcome {
            Ok(()) => store::update_sent(connection, &id, &lease, now),
            Err(error) => {
                let cause = error.cause.to_string();
                if !error.is_permanent {
                    return store::update_retry(connection, &id, &lease, next, &cause);
                }
                if store::update_failed(connection, &id, &lease, now, &cause)? {
                    let nobody = Origin::remembered(String::new(), String::new(), id);
                    audit::record(connection, now, &nobody, &dead)?;
                }
                Ok(())
            }
        })
        .await
}

/// What an administrator reads about a mail that was given up: to whom and why, no words
/// of it.
fn dead_letter(mail: &Leased, outcome: Result<(), SendError>) -> Event {
    let cause = outcome.err().map(|error| error.cause.to_string());
    Event {
        organization: mail.organization,
        actor: Actor::System,
        action: Action::MailNotDelivered,
        outcome: Outcome::Failure,
        subject: mail.member,
        details: json!({ "kind": mail.kind, "cause": cause }),
    }
}

/// A mail that ends before its next attempt is looked at once more when it ends, and given up.
fn next_attempt(now: Time, attempts: i64, expires_at: Time) -> Time {
    let failures = usize::try_from(attempts).unwrap_or(0).max(1);
    let pause = PAUSES[failures.min(PAUSES.len()) - 1];
    expires_at.min(now + pause)
}

/// Gives back what `lease` holds, so that the next process need not wait for the lease to end.
pub(super) async fn release(context: &Context, lease: String) -> Result<usize, DbError> {
    context
        .db
        .write(move |connection| store::update_released(connection, &lease))
        .await
}

/// Removes what was settled long ago.
pub(super) async fn clean_up(context: &Context) -> Result<usize, DbError> {
    let now = context.clock.now();
    context
        .db
        .write(move |connection| {
            store::delete_settled(connection, now - KEEP_SENT, now - KEEP_FAILED)
        })
        .await
}

/// A name under which one worker holds mails.
pub(super) fn new_lease(context: &Context) -> String {
    new_id(context.clock.now())
}

/// A version 7 UUID: later ids sort behind earlier ones.
fn new_id(now: Time) -> String {
    let millis = u64::try_from(now.micros() / 1000).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &random::bytes())
        .into_uuid()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_with_the_mail() {
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
