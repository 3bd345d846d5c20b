//! The table `totp_devices`.

use super::model::{DeviceStatus, FreshStep, PendingTotpDevice, TOTP_SLOT, TotpDevice};
use crate::platform::db::schema::totp_devices as columns;
use crate::platform::db::{self, DbConnection, DbResult, load_all};
use diesel::prelude::*;
use shared_types::ids::{DeviceId, MemberId};
use shared_types::limits::CODE_TRIES_PER_DEVICE;
use shared_types::time::Time;
use std::collections::BTreeSet;

#[derive(Queryable)]
struct DeviceRow {
    #[diesel(deserialize_as = String)]
    id: DeviceId,
    #[diesel(deserialize_as = String)]
    member: MemberId,
    slot: i64,
    status: String,
    secret: Vec<u8>,
    #[diesel(deserialize_as = i64)]
    confirmed_at: Time,
    last_used_at: Option<i64>,
    last_step: i64,
    failures: i64,
    #[diesel(deserialize_as = i64)]
    blocked_until: Time,
    owner_warned_at: Option<i64>,
}

/// Those of these members, in no order.
pub(super) fn find_devices(
    connection: &mut DbConnection,
    members: &[MemberId],
) -> DbResult<Vec<TotpDevice>> {
    let all = columns::table.select((
        columns::id,
        columns::member_id,
        columns::slot,
        columns::status,
        columns::secret,
        columns::confirmed_at,
        columns::last_used_at,
        columns::last_step,
        columns::failures,
        columns::blocked_until,
        columns::owner_warned_at,
    ));
    let members = members.iter().map(ToString::to_string).collect();
    let rows: Vec<DeviceRow> = load_all!(connection, all, columns::member_id, members)?;
    Ok(rows.into_iter().map(TotpDevice::from).collect())
}

impl From<DeviceRow> for TotpDevice {
    fn from(row: DeviceRow) -> Self {
        Self {
            id: row.id,
            member: row.member,
            slot: row.slot,
            status: DeviceStatus::parse(&row.status),
            secret: row.secret,
            confirmed_at: row.confirmed_at,
            last_used_at: row.last_used_at.map(Time::from_micros),
            last_step: row.last_step,
            blocked_until: row.blocked_until,
            owner_warned_at: row.owner_warned_at.map(Time::from_micros),
            failures: row.failures,
        }
    }
}

/// Puts the device into its member's slot, its setup code spent.
pub(super) fn insert_device(
    connection: &mut DbConnection,
    confirmed: &PendingTotpDevice,
    step: i64,
    now: Time,
) -> DbResult<()> {
    diesel::insert_into(columns::table)
        .values((
            columns::id.eq(confirmed.id.to_string()),
            columns::member_id.eq(confirmed.member.to_string()),
            columns::slot.eq(TOTP_SLOT),
            columns::status.eq("active"),
            columns::secret.eq(&confirmed.secret),
            columns::confirmed_at.eq(now.micros()),
            columns::last_step.eq(step),
            columns::failures.eq(0),
            columns::blocked_until.eq(0),
        ))
        .execute(connection)
        .map(drop)
}

/// Spends a step of each device: only one later than the last, only while tries are open. Gives
/// the devices whose step it was.
pub(super) fn consume_steps(
    connection: &mut DbConnection,
    fresh: &[FreshStep],
    now: Time,
) -> DbResult<Vec<DeviceId>> {
    match connection {
        DbConnection::Postgres(own) => consume_steps_at_once(own, fresh, now),
        DbConnection::Sqlite(own) => {
            let mut spent = Vec::with_capacity(fresh.len());
            for one in fresh {
                if consume_step(own, *one, now)? {
                    spent.push(one.device);
                }
            }
            Ok(spent)
        }
    }
}

/// One row or none.
fn consume_step(
    connection: &mut SqliteConnection,
    FreshStep { device, step }: FreshStep,
    now: Time,
) -> DbResult<bool> {
    let changed = db::static_sql(
        "UPDATE totp_devices SET last_step = ?, failures = 0, last_used_at = ? \
         WHERE id = ? AND status = 'active' AND last_step < ? AND failures < ? \
         AND blocked_until = 0",
    )
    .number(step)
    .number(now.micros())
    .text(&device)
    .number(step)
    .number(CODE_TRIES_PER_DEVICE)
    .execute(connection)?;
    Ok(changed == 1)
}

/// One question for each step: at one moment there are three at most.
fn consume_steps_at_once(
    connection: &mut PgConnection,
    fresh: &[FreshStep],
    now: Time,
) -> DbResult<Vec<DeviceId>> {
    let steps: BTreeSet<i64> = fresh.iter().map(|one| one.step).collect();
    let mut spent = Vec::with_capacity(fresh.len());
    for step in steps {
        let of_step = fresh.iter().filter(|one| one.step == step);
        let open = columns::table
            .filter(columns::id.eq_any(of_step.map(|one| one.device.to_string())))
            .filter(columns::status.eq("active"))
            .filter(columns::last_step.lt(step))
            .filter(columns::failures.lt(CODE_TRIES_PER_DEVICE))
            .filter(columns::blocked_until.eq(0));
        let rows: Vec<SpentRow> = diesel::update(open)
            .set((
                columns::last_step.eq(step),
                columns::failures.eq(0),
                columns::last_used_at.eq(now.micros()),
            ))
            .returning((columns::id,))
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
    FreshStep { device, step }: FreshStep,
    now: Time,
) -> DbResult<bool> {
    let open = columns::table
        .find(device.to_string())
        .filter(columns::status.eq("active"))
        .filter(columns::last_step.lt(step))
        .filter(columns::failures.lt(CODE_TRIES_PER_DEVICE))
        .filter(columns::blocked_until.le(now.micros()));
    let changed = diesel::update(open)
        .set((
            columns::last_step.eq(step),
            columns::failures.eq(0),
            columns::blocked_until.eq(0),
            columns::last_used_at.eq(now.micros()),
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
    let open = columns::table
        .find(id.to_string())
        .filter(columns::status.eq("active"))
        .filter(columns::failures.lt(CODE_TRIES_PER_DEVICE))
        .filter(columns::blocked_until.le(now.micros()));
    let changed = diesel::update(open)
        .set(columns::failures.eq(columns::failures + 1))
        .execute(connection)?;
    Ok(changed == 1)
}

pub(super) fn count_failures(connection: &mut DbConnection, id: DeviceId) -> DbResult<i64> {
    columns::table
        .find(id.to_string())
        .select(columns::failures)
        .get_result(connection)
}

pub(super) fn update_blocked_until(
    connection: &mut DbConnection,
    id: DeviceId,
    until: Time,
) -> DbResult<()> {
    diesel::update(columns::table.find(id.to_string()))
        .set(columns::blocked_until.eq(until.micros()))
        .execute(connection)?;
    Ok(())
}

pub(super) fn update_disabled(connection: &mut DbConnection, id: DeviceId) -> DbResult<()> {
    diesel::update(columns::table.find(id.to_string()))
        .set(columns::status.eq("disabled"))
        .execute(connection)?;
    Ok(())
}

pub(super) fn update_owner_warned_at(
    connection: &mut DbConnection,
    member: MemberId,
    now: Time,
) -> DbResult<()> {
    let own = columns::table.filter(columns::member_id.eq(member.to_string()));
    diesel::update(own)
        .set(columns::owner_warned_at.eq(now.micros()))
        .execute(connection)
        .map(drop)
}

pub(super) fn delete_devices(connection: &mut DbConnection, member: MemberId) -> DbResult<bool> {
    let own = columns::table.filter(columns::member_id.eq(member.to_string()));
    Ok(diesel::delete(own).execute(connection)? > 0)
}

pub(super) fn update_unlocked(
    connection: &mut DbConnection,
    member: MemberId,
    now: Time,
) -> DbResult<bool> {
    let locked = columns::table
        .filter(columns::member_id.eq(member.to_string()))
        .filter(columns::status.eq("active"))
        .filter(columns::blocked_until.gt(now.micros()));
    let changed = diesel::update(locked)
        .set(columns::blocked_until.eq(0))
        .execute(connection)?;
    Ok(changed > 0)
}
