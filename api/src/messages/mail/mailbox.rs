//! The mailbox of `twostep demo`: the newest mails, in memory only.

use super::outgoing::Outgoing;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Older mails are forgotten.
const MOST: usize = 50;

/// Keeps mails instead of sending them. Cloning it shares the same mails.
#[derive(Clone, Default)]
pub struct Mailbox(Arc<Mutex<VecDeque<Arc<Outgoing>>>>);

impl Mailbox {
    /// An empty mailbox.
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn keep(&self, mail: Outgoing) {
        let mut mails = self.lock();
        // A mail that is delivered twice is kept once, as a real mailbox does by `Message-ID`.
        mails.retain(|kept| kept.id != mail.id);
        mails.push_front(Arc::new(mail));
        mails.truncate(MOST);
    }

    /// The mails, newest first.
    pub(super) fn list(&self) -> Vec<Arc<Outgoing>> {
        self.lock().iter().cloned().collect()
    }

    pub(super) fn find(&self, id: &str) -> Option<Arc<Outgoing>> {
        self.lock().iter().find(|mail| mail.id == id).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<Outgoing>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
