//! When sessions were last used, noted in memory and written down for all of them at once: no request
//! waits for a write that decides nothing.
//!
//! A note says only that a live session was used. A node that dies forgets those of two seconds, which
//! can only end a session that much earlier.

use crate::people::api_tokens::TokenUses;
use crate::people::sign_ins;
use crate::platform::context::Context;
use crate::platform::db::keys::SignInKey;
use shared_types::time::Time;
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often the notes are written down.
const EVERY: Duration = Duration::from_secs(2);
/// Notes in one change; other changes wait for it.
const PER_CHANGE: usize = 500;

/// The notes of one node. Cloning it shares them.
#[derive(Clone, Default)]
pub struct LastUses {
    sessions: Arc<Mutex<HashMap<SignInKey, Time>>>,
    tokens: TokenUses,
}

impl LastUses {
    /// Notes the use of a live session.
    pub(super) fn note(&self, key: SignInKey, at: Time) {
        let mut all = self.locked();
        let latest = all.entry(key).or_insert(at);
        *latest = at.max(*latest);
    }

    /// A use that is not written down yet.
    pub(super) fn noted(&self, key: SignInKey) -> Option<Time> {
        self.locked().get(&key).copied()
    }

    /// The notes of API tokens, which are written down with these.
    pub(super) const fn of_tokens(&self) -> &TokenUses {
        &self.tokens
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<SignInKey, Time>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the notes down; those that could not be written are kept.
    pub async fn write(&self, context: &Context) {
        self.tokens.write(context).await;
        let mut notes: Vec<_> = std::mem::take(&mut *self.locked()).into_iter().collect();
        // Two nodes write rows in one order.
        notes.sort_unstable();
        for some in notes.chunks(PER_CHANGE) {
            let own = some.to_vec();
            let written = context
                .db
                .write(move |connection| sign_ins::note_last_used(connection, &own))
                .await;
            if let Err(error) = written {
                // A full disk must not refuse requests that only read.
                tracing::warn!(%error, "the last use of sessions was not noted; trying again soon");
                for (key, at) in some {
                    self.note(*key, *at);
                }
            }
        }
    }

    /// Writes the notes down until `shutdown` is done, and then once more.
    pub async fn run(self, context: Context, shutdown: impl Future<Output = ()>) {
        tokio::select! {
            () = self.write_forever(&context) => {}
            () = shutdown => {}
        }
        self.write(&context).await;
    }

    async fn write_forever(&self, context: &Context) {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.write(context).await;
        }
    }
}
