//! The table `former_totp_devices`.

use super::model::{FormerTotpDevice, keys_of};
use crate::platform::db::keys::MemberKey;
use crate::platform::db::schema::former_totp_devices as columns;
use crate::platform::db::schema::{pending_totp_devices, totp_devices};
use crate::platform::db::{DbConnection, DbResult};
use diesel::dsl::max;
use diesel::prelude::*;
use shared_types::ids::DeviceId;
use shared_types::time::Time;

#[derive(Queryable)]
struct FormerRow {
    #[diesel(deserialize_as = String)]
    id: DeviceId,
    number: i64,
    secret: Option<Vec<u8>>,
}

pub(super) fn insert_former(
    connection: &mut DbConnection,
    former: &FormerTotpDevice,
    now: Time,
) -> DbResult<()> {
    diesel::insert_into(columns::table)
        .values((
            columns::id.eq(former.id.to_string()),
            columns::member.eq(former.member),
            columns::number.eq(former.number),
            columns::secret.eq(former.secret.as_deref()),
            columns::ended_at.eq(now.micros()),
        ))
        .execute(connection)
        .map(drop)
}

/// Those of the member, the newest first.
pub(super) fn list_former(
    connection: &mut DbConnection,
    member: MemberKey,
) -> DbResult<Vec<FormerTotpDevice>> {
    let rows = columns::table
        .filter(columns::member.eq(member))
        // Ids are in the order of time.
        .order((columns::ended_at.desc(), columns::id.desc()))
        .select((columns::id, columns::number, columns::secret))
        .load::<FormerRow>(connection)?;
    let former = rows.into_iter().map(|row| FormerTotpDevice {
        id: row.id,
        member,
        number: row.number,
        secret: row.secret,
    });
    Ok(former.collect())
}

pub(super) fn delete_former(connection: &mut DbConnection, id: DeviceId) -> DbResult<()> {
    diesel::delete(columns::table.find(id.to_string()))
        .execute(connection)
        .map(drop)
}

/// The highest number that an entry of the member has or had; 0 where there was none.
pub(super) fn highest_number(connection: &mut DbConnection, member: MemberKey) -> DbResult<i64> {
    let (first, last) = keys_of(member);
    let device: Option<i64> = totp_devices::table
        .filter(totp_devices::key.between(first, last))
        .select(max(totp_devices::number))
        .get_result(connection)?;
    let pending: Option<i64> = pending_totp_devices::table
        .filter(pending_totp_devices::member.eq(member))
        .select(max(pending_totp_devices::number))
        .get_result(connection)?;
    let former: Option<i64> = columns::table
        .filter(columns::member.eq(member))
        .select(max(columns::number))
        .get_result(connection)?;
    Ok(device.max(pending).max(former).unwrap_or(0))
}

/// Forgets the secrets of those that ended by this time; their numbers stay.
pub(super) fn update_forgotten(connection: &mut DbConnection, until: Time) -> DbResult<usize> {
    let ended = columns::table
        .filter(columns::ended_at.le(until.micros()))
        .filter(columns::secret.is_not_null());
    diesel::update(ended)
        .set(columns::secret.eq(None::<Vec<u8>>))
        .execute(connection)
}
