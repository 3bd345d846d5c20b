//! The shutdown flag. While it is set the server still answers requests, and `/readyz` reports that
//! it is not ready, so that a load balancer sends no more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Shared by all workers; in every app as `web::Data<Shutdown>`.
#[derive(Clone, Debug, Default)]
pub struct Shutdown(Arc<AtomicBool>);

impl Shutdown {
    /// Sets the flag.
    pub fn begin(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether a shutdown has begun.
    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
