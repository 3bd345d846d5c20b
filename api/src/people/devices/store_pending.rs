//! The table `pending_totp_devices`.

use super::model::{FormerTotpDevice, PendingTotpDevice};
use crate::platform::db::keys::{BrowserKey, MemberKey, MemberRef, SignInKey};
use crate::platform::db::schema::pending_totp_devices as columns;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::ids::DeviceId;
use shared_types::time::Time;
use std::time::Duration;

#[derive(Queryable)]
struct PendingRow {
    #[diesel(deserialize_as = String)]
    id: DeviceId,
    sign_in: SignInKey,
    browser: Option<BrowserKey>,
    number: i64,
    #[diesel(deserialize_as = i64)]
    created_at: Time,
    secret: Vec<u8>,
}

impl PendingRow {
    fn into_pending(self, member: MemberRef) -> PendingTotpDevice {
        PendingTotpDevice {
            id: self.id,
            member,
            sign_in: self.sign_in,
            browser: self.browser,
            number: self.number,
            created_at: self.created_at,
            secret: self.secret,
        }
    }
}

#[derive(Queryable)]
struct OlderRow {
    #[diesel(deserialize_as = String)]
    id: DeviceId,
    member: MemberKey,
    number: i64,
    secret: Vec<u8>,
}

/// Devices that one change of the sweep drops.
const PENDING_PER_SWEEP: i64 = 500;

/// Those of the member, the newest first. There is one at most: a new one voids the others.
pub(super) fn list_pending(
    connection: &mut DbConnection,
    member: MemberRef,
) -> DbResult<Vec<PendingTotpDevice>> {
    let rows = columns::table
        .filter(columns::member.eq(member.key))
        .order(columns::id.desc())
        .select((
            columns::id,
            columns::sign_in,
            columns::browser,
            columns::number,
            columns::created_at,
            columns::secret,
        ))
        .load::<PendingRow>(connection)?;
    let pending = rows.into_iter().map(|row| row.into_pending(member));
    Ok(pending.collect())
}

/// Hands the device over to another sign-in.
pub(super) fn update_sign_in(
    connection: &mut DbConnection,
    id: DeviceId,
    sign_in: SignInKey,
) -> DbResult<()> {
    diesel::update(columns::table.find(id.to_string()))
        .set(columns::sign_in.eq(sign_in))
        .execute(connection)
        .map(drop)
}

pub(super) fn insert_pending(
    connection: &mut DbConnection,
    new: &PendingTotpDevice,
) -> DbResult<()> {
    diesel::insert_into(columns::table)
        .values((
            columns::id.eq(new.id.to_string()),
            columns::member.eq(new.member.key),
            columns::sign_in.eq(new.sign_in),
            columns::browser.eq(new.browser),
            columns::number.eq(new.number),
            columns::secret.eq(&new.secret),
            columns::created_at.eq(new.created_at.micros()),
        ))
        .execute(connection)
        .map(drop)
}

/// Moves the time at which a member's device was prepared back by so much.
pub(super) fn update_advanced(
    connection: &mut DbConnection,
    member: MemberKey,
    by: Duration,
) -> DbResult<()> {
    let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
    diesel::update(columns::table.filter(columns::member.eq(member)))
        .set(columns::created_at.eq(columns::created_at - by))
        .execute(connection)
        .map(drop)
}

/// Takes the device out, to be confirmed or dropped. One row or none.
pub(super) fn consume_pending(connection: &mut DbConnection, id: DeviceId) -> DbResult<bool> {
    let pending = columns::table.find(id.to_string());
    Ok(diesel::delete(pending).execute(connection)? == 1)
}

/// Devices of sign-ins before this one; some at a time.
pub(super) fn list_older(
    connection: &mut DbConnection,
    oldest: SignInKey,
) -> DbResult<Vec<FormerTotpDevice>> {
    let rows = columns::table
        .filter(columns::sign_in.lt(oldest))
        .order(columns::sign_in)
        .limit(PENDING_PER_SWEEP)
        .select((
            columns::id,
            columns::member,
            columns::number,
            columns::secret,
        ))
        .load::<OlderRow>(connection)?;
    let older = rows.into_iter().map(|row| FormerTotpDevice {
        id: row.id,
        member: row.member,
        number: row.number,
        secret: Some(row.secret),
    });
    Ok(older.collect())
}

/// Takes out a device of a sign-in before this one. One row or none: another sign-in may have taken it over.
pub(super) fn delete_older(
    connection: &mut DbConnection,
    id: DeviceId,
    oldest: SignInKey,
) -> DbResult<bool> {
    let older = columns::table
        .find(id.to_string())
        .filter(columns::sign_in.lt(oldest));
    Ok(diesel::delete(older).execute(connection)? == 1)
}
