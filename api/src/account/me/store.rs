//! The table `email_changes`.

use crate::platform::db::schema::email_changes as columns;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::ids::{MemberId, SessionId};
use shared_types::limits::EMAIL_CODE_TRIES;
use shared_types::time::Time;

/// An address that waits for the code from its mailbox.
pub(super) struct EmailChange {
    /// The session that asked.
    pub(super) session: SessionId,
    /// The member's epoch when it was asked for.
    pub(super) epoch: i64,
    /// The address as it was typed.
    pub(super) email: String,
    pub(super) mac: Vec<u8>,
    pub(super) expires_at: Time,
    pub(super) tries: i64,
}

/// Puts a change in the place of the member's older one.
pub(super) fn replace_email_change(
    connection: &mut DbConnection,
    member: MemberId,
    change: &EmailChange,
) -> DbResult<()> {
    delete_email_change(connection, member)?;
    diesel::insert_into(columns::table)
        .values((
            columns::member_id.eq(member.to_string()),
            columns::session_id.eq(change.session.to_string()),
            columns::epoch.eq(change.epoch),
            columns::email.eq(&change.email),
            columns::mac.eq(&change.mac),
            columns::expires_at.eq(change.expires_at.micros()),
            columns::tries.eq(change.tries),
        ))
        .execute(connection)?;
    Ok(())
}

/// The change that this very session asked for, while time and tries are left.
pub(super) fn find_email_change(
    connection: &mut DbConnection,
    member: MemberId,
    session: SessionId,
    now: Time,
) -> DbResult<Option<EmailChange>> {
    let row = columns::table
        .find(member.to_string())
        .filter(columns::session_id.eq(session.to_string()))
        .filter(columns::expires_at.gt(now.micros()))
        .filter(columns::tries.lt(EMAIL_CODE_TRIES))
        .select((
            columns::epoch,
            columns::email,
            columns::mac,
            columns::expires_at,
            columns::tries,
        ))
        .get_result::<(i64, String, Vec<u8>, i64, i64)>(connection)
        .optional()?;
    Ok(
        row.map(|(epoch, email, mac, expires_at, tries)| EmailChange {
            session,
            epoch,
            email,
            mac,
            expires_at: Time::from_micros(expires_at),
            tries,
        }),
    )
}

/// Spends the right code. One row or none.
pub(super) fn consume_email_change(
    connection: &mut DbConnection,
    member: MemberId,
    mac: &[u8],
) -> DbResult<bool> {
    let own = columns::table
        .find(member.to_string())
        .filter(columns::mac.eq(mac))
        .filter(columns::tries.lt(EMAIL_CODE_TRIES));
    Ok(diesel::delete(own).execute(connection)? == 1)
}

/// Counts a wrong code. One row or none.
pub(super) fn consume_email_try(connection: &mut DbConnection, member: MemberId) -> DbResult<bool> {
    let own = columns::table
        .find(member.to_string())
        .filter(columns::tries.lt(EMAIL_CODE_TRIES));
    let changed = diesel::update(own)
        .set(columns::tries.eq(columns::tries + 1))
        .execute(connection)?;
    Ok(changed == 1)
}

fn delete_email_change(connection: &mut DbConnection, member: MemberId) -> DbResult<()> {
    diesel::delete(columns::table.find(member.to_string())).execute(connection)?;
    Ok(())
}

pub(super) fn delete_ended(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    diesel::delete(columns::table.filter(columns::expires_at.le(now.micros()))).execute(connection)
}
