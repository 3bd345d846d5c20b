//! The session behind a presented token. On a server, look-ups that arrive at the same moment are made
//! in one statement: each costs the server less, and the program one round trip for all of them.

use super::last_use::LastUses;
use super::model::LiveSession;
use super::service::{SessionEnded, SessionError};
use super::store::{self, StoredSession};
use crate::people::api_tokens::RequestCounts;
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, PresentedToken, TokenKind};
use crate::platform::db::keys::SignInKey;
use crate::platform::db::{Batcher, DbConnection, DbError, DbResult};
use shared_types::sessions::Transport;
use std::time::Duration;

/// A session's last use is noted at most once in this time.
const LAST_USED_GRAIN: Duration = Duration::from_mins(1);

/// Finds sessions, and notes their uses in memory. Cloning it shares the notes and the batches.
#[derive(Clone)]
pub struct SessionChecks {
    context: Context,
    uses: LastUses,
    requests: RequestCounts,
    look_ups: Batcher<SignInKey, Option<StoredSession>>,
}

impl SessionChecks {
    /// Sessions of this database, by the clock of `context`.
    pub fn new(context: &Context) -> Self {
        let find = |connection: &mut DbConnection, keys: &[SignInKey]| {
            let found = store::find_sessions(connection, keys)?;
            Ok(found.into_iter().map(Some).collect())
        };
        Self {
            context: context.clone(),
            uses: LastUses::default(),
            requests: RequestCounts::default(),
            look_ups: Batcher::of_look_ups(&context.db, find),
        }
    }

    /// When sessions were last used, until it is written down.
    pub const fn uses(&self) -> &LastUses {
        &self.uses
    }

    /// The requests of API tokens within a minute.
    pub(super) const fn requests(&self) -> &RequestCounts {
        &self.requests
    }

    /// The session behind a presented token, whatever the policy asks: one statement. Its use is noted
    /// in memory.
    pub(super) async fn find_live(
        &self,
        transport: Transport,
        presented: &str,
    ) -> Result<LiveSession, SessionError> {
        let token = token::presented(TokenKind::Session, presented).ok_or(SessionEnded)?;
        let now = self.context.clock.now();
        let stored = self.look_up(&token).await?;
        let found = StoredSession::opened_by(stored, &token);
        let found = found.filter(|found| found.session.transport == transport);
        let found = found.ok_or(SessionEnded)?;
        // Another request may have used it in these two seconds; only near its end it makes a
        // difference.
        let is_idle = now >= found.session.idle_expires_at();
        let noted_use = is_idle
            .then(|| self.uses.noted(found.session.key))
            .flatten();
        let live = found.live(noted_use, now).ok_or(SessionEnded)?;
        if now.since(live.session.last_used_at) >= LAST_USED_GRAIN {
            self.uses.note(live.session.key, now);
        }
        Ok(live)
    }

    async fn look_up(&self, token: &PresentedToken) -> Result<Option<StoredSession>, DbError> {
        let key = SignInKey::of(token.selector);
        let find = move |connection: &mut DbConnection| -> DbResult<Option<StoredSession>> {
            Ok(store::find_sessions(connection, &[key])?.pop().flatten())
        };
        if let Some(found) = self.context.db.look_up_here(find) {
            return found;
        }
        match self.look_ups.submit(key).await? {
            Some(found) => Ok(found),
            // The statement for all of them failed; perhaps for one of the others.
            None => self.context.db.look_up_once(find).await,
        }
    }
}
