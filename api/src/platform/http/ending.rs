//! Whether the server is about to end: it answers as before, and says so, so that nobody sends more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Shared by all workers; in every app as `web::Data<Ending>`.
#[derive(Clone, Debug, Default)]
pub struct Ending(Arc<AtomicBool>);

impl Ending {
    /// From now on.
    pub fn begin(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether it has begun.
    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
