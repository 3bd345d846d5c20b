//! The clock: code takes the time from the clock that it is given, so tests can set it.

use shared_types::time::Time;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that tests set.
    Manual(Arc<Hands>),
}

/// What a manual clock shows, in microseconds.
#[derive(Debug)]
pub struct Hands {
    time: AtomicI64,
    /// By how much each look at it moves it.
    step: AtomicI64,
}

impl Clock {
    /// A clock that does not run and shows `time`.
    pub fn manual(time: Time) -> Self {
        Self::Manual(Arc::new(Hands {
            time: AtomicI64::new(time.micros()),
            step: AtomicI64::new(0),
        }))
    }

    /// The time now.
    pub fn now(&self) -> Time {
        match self {
            Self::System => system_time(),
            Self::Manual(hands) => {
                let step = hands.step.load(Ordering::SeqCst);
                Time::from_micros(hands.time.fetch_add(step, Ordering::SeqCst))
            }
        }
    }

    /// Lets a manual clock go on by so much whenever somebody looks at it: work takes time, the same on every
    /// machine.
    pub fn go_on_at_each_look(&self, by: Duration) {
        if let Self::Manual(hands) = self {
            let step = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
            hands.step.store(step, Ordering::SeqCst);
        }
    }

    /// Advances a manual clock; the machine's clock is not changed.
    pub fn advance(&self, by: Duration) {
        if let Self::Manual(hands) = self {
            hands
                .time
                .store((self.now() + by).micros(), Ordering::SeqCst);
        }
    }

    /// Sets a manual clock; the machine's clock is not changed.
    pub fn set(&self, time: Time) {
        if let Self::Manual(hands) = self {
            hands.time.store(time.micros(), Ordering::SeqCst);
        }
    }
}

/// How long something that is made now counts.
#[derive(Clone, Copy, Debug)]
pub struct Validity {
    /// When it was made.
    pub from: Time,
    /// From when on it does not count any more.
    pub until: Time,
}

impl Validity {
    /// From now on, for this long.
    pub fn of(now: Time, lifetime: Duration) -> Self {
        Self {
            from: now,
            until: now + lifetime,
        }
    }
}

/// A smaller difference is a clock that is slewed, not set.
const STEERING: Duration = Duration::from_secs(5);

/// Compares the machine's clock with the monotonic clock.
#[derive(Debug)]
pub struct Watch {
    now: Time,
    elapsed: Duration,
}

/// How the machine's clock was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jump {
    /// It was set back by this much.
    Back(Duration),
    /// It was set forward by this much; a machine that was suspended looks the same.
    Forward(Duration),
}

impl Watch {
    /// Starts with `now` of the machine's clock and `elapsed` of the monotonic clock.
    pub fn new(now: Time, elapsed: Duration) -> Self {
        Self { now, elapsed }
    }

    /// Whether the clock was set since the last check.
    pub fn look(&mut self, now: Time, elapsed: Duration) -> Option<Jump> {
        let expected = self.now + elapsed.saturating_sub(self.elapsed);
        *self = Self { now, elapsed };
        let (back, forward) = (expected.since(now), now.since(expected));
        if back > STEERING {
            Some(Jump::Back(back))
        } else if forward > STEERING {
            Some(Jump::Forward(forward))
        } else {
            None
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the machine's clock"
)]
fn system_time() -> Time {
    let since_epoch = std::time::SystemTime::now().duration_since(UNIX_EPOCH);
    Time::from_micros(0) + since_epoch.unwrap_or_default()
}

/// The same of a pause that is not over: at least one second, for who is told to wait zero comes at once.
pub fn wait_seconds(wait: Duration) -> u32 {
    seconds_up(wait).max(1)
}

/// A pause in whole seconds, rounded up: who waits that long does not come too early (RFC 9110 §10.2.3).
pub fn seconds_up(pause: Duration) -> u32 {
    let seconds = pause.as_nanos().div_ceil(1_000_000_000);
    u32::try_from(seconds).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// a clock that is set is reported once, with its direction; one that is slewed is not.
    #[test]
    fn a_clock_that_is_set_is_reported() {
        let start = Time::from_micros(1_800_000_000_000_000);
        let (minute, hour) = (Duration::from_mins(1), Duration::from_hours(1));
        let mut watch = Watch::new(start, Duration::ZERO);
        let steered = start + minute + Duration::from_secs(4);
        assert_eq!(watch.look(steered, minute), None);
        let back = steered + minute - hour;
        assert_eq!(watch.look(back, 2 * minute), Some(Jump::Back(hour)));
        assert_eq!(watch.look(back + minute, 3 * minute), None);
        let forward = back + 2 * minute + hour;
        assert_eq!(watch.look(forward, 4 * minute), Some(Jump::Forward(hour)));
    }
}
