//! A day in UTC.

use serde::{Deserialize, Serialize};
use shared_types::time::Time;
use std::fmt;
use std::str::FromStr;

const SECONDS: i64 = 24 * 60 * 60;
const MICROS: i64 = SECONDS * 1_000_000;
/// The characters of `2026-11-24`.
const LENGTH: usize = 10;

/// A day in UTC, as the number of days since 1970-01-01; `2026-11-24` as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Day(i64);

impl Day {
    /// The day of a time.
    pub const fn of(time: Time) -> Self {
        Self(time.seconds().div_euclid(SECONDS))
    }

    pub(super) const fn of_number(number: i64) -> Self {
        Self(number)
    }

    pub(super) const fn number(self) -> i64 {
        self.0
    }

    /// The day after it.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// Its first moment.
    pub const fn start(self) -> Time {
        Time::from_micros(self.0.saturating_mul(MICROS))
    }

    /// The first moment after it.
    pub const fn end(self) -> Time {
        self.next().start()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.start().to_string();
        f.write_str(start.get(..LENGTH).unwrap_or(&start))
    }
}

/// Not a day as we write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a day is written YYYY-MM-DD")]
pub struct NoDay;

impl FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let start = Time::parse(&format!("{text}T00:00:00Z")).ok_or(NoDay)?;
        Ok(Self::of(start))
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl TryFrom<String> for Day {
    type Error = NoDay;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// G-05: a day begins at midnight in UTC, and its text is read back.
    #[test]
    fn a_day_is_a_day_in_utc() {
        let time = |text| Time::parse(text).expect("a time");
        for (text, day) in [
            ("2026-11-24T00:00:00Z", "2026-11-24"),
            ("2026-11-24T23:59:59.999999Z", "2026-11-24"),
            ("2028-02-29T12:00:00Z", "2028-02-29"),
            ("1969-12-31T23:59:59Z", "1969-12-31"),
        ] {
            assert_eq!(Day::of(time(text)).to_string(), day);
            assert_eq!(day.parse(), Ok(Day::of(time(text))));
        }
        let day: Day = "2026-12-31".parse().expect("a day");
        assert_eq!(day.start(), time("2026-12-31T00:00:00Z"));
        assert_eq!(day.end(), time("2027-01-01T00:00:00Z"));
        for text in ["", "2026-13-01", "24.11.2026", "2026-11-24T00:00:00Z"] {
            assert_eq!(text.parse::<Day>(), Err(NoDay), "{text}");
        }
    }
}
