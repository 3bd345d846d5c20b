//! A known browser, with the wrong codes that came from it.

use crate::platform::db::keys::BrowserKey;
use crate::protection::throttle::code_delay;
use shared_types::time::Time;
use std::time::Duration;

/// A browser that finished a sign-in of its member. Wrong codes in it delay nobody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownBrowser {
    /// Its row.
    pub key: BrowserKey,
    pub(super) code_failures: i64,
    pub(super) code_blocked_until: Time,
}

impl KnownBrowser {
    /// Whether no wrong code came from it since the last right one.
    pub fn is_clean(&self) -> bool {
        self.code_failures == 0
    }

    /// How long no code from it is looked at: never longer than the delay that was given, so that a clock
    /// that ran ahead and was set right locks nobody out.
    pub fn wait(&self, now: Time) -> Duration {
        self.code_blocked_until
            .since(now)
            .min(code_delay(self.code_failures))
    }
}
