//! The time of this computer, and its difference to the server's clock.

use shared_types::time::Time;
use std::cell::Cell;
use std::time::Duration;

thread_local! {
    static SERVER_AHEAD_MS: Cell<f64> = const { Cell::new(0.0) };
}

/// Milliseconds since the epoch, by this computer's clock.
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Takes the difference from the `Date` header of a response, so that countdowns are right on a
/// computer whose clock is wrong.
pub fn take_server_date(date_header: &str) {
    let server = js_sys::Date::parse(date_header);
    if server.is_finite() {
        SERVER_AHEAD_MS.set(server - now_ms());
    }
}

/// The time now, by the server's clock.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
pub fn server_now() -> Time {
    Time::from_micros((now_ms() + SERVER_AHEAD_MS.get()) as i64 * 1000)
}

/// A time of the server by this computer's clock.
pub fn local_ms(time: Time) -> f64 {
    milliseconds(time) - SERVER_AHEAD_MS.get()
}

/// A time of the server as milliseconds since the epoch.
#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 fit in 53 bits for 280,000 years"
)]
pub fn milliseconds(time: Time) -> f64 {
    (time.micros() / 1000) as f64
}

/// The day of a time on this computer, as an input of days has it: "2026-11-24".
pub fn day(time: Time) -> String {
    let date = js_sys::Date::new(&milliseconds(time).into());
    let (year, month, day) = (date.get_full_year(), date.get_month() + 1, date.get_date());
    format!("{year:04}-{month:02}-{day:02}")
}

/// The minute of a time on this computer, as an input of times has it: "2026-11-24T09:30".
pub fn minute(time: Time) -> String {
    let date = js_sys::Date::new(&milliseconds(time).into());
    let (hours, minutes) = (date.get_hours(), date.get_minutes());
    format!("{}T{hours:02}:{minutes:02}", day(time))
}

/// The time of an input of times, in the zone of this computer (ECMA-262 §21.4.1.32: a date and time without an
/// offset is a local one).
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
pub fn instant(text: &str) -> Option<Time> {
    let milliseconds = js_sys::Date::parse(text);
    let is_time = text.contains('T') && milliseconds.is_finite();
    is_time.then(|| Time::from_micros(milliseconds as i64 * 1000))
}

/// The last day before a time.
pub fn day_before(time: Time) -> String {
    day(time - Duration::from_millis(1))
}

/// When a day of an input begins on this computer, or one that is `later` days after it.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
pub fn start_of_day(day: &str, later: i32) -> Option<Time> {
    let mut parts = day.splitn(3, '-').map(str::parse::<i32>);
    let mut next = || parts.next()?.ok();
    let (year, month, day) = (next()?, next()?, next()?);
    let year = u32::try_from(year).ok()?;
    let date = js_sys::Date::new_with_year_month_day(year, month - 1, day + later);
    let milliseconds = date.get_time();
    let is_time = milliseconds.is_finite();
    is_time.then(|| Time::from_micros(milliseconds as i64 * 1000))
}

/// Whole seconds from one moment to a later one, rounded up; 0 when it is past.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and the value is not negative"
)]
pub fn seconds_between(now_ms: f64, then_ms: f64) -> u32 {
    ((then_ms - now_ms) / 1000.0).ceil().max(0.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_started_second_counts_and_the_past_is_zero() {
        assert_eq!(seconds_between(0.0, 1_001.0), 2);
        assert_eq!(seconds_between(0.0, 1_000.0), 1);
        assert_eq!(seconds_between(5_000.0, 1_000.0), 0);
    }
}
