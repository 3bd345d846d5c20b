//! The session behind a presented token.

use super::last_use::LastUses;
use super::model::{FoundSession, LiveSession};
use super::person::SignedInPerson;
use super::service::{SessionEnded, SessionError};
use super::store::{self, StoredSession};
use crate::people::api_tokens::{RequestCounts, TokenChecks};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::keys::SignInKey;
use crate::platform::db::{DbError, LookUps};
use shared_types::sessions::Transport;
use std::time::Duration;

/// A session's last use is noted at most once in this time.
const LAST_USED_GRAIN: Duration = Duration::from_mins(1);

/// Finds sessions, and notes their uses in memory. Cloning it shares the notes and the batches.
#[derive(Clone)]
pub struct SessionChecks {
    context: Context,
    uses: LastUses,
    tokens: TokenChecks,
    requests: RequestCounts,
    look_ups: LookUps<SignInKey, Option<StoredSession>>,
}

impl SessionChecks {
    /// Sessions of this database, by the clock of `context`.
    pub fn new(context: &Context) -> Self {
        let uses = LastUses::default();
        Self {
            context: context.clone(),
            tokens: TokenChecks::new(context, uses.of_tokens()),
            uses,
            requests: RequestCounts::default(),
            look_ups: LookUps::new(&context.db, store::find_sessions),
        }
    }

    /// When sessions were last used, until it is written down.
    pub const fn uses(&self) -> &LastUses {
        &self.uses
    }

    /// The callers behind API tokens.
    pub(super) const fn of_tokens(&self) -> &TokenChecks {
        &self.tokens
    }

    /// The requests of API tokens within a minute.
    pub(super) const fn requests(&self) -> &RequestCounts {
        &self.requests
    }

    /// The person of a session that something else names, while it counts: the same statement. It is a use of the
    /// session.
    pub async fn find_person(&self, key: SignInKey) -> Result<Option<SignedInPerson>, DbError> {
        let stored = self.look_ups.find(key).await?;
        let live = stored.and_then(|stored| self.live(stored.into_found()));
        Ok(live.map(SignedInPerson::of))
    }

    /// The session behind a presented token, whatever the policy asks: one statement. Its use is noted
    /// in memory.
    pub(super) async fn find_live(
        &self,
        transport: Transport,
        presented: &str,
    ) -> Result<LiveSession, SessionError> {
        let token = token::presented(TokenKind::Session, presented).ok_or(SessionEnded)?;
        let key = SignInKey::of(token.selector);
        let stored = self.look_ups.find(key).await?;
        let found = StoredSession::opened_by(stored, &token);
        let found = found.filter(|found| found.session.transport == transport);
        let live = found.and_then(|found| self.live(found));
        Ok(live.ok_or(SessionEnded)?)
    }

    /// The session, if it counts; its use is noted.
    fn live(&self, found: FoundSession) -> Option<LiveSession> {
        let now = self.context.clock.now();
        // Another request may have used it in these two seconds; only near its end it makes a
        // difference.
        let is_idle = now >= found.session.idle_expires_at();
        let noted_use = is_idle
            .then(|| self.uses.noted(found.session.key))
            .flatten();
        let live = found.live(noted_use, now)?;
        if now.since(live.session.last_used_at) >= LAST_USED_GRAIN {
            self.uses.note(live.session.key, now);
        }
        Some(live)
    }
}
