//! The table `totp_devices`: the reminders of imported devices.

use crate::platform::db::keys::DeviceKey;
use crate::platform::db::schema::totp_devices as columns;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::limits::IMPORTED_REMINDERS_PER_SWEEP;
use shared_types::time::Time;

/// Devices whose reminder is due, with the end of their time, in the order of their keys; some at a time.
pub(super) fn list_to_remind(
    connection: &mut DbConnection,
    now: Time,
) -> DbResult<Vec<(DeviceKey, Time)>> {
    let mut rows: Vec<(DeviceKey, Option<i64>)> = columns::table
        .filter(columns::remind_at.le(now.micros()))
        .order(columns::remind_at)
        .limit(IMPORTED_REMINDERS_PER_SWEEP)
        .select((columns::key, columns::replace_by))
        .load(connection)?;
    rows.sort_by_key(|(key, _)| *key);
    let ends = rows
        .into_iter()
        .filter_map(|(key, by)| Some((key, Time::from_micros(by?))));
    Ok(ends.collect())
}

/// Takes the reminder of a device. One row or none.
pub(super) fn consume_reminder(connection: &mut DbConnection, device: DeviceKey) -> DbResult<bool> {
    let due = columns::table
        .find(device)
        .filter(columns::remind_at.is_not_null());
    let changed = diesel::update(due)
        .set(columns::remind_at.eq(None::<i64>))
        .execute(connection)?;
    Ok(changed == 1)
}
