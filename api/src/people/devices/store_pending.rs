//! The table `pending_totp_devices`.

use super::model::PendingTotpDevice;
use crate::platform::db::keys::{MemberRef, SignInKey};
use crate::platform::db::schema::pending_totp_devices as columns;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::ids::DeviceId;
use shared_types::time::Time;

#[derive(Queryable)]
struct PendingRow {
    #[diesel(deserialize_as = String)]
    id: DeviceId,
    secret: Vec<u8>,
}

pub(super) fn find_pending(
    connection: &mut DbConnection,
    sign_in: SignInKey,
    member: MemberRef,
) -> DbResult<Option<PendingTotpDevice>> {
    let row = columns::table
        .filter(columns::sign_in.eq(sign_in))
        .filter(columns::member.eq(member.key))
        .select((columns::id, columns::secret))
        .get_result::<PendingRow>(connection)
        .optional()?;
    Ok(row.map(|row| PendingTotpDevice {
        id: row.id,
        member,
        sign_in,
        secret: row.secret,
    }))
}

pub(super) fn insert_pending(
    connection: &mut DbConnection,
    new: &PendingTotpDevice,
    now: Time,
) -> DbResult<()> {
    diesel::insert_into(columns::table)
        .values((
            columns::id.eq(new.id.to_string()),
            columns::member.eq(new.member.key),
            columns::sign_in.eq(new.sign_in),
            columns::secret.eq(&new.secret),
            columns::created_at.eq(now.micros()),
        ))
        .execute(connection)
        .map(drop)
}

/// Takes the device out, to be confirmed. One row or none.
pub(super) fn consume_pending(connection: &mut DbConnection, id: DeviceId) -> DbResult<bool> {
    let pending = columns::table.find(id.to_string());
    Ok(diesel::delete(pending).execute(connection)? == 1)
}

pub(super) fn delete_pending(connection: &mut DbConnection, sign_in: SignInKey) -> DbResult<()> {
    let pending = columns::table.filter(columns::sign_in.eq(sign_in));
    diesel::delete(pending).execute(connection).map(drop)
}

pub(super) fn delete_older(connection: &mut DbConnection, oldest: SignInKey) -> DbResult<usize> {
    let older = columns::table.filter(columns::sign_in.lt(oldest));
    diesel::delete(older).execute(connection)
}
