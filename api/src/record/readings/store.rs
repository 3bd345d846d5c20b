//! The table `audit_readings`: a row for each reader of the last hour.

use super::way::Way;
use crate::platform::db::schema::audit_readings as table;
use crate::platform::db::{DbConnection, DbResult, static_sql};
use diesel::prelude::*;
use shared_types::time::Time;
use std::time::Duration;
use uuid::Uuid;

/// When a reading was last recorded.
pub(super) fn find_reading(
    connection: &mut DbConnection,
    reader: Uuid,
    way: Way,
) -> DbResult<Option<Time>> {
    let row = table::table.find((reader.as_bytes().to_vec(), way.as_str()));
    let at: Option<i64> = row
        .select(table::recorded_at)
        .get_result(connection)
        .optional()?;
    Ok(at.map(Time::from_micros))
}

const NOTE: &str = "INSERT INTO audit_readings (reader, way, recorded_at) VALUES (?, ?, ?) \
    ON CONFLICT (reader, way) DO UPDATE SET recorded_at = excluded.recorded_at \
    WHERE audit_readings.recorded_at < ? OR audit_readings.recorded_at > ?";

/// Notes a reading as recorded; false when one was less than `every` ago. A time that is as far in the future
/// counts for nothing: the clock was wrong then.
pub(super) fn note_reading(
    connection: &mut DbConnection,
    reader: Uuid,
    way: Way,
    now: Time,
    every: Duration,
) -> DbResult<bool> {
    let noted = static_sql(NOTE)
        .bytes(reader.as_bytes())
        .text(&way.as_str())
        .number(now.micros())
        .number((now - every).micros())
        .number((now + every).micros())
        .run(connection)?;
    Ok(noted == 1)
}

/// Deletes what was recorded before a time. There is at most one row for each reader and way of an hour.
pub(super) fn delete_before(connection: &mut DbConnection, before: Time) -> DbResult<usize> {
    let old = table::table.filter(table::recorded_at.lt(before.micros()));
    diesel::delete(old).execute(connection)
}
