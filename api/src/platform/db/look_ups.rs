//! Rows that are found by their keys. On SQLite each is read on the thread that asks; on a server those of
//! requests that arrive at the same moment are found with one statement, which costs the server less, and the
//! program one round trip for all of them.

use super::{Batcher, Db, DbConnection, DbError, DbResult, StatementError};

/// Gives at the place of each key what is found by it, with one statement.
type Find<K, V> = fn(&mut DbConnection, &[K]) -> DbResult<Vec<V>>;

/// Look-ups of one kind. Cloning it shares the batches.
pub struct LookUps<K, V> {
    db: Db,
    find: Find<K, V>,
    batches: Batcher<K, V>,
}

impl<K, V> Clone for LookUps<K, V> {
    fn clone(&self) -> Self {
        Self {
            db: self.db.clone(),
            find: self.find,
            batches: self.batches.clone(),
        }
    }
}

impl<K, V> LookUps<K, V>
where
    K: Copy + Send + 'static,
    V: Send + 'static,
{
    /// Must be called on the main runtime, as [`Batcher::new`].
    pub fn new(db: &Db, find: Find<K, V>) -> Self {
        let together = move |connection: &mut DbConnection, keys: &[K]| {
            let found = find(connection, keys)?;
            Ok(found.into_iter().map(Some).collect())
        };
        Self {
            db: db.clone(),
            find,
            batches: Batcher::of_look_ups(db, together),
        }
    }

    /// What is found by a key.
    pub async fn find(&self, key: K) -> Result<V, DbError> {
        let find = self.find;
        let alone = move |connection: &mut DbConnection| {
            let found = find(connection, &[key])?.pop();
            found.ok_or(StatementError::NotFound)
        };
        if let Some(found) = self.db.look_up_here(alone) {
            return found;
        }
        match self.batches.submit(key).await? {
            Some(found) => Ok(found),
            // The statement for all of them failed; perhaps for one of the others.
            None => self.db.look_up_once(alone).await,
        }
    }
}
