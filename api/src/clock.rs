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

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the machine's clock"
)]
fn system_time() -> Time {
    let since_epoch = std::time::SystemTime::now().duration_since(UNIX_EPOCH);
    Time::from_micros(0) + since_epoch.unwrap_or_default()
}
