//! Whether a reading is to be recorded.

use super::store;
use super::way::Way;
use crate::platform::db::{DbConnection, DbResult};
use crate::record::audit::Actor;
use shared_types::limits::READING_RECORDED_EVERY;
use shared_types::time::Time;

/// Whether a reading is to be recorded. Asked beside the reading, so that nearly all write nothing.
pub fn is_due(connection: &mut DbConnection, reader: Actor, way: Way, now: Time) -> DbResult<bool> {
    let Some(reader) = reader.id() else {
        return Ok(true);
    };
    let last = store::find_reading(connection, reader, way)?;
    Ok(last.is_none_or(|last| {
        !(now - READING_RECORDED_EVERY..=now + READING_RECORDED_EVERY).contains(&last)
    }))
}

/// Notes that a reading is recorded in this change; false when another one of the reader was meanwhile.
pub fn note(connection: &mut DbConnection, reader: Actor, way: Way, now: Time) -> DbResult<bool> {
    let every = READING_RECORDED_EVERY;
    match reader.id() {
        Some(reader) => store::note_reading(connection, reader, way, now, every),
        None => Ok(true),
    }
}

/// Drops what no longer keeps a reading from being recorded; how many.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    store::delete_before(connection, now - READING_RECORDED_EVERY)
}
