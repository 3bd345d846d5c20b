//! Requests with a token from outside its networks, which are refused: counted in memory, and written down with the
//! last uses. Who makes them has the token, so its owner is to know; and no refusal waits for a write.

use super::model::KeptToken;
use super::store::{self, StoredToken};
use super::store_outside;
use crate::platform::context::Context;
use crate::platform::db::keys::ApiTokenKey;
use crate::platform::db::{DbConnection, DbResult};
use shared_types::limits::API_TOKEN_OUTSIDE_TOLD_EVERY;
use shared_types::time::Time;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The counts of one node. Cloning it shares them.
#[derive(Clone, Default)]
pub(super) struct OutsideRequests(Arc<Mutex<BTreeMap<ApiTokenKey, Counted>>>);

/// How many, and from where the last one came, coarse.
#[derive(Clone)]
struct Counted {
    requests: i64,
    network: String,
}

impl OutsideRequests {
    pub(super) fn note(&self, key: ApiTokenKey, network: &str) {
        let counted = Counted {
            requests: 1,
            network: network.to_owned(),
        };
        self.add(key, counted);
    }

    fn add(&self, key: ApiTokenKey, more: Counted) {
        let mut all = self.locked();
        let requests = all.get(&key).map_or(0, |counted| counted.requests);
        let requests = requests.saturating_add(more.requests);
        all.insert(key, Counted { requests, ..more });
    }

    fn locked(&self) -> MutexGuard<'_, BTreeMap<ApiTokenKey, Counted>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the counts down, in the order of their keys as every node does; those that could not be written are
    /// kept.
    pub(super) async fn write(&self, context: &Context) {
        let counts = std::mem::take(&mut *self.locked());
        if counts.is_empty() {
            return;
        }
        let own = counts.clone();
        let write = move |connection: &mut DbConnection| {
            own.iter().try_for_each(|(key, counted)| {
                store_outside::add_requests(connection, *key, counted.requests, &counted.network)
            })
        };
        if let Err(error) = context.db.write(write).await {
            tracing::warn!(%error, "requests from outside the networks of API tokens were not counted; trying again soon");
            for (key, counted) in counts {
                self.add(key, counted);
            }
        }
    }
}

/// A token that was used from outside its networks, of which its owner is to be told.
pub struct UsedOutside {
    /// The token.
    pub kept: KeptToken,
    /// How often since its owner was told last.
    pub requests: i64,
    /// From where the last one came, coarse.
    pub network: String,
}

/// Takes some of those whose owner was not told within a day: each once.
pub fn take_outside(connection: &mut DbConnection, now: Time) -> DbResult<Vec<UsedOutside>> {
    let before = now - API_TOKEN_OUTSIDE_TOLD_EVERY;
    let mut taken = Vec::new();
    for row in store_outside::list_unreported(connection, before)? {
        if !store_outside::consume_requests(connection, &row, before, now)? {
            continue;
        }
        let found = store::find_by_key(connection, row.key)?;
        taken.extend(found.map(|StoredToken { kept, .. }| UsedOutside {
            kept,
            requests: row.requests,
            network: row.network.unwrap_or_default(),
        }));
    }
    Ok(taken)
}
