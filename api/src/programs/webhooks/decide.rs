//! What follows from an attempt.

use crate::platform::outbound::SendFailure;
use jiff::fmt::rfc2822;
use shared_types::limits::{WEBHOOK_DELIVERY_LIFETIME, WEBHOOK_FAILING_LONGEST};
use shared_types::time::Time;
use shared_types::webhooks::WebhookDisabledCause;
use std::time::Duration;

/// The pause after the first attempt, the second, and so on; the last one repeats.
const PAUSES: [Duration; 9] = [
    Duration::from_secs(5),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(5),
    Duration::from_hours(10),
    Duration::from_hours(14),
    Duration::from_hours(20),
    Duration::from_hours(24),
];
/// The longest pause that a receiver can ask for.
const PAUSE_LONGEST: Duration = Duration::from_hours(24);
/// The longest time for which one failure holds other events back, unless the receiver asks for more.
const REST_LONGEST: Duration = Duration::from_mins(5);
/// A pause is longer by at most a tenth, so that what failed together does not come back together.
const JITTER: u32 = 10;

/// What is known after an attempt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    pub(super) now: Time,
    /// When the event was queued.
    pub(super) created_at: Time,
    /// Attempts, with this one.
    pub(super) attempts: i64,
    /// Since when everything to this receiver failed, before this attempt.
    pub(super) failing_since: Option<Time>,
    /// What came back.
    pub(super) outcome: Result<Said, SendFailure>,
    /// From 0 to 99: a random part of the pause.
    pub(super) chance: u32,
}

/// What the receiver said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The status of HTTP.
    pub(super) status: u16,
    /// How long it asks to wait.
    pub(super) retry_after: Option<Duration>,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// It was taken.
    Delivered,
    /// Another attempt after this time. For `rest`, nothing else is sent to this receiver.
    Later { after: Duration, rest: Duration },
    /// No attempt would come in time.
    GiveUp,
    /// Nothing is sent to this receiver any more.
    Disable(WebhookDisabledCause),
}

impl Step {
    /// Another attempt soon: what this one found is not true any more.
    pub(super) const fn again() -> Self {
        Self::Later {
            after: PAUSES[0],
            rest: Duration::ZERO,
        }
    }
}

pub(super) fn next(facts: Facts) -> Step {
    let status = facts.outcome.ok().map(|said| said.status);
    match status {
        Some(200..=299) => return Step::Delivered,
        Some(410) => return Step::Disable(WebhookDisabledCause::Gone),
        _ => {}
    }
    let failing = facts.failing_since.map(|since| facts.now.since(since));
    if failing.is_some_and(|long| long >= WEBHOOK_FAILING_LONGEST) {
        return Step::Disable(WebhookDisabledCause::Failing);
    }
    let asked = facts.outcome.ok().and_then(|said| said.retry_after);
    let after =
        pause(facts.attempts, facts.chance).max(asked.unwrap_or_default().min(PAUSE_LONGEST));
    if facts.now + after >= facts.created_at + WEBHOOK_DELIVERY_LIFETIME {
        return Step::GiveUp;
    }
    // Slow down where the receiver says that it cannot, or does not say anything.
    let is_slow = matches!(status, None | Some(429 | 502..=504));
    let slow = if is_slow {
        after.min(REST_LONGEST)
    } else {
        Duration::ZERO
    };
    // What it asks for, not the pause of this event: that grows to a day, and other events are not to wait for it.
    let rest = slow.max(asked.unwrap_or_default().min(PAUSE_LONGEST));
    Step::Later { after, rest }
}

fn pause(attempts: i64, chance: u32) -> Duration {
    let failures = usize::try_from(attempts).unwrap_or(0).max(1);
    let pause = PAUSES[failures.min(PAUSES.len()) - 1];
    pause + pause * chance.min(100) / (100 * JITTER)
}

/// The header `Retry-After`: seconds, or a date (RFC 9110 §10.2.3).
pub(super) fn retry_after(text: &str, now: Time) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = rfc2822::parse(text).ok()?.timestamp().as_microsecond();
    Some(Time::from_micros(date).since(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_micros(1_800_000_000_000_000);

    fn facts(outcome: Result<u16, SendFailure>) -> Facts {
        Facts {
            now: NOW,
            created_at: NOW,
            attempts: 1,
            failing_since: None,
            outcome: outcome.map(|status| Said {
                status,
                retry_after: None,
            }),
            chance: 0,
        }
    }

    #[test]
    fn a_status_decides() {
        for status in [200, 202, 204, 299] {
            assert_eq!(next(facts(Ok(status))), Step::Delivered);
        }
        let gone = Step::Disable(WebhookDisabledCause::Gone);
        assert_eq!(next(facts(Ok(410))), gone);
        let after = Duration::from_secs(5);
        for (outcome, rests) in [
            (Ok(301), false),
            (Ok(400), false),
            (Ok(404), false),
            (Ok(500), false),
            (Ok(429), true),
            (Ok(502), true),
            (Ok(504), true),
            (Err(SendFailure::Timeout), true),
            (Err(SendFailure::Address), true),
        ] {
            let rest = if rests { after } else { Duration::ZERO };
            assert_eq!(next(facts(outcome)), Step::Later { after, rest });
        }
    }

    /// Retries from 5 seconds to 24 hours, each up to a tenth later, until four days are over.
    #[test]
    fn pauses_grow_until_the_event_is_given_up() {
        let after = |attempts, chance| pause(attempts, chance).as_secs();
        assert_eq!(
            [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(|attempts| after(attempts, 0)),
            [
                5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400, 86_400
            ]
        );
        assert_eq!(after(2, 100), 330);
        let late = Facts {
            attempts: 6,
            ..facts(Err(SendFailure::Timeout))
        };
        let (after, rest) = (Duration::from_hours(10), REST_LONGEST);
        assert_eq!(next(late), Step::Later { after, rest });
        let old = Facts {
            created_at: NOW - Duration::from_hours(95),
            attempts: 9,
            ..facts(Ok(500))
        };
        assert_eq!(next(old), Step::GiveUp);
    }

    #[test]
    fn what_fails_for_three_days_is_disabled() {
        let failing = |hours| {
            next(Facts {
                failing_since: Some(NOW - Duration::from_hours(hours)),
                ..facts(Err(SendFailure::Connection))
            })
        };
        assert!(matches!(failing(71), Step::Later { .. }));
        assert_eq!(failing(72), Step::Disable(WebhookDisabledCause::Failing));
    }

    /// A receiver is waited for as long as it asks, but never longer than a day, nor shorter than the pause. Other events
    /// wait for what it asks, however long the pause of this one has become.
    #[test]
    fn retry_after_is_honoured() {
        let asked = |status, attempts, seconds| {
            let said = Said {
                status,
                retry_after: Some(Duration::from_secs(seconds)),
            };
            match next(Facts {
                outcome: Ok(said),
                attempts,
                ..facts(Ok(status))
            }) {
                Step::Later { after, rest } => (after.as_secs(), rest.as_secs()),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(asked(503, 1, 120), (120, 120));
        assert_eq!(asked(503, 1, 1), (5, 5));
        assert_eq!(asked(503, 1, 10_000_000), (86_400, 86_400));
        assert_eq!(asked(503, 6, 30), (36_000, 300));
        assert_eq!(asked(503, 6, 600), (36_000, 600));
        assert_eq!(asked(400, 6, 30), (36_000, 30));
        let read = |text| retry_after(text, NOW).map(|pause| pause.as_secs());
        assert_eq!(read(" 120 "), Some(120));
        assert_eq!(read("Fri, 15 Jan 2027 08:02:00 GMT"), Some(120));
        assert_eq!(read("Fri, 15 Jan 2027 07:00:00 GMT"), Some(0));
        assert_eq!(read("soon"), None);
    }
}
