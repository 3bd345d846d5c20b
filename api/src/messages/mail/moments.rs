//! Times in mails: how long, and when, in the zone of who reads it.

use crate::platform::time_zone;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use shared_types::texts::Texts;
use shared_types::time::Time;
use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Writes times in one language and one zone.
pub(super) struct Moments {
    texts: Texts,
    zone: TimeZone,
}

impl Moments {
    /// In the zone with this name; in UTC where there is none, or none that is known here.
    pub(super) fn new(texts: Texts, zone: Option<&str>) -> Self {
        let zone = zone.and_then(time_zone::find);
        Self {
            texts,
            zone: zone.unwrap_or(TimeZone::UTC),
        }
    }

    /// "24 November 2026, 10:30 CET".
    pub(super) fn moment(&self, time: Time) -> String {
        let Ok(timestamp) = Timestamp::from_microsecond(time.micros()) else {
            return time.to_string();
        };
        let at = timestamp.to_zoned_datetime(self.zone.clone());
        let clock = format!("{:02}:{:02}", at.hour(), at.minute());
        let zone = self.zone_name(timestamp);
        let t = self.texts.mail;
        let day = t.day(at.day(), at.month(), at.year());
        t.moment(&day, &clock, &zone)
    }

    /// "30 minutes", "72 hours", "7 days": in whole units. The moments between what happened and the mail
    /// take nothing off.
    pub(super) fn span(&self, span: Duration) -> String {
        let t = self.texts.mail;
        match span.as_secs().saturating_add(MINUTE - 1) {
            seconds if seconds < 2 * HOUR => t.minutes((seconds / MINUTE).max(1)),
            seconds if seconds < 3 * DAY + HOUR => t.hours(seconds / HOUR),
            seconds => t.days(seconds / DAY),
        }
    }

    /// What the zone is called at that time. Its letters, where people know it by them, and how far it is
    /// from UTC otherwise.
    fn zone_name(&self, at: Timestamp) -> String {
        let t = self.texts.mail;
        let info = self.zone.to_offset_info(at);
        match (info.abbreviation(), info.offset().seconds()) {
            ("CET", 3600) => t.zone_cet().to_owned(),
            ("CEST", 7200) => t.zone_cest().to_owned(),
            ("UTC", _) => t.zone_utc().to_owned(),
            (known @ ("GMT" | "BST" | "EST" | "EDT" | "PST" | "PDT" | "JST"), _) => {
                known.to_owned()
            }
            (_, seconds) => {
                let minutes = seconds.abs() / 60;
                let sign = if seconds < 0 { '\u{2212}' } else { '+' };
                match (minutes / 60, minutes % 60) {
                    (hours, 0) => format!("UTC{sign}{hours}"),
                    (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::mail::samples;
    use shared_types::me::Locale;

    fn moments(locale: Locale, zone: &str) -> Moments {
        Moments::new(Texts::new(locale), Some(zone))
    }

    /// B12: in the reader's zone and form, with the zone's name; UTC, which most people never read,
    /// also in words.
    #[test]
    fn a_time_is_written_in_the_zone_of_the_reader() {
        for (locale, zone, written) in [
            (Locale::En, "Europe/Berlin", "24 November 2026, 10:30 CET"),
            (
                Locale::De,
                "Europe/Berlin",
                "24. November 2026, 10:30 Uhr MEZ",
            ),
            (
                Locale::En,
                "America/New_York",
                "24 November 2026, 04:30 EST",
            ),
            (
                Locale::En,
                "Asia/Kolkata",
                "24 November 2026, 15:00 UTC+5:30",
            ),
            (
                Locale::En,
                "America/Sao_Paulo",
                "24 November 2026, 06:30 UTC\u{2212}3",
            ),
            (
                Locale::En,
                "Mars/Olympus",
                "24 November 2026, 09:30 UTC (Coordinated Universal Time)",
            ),
        ] {
            assert_eq!(moments(locale, zone).moment(samples::NOW), written);
        }
        let utc = Moments::new(Texts::new(Locale::De), None);
        assert_eq!(
            utc.moment(samples::NOW),
            "24. November 2026, 09:30 Uhr UTC (koordinierte Weltzeit)"
        );
    }

    /// B12: a summer day has summer time.
    #[test]
    fn summer_time_is_named() {
        let june = Time::from_micros(1_782_000_000_000_000);
        let written = moments(Locale::De, "Europe/Berlin").moment(june);
        assert!(written.ends_with("MESZ"), "{written}");
    }

    /// B12: how long comes in the largest unit that people think in.
    #[test]
    fn spans_have_whole_units() {
        let spans = [1, 60, 600, 1800, 5400, 7200, 259_200, 259_141, 604_800];
        let written =
            spans.map(|seconds| moments(Locale::En, "UTC").span(Duration::from_secs(seconds)));
        let expected = [
            "1 minute",
            "1 minute",
            "10 minutes",
            "30 minutes",
            "90 minutes",
            "2 hours",
            "72 hours",
            "72 hours",
            "7 days",
        ];
        assert_eq!(written, expected);
    }
}
