//! The table `devices`, as far as confirmed devices go.

use super::model::{Device, DeviceStatus};
use crate::db::schema::devices;
use crate::db::{self, DbConnection, DbResult, on_backend};
use diesel::prelude::*;
use shared_types::ids::{DeviceId, MemberId};
use shared_types::limits::CODE_TRIES_PER_DEVICE;
use shared_types::time::Time;

/// Whatever else a device is, it is confirmed.
const PENDING: &str = "pending";

#[derive(Queryable)]
struct DeviceRow {
    #[diesel(deserialize_as = String)]
    id: DeviceId,
    #[diesel(deserialize_as = String)]
    member: MemberId,
    status: String,
    secret: Vec<u8>,
    confirmed_at: Option<i64>,
    last_used_at: Option<i64>,
    last_step: i64,
    failures: i64,
    #[diesel(deserialize_as = i64)]
    blocked_until: Time,
}

pub(super) fn find_confirmed_device(
    connection: &mut DbConnection,
    member: MemberId,
) -> DbResult<Option<Device>> {
    let device = devices::table
        .filter(devices::member_id.eq(member.to_string()))
        .filter(devices::status.ne(PENDING))
        .select((
            devices::id,
            devices::member_id,
            devices::status,
            devices::secret,
            devices::confirmed_at,
            devices::last_used_at,
            devices::last_step,
            devices::failures,
            devices::blocked_until,
        ));
    let row = on_backend!(connection, |own| device.get_result::<DeviceRow>(own)).optional()?;
    Ok(row.map(Device::from))
}

impl From<DeviceRow> for Device {
    fn from(row: DeviceRow) -> Self {
        Self {
            id: row.id,
            member: row.member,
            status: match row.status.as_str() {
                "active" => DeviceStatus::Active,
                _ => DeviceStatus::Disabled,
            },
            secret: row.secret,
            confirmed_at: row.confirmed_at.map(Time::from_micros),
            last_used_at: row.last_used_at.map(Time::from_micros),
            last_step: row.last_step,
            blocked_until: row.blocked_until,
            failures: row.failures,
        }
    }
}

/// Spends a step: only one later than the last, only while tries are open. One row or none.
pub(super) fn consume_step(
    connection: &mut DbConnection,
    id: DeviceId,
    step: i64,
    now: Time,
) -> DbResult<bool> {
    let changed = db::fixed(
        "UPDATE devices SET last_step = ?, failures = 0, last_used_at = ? \
         WHERE id = ? AND status = 'active' AND last_step < ? AND failures < ? \
         AND blocked_until <= ?",
    )
    .number(step)
    .number(now.micros())
    .text(&id)
    .number(step)
    .number(CODE_TRIES_PER_DEVICE)
    .number(now.micros())
    .run(connection)?;
    Ok(changed == 1)
}

/// Counts a wrong code, only while tries are open. One row or none.
pub(super) fn consume_try(
    connection: &mut DbConnection,
    id: DeviceId,
    now: Time,
) -> DbResult<bool> {
    let open = devices::table
        .find(id.to_string())
        .filter(devices::status.eq("active"))
        .filter(devices::failures.lt(CODE_TRIES_PER_DEVICE))
        .filter(devices::blocked_until.le(now.micros()));
    let changed = diesel::update(open)
        .set(devices::failures.eq(devices::failures + 1))
        .execute(connection)?;
    Ok(changed == 1)
}

pub(super) fn count_failures(connection: &mut DbConnection, id: DeviceId) -> DbResult<i64> {
    devices::table
        .find(id.to_string())
        .select(devices::failures)
        .get_result(connection)
}

pub(super) fn update_blocked_until(
    connection: &mut DbConnection,
    id: DeviceId,
    until: Time,
) -> DbResult<()> {
    diesel::update(devices::table.find(id.to_string()))
        .set(devices::blocked_until.eq(until.micros()))
        .execute(connection)?;
    Ok(())
}

pub(super) fn update_disabled(connection: &mut DbConnection, id: DeviceId) -> DbResult<()> {
    diesel::update(devices::table.find(id.to_string()))
        .set(devices::status.eq("disabled"))
        .execute(connection)?;
    Ok(())
}

pub(super) fn delete_confirmed_device(
    connection: &mut DbConnection,
    member: MemberId,
) -> DbResult<bool> {
    let confirmed = devices::table
        .filter(devices::member_id.eq(member.to_string()))
        .filter(devices::status.ne(PENDING));
    Ok(diesel::delete(confirmed).execute(connection)? == 1)
}

pub(super) fn update_unlocked(
    connection: &mut DbConnection,
    member: MemberId,
    now: Time,
) -> DbResult<bool> {
    let locked = devices::table
        .filter(devices::member_id.eq(member.to_string()))
        .filter(devices::status.eq("active"))
        .filter(devices::blocked_until.gt(now.micros()));
    let changed = diesel::update(locked)
        .set(devices::blocked_until.eq(0))
        .execute(connection)?;
    Ok(changed == 1)
}
