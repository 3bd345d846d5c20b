//! How many requests each API token makes in a minute, counted in memory: no request waits for a write.
//!
//! The number shares out one process among programs, so that a tool in a loop leaves room for the others. Nothing
//! that guards a member stands on it: wrong codes are counted in the database, for all nodes. So every node counts
//! for itself; where several serve, a token gets the number on each of them.

use crate::platform::db::keys::ApiTokenKey;
use shared_types::limits::API_TOKEN_REQUESTS_WINDOW;
use shared_types::time::Time;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// With more windows than this, those that are over are forgotten before another begins.
const WINDOWS_KEPT: usize = 1024;

/// The counts of one node. Cloning it shares them.
#[derive(Clone, Default)]
pub struct RequestCounts(Arc<Mutex<Windows>>);

#[derive(Default)]
struct Windows {
    by_token: HashMap<ApiTokenKey, Window>,
    kept: usize,
}

/// The time in which the requests of a token are counted; it begins with the first one.
#[derive(Clone, Copy, Debug)]
struct Window {
    began: Time,
    used: u32,
}

/// What a token may still ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Requests in one window.
    pub limit: u32,
    /// Requests that are left of them after this one.
    pub remaining: u32,
    /// How long the window goes on.
    pub resets_in: Duration,
    /// Whether this request is one of them.
    pub is_granted: bool,
}

impl RequestCounts {
    /// Counts a request, if one is left.
    pub fn take(&self, token: ApiTokenKey, limit: u32, now: Time) -> Quota {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.of(token, now);
        let is_granted = window.used < limit;
        window.used += u32::from(is_granted);
        Quota {
            limit,
            remaining: limit.saturating_sub(window.used),
            resets_in: (window.began + API_TOKEN_REQUESTS_WINDOW).since(now),
            is_granted,
        }
    }
}

impl Windows {
    fn of(&mut self, token: ApiTokenKey, now: Time) -> &mut Window {
        if !self.by_token.contains_key(&token) && self.by_token.len() >= self.kept.max(WINDOWS_KEPT)
        {
            self.by_token.retain(|_, window| window.runs_at(now));
            // Looked through again only when they are twice as many: what a request costs does not grow.
            self.kept = 2 * self.by_token.len();
        }
        let fresh = Window {
            began: now,
            used: 0,
        };
        let window = self.by_token.entry(token).or_insert(fresh);
        if !window.runs_at(now) {
            *window = fresh;
        }
        window
    }
}

impl Window {
    /// A window that begins later than now is of a clock that was set back since.
    fn runs_at(self, now: Time) -> bool {
        self.began <= now && now.since(self.began) < API_TOKEN_REQUESTS_WINDOW
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Time = Time::from_micros(1_000_000_000);

    fn at(seconds: u64) -> Time {
        START + Duration::from_secs(seconds)
    }

    /// K-06 (limit): a window begins with its first request, grants its number, and ends a minute later; tokens
    /// do not count for each other.
    #[test]
    fn a_window_grants_its_number() {
        let counts = RequestCounts::default();
        let [one, other] = [1, 2].map(ApiTokenKey::of);
        let take = |token, seconds| {
            let quota = counts.take(token, 2, at(seconds));
            (quota.is_granted, quota.remaining, quota.resets_in.as_secs())
        };
        assert_eq!(take(one, 0), (true, 1, 60));
        assert_eq!(take(one, 10), (true, 0, 50));
        assert_eq!(take(one, 59), (false, 0, 1));
        assert_eq!(take(other, 59), (true, 1, 60));
        assert_eq!(take(one, 60), (true, 1, 60), "a refused one does not count");
    }

    /// A clock that is set back closes no token.
    #[test]
    fn a_window_of_the_future_is_none() {
        let counts = RequestCounts::default();
        let token = ApiTokenKey::of(1);
        assert!(counts.take(token, 1, at(3600)).is_granted);
        assert!(counts.take(token, 1, at(0)).is_granted);
        assert!(!counts.take(token, 1, at(1)).is_granted);
    }

    /// Tokens that ask no more take no memory.
    #[test]
    fn windows_that_are_over_are_forgotten() {
        let counts = RequestCounts::default();
        for token in 0..10_000 {
            counts.take(ApiTokenKey::of(token), 1, at(token.unsigned_abs()));
        }
        let windows = counts.0.lock().expect("the counts");
        assert!(
            windows.by_token.len() <= WINDOWS_KEPT + 1,
            "{}",
            windows.by_token.len()
        );
    }
}
