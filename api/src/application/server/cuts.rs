//! What the log hears of connections that are refused or cut off: at most one line in ten seconds
//! for each reason, so that nobody fills the log by opening connections (security.md H-03).

use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

const PAUSE: Duration = Duration::from_secs(10);

/// Why a connection ended before its time.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cut {
    /// Its peer has enough of them.
    TooMany,
    /// A head or a body took too long, or nothing came.
    TooSlow,
}

/// The cuts of all workers.
#[derive(Debug, Default)]
pub(super) struct Cuts {
    too_many: Mutex<Tally>,
    too_slow: Mutex<Tally>,
}

#[derive(Debug, Default)]
struct Tally {
    untold: u64,
    told: Option<Instant>,
}

impl Cuts {
    /// Counts one; those of a pause are told together with the first one after it.
    pub(super) fn note(&self, cut: Cut) {
        let (tally, reason) = match cut {
            Cut::TooMany => (&self.too_many, "too many of one peer"),
            Cut::TooSlow => (&self.too_slow, "too slow"),
        };
        let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(connections) = tally.count(Instant::now()) {
            tracing::info!(connections, reason, "connections were cut off");
        }
    }
}

impl Tally {
    /// How many there are to tell of, when it is time to.
    fn count(&mut self, now: Instant) -> Option<u64> {
        self.untold += 1;
        let is_early = self.told.is_some_and(|told| now < told + PAUSE);
        if is_early {
            return None;
        }
        self.told = Some(now);
        Some(std::mem::take(&mut self.untold))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// H-03, H-07: a thousand refused connections are two lines, and none is forgotten.
    #[test]
    fn a_flood_is_one_line() {
        let (mut tally, start) = (Tally::default(), Instant::now());
        assert_eq!(tally.count(start), Some(1));
        for _ in 0..1000 {
            assert_eq!(tally.count(start), None);
        }
        assert_eq!(tally.count(start + PAUSE), Some(1001));
    }
}
