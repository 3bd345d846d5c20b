//! Log lines about rejected connections: at most one in ten seconds for each reason, so that
//! opening connections cannot fill the log (H-03).

use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// The shortest time between two log lines with the same reason.
const PAUSE: Duration = Duration::from_secs(10);

/// Why a connection was refused or closed early.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rejection {
    /// The peer has as many connections as it may have.
    TooMany,
    /// A head or a body took too long, or nothing was sent.
    TooSlow,
}

/// Counts the rejections of all workers.
#[derive(Debug, Default)]
pub(crate) struct Rejections {
    too_many: Mutex<Counter>,
    too_slow: Mutex<Counter>,
}

#[derive(Debug, Default)]
struct Counter {
    unreported: u64,
    last_report: Option<Instant>,
}

impl Rejections {
    /// Counts one. Rejections during a pause are reported together with the first one after it.
    pub(crate) fn record(&self, rejection: Rejection) {
        let (counter, reason) = match rejection {
            Rejection::TooMany => (&self.too_many, "too many of one peer"),
            Rejection::TooSlow => (&self.too_slow, "too slow"),
        };
        let mut counter = counter.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(connections) = counter.count(Instant::now()) {
            tracing::info!(connections, reason, "connections were rejected");
        }
    }
}

impl Counter {
    /// Counts one; gives the number to report when a report is due.
    fn count(&mut self, now: Instant) -> Option<u64> {
        self.unreported += 1;
        let is_early = self.last_report.is_some_and(|last| now < last + PAUSE);
        if is_early {
            return None;
        }
        self.last_report = Some(now);
        Some(std::mem::take(&mut self.unreported))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// H-03, H-07: a thousand rejected connections are two log lines, and each is counted.
    #[test]
    fn a_flood_is_one_line() {
        let (mut counter, start) = (Counter::default(), Instant::now());
        assert_eq!(counter.count(start), Some(1));
        for _ in 0..1000 {
            assert_eq!(counter.count(start), None);
        }
        assert_eq!(counter.count(start + PAUSE), Some(1001));
    }
}
