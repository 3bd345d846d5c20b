//! The table `devices`, as far as confirmed devices go.

use super::model::{Device, DeviceStatus};
use crate::platform::db::schema::devices;
use crate::platform::db::{self, DbConnection, DbResult, load_all};
use diesel::prelude::*;
use shared_types::ids::{DeviceId, MemberId};
use shared_types::limits::CODE_TRIES_PER_DEVICE;
use shared_types::time::Time;
use std::collections::BTreeSet;

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
    Ok(find_confirmed_devices(connection, &[member])?.pop())
}

/// Those of these members, in no order.
pub(super) fn find_confirmed_devices(
    connection: &mut DbConnection,
    members: &[MemberId],
) -> DbResult<Vec<Device>> {
    let confirmed = devices::table.filter(devices::status.ne(PENDING)).select((
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
    let members = members.iter().map(ToString::to_string).collect();
    let rows: Vec<DeviceRow> = load_all!(connection, confirmed, devices::member_id, members)?;
    Ok(rows.into_iter().map(Device::from).collect())
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

/// Spends a step of each device: only one later than the last, only while tries are open, and only
/// of a device that was not blocked since its last right code, so that nothing changes that lists of
/// members repeat. Gives the devices whose step it was.
pub(super) fn consume_steps(
    connection: &mut DbConnection,
    fresh: &[(DeviceId, i64)],
    now: Time,
) -> DbResult<Vec<DeviceId>> {
    match connection {
        DbConnection::Postgres(own) => consume_steps_at_once(own, fresh, now),
        DbConnection::Sqlite(own) => {
            let mut spent = Vec::with_capacity(fresh.len());
            for (id, step) in fresh {
                if consume_step(own, *id, *step, now)? {
                    spent.push(*id);
                }
            }
            Ok(spent)
        }
    }
}

/// One row or none.
fn consume_step(
    connection: &mut SqliteConnection,
    id: DeviceId,
    step: i64,
    now: Time,
) -> DbResult<bool> {
    let changed = db::static_sql(
        "UPDATE devices SET last_step = ?, failures = 0, last_used_at = ? \
         WHERE id = ? AND status = 'active' AND last_step < ? AND failures < ? \
         AND blocked_until = 0",
    )
    .number(step)
    .number(now.micros())
    .text(&id)
    .number(step)
    .number(CODE_TRIES_PER_DEVICE)
    .execute(connection)?;
    Ok(changed == 1)
}

/// One question for each step: at one moment there are three at most.
fn consume_steps_at_once(
    connection: &mut PgConnection,
    fresh: &[(DeviceId, i64)],
    now: Time,
) -> DbResult<Vec<DeviceId>> {
    let steps: BTreeSet<i64> = fresh.iter().map(|(_, step)| *step).collect();
    let mut spent = Vec::with_capacity(fresh.len());
    for step in steps {
        let of_step = fresh.iter().filter(|(_, own)| *own == step);
        let open = devices::table
            .filter(devices::id.eq_any(of_step.map(|(id, _)| id.to_string())))
            .filter(devices::status.eq("active"))
            .filter(devices::last_step.lt(step))
            .filter(devices::failures.lt(CODE_TRIES_PER_DEVICE))
            .filter(devices::blocked_until.eq(0));
        let rows: Vec<SpentRow> = diesel::update(open)
            .set((
                devices::last_step.eq(step),
                devices::failures.eq(0),
                devices::last_used_at.eq(now.micros()),
            ))
            .returning((devices::id,))
            .load(connection)?;
        spent.extend(rows.into_iter().map(|row| row.id));
    }
    Ok(spent)
}

#[derive(Queryable)]
struct SpentRow {
    #[diesel(deserialize_as = String)]
    id: DeviceId,
}

/// Spends a step of a device that was blocked, when that is over, and ends the block. One row or
/// none.
pub(super) fn consume_step_after_block(
    connection: &mut DbConnection,
    id: DeviceId,
    step: i64,
    now: Time,
) -> DbResult<bool> {
    let open = devices::table
        .find(id.to_string())
        .filter(devices::status.eq("active"))
        .filter(devices::last_step.lt(step))
        .filter(devices::failures.lt(CODE_TRIES_PER_DEVICE))
        .filter(devices::blocked_until.le(now.micros()));
    let changed = diesel::update(open)
        .set((
            devices::last_step.eq(step),
            devices::failures.eq(0),
            devices::blocked_until.eq(0),
            devices::last_used_at.eq(now.micros()),
        ))
        .execute(connection)?;
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

/// Confirms a pending device, the step of its first code spent. One row or none.
pub(super) fn confirm_pending_device(
    connection: &mut DbConnection,
    id: DeviceId,
    step: i64,
    now: Time,
) -> DbResult<bool> {
    let pending = devices::table
        .find(id.to_string())
        .filter(devices::status.eq(PENDING));
    let changed = diesel::update(pending)
        .set((
            devices::status.eq("active"),
            devices::flow_id.eq(None::<String>),
            devices::confirmed_at.eq(now.micros()),
            devices::last_step.eq(step),
        ))
        .execute(connection)?;
    Ok(changed == 1)
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
