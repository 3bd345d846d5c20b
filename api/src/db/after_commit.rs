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

/// What is done when the commit is acknowledged; dropping it leaves it undone.
#[must_use]
pub(super) struct Deeds(Vec<Deed>);

impl Deeds {
    pub(super) fn perform(self) {
        for deed in self.0 {
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
