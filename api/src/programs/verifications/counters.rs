//! The counters of a program that asks, and of the station that it asks from.

use super::fields::Operation;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::throttle::{self, PROGRAM_FAILING, STATION_FAILING, Verdict};
use shared_types::time::Time;

/// The counters of the program that asks.
pub(super) struct Counters {
    station: Option<String>,
    program: String,
}

impl Counters {
    pub(super) fn of(context: &Context, program: &str, operation: &Operation) -> Self {
        let station = operation.station.as_deref();
        Self {
            station: station
                .map(|station| throttle::station_failing(&context.keys, program, station)),
            program: throttle::program_failing(program),
        }
    }

    /// Whether the program, or its station, has to wait. Nothing is locked: right answers of one program do
    /// not wait for each other.
    pub(super) fn peek_of_program(
        &self,
        connection: &mut DbConnection,
        now: Time,
    ) -> DbResult<Verdict> {
        if let Some(station) = &self.station {
            let verdict = throttle::may_take(connection, station, &STATION_FAILING, now)?;
            if verdict != Verdict::Allowed {
                return Ok(verdict);
            }
        }
        throttle::may_take(connection, &self.program, &PROGRAM_FAILING, now)
    }

    /// Counts a wrong answer.
    pub(super) fn count(&self, connection: &mut DbConnection, now: Time) -> DbResult<()> {
        throttle::take(connection, &self.program, &PROGRAM_FAILING, now)?;
        if let Some(station) = &self.station {
            throttle::take(connection, station, &STATION_FAILING, now)?;
        }
        Ok(())
    }
}
