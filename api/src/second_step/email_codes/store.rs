//! The table `email_codes`.

use super::model::{BoundTo, KeptCode};
use crate::platform::db::keys::{BrowserKey, MemberKey, SignInKey};
use crate::platform::db::schema::email_codes as columns;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::limits::EMAIL_CODE_TRIES;
use shared_types::time::Time;
use std::time::Duration;

#[derive(Queryable)]
struct KeptRow {
    sign_in: SignInKey,
    made_for: SignInKey,
    browser: Option<BrowserKey>,
    epoch: i64,
    email: String,
    mac: Vec<u8>,
    reference: String,
    #[diesel(deserialize_as = i64)]
    sent_at: Time,
    #[diesel(deserialize_as = i64)]
    expires_at: Time,
    tries: i64,
}

const KEPT: (
    columns::sign_in,
    columns::made_for,
    columns::browser,
    columns::epoch,
    columns::email,
    columns::mac,
    columns::reference,
    columns::sent_at,
    columns::expires_at,
    columns::tries,
) = (
    columns::sign_in,
    columns::made_for,
    columns::browser,
    columns::epoch,
    columns::email,
    columns::mac,
    columns::reference,
    columns::sent_at,
    columns::expires_at,
    columns::tries,
);

impl From<KeptRow> for KeptCode {
    fn from(row: KeptRow) -> Self {
        Self {
            made_for: row.made_for,
            browser: row.browser,
            epoch: row.epoch,
            email: row.email,
            mac: row.mac,
            reference: row.reference,
            sent_at: row.sent_at,
            expires_at: row.expires_at,
            tries: row.tries,
        }
    }
}

/// The newest code that is bound so.
pub(super) fn find_code(
    connection: &mut DbConnection,
    bound_to: BoundTo,
) -> DbResult<Option<KeptCode>> {
    let row = columns::table
        .find(bound_to.sign_in())
        .filter(columns::purpose.eq(bound_to.purpose()))
        .select(KEPT)
        .get_result::<KeptRow>(connection)
        .optional()?;
    Ok(row.map(KeptCode::from))
}

/// The newest code that was mailed to set up a device of the member, with the sign-in that it is bound to.
pub(super) fn find_newest_for_enrollment(
    connection: &mut DbConnection,
    member: MemberKey,
) -> DbResult<Option<(SignInKey, KeptCode)>> {
    let row = columns::table
        .filter(columns::member.eq(member))
        .filter(columns::purpose.eq("enrollment"))
        .order(columns::sent_at.desc())
        .limit(1)
        .select(KEPT)
        .load::<KeptRow>(connection)?
        .pop();
    Ok(row.map(|row| (row.sign_in, row.into())))
}

/// Binds a code to another sign-in, which has none yet or loses its own.
pub(super) fn update_sign_in(
    connection: &mut DbConnection,
    from: SignInKey,
    to: SignInKey,
) -> DbResult<()> {
    diesel::delete(columns::table.find(to)).execute(connection)?;
    diesel::update(columns::table.find(from))
        .set(columns::sign_in.eq(to))
        .execute(connection)
        .map(drop)
}

/// Drops the codes that a new one voids: the one of the same sign-in, whatever it was for, and another
/// session's for a change of the member's address.
pub(super) fn delete_older(
    connection: &mut DbConnection,
    member: MemberKey,
    bound_to: BoundTo,
) -> DbResult<()> {
    diesel::delete(columns::table.find(bound_to.sign_in())).execute(connection)?;
    match bound_to {
        BoundTo::Flow(_) => Ok(()),
        BoundTo::Session(_) => {
            let own = columns::table
                .filter(columns::member.eq(member))
                .filter(columns::purpose.eq(bound_to.purpose()));
            diesel::delete(own).execute(connection).map(drop)
        }
    }
}

pub(super) fn insert_code(
    connection: &mut DbConnection,
    member: MemberKey,
    bound_to: BoundTo,
    code: &KeptCode,
) -> DbResult<()> {
    diesel::insert_into(columns::table)
        .values((
            columns::sign_in.eq(bound_to.sign_in()),
            columns::made_for.eq(code.made_for),
            columns::browser.eq(code.browser),
            columns::purpose.eq(bound_to.purpose()),
            columns::member.eq(member),
            columns::epoch.eq(code.epoch),
            columns::email.eq(&code.email),
            columns::mac.eq(&code.mac),
            columns::reference.eq(&code.reference),
            columns::sent_at.eq(code.sent_at.micros()),
            columns::expires_at.eq(code.expires_at.micros()),
            columns::tries.eq(code.tries),
        ))
        .execute(connection)
        .map(drop)
}

/// Spends the right code, while tries and time are left. One row or none.
pub(super) fn consume_code(
    connection: &mut DbConnection,
    bound_to: BoundTo,
    mac: &[u8],
    now: Time,
) -> DbResult<bool> {
    let open = columns::table
        .find(bound_to.sign_in())
        .filter(columns::purpose.eq(bound_to.purpose()))
        .filter(columns::mac.eq(mac))
        .filter(columns::tries.lt(EMAIL_CODE_TRIES))
        .filter(columns::expires_at.gt(now.micros()));
    Ok(diesel::delete(open).execute(connection)? == 1)
}

/// Counts a wrong try. One row or none.
pub(super) fn consume_try(connection: &mut DbConnection, bound_to: BoundTo) -> DbResult<bool> {
    let open = columns::table
        .find(bound_to.sign_in())
        .filter(columns::purpose.eq(bound_to.purpose()))
        .filter(columns::tries.lt(EMAIL_CODE_TRIES));
    let changed = diesel::update(open)
        .set(columns::tries.eq(columns::tries + 1))
        .execute(connection)?;
    Ok(changed == 1)
}

/// Brings the end of a member's codes nearer by so much. When they were sent stays: what limits mails has the true
/// time.
pub(super) fn update_advanced(
    connection: &mut DbConnection,
    member: MemberKey,
    by: Duration,
) -> DbResult<()> {
    let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
    diesel::update(columns::table.filter(columns::member.eq(member)))
        .set(columns::expires_at.eq(columns::expires_at - by))
        .execute(connection)
        .map(drop)
}

/// Drops codes that ended at this time or before, of sign-ins with a smaller key than this.
pub(super) fn delete_ended(
    connection: &mut DbConnection,
    before: SignInKey,
    until: Time,
) -> DbResult<usize> {
    let ended = columns::table
        .filter(columns::sign_in.lt(before))
        .filter(columns::expires_at.le(until.micros()));
    diesel::delete(ended).execute(connection)
}
