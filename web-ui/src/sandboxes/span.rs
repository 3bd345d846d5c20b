//! How far the clock of a test organization is moved, and how that is said.

use crate::i18n::Texts;
use shared_types::limits::SANDBOX_CLOCK_FURTHEST;

const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;
const DAY: u32 = 24 * HOUR;

/// What the clock is moved by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Minutes,
    Hours,
    Days,
}

impl Unit {
    pub(super) const ALL: [Self; 3] = [Self::Minutes, Self::Hours, Self::Days];

    /// Its name in the form.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }

    /// What it is called.
    pub(super) fn label(self, texts: Texts) -> &'static str {
        match self {
            Self::Minutes => texts.sandboxes.clock_unit_minutes(),
            Self::Hours => texts.sandboxes.clock_unit_hours(),
            Self::Days => texts.sandboxes.clock_unit_days(),
        }
    }

    const fn seconds(self) -> u32 {
        match self {
            Self::Minutes => MINUTE,
            Self::Hours => HOUR,
            Self::Days => DAY,
        }
    }
}

/// By how many seconds a clock can still be moved that is ahead so far.
pub(super) fn left(ahead: u32) -> u32 {
    let furthest = u32::try_from(SANDBOX_CLOCK_FURTHEST.as_secs()).unwrap_or(u32::MAX);
    furthest.saturating_sub(ahead)
}

/// How far a clock is ahead after it was moved by what was typed; `None` where that is no number, nothing, or more than
/// is left.
pub(super) fn moved(ahead: u32, typed: &str, unit: Unit) -> Option<u32> {
    let count: u32 = typed.trim().parse().ok()?;
    let by = count.checked_mul(unit.seconds())?;
    (1..=left(ahead)).contains(&by).then(|| ahead + by)
}

/// "2 days, 3 hours".
pub(super) fn words(texts: Texts, seconds: u32) -> String {
    let t = texts.sandboxes;
    let (days, hours) = (seconds / DAY, seconds % DAY / HOUR);
    let (minutes, rest) = (seconds % HOUR / MINUTE, seconds % MINUTE);
    let mut parts = Vec::new();
    if days > 0 {
        parts.push(t.days(days));
    }
    if hours > 0 {
        parts.push(t.hours(hours));
    }
    if minutes > 0 {
        parts.push(texts.common.minutes(minutes));
    }
    if rest > 0 || parts.is_empty() {
        parts.push(texts.common.seconds(rest));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::me::Locale;

    #[test]
    fn a_clock_is_moved_forward_and_not_too_far() {
        let month = 30 * DAY;
        for (ahead, typed, unit, to) in [
            (0, "90", Unit::Minutes, Some(90 * MINUTE)),
            (HOUR, " 2 ", Unit::Hours, Some(3 * HOUR)),
            (0, "30", Unit::Days, Some(month)),
            (1, "30", Unit::Days, None),
            (month, "1", Unit::Minutes, None),
            (0, "0", Unit::Days, None),
            (0, "-1", Unit::Days, None),
            (0, "1.5", Unit::Days, None),
            (0, "", Unit::Days, None),
            (0, "4000000000", Unit::Days, None),
        ] {
            assert_eq!(moved(ahead, typed, unit), to, "{ahead} {typed:?} {unit:?}");
        }
    }

    #[test]
    fn a_span_is_said_without_what_is_zero() {
        let texts = Texts::new(Locale::En);
        for (seconds, said) in [
            (0, "0 seconds"),
            (90, "1 minute, 30 seconds"),
            (DAY + 2 * HOUR, "1 day, 2 hours"),
            (30 * DAY, "30 days"),
        ] {
            assert_eq!(words(texts, seconds), said);
        }
        assert_eq!(
            words(Texts::new(Locale::De), DAY + 2 * HOUR),
            "1 Tag, 2 Stunden"
        );
    }

    #[test]
    fn every_unit_is_found_by_its_name() {
        for unit in Unit::ALL {
            assert_eq!(Unit::named(unit.name()), Some(unit));
        }
        assert_eq!(Unit::named("years"), None);
    }
}
