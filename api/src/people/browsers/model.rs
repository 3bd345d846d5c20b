//! A known browser, with the wrong codes that came from it.

use crate::platform::crypto::token::{self, NewToken, TokenKind};
use crate::platform::db::keys::BrowserKey;
use crate::platform::new_id::new_id;
use crate::platform::origin::Origin;
use crate::protection::throttle::code_delay;
use shared_types::ids::BrowserId;
use shared_types::limits::KNOWN_BROWSER_USE_GRAIN;
use shared_types::time::Time;
use std::time::Duration;

/// A browser that is to be known: the token of its cookie, and what its member sees of it.
#[derive(Debug)]
pub struct NewBrowser {
    /// The token of its cookie.
    pub token: NewToken,
    /// Its name outside.
    pub id: BrowserId,
    /// A coarse word for the program, and the system.
    pub label: String,
    /// The network, coarse.
    pub network: String,
}

impl NewBrowser {
    /// The browser of a sign-in that comes from there.
    pub fn of(origin: &Origin, now: Time) -> Self {
        Self {
            token: token::generate(TokenKind::KnownBrowser, now),
            id: BrowserId(new_id(now)),
            label: origin.program.clone(),
            network: origin.network.clone(),
        }
    }

    /// The key of its row.
    pub fn key(&self) -> BrowserKey {
        BrowserKey::of(self.token.selector)
    }
}

/// The known browser of a cookie that was presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresentedBrowser {
    /// Its row.
    pub key: BrowserKey,
    pub(super) last_used_at: Time,
}

impl PresentedBrowser {
    /// Whether a use now is worth a write: once a day.
    pub(super) fn is_due(&self, now: Time) -> bool {
        now.since(self.last_used_at) >= KNOWN_BROWSER_USE_GRAIN
    }
}

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

    /// How long no code from it is looked at after one more wrong code.
    pub fn delay_after_wrong_code(self) -> Duration {
        code_delay(self.code_failures.saturating_add(1))
    }

    /// How long no code from it is looked at: never longer than the delay that was given, so that a clock
    /// that ran ahead and was set right locks nobody out.
    pub fn wait(&self, now: Time) -> Duration {
        self.code_blocked_until
            .since(now)
            .min(code_delay(self.code_failures))
    }
}
