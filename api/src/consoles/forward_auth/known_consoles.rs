//! The consoles that proxies ask about, as this node read them last. A request reads the version of its console; the rest of
//! the row is read again only when that is another one.

use crate::consoles::clients::{self, Client};
use crate::platform::context::Context;
use crate::platform::db::keys::ClientKey;
use crate::platform::db::{DbConnection, DbError};
use crate::platform::limits::CONSOLES_KEPT;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Cloning it shares them.
#[derive(Clone, Default)]
pub(super) struct KnownConsoles(Arc<Mutex<HashMap<ClientKey, Arc<Client>>>>);

impl KnownConsoles {
    /// The console of this key, in this version or a newer one.
    pub(super) async fn find(
        &self,
        context: &Context,
        key: ClientKey,
        version: i64,
    ) -> Result<Option<Arc<Client>>, DbError> {
        if let Some(known) = self.known(key, version) {
            return Ok(Some(known));
        }
        let find = move |connection: &mut DbConnection| clients::find_by_key(connection, key);
        let found = context.db.read(find).await?.map(Arc::new);
        if let Some(client) = &found {
            self.keep(client);
        }
        Ok(found)
    }

    fn known(&self, key: ClientKey, version: i64) -> Option<Arc<Client>> {
        let known = self.locked().get(&key).cloned();
        known.filter(|client| client.version() == version)
    }

    fn keep(&self, client: &Arc<Client>) {
        let mut all = self.locked();
        if all.len() >= CONSOLES_KEPT {
            all.clear();
        }
        all.insert(client.key, Arc::clone(client));
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<ClientKey, Arc<Client>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consoles::clients::sample;

    /// What was changed meanwhile is not used, and no more are kept than a number.
    #[test]
    fn only_the_present_version_is_known() {
        let all = KnownConsoles::default();
        let first = Arc::new(sample());
        all.keep(&first);
        assert!(all.known(first.key, first.version()).is_some());
        assert!(all.known(first.key, first.version() + 1).is_none());
        assert!(all.known(ClientKey::of(2), 1).is_none());
        for key in 2..=i64::try_from(CONSOLES_KEPT).expect("a small number") + 1 {
            let mut other = sample();
            other.key = ClientKey::of(key);
            all.keep(&Arc::new(other));
        }
        assert!(all.locked().len() <= CONSOLES_KEPT);
        assert!(all.known(first.key, first.version()).is_none());
    }
}
