//! The outbox table, one statement each.

use crate::platform::db::schema::outbox;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::time::Time;

/// A mail that waits.
#[derive(Insertable)]
#[diesel(table_name = outbox)]
pub(super) struct NewMail<'a> {
    pub(super) id: &'a str,
    pub(super) organization_id: String,
    pub(super) member_id: String,
    pub(super) kind: &'a str,
    pub(super) payload: Vec<u8>,
    pub(super) created_at: i64,
    pub(super) expires_at: i64,
    pub(super) attempts: i64,
    pub(super) next_attempt_at: i64,
    pub(super) leased_until: i64,
}

/// A mail that somebody is sending.
#[derive(Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub(super) struct MailRow {
    pub(super) id: String,
    pub(super) organization_id: String,
    pub(super) member_id: Option<String>,
    pub(super) kind: String,
    pub(super) payload: Vec<u8>,
    pub(super) created_at: i64,
    pub(super) expires_at: i64,
    pub(super) attempts: i64,
}

pub(super) fn insert_mail(connection: &mut DbConnection, mail: &NewMail<'_>) -> DbResult<()> {
    diesel::insert_into(outbox::table)
        .values(mail)
        .execute(connection)
        .map(drop)
}

/// Mails whose time has come and that nobody is sending, the longest waiting first.
pub(super) fn list_due(
    connection: &mut DbConnection,
    now: Time,
    most: i64,
) -> DbResult<Vec<String>> {
    outbox::table
        .filter(outbox::sent_at.is_null())
        .filter(outbox::failed_at.is_null())
        .filter(outbox::next_attempt_at.le(now.micros()))
        .filter(outbox::leased_until.le(now.micros()))
        .order((outbox::next_attempt_at, outbox::id))
        .limit(most)
        .select(outbox::id)
        .load(connection)
}

/// Takes a mail for one sender until `until`. Of several that try, one hears `true`.
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

pub(super) fn find_mail(connection: &mut DbConnection, id: &str) -> DbResult<Option<MailRow>> {
    outbox::table
        .find(id)
        .select(MailRow::as_select())
        .get_result(connection)
        .optional()
}

/// Delivered: the words are no longer needed.
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

/// Given up: the row stays as a dead letter, without the words. `false` when it is another's by now.
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

/// Not now: gives the mail back until `next`.
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

/// Gives back whatever a sender still holds; the next one may take it at once.
pub(super) fn update_released(connection: &mut DbConnection, lease: &str) -> DbResult<usize> {
    diesel::update(outbox::table.filter(outbox::lease.eq(lease)))
        .set((outbox::lease.eq(None::<String>), outbox::leased_until.eq(0)))
        .execute(connection)
}

/// Removes rows that nobody will ask about any more.
pub(super) fn delete_settled(
    connection: &mut DbConnection,
    sent_before: Time,
    failed_before: Time,
) -> DbResult<usize> {
    let is_old = outbox::sent_at
        .lt(sent_before.micros())
        .or(outbox::failed_at.lt(failed_before.micros()));
    diesel::delete(outbox::table.filter(is_old)).execute(connection)
}
