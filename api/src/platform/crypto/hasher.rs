//! Password hashing on threads of its own: as many as cores, a short queue, then refusal.

use super::password::Password;
use shared_types::limits::PASSWORDS_WAITING;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use zeroize::Zeroizing;

/// How far the threads step back: they get about a quarter of a core that others want as well, and
/// all of one that nobody wants. At 10 a flood of refused sign-ins left them next to nothing.
const LESS_URGENT: i32 = 5;

/// The queue is full: ask again in a second.
#[derive(Debug, thiserror::Error)]
#[error("too many passwords wait to be checked")]
pub struct Overloaded;

type Job = Box<dyn FnOnce() + Send>;

/// The pool. Cloning it shares the same bounds; its threads end with the last clone.
#[derive(Clone)]
pub struct Hasher {
    places: Arc<Semaphore>,
    jobs: Sender<Job>,
}

/// A place in the queue: taken before anything is counted, so that a refusal costs nobody a try.
pub struct Place {
    _place: OwnedSemaphorePermit,
    jobs: Sender<Job>,
}

impl Hasher {
    /// A pool for this machine.
    pub fn new() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let (jobs, queue) = channel();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..cores {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                step_back();
                work_through(&queue);
            });
        }
        Self {
            places: Arc::new(Semaphore::new(cores + PASSWORDS_WAITING)),
            jobs,
        }
    }

    /// Takes a place, or says at once that there is none.
    pub fn admit(&self) -> Result<Place, Overloaded> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| Overloaded)?;
        Ok(Place {
            _place: place,
            jobs: self.jobs.clone(),
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
        let (sender, receiver) = oneshot::channel();
        let job = move || drop(sender.send(work()));
        self.jobs.send(Box::new(job)).map_err(|_| Overloaded)?;
        receiver.await.map_err(|_| Overloaded)
    }
}

/// A crowd at the sign-in must not slow down whoever is in already (L-14).
fn step_back() {
    // On Linux each thread has a priority of its own. Where it may not be changed, the work is
    // done all the same.
    if let Err(error) = rustix::process::nice(LESS_URGENT) {
        tracing::debug!(%error, "passwords are hashed with the priority of everything else");
    }
}

/// One hash after the other until every [`Hasher`] is gone.
fn work_through(queue: &Mutex<Receiver<Job>>) {
    loop {
        // The lock is held while waiting, and given up before the work.
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match job {
            Ok(job) => job(),
            Err(_) => return,
        }
    }
}
