//! Changes that decide nothing: noted in memory, and written down together once a second. No request waits for them,
//! and who repeats one makes it no larger. A node that dies forgets those of a second.

use super::db::{Db, DbConnection, DbResult};
use super::limits::{NOTES_WAITING, NOTES_WRITTEN_EVERY};
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::time::{MissedTickBehavior, interval};

/// Notes in one change; other changes wait for it.
const PER_CHANGE: usize = 200;

/// Writes one down; the number says how many there were since the last time.
pub type WriteNote = Arc<dyn Fn(&mut DbConnection, i64) -> DbResult<()> + Send + Sync>;

/// The notes of one node. Cloning it shares them.
#[derive(Clone, Default)]
pub struct Notes(Arc<Mutex<BTreeMap<String, Note>>>);

#[derive(Clone)]
struct Note {
    count: i64,
    write: WriteNote,
}

impl Notes {
    /// Notes a change. Of those with the same key the newest is made, with their number.
    pub fn put(&self, key: String, write: WriteNote) {
        let mut all = self.locked();
        if let Some(note) = all.get_mut(&key) {
            note.count += 1;
            note.write = write;
        } else if all.len() < NOTES_WAITING {
            all.insert(key, Note { count: 1, write });
        }
    }

    /// Makes the changes, in the order of their keys as every node does. What cannot be written is forgotten: it
    /// decides nothing, and a full disk is told of elsewhere.
    pub async fn write(&self, db: &Db) {
        let all: Vec<Note> = std::mem::take(&mut *self.locked()).into_values().collect();
        for some in all.chunks(PER_CHANGE) {
            let own = some.to_vec();
            let write = move |connection: &mut DbConnection| {
                own.iter()
                    .try_for_each(|note| (note.write)(connection, note.count))
            };
            if let Err(error) = db.write(write).await {
                tracing::warn!(%error, "what came of consoles was not written down");
            }
        }
    }

    /// Writes them down until `shutdown` is done, and then once more.
    pub async fn run(self, db: Db, shutdown: impl Future<Output = ()>) {
        tokio::select! {
            () = self.write_forever(&db) => {}
            () = shutdown => {}
        }
        self.write(&db).await;
    }

    async fn write_forever(&self, db: &Db) {
        let mut ticks = interval(NOTES_WRITTEN_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.write(db).await;
        }
    }

    fn locked(&self) -> MutexGuard<'_, BTreeMap<String, Note>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nobody fills the memory: what repeats is one note, and there are so many at most.
    #[test]
    fn notes_are_bounded() {
        let notes = Notes::default();
        let put = |key: usize| notes.put(key.to_string(), Arc::new(|_, _| Ok(())));
        (0..3).for_each(|_| put(7));
        assert_eq!(notes.locked()["7"].count, 3);
        (0..2 * NOTES_WAITING).for_each(put);
        assert_eq!(notes.locked().len(), NOTES_WAITING);
    }
}
