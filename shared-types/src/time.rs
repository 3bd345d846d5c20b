//! An instant in UTC with microseconds: RFC 3339 on the wire, an integer in the database.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::ops::{Add, Sub};
use std::time::Duration;

/// Microseconds since 1970-01-01T00:00:00Z. Arithmetic saturates, it never wraps.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(
    feature = "openapi",
    schema(value_type = String, format = DateTime, example = "2026-11-24T09:30:00Z")
)]
pub struct Time(i64);

impl Time {
    /// The instant that many microseconds after the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// The time of a text as we write it; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        Some(Self(parse_utc(text)?.as_microsecond()))
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// How long it is from `earlier` to `self`; zero when `earlier` is not earlier.
    pub fn since(self, earlier: Self) -> Duration {
        let micros = self.0.saturating_sub(earlier.0);
        Duration::from_micros(u64::try_from(micros).unwrap_or(0))
    }
}

impl Add<Duration> for Time {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(saturating_micros(duration)))
    }
}

impl Sub<Duration> for Time {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(saturating_micros(duration)))
    }
}

fn saturating_micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

impl From<i64> for Time {
    fn from(micros: i64) -> Self {
        Self(micros)
    }
}

impl From<Time> for i64 {
    fn from(time: Time) -> Self {
        time.0
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_microsecond(self.0) {
            Ok(timestamp) => timestamp.fmt(f),
            Err(_) => write!(f, "{} µs", self.0),
        }
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom(NO_TIME))
    }
}

/// What is said of a text that is no time.
pub const NO_TIME: &str = "expected a time in UTC, such as 2026-11-24T09:30:00Z";

/// Reads what we write, `2026-11-24T09:30:00.000001Z`. Times stand in answers only, and jiff's own
/// parser, which reads every format of its kind, is a fifth of the browser application.
fn parse_utc(text: &str) -> Option<Timestamp> {
    let (date, clock) = text.strip_suffix('Z')?.split_once('T')?;
    let (year, month_day) = date.split_once('-')?;
    let (month, day) = month_day.split_once('-')?;
    let (hour, minute_second) = clock.split_once(':')?;
    let (minute, second) = minute_second.split_once(':')?;
    let (second, fraction) = second.split_once('.').unwrap_or((second, ""));
    let civil = DateTime::new(
        year.parse().ok()?,
        month.parse().ok()?,
        day.parse().ok()?,
        hour.parse().ok()?,
        minute.parse().ok()?,
        second.parse().ok()?,
        nanoseconds(fraction)?,
    );
    Offset::UTC.to_timestamp(civil.ok()?).ok()
}

/// Up to nine digits behind the point.
fn nanoseconds(fraction: &str) -> Option<i32> {
    let digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || fraction.len() > 9 {
        return None;
    }
    format!("{fraction:0<9}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_survives_the_wire() {
        let time = Time::from_micros(1_795_512_600_000_001);
        let json = serde_json::to_string(&time).expect("a time serialises");
        assert_eq!(json, "\"2026-11-24T09:30:00.000001Z\"");
        assert_eq!(serde_json::from_str::<Time>(&json).expect("and back"), time);
    }

    #[test]
    fn every_time_that_we_write_is_read_back() {
        for micros in [
            0,
            -1,
            1,
            1_795_512_600_000_000,
            1_795_512_600_120_000,
            -62_135_596_800_000_000,
        ] {
            let json = serde_json::to_string(&Time::from_micros(micros)).expect("it serialises");
            let back = serde_json::from_str::<Time>(&json).expect("and back");
            assert_eq!(back.micros(), micros, "{json}");
        }
    }

    #[test]
    fn what_is_no_time_in_utc_is_refused() {
        for text in [
            "",
            "2026-11-24",
            "2026-11-24T09:30:00",
            "2026-11-24T09:30:00+01:00",
            "2026-13-24T09:30:00Z",
            "2026-11-24T25:30:00Z",
            "2026-11-24T09:30:00.Z1Z",
            "2026-11-24T09:30:00.0000000001Z",
            "yesterday",
        ] {
            assert!(
                serde_json::from_str::<Time>(&format!("\"{text}\"")).is_err(),
                "{text}"
            );
        }
    }

    /// X-04, T-11: arithmetic at the ends of the range saturates.
    #[test]
    fn arithmetic_saturates() {
        let end = Time::from_micros(i64::MAX) + Duration::from_secs(1);
        assert_eq!(end.micros(), i64::MAX);
        let start = Time::from_micros(i64::MIN) - Duration::MAX;
        assert_eq!(start.micros(), i64::MIN);
        assert_eq!(start.since(end), Duration::ZERO);
    }
}
