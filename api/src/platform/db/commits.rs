//! What this process has committed: how often, and a bell for whoever waits for the next time.

use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Notify;

/// Counted before anybody hears of the commit.
#[derive(Default)]
pub(super) struct Commits {
    count: AtomicU64,
    bell: Notify,
}

impl Commits {
    pub(super) fn note(&self) {
        self.count.fetch_add(1, Ordering::SeqCst);
        self.bell.notify_waiters();
    }

    pub(super) fn count(&self) -> u64 {
        self.count.load(Ordering::SeqCst)
    }

    pub(super) fn bell(&self) -> &Notify {
        &self.bell
    }
}
