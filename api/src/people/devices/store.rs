//! The table `totp_devices`.

use super::model::{Delays, DeviceStatus, FreshStep, TotpDevice, keys_of, totp_key};
use crate::platform::db::keys::{DeviceKey, MemberKey, MemberRef};
use crate::platform::db::schema::totp_devices as columns;
use crate::platform::db::{self, DbConnection, DbResult, StaticSql, on_backend};
use diesel::prelude::*;
use shared_types::ids::DeviceId;
use shared_types::limits::CODE_TRIES_PER_DEVICE;
use shared_types::time::Time;

/// What `platform/crypto/totp` computes; the row says it, so that a device of another kind of code can
/// stand beside.
const ALGORITHM: &str = "SHA1";
const DIGITS: i64 = 6;
const PERIOD: i64 = 30;

/// The condition under which a step is spent: the device stands as it was read. For statements that decide about more
/// than the device; [`bind_device`] binds its values.
macro_rules! device_as_read {
    () => {
        "key = ? AND id = ? AND status = 'active' AND last_step < ? AND failures < ? \
         AND blocked_until = 0"
    };
}
pub(crate) use device_as_read;

/// The same for many: of rows `asked` with `device`, `device_id`, `step` and `most_failures`.
macro_rules! devices_as_read {
    () => {
        "totp_devices.key = asked.device AND totp_devices.id = asked.device_id \
         AND totp_devices.status = 'active' AND totp_devices.last_step < asked.step \
         AND totp_devices.failures < asked.most_failures AND totp_devices.blocked_until = 0"
    };
}
pub(crate) use devices_as_read;

/// Binds the values of `device_as_read!`.
pub fn bind_device(sql: StaticSql, fresh: &FreshStep) -> StaticSql {
    sql.number(fresh.device.number())
        .text(&fresh.id)
        .number(fresh.step)
        .number(CODE_TRIES_PER_DEVICE)
}

/// The columns of a device, for a statement that joins them to their member.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = columns)]
pub struct DeviceColumns {
    key: DeviceKey,
    #[diesel(deserialize_as = String)]
    id: DeviceId,
    number: i64,
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
    replace_by: Option<i64>,
}

impl DeviceColumns {
    /// The device of this member, whose key its own was found by.
    pub fn into_device(self, member: MemberRef) -> TotpDevice {
        TotpDevice {
            key: self.key,
            id: self.id,
            member,
            number: self.number,
            status: DeviceStatus::parse(&self.status),
            secret: self.secret,
            confirmed_at: self.confirmed_at,
            last_used_at: self.last_used_at.map(Time::from_micros),
            last_step: self.last_step,
            blocked_until: self.blocked_until,
            owner_warned_at: self.owner_warned_at.map(Time::from_micros),
            replace_by: self.replace_by.map(Time::from_micros),
            failures: self.failures,
        }
    }
}

/// A device that takes the place of none: confirmed by its owner, or imported.
#[derive(Clone, Debug)]
pub(super) struct NewTotpDevice {
    /// Its id, to which the sealed secret is bound.
    pub(super) id: DeviceId,
    /// Whose it is.
    pub(super) member: MemberKey,
    /// What stands behind the name of its entry.
    pub(super) number: i64,
    /// The sealed secret.
    pub(super) secret: Vec<u8>,
    /// The time step that is spent; 0 for none.
    pub(super) last_step: i64,
    /// Until when it has to be replaced, where it was imported.
    pub(super) replace_by: Option<Time>,
    /// When a mail asks for that again.
    pub(super) remind_at: Option<Time>,
}

/// Those of this member, in the order of their slots.
pub(super) fn find_devices(
    connection: &mut DbConnection,
    member: MemberRef,
) -> DbResult<Vec<TotpDevice>> {
    let (first, last) = keys_of(member.key);
    let own = columns::table
        .filter(columns::key.between(first, last))
        .order(columns::key);
    let rows: Vec<DeviceColumns> = on_backend!(connection, |backend| own
        .select(DeviceColumns::as_select())
        .load(backend))?;
    let devices = rows.into_iter().map(|row| row.into_device(member));
    Ok(devices.collect())
}

/// Puts the device into its member's slot.
pub(super) fn insert_device(
    connection: &mut DbConnection,
    new: &NewTotpDevice,
    now: Time,
) -> DbResult<()> {
    diesel::insert_into(columns::table)
        .values((
            columns::key.eq(totp_key(new.member)),
            columns::id.eq(new.id.to_string()),
            columns::number.eq(new.number),
            columns::status.eq("active"),
            columns::algorithm.eq(ALGORITHM),
            columns::digits.eq(DIGITS),
            columns::period.eq(PERIOD),
            columns::secret.eq(&new.secret),
            columns::confirmed_at.eq(now.micros()),
            columns::last_step.eq(new.last_step),
            columns::failures.eq(0),
            columns::blocked_until.eq(0),
            columns::replace_by.eq(new.replace_by.map(Time::micros)),
            columns::remind_at.eq(new.remind_at.map(Time::micros)),
        ))
        .execute(connection)
        .map(drop)
}

/// Spends a step: only one later than the device's last, only while tries are open. One row or none.
pub(super) fn consume_step(
    connection: &mut DbConnection,
    FreshStep { device, id, step }: FreshStep,
    now: Time,
) -> DbResult<bool> {
    let changed = db::static_sql(
        "UPDATE totp_devices SET last_step = ?, failures = 0, last_used_at = ? \
         WHERE key = ? AND id = ? AND status = 'active' AND last_step < ? AND failures < ? \
         AND blocked_until = 0",
    )
    .number(step)
    .number(now.micros())
    .number(device.number())
    .text(&id)
    .number(step)
    .number(CODE_TRIES_PER_DEVICE)
    .run(connection)?;
    Ok(changed == 1)
}

/// Spends a step of a device that may be blocked, when no delay that holds lasts, and ends the block.
/// One row or none.
pub(super) fn consume_step_after_block(
    connection: &mut DbConnection,
    FreshStep { device, id, step }: FreshStep,
    delays: Delays,
    now: Time,
) -> DbResult<bool> {
    let open = columns::table
        .find(device)
        .filter(columns::id.eq(id.to_string()))
        .filter(columns::status.eq("active"))
        .filter(columns::last_step.lt(step))
        .filter(columns::failures.lt(CODE_TRIES_PER_DEVICE))
        .filter(columns::blocked_until.le(delays.latest_end(now).micros()));
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

/// Spends a step and leaves the wrong codes and delays of people as they are. One row or none.
pub(super) fn consume_step_for_program(
    connection: &mut DbConnection,
    FreshStep { device, id, step }: FreshStep,
    now: Time,
) -> DbResult<bool> {
    let open = columns::table
        .find(device)
        .filter(columns::id.eq(id.to_string()))
        .filter(columns::status.eq("active"))
        .filter(columns::last_step.lt(step));
    let changed = diesel::update(open)
        .set((
            columns::last_step.eq(step),
            columns::last_used_at.eq(now.micros()),
        ))
        .execute(connection)?;
    Ok(changed == 1)
}

/// A right code without a step, when no delay that holds lasts. One row or none.
pub(super) fn update_used(
    connection: &mut DbConnection,
    device: &TotpDevice,
    delays: Delays,
    now: Time,
) -> DbResult<bool> {
    let open = columns::table
        .find(device.key)
        .filter(columns::id.eq(device.id.to_string()))
        .filter(columns::status.eq("active"))
        .filter(columns::blocked_until.le(delays.latest_end(now).micros()));
    let changed = diesel::update(open)
        .set((
            columns::failures.eq(0),
            columns::blocked_until.eq(0),
            columns::last_used_at.eq(now.micros()),
        ))
        .execute(connection)?;
    Ok(changed == 1)
}

/// The same for a program, which leaves the wrong codes and delays of people as they are. One row or none.
pub(super) fn update_used_by_program(
    connection: &mut DbConnection,
    device: &TotpDevice,
    now: Time,
) -> DbResult<bool> {
    let active = columns::table
        .find(device.key)
        .filter(columns::id.eq(device.id.to_string()))
        .filter(columns::status.eq("active"));
    let changed = diesel::update(active)
        .set(columns::last_used_at.eq(now.micros()))
        .execute(connection)?;
    Ok(changed == 1)
}

/// Counts a wrong code, only while tries are open. One row or none.
pub(super) fn consume_try(
    connection: &mut DbConnection,
    device: DeviceKey,
    delays: Delays,
    now: Time,
) -> DbResult<bool> {
    let open = columns::table
        .find(device)
        .filter(columns::status.eq("active"))
        .filter(columns::failures.lt(CODE_TRIES_PER_DEVICE))
        .filter(columns::blocked_until.le(delays.latest_end(now).micros()));
    let changed = diesel::update(open)
        .set(columns::failures.eq(columns::failures + 1))
        .execute(connection)?;
    Ok(changed == 1)
}

pub(super) fn count_failures(connection: &mut DbConnection, device: DeviceKey) -> DbResult<i64> {
    columns::table
        .find(device)
        .select(columns::failures)
        .get_result(connection)
}

pub(super) fn update_blocked_until(
    connection: &mut DbConnection,
    device: DeviceKey,
    until: Time,
) -> DbResult<()> {
    diesel::update(columns::table.find(device))
        .set(columns::blocked_until.eq(until.micros()))
        .execute(connection)?;
    Ok(())
}

pub(super) fn update_disabled(connection: &mut DbConnection, device: DeviceKey) -> DbResult<()> {
    diesel::update(columns::table.find(device))
        .set(columns::status.eq("disabled"))
        .execute(connection)?;
    Ok(())
}

pub(super) fn update_owner_warned_at(
    connection: &mut DbConnection,
    member: MemberKey,
    now: Time,
) -> DbResult<()> {
    let (first, last) = keys_of(member);
    let own = columns::table.filter(columns::key.between(first, last));
    diesel::update(own)
        .set(columns::owner_warned_at.eq(now.micros()))
        .execute(connection)
        .map(drop)
}

pub(super) fn delete_devices(connection: &mut DbConnection, member: MemberKey) -> DbResult<bool> {
    let (first, last) = keys_of(member);
    let own = columns::table.filter(columns::key.between(first, last));
    Ok(diesel::delete(own).execute(connection)? > 0)
}

pub(super) fn update_unlocked(
    connection: &mut DbConnection,
    member: MemberKey,
    now: Time,
) -> DbResult<bool> {
    let (first, last) = keys_of(member);
    let locked = columns::table
        .filter(columns::key.between(first, last))
        .filter(columns::status.eq("active"))
        .filter(columns::blocked_until.gt(now.micros()));
    let changed = diesel::update(locked)
        .set(columns::blocked_until.eq(0))
        .execute(connection)?;
    Ok(changed > 0)
}
