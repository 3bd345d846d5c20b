//! Password hashing on a thread pool: one thread for each core, a bounded queue, then refusal.

use super::password::{Password, PasswordCost};
use crate::platform::limits::HASH_QUEUE;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use zeroize::Zeroizing;

/// The nice value of the threads: they get about a quarter of a busy core, and all of an idle one.
/// At 10 a flood of refused sign-ins left them almost no time.
const NICE: i32 = 5;

/// The queue is full; retry after a second.
#[derive(Debug, thiserror::Error)]
#[error("too many passwords are waiting to be hashed")]
pub struct Overloaded;

type Job = Box<dyn FnOnce() + Send>;

/// The pool. Clones share the threads and the queue; the threads end with the last clone.
#[derive(Clone)]
pub struct Hasher {
    permits: Arc<Semaphore>,
    jobs: Sender<Job>,
    cost: PasswordCost,
    decoy: Arc<Decoy>,
}

/// Made when it is needed for the first time.
type Decoy = LazyLock<Zeroizing<String>, Box<dyn FnOnce() -> Zeroizing<String> + Send>>;

/// A permit to queue one password: taken before a try is counted, so that a refusal costs no try.
pub struct Permit {
    _slot: OwnedSemaphorePermit,
    jobs: Sender<Job>,
    cost: PasswordCost,
    decoy: Arc<Decoy>,
}

impl Hasher {
    /// A pool for this machine.
    pub fn new(cost: PasswordCost) -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let (jobs, queue) = channel();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..cores {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                lower_priority();
                run_jobs(&queue);
            });
        }
        Self {
            permits: Arc::new(Semaphore::new(cores + HASH_QUEUE)),
            jobs,
            cost,
            decoy: Arc::new(LazyLock::new(Box::new(move || cost.decoy()))),
        }
    }

    /// Takes a permit, or fails at once when the queue is full.
    pub fn admit(&self) -> Result<Permit, Overloaded> {
        let slot = Arc::clone(&self.permits)
            .try_acquire_owned()
            .map_err(|_| Overloaded)?;
        Ok(Permit {
            _slot: slot,
            jobs: self.jobs.clone(),
            cost: self.cost,
            decoy: Arc::clone(&self.decoy),
        })
    }
}

impl Permit {
    /// Whether the password matches a PHC string. Without a string it takes the same time and fails, so that unknown
    /// members cannot be told from known ones.
    pub async fn verify(
        &self,
        password: Password,
        phc: Option<Zeroizing<String>>,
    ) -> Result<bool, Overloaded> {
        let decoy = Arc::clone(&self.decoy);
        self.run(move || {
            let is_right = password.verify(phc.as_ref().unwrap_or(&decoy));
            is_right && phc.is_some()
        })
        .await
    }

    /// Hashes a password.
    pub async fn hash(&self, password: Password) -> Result<Zeroizing<String>, Overloaded> {
        let cost = self.cost;
        self.run(move || password.hash(cost)).await
    }

    /// Whether a kept hash is to be made again: it is weaker than those that are made today.
    pub fn needs_rehash(&self, phc: &str) -> bool {
        self.cost.is_above(phc)
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

/// Many sign-ins at a time must not slow down the requests of members who are signed in (L-14).
fn lower_priority() {
    // On Linux each thread has its own nice value. Where it may not be changed, hashing runs with
    // normal priority.
    if let Err(error) = rustix::process::nice(NICE) {
        tracing::debug!(%error, "passwords are hashed with normal priority");
    }
}

/// Runs jobs until every [`Hasher`] is dropped.
fn run_jobs(queue: &Mutex<Receiver<Job>>) {
    loop {
        // The lock is held while waiting for a job, and released before the job runs.
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match job {
            Ok(job) => job(),
            Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::secret::Secret;

    fn password(text: &str) -> Password {
        Password::parse(&Secret::new(text)).expect("not too long")
    }

    #[tokio::test]
    async fn a_permit_hashes_and_verifies() {
        let permit = Hasher::new(PasswordCost::DEFAULT).admit().expect("a place");
        let phc = permit
            .hash(password("violet anchor"))
            .await
            .expect("a hash");
        assert!(phc.starts_with("$argon2id$"));
        for (text, is_right) in [("violet anchor", true), ("violet anchors", false)] {
            let checked = permit.verify(password(text), Some(phc.clone())).await;
            assert_eq!(checked.expect("an answer"), is_right);
        }
        assert!(!permit.verify(password("x"), None).await.expect("an answer"));
        // P-01 (rehash at sign-in): made today, and weaker than what is asked for.
        assert!(!permit.needs_rehash(&phc));
        let harder = Hasher::new(PasswordCost::new(19_456, 3));
        assert!(harder.admit().expect("a place").needs_rehash(&phc));
    }

    /// L-14: as many places as there are cores and in the queue; one that is given back can be taken.
    #[test]
    fn the_queue_is_bounded() {
        let hasher = Hasher::new(PasswordCost::DEFAULT);
        let places = thread::available_parallelism().map_or(1, usize::from) + HASH_QUEUE;
        let mut taken: Vec<Permit> = (0..places)
            .map(|_| hasher.admit().expect("a place"))
            .collect();
        assert!(hasher.admit().is_err());
        taken.pop();
        assert!(hasher.admit().is_ok());
    }

    /// L-14: the threads that hash are behind all others.
    #[tokio::test]
    async fn hashing_has_a_lower_priority() {
        let nice = || rustix::process::getpriority_process(None).expect("a nice value");
        let own = nice();
        let permit = Hasher::new(PasswordCost::DEFAULT).admit().expect("a place");
        let of_thread = permit.run(nice).await.expect("an answer");
        assert_eq!(of_thread, (own + NICE).min(19));
    }
}
