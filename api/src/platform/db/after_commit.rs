//! What follows a change once it is durable, and never when it is taken back.

use std::cell::RefCell;

type Deed = Box<dyn FnOnce() + Send>;

thread_local! {
    /// What the change that this thread runs has asked for; `None` outside of a change.
    static WAITING: RefCell<Option<Vec<Deed>>> = const { RefCell::new(None) };
}

/// Does `deed` as soon as the change around the caller is durable. A change that is taken back, or
/// run once more, takes its deeds along. Must not be called outside of a change.
pub fn after_commit(deed: impl FnOnce() + Send + 'static) {
    WAITING.with_borrow_mut(|waiting| {
        debug_assert!(waiting.is_some(), "after_commit outside of a change");
        waiting.get_or_insert_default().push(Box::new(deed));
    });
}

/// What one change asked for; dropping it leaves it undone.
#[must_use]
pub(super) struct Deeds(Vec<Deed>);

impl Deeds {
    /// The change is durable: from now on they will be done.
    pub(super) fn stand(self) -> Owed {
        Owed(self.0)
    }
}

/// Deeds of a durable change, done by whoever drops them: the caller when it takes its answer, so
/// that nobody's change waits for them; the writer when the caller has gone.
pub(super) struct Owed(Vec<Deed>);

impl Drop for Owed {
    fn drop(&mut self) {
        for deed in self.0.drain(..) {
            deed();
        }
    }
}

/// Runs the body of one change, and gives what it asked for.
pub(super) fn gathered<T>(body: impl FnOnce() -> T) -> (T, Deeds) {
    WAITING.set(Some(Vec::new()));
    let value = body();
    (value, Deeds(WAITING.take().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::db::{DatabaseUrl, Db, DbError, DbResult, StatementError};
    use diesel::connection::SimpleConnection as _;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// A change that asks for a deed; whether it was done by the time of the answer.
    async fn is_done(db: &Db, sql: &'static str, end: fn() -> DbResult<()>) -> bool {
        let count = Arc::new(AtomicUsize::new(0));
        let own = Arc::clone(&count);
        let written: Result<(), DbError> = db
            .write(move |connection| {
                after_commit(move || {
                    own.fetch_add(1, Ordering::Relaxed);
                });
                connection.batch_execute(sql)?;
                end()
            })
            .await;
        let count = count.load(Ordering::Relaxed);
        assert_eq!(count, usize::from(written.is_ok()), "{written:?}");
        count == 1
    }

    /// G-02: what follows a change follows a durable one, once, and no other.
    #[tokio::test]
    async fn a_deed_follows_a_durable_change_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("scratch.sqlite"));
        let db = Db::open(&url).expect("a fresh database opens");
        assert!(is_done(&db, "SELECT 1", || Ok(())).await);
        assert!(!is_done(&db, "SELECT 1", || Err(StatementError::NotFound)).await);
        assert!(!is_done(&db, "SELECT 1", || panic!("on purpose")).await);
        assert!(!is_done(&db, "SELECT nonsense", || Ok(())).await);
        // Only the commit itself finds that there is no such member.
        let dangling = "PRAGMA defer_foreign_keys = ON; \
             INSERT INTO invitations VALUES ('nobody', x'00', 0, 1)";
        assert!(!is_done(&db, dangling, || Ok(())).await);
        assert!(is_done(&db, "SELECT 1", || Ok(())).await);
    }
}
