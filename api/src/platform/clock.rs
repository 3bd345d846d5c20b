//! Time as a value: rules ask the clock that they are given, so tests can move it.

use shared_types::time::Time;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands until it is moved.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `time`.
    pub fn manual(time: Time) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(time.micros())))
    }

    /// The time now.
    pub fn now(&self) -> Time {
        match self {
            Self::System => system_time(),
            Self::Manual(micros) => Time::from_micros(micros.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock; the machine's clock does not move.
    pub fn advance(&self, by: Duration) {
        if let Self::Manual(micros) = self {
            micros.store((self.now() + by).micros(), Ordering::SeqCst);
        }
    }

    /// Sets a manual clock; the machine's clock is not set.
    pub fn set(&self, time: Time) {
        if let Self::Manual(micros) = self {
            micros.store(time.micros(), Ordering::SeqCst);
        }
    }
}

/// Less than this is the clock being steered, not set.
const STEERING: Duration = Duration::from_secs(5);

/// Compares the machine's clock with one that cannot be set.
#[derive(Debug)]
pub struct Watch {
    now: Time,
    elapsed: Duration,
}

/// How the machine's clock was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jump {
    /// It runs earlier by this much than it would have.
    Back(Duration),
    /// It runs later by this much; a machine that slept looks the same.
    Forward(Duration),
}

impl Watch {
    /// Begins: the clock says `now`, and the one that cannot be set says `elapsed`.
    pub fn new(now: Time, elapsed: Duration) -> Self {
        Self { now, elapsed }
    }

    /// Whether the clock was set since the last look.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// a clock that is set is noticed once, in its direction; one that is steered is not.
    #[test]
    fn a_clock_that_is_set_is_noticed() {
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
