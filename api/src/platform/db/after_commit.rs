//! Hooks that run after a change is durable, and never when it is rolled back.

use std::cell::RefCell;

type Hook = Box<dyn FnOnce() + Send>;

thread_local! {
    /// The hooks of the change that this thread runs; `None` outside of a change.
    static REGISTERED: RefCell<Option<Vec<Hook>>> = const { RefCell::new(None) };
}

/// Runs `hook` as soon as the change around the caller is durable. When the change is rolled back
/// or run again, its hooks are dropped. Must not be called outside of a change.
pub fn after_commit(hook: impl FnOnce() + Send + 'static) {
    REGISTERED.with_borrow_mut(|registered| {
        debug_assert!(registered.is_some(), "after_commit outside of a change");
        registered.get_or_insert_default().push(Box::new(hook));
    });
}

/// The hooks of a change that is not durable yet; dropping them discards them.
#[must_use]
pub(super) struct PendingHooks(Vec<Hook>);

impl PendingHooks {
    /// The change is durable: the hooks will run.
    pub(super) fn commit(self) -> ReadyHooks {
        ReadyHooks(self.0)
    }
}

/// The hooks of a durable change, run when this is dropped: by the caller when it takes its result,
/// so that they do not delay the writer; by the writer when the caller is gone.
pub(super) struct ReadyHooks(Vec<Hook>);

impl Drop for ReadyHooks {
    fn drop(&mut self) {
        for hook in self.0.drain(..) {
            hook();
        }
    }
}

/// Runs the body of one change, and collects the hooks that it registers.
pub(super) fn collect<T>(body: impl FnOnce() -> T) -> (T, PendingHooks) {
    REGISTERED.set(Some(Vec::new()));
    let value = body();
    (value, PendingHooks(REGISTERED.take().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::db::{DatabaseUrl, Db, DbError, DbResult, StatementError};
    use diesel::connection::SimpleConnection as _;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Whether the hook of a change has run by the time of its result.
    async fn has_run(db: &Db, sql: &'static str, end: fn() -> DbResult<()>) -> bool {
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

    /// G-02: a hook runs once after a durable change, and after no other.
    #[tokio::test]
    async fn a_hook_runs_after_a_durable_change_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("scratch.sqlite"));
        let db = Db::open(&url).expect("a fresh database opens");
        assert!(has_run(&db, "SELECT 1", || Ok(())).await);
        assert!(!has_run(&db, "SELECT 1", || Err(StatementError::NotFound)).await);
        assert!(!has_run(&db, "SELECT 1", || panic!("on purpose")).await);
        assert!(!has_run(&db, "SELECT nonsense", || Ok(())).await);
        // Only the commit itself fails: there is no such member.
        let dangling = "PRAGMA defer_foreign_keys = ON; \
             INSERT INTO invitations (key, verifier, member, created_at, expires_at) VALUES (1, x'00', 0, 0, 1)";
        assert!(!has_run(&db, dangling, || Ok(())).await);
        assert!(has_run(&db, "SELECT 1", || Ok(())).await);
    }
}
