//! When, from where and for what tokens were last used: noted in memory, and written down with the last uses
//! of sessions. No request waits for a write that decides nothing.

use super::model::TokenUse;
use super::outside::OutsideRequests;
use super::store;
use crate::platform::context::Context;
use crate::platform::db::DbConnection;
use crate::platform::db::keys::ApiTokenKey;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The notes of one node. Cloning it shares them.
#[derive(Clone, Default)]
pub struct TokenUses {
    last: Arc<Mutex<BTreeMap<ApiTokenKey, TokenUse>>>,
    outside: OutsideRequests,
}

impl TokenUses {
    /// Notes a use; the latest counts.
    pub(super) fn note(&self, key: ApiTokenKey, last: TokenUse) {
        let mut all = self.locked();
        let is_newer = all.get(&key).is_none_or(|noted| noted.at < last.at);
        if is_newer {
            all.insert(key, last);
        }
    }

    /// The counts of refused requests, which are written down with these.
    pub(super) const fn outside(&self) -> &OutsideRequests {
        &self.outside
    }

    fn locked(&self) -> MutexGuard<'_, BTreeMap<ApiTokenKey, TokenUse>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the notes down, in the order of their keys as every node does; those that could not be written
    /// are kept.
    pub async fn write(&self, context: &Context) {
        self.outside.write(context).await;
        let notes = std::mem::take(&mut *self.locked());
        if notes.is_empty() {
            return;
        }
        let own = notes.clone();
        let write = move |connection: &mut DbConnection| {
            own.iter()
                .try_for_each(|(key, last)| store::update_last_use(connection, *key, last))
        };
        if let Err(error) = context.db.write(write).await {
            tracing::warn!(%error, "the last use of API tokens was not noted; trying again soon");
            for (key, last) in notes {
                self.note(key, last);
            }
        }
    }
}
