//! Counts the commits of this process, and wakes tasks that wait for the next one.

use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Notify;

/// Updated before any caller learns of a commit.
#[derive(Default)]
pub(super) struct CommitSignal {
    count: AtomicU64,
    next: Notify,
}

impl CommitSignal {
    /// Records one commit.
    pub(super) fn record(&self) {
        self.count.fetch_add(1, Ordering::SeqCst);
        self.next.notify_waiters();
    }

    /// The number of commits so far.
    pub(super) fn count(&self) -> u64 {
        self.count.load(Ordering::SeqCst)
    }

    /// Notified after each commit.
    pub(super) fn next(&self) -> &Notify {
        &self.next
    }
}
