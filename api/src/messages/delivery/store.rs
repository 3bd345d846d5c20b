//! The table `outbox`, one statement each.

use super::model::{Delivery, KindOf, NewDelivery, Next, Priority, RecipientOf};
use crate::platform::db::schema::outbox;
use crate::platform::db::{DbConnection, DbResult, on_backend};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Nullable, SmallInt, Text};
use shared_types::ids::OrganizationId;
use shared_types::time::Time;

/// Rows that one statement changes at most.
const CHANGED_AT_ONCE: i64 = 1000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub(super) struct DeliveryRow {
    id: String,
    organization_id: String,
    member_id: Option<String>,
    kind: String,
    priority: i16,
    payload: Vec<u8>,
    created_at: i64,
    expires_at: i64,
    attempts: i64,
}

impl From<DeliveryRow> for Delivery {
    fn from(row: DeliveryRow) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            priority: Priority::of(row.priority),
            organization: row.organization_id.parse().ok(),
            member: row.member_id.and_then(|id| id.parse().ok()),
            payload: row.payload,
            created_at: Time::from_micros(row.created_at),
            expires_at: Time::from_micros(row.expires_at),
            attempts: row.attempts,
        }
    }
}

/// What a new delivery is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A worker sends it.
    Send,
    /// It is of a test organization and only read, as if it were sent at once: no worker takes it.
    Read,
}

pub(super) fn insert_delivery(
    connection: &mut DbConnection,
    channel: &str,
    new: &NewDelivery<'_>,
    purpose: Purpose,
) -> DbResult<()> {
    let sent_at = match purpose {
        Purpose::Send => None,
        Purpose::Read => Some(new.created_at.micros()),
    };
    let first_attempt_at = new.paced_for.unwrap_or(new.created_at);
    diesel::insert_into(outbox::table)
        .values((
            outbox::id.eq(&new.id),
            outbox::channel.eq(channel),
            outbox::organization_id.eq(new.organization.to_string()),
            outbox::member_id.eq(new.member.map(|id| id.to_string())),
            outbox::kind.eq(new.kind),
            outbox::priority.eq(new.priority.number()),
            outbox::payload.eq(&new.payload),
            outbox::created_at.eq(new.created_at.micros()),
            outbox::expires_at.eq(new.expires_at.micros()),
            outbox::attempts.eq(0),
            outbox::next_attempt_at.eq(first_attempt_at.micros()),
            outbox::paced_for.eq(new.paced_for.map(Time::micros)),
            outbox::leased_until.eq(0),
            outbox::sent_at.eq(sent_at),
            outbox::is_readable.eq(purpose == Purpose::Read),
        ))
        .execute(connection)
        .map(drop)
}

/// Goes from one waiting organization to the next in the index, and takes the oldest due row of each: the
/// rows in between, which may be thousands, are not read.
const NEXT_OF_EACH: &str = "
    WITH RECURSIVE waiting (organization_id) AS (
        SELECT min(organization_id) FROM outbox
        WHERE channel = $1 AND priority = $2 AND sent_at IS NULL AND failed_at IS NULL
        UNION ALL
        SELECT (
            SELECT min(more.organization_id) FROM outbox AS more
            WHERE more.channel = $1 AND more.priority = $2
                AND more.sent_at IS NULL AND more.failed_at IS NULL
                AND more.organization_id > waiting.organization_id
        ) FROM waiting WHERE waiting.organization_id IS NOT NULL
    )
    SELECT waiting.organization_id, (
        SELECT due.id FROM outbox AS due
        WHERE due.channel = $1 AND due.priority = $2
            AND due.organization_id = waiting.organization_id
            AND due.sent_at IS NULL AND due.failed_at IS NULL
            AND due.next_attempt_at <= $3 AND due.leased_until <= $3
        ORDER BY due.next_attempt_at, due.id LIMIT 1
    ) AS id
    FROM waiting WHERE waiting.organization_id IS NOT NULL";

#[derive(QueryableByName)]
struct NextRow {
    #[diesel(sql_type = Text)]
    organization_id: String,
    #[diesel(sql_type = Nullable<Text>)]
    id: Option<String>,
}

/// The longest waiting delivery of each organization that is due and that no worker holds, in the order of
/// organizations.
pub(super) fn list_next_of_each(
    connection: &mut DbConnection,
    channel: &str,
    priority: Priority,
    now: Time,
) -> DbResult<Vec<Next>> {
    let rows: Vec<NextRow> = on_backend!(connection, |own| sql_query(NEXT_OF_EACH)
        .bind::<Text, _>(channel)
        .bind::<SmallInt, _>(priority.number())
        .bind::<BigInt, _>(now.micros())
        .load(own))?;
    let next = |row: NextRow| {
        Some(Next {
            organization: row.organization_id,
            id: row.id?,
        })
    };
    Ok(rows.into_iter().filter_map(next).collect())
}

/// The time that the paced delivery of an organization was given to which so many are newer.
pub(super) fn find_paced(
    connection: &mut DbConnection,
    organization: OrganizationId,
    newer: i64,
) -> DbResult<Option<Time>> {
    let given: Option<Option<i64>> = outbox::table
        .filter(outbox::organization_id.eq(organization.to_string()))
        .filter(outbox::paced_for.is_not_null())
        .order(outbox::paced_for.desc())
        .offset(newer)
        .limit(1)
        .select(outbox::paced_for)
        .get_result(connection)
        .optional()?;
    Ok(given.flatten().map(Time::from_micros))
}

/// Deletes what waits, by the index of what is due.
pub(super) fn delete_waiting(
    connection: &mut DbConnection,
    channel: &str,
    recipient: &RecipientOf<'_>,
) -> DbResult<()> {
    let waiting = outbox::table
        .filter(outbox::channel.eq(channel))
        .filter(outbox::priority.eq(recipient.priority.number()))
        .filter(outbox::organization_id.eq(recipient.organization.to_string()))
        .filter(outbox::sent_at.is_null())
        .filter(outbox::failed_at.is_null())
        .filter(outbox::member_id.eq(recipient.member.to_string()))
        .filter(outbox::kind.eq(recipient.kind));
    diesel::delete(waiting).execute(connection).map(drop)
}

/// Ordinary deliveries of one kind in an organization that wait, by the index of what is due.
macro_rules! waiting_kind {
    ($kind:expr) => {
        outbox::table
            .filter(outbox::channel.eq($kind.channel))
            .filter(outbox::priority.eq(Priority::Ordinary.number()))
            .filter(outbox::organization_id.eq($kind.organization.to_string()))
            .filter(outbox::sent_at.is_null())
            .filter(outbox::failed_at.is_null())
            .filter(outbox::kind.eq($kind.kind))
    };
}

pub(super) fn delete_waiting_kind(connection: &mut DbConnection, kind: KindOf<'_>) -> DbResult<()> {
    let waiting = waiting_kind!(kind);
    diesel::delete(waiting).execute(connection).map(drop)
}

/// Attempts that were due before `until` are due then. So many in one statement: the next one that a worker
/// leases puts off the others.
pub(super) fn update_postponed(
    connection: &mut DbConnection,
    kind: KindOf<'_>,
    until: Time,
) -> DbResult<()> {
    let ids: Vec<String> = waiting_kind!(kind)
        .filter(outbox::next_attempt_at.lt(until.micros()))
        .order((outbox::next_attempt_at, outbox::id))
        .limit(CHANGED_AT_ONCE)
        .select(outbox::id)
        .load(connection)?;
    on_backend!(connection, |own| diesel::update(outbox::table)
        .filter(outbox::id.eq_any(ids))
        .set(outbox::next_attempt_at.eq(until.micros()))
        .execute(own))
    .map(drop)
}

/// Takes a delivery for one worker until `until`. Of several that try, exactly one call
/// returns `true`.
pub(super) fn consume_due(
    connection: &mut DbConnection,
    id: &str,
    lease: &str,
    now: Time,
    until: Time,
) -> DbResult<bool> {
    let rows = diesel::update(outbox::table.find(id))
        .filter(outbox::sent_at.is_null())
        .filter(outbox::failed_at.is_null())
        .filter(outbox::next_attempt_at.le(now.micros()))
        .filter(outbox::leased_until.le(now.micros()))
        .set((
            outbox::lease.eq(lease),
            outbox::leased_until.eq(until.micros()),
            outbox::attempts.eq(outbox::attempts + 1),
        ))
        .execute(connection)?;
    Ok(rows == 1)
}

pub(super) fn find_delivery(connection: &mut DbConnection, id: &str) -> DbResult<Option<Delivery>> {
    let row = outbox::table
        .find(id)
        .select(DeliveryRow::as_select())
        .get_result(connection)
        .optional()?;
    Ok(row.map(Delivery::from))
}

/// Delivered: the content is no longer needed.
pub(super) fn update_sent(
    connection: &mut DbConnection,
    id: &str,
    lease: &str,
    now: Time,
) -> DbResult<()> {
    diesel::update(outbox::table.find(id))
        .filter(outbox::lease.eq(lease))
        .set((
            outbox::sent_at.eq(now.micros()),
            outbox::payload.eq(Vec::new()),
            outbox::lease.eq(None::<String>),
            outbox::leased_until.eq(0),
            outbox::last_error.eq(None::<String>),
        ))
        .execute(connection)
        .map(drop)
}

/// Given up: the row stays as a dead letter, without its content. `false` when another worker holds
/// it by now.
pub(super) fn update_failed(
    connection: &mut DbConnection,
    id: &str,
    lease: &str,
    now: Time,
    cause: &str,
) -> DbResult<bool> {
    let rows = diesel::update(outbox::table.find(id))
        .filter(outbox::lease.eq(lease))
        .set((
            outbox::failed_at.eq(now.micros()),
            outbox::payload.eq(Vec::new()),
            outbox::lease.eq(None::<String>),
            outbox::leased_until.eq(0),
            outbox::last_error.eq(cause),
        ))
        .execute(connection)?;
    Ok(rows == 1)
}

/// Not now: gives the delivery back until `next`.
pub(super) fn update_retry(
    connection: &mut DbConnection,
    id: &str,
    lease: &str,
    next: Time,
    cause: &str,
) -> DbResult<()> {
    diesel::update(outbox::table.find(id))
        .filter(outbox::lease.eq(lease))
        .set((
            outbox::next_attempt_at.eq(next.micros()),
            outbox::lease.eq(None::<String>),
            outbox::leased_until.eq(0),
            outbox::last_error.eq(cause),
        ))
        .execute(connection)
        .map(drop)
}

/// Gives back all that a worker still holds; the next one may take it at once.
pub(super) fn update_released(connection: &mut DbConnection, lease: &str) -> DbResult<usize> {
    diesel::update(outbox::table.filter(outbox::lease.eq(lease)))
        .set((outbox::lease.eq(None::<String>), outbox::leased_until.eq(0)))
        .execute(connection)
}

/// Removes rows that were settled before these times; so many in one statement.
pub(super) fn delete_settled(
    connection: &mut DbConnection,
    sent_before: Time,
    failed_before: Time,
) -> DbResult<usize> {
    let is_old = outbox::sent_at
        .lt(sent_before.micros())
        .or(outbox::failed_at.lt(failed_before.micros()));
    let old: Vec<String> = outbox::table
        .filter(is_old)
        .limit(CHANGED_AT_ONCE)
        .select(outbox::id)
        .load(connection)?;
    on_backend!(connection, |own| diesel::delete(outbox::table)
        .filter(outbox::id.eq_any(old))
        .execute(own))
}
