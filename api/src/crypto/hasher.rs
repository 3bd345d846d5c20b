//! Password hashing on a bounded pool: as many at once as cores, a short queue, then refusal.

use super::password::Password;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zeroize::Zeroizing;

/// Requests that may wait for a core.
const QUEUE: usize = 64;

/// The queue is full: ask again in a second.
#[derive(Debug, thiserror::Error)]
#[error("too many passwords wait to be checked")]
pub struct Overloaded;

/// The pool. Cloning it shares the same bounds.
#[derive(Clone)]
pub struct Hasher {
    places: Arc<Semaphore>,
    cores: Arc<Semaphore>,
}

/// A place in the queue: taken before anything is counted, so that a refusal costs nobody a try.
pub struct Place {
    _place: OwnedSemaphorePermit,
    cores: Arc<Semaphore>,
}

impl Hasher {
    /// A pool for this machine.
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            places: Arc::new(Semaphore::new(cores + QUEUE)),
            cores: Arc::new(Semaphore::new(cores)),
        }
    }

    /// Takes a place, or says at once that there is none.
    pub fn admit(&self) -> Result<Place, Overloaded> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| Overloaded)?;
        Ok(Place {
            _place: place,
            cores: Arc::clone(&self.cores),
        })
    }
}

impl Default for Hasher {
    fn default() -> Self {
        Self::new()
    }
}

impl Place {
    /// Checks a password; see [`Password::verify`].
    pub async fn verify(
        &self,
        password: Password,
        phc: Option<Zeroizing<String>>,
    ) -> Result<bool, Overloaded> {
        self.run(move || password.verify(phc.as_ref().map(|phc| phc.as_str())))
            .await
    }

    /// Hashes a password.
    pub async fn hash(&self, password: Password) -> Result<Zeroizing<String>, Overloaded> {
        self.run(move || password.hash()).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Overloaded> {
        let _core = self.cores.acquire().await.map_err(|_| Overloaded)?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|_| Overloaded)
    }
}
