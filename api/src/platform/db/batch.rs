//! Batches: changes of one kind that many callers submit at the same moment are made in one
//! transaction, with one statement for all of them instead of one for each.
//!
//! The body of a batch reads, and then changes with one statement: on a server it runs without a
//! transaction around it.
//!
//! Requests that arrive while a batch is being committed wait for the next one, so batches grow with
//! the load, and a single request is not delayed.
//!
//! Look-ups of one kind are made together in the same way.

use super::{Db, DbConnection, DbError, DbResult};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// Batches that run at a time: while one is being committed, another executes.
const BATCHES: usize = 2;
/// Requests in one batch. All of them wait for its commit.
const BATCH_SIZE: usize = 256;
/// Requests that may wait; further ones are refused with 503 instead of growing the queue.
const QUEUE_LENGTH: usize = 4096;

/// Makes the changes of a batch, or its look-ups. Gives a result for each request, at the same index; `None` when
/// the batch did not decide about it.
type Body<R, T> = dyn Fn(&mut DbConnection, &[R]) -> DbResult<Vec<Option<T>>> + Send + Sync;
type RequestResult<T> = Result<Option<T>, DbError>;

/// Collects requests into batches. Cloning it shares the queue.
pub struct Batcher<R, T> {
    db: Db,
    kind: Kind,
    body: Arc<Body<R, T>>,
    queue: Arc<Mutex<Queue<R, T>>>,
    /// The runtime that runs the batches: the runtime of a single HTTP worker may end before that of
    /// another worker whose requests are waiting.
    runtime: Handle,
}

/// What the requests ask for.
#[derive(Clone, Copy)]
enum Kind {
    Changes,
    LookUps,
}

struct Queue<R, T> {
    waiting: VecDeque<(R, Waiter<T>)>,
    running_batches: usize,
}

/// The channel on which one caller waits for its reply.
type Waiter<T> = oneshot::Sender<RequestResult<T>>;
/// The callers of a running batch, kept outside its closure, which is dropped when it fails.
type Waiters<T> = Arc<Mutex<Vec<Waiter<T>>>>;

impl<R, T> Clone for Batcher<R, T> {
    fn clone(&self) -> Self {
        Self {
            db: self.db.clone(),
            kind: self.kind,
            body: Arc::clone(&self.body),
            queue: Arc::clone(&self.queue),
            runtime: self.runtime.clone(),
        }
    }
}

impl<R, T> Batcher<R, T>
where
    R: Send + 'static,
    T: Send + 'static,
{
    /// `body` makes the changes of a batch: all become durable, or none. Must be called on the main
    /// runtime, which lives as long as the process.
    pub fn new<F>(db: &Db, body: F) -> Self
    where
        F: Fn(&mut DbConnection, &[R]) -> DbResult<Vec<Option<T>>> + Send + Sync + 'static,
    {
        Self::of(Kind::Changes, db, body)
    }

    /// Like [`Self::new`], for a `body` that looks rows up with one statement. It may be run again with
    /// the same requests, when the connection turns out to be closed.
    pub fn of_look_ups<F>(db: &Db, body: F) -> Self
    where
        F: Fn(&mut DbConnection, &[R]) -> DbResult<Vec<Option<T>>> + Send + Sync + 'static,
    {
        Self::of(Kind::LookUps, db, body)
    }

    fn of<F>(kind: Kind, db: &Db, body: F) -> Self
    where
        F: Fn(&mut DbConnection, &[R]) -> DbResult<Vec<Option<T>>> + Send + Sync + 'static,
    {
        let queue = Queue {
            waiting: VecDeque::new(),
            running_batches: 0,
        };
        Self {
            db: db.clone(),
            kind,
            body: Arc::new(body),
            queue: Arc::new(Mutex::new(queue)),
            runtime: Handle::current(),
        }
    }

    /// Waits until the change is durable. `None` when the batch changed nothing for this request, and
    /// the caller has to make the change by itself. As with any write, an error says nothing about
    /// whether the change became durable.
    pub async fn submit(&self, request: R) -> Result<Option<T>, DbError> {
        let (waiter, reply) = oneshot::channel();
        if self.enqueue(request, waiter)? {
            drop(self.runtime.spawn(self.clone().run_batches()));
        }
        let dropped = |_| Err(DbError::Unavailable("the request was dropped".into()));
        let reply = async { reply.await.unwrap_or_else(dropped) };
        self.db.in_time(reply).await
    }

    /// Says whether a task has to be started to run batches.
    fn enqueue(&self, request: R, waiter: Waiter<T>) -> Result<bool, DbError> {
        let mut queue = locked(&self.queue);
        if queue.waiting.len() >= QUEUE_LENGTH {
            return Err(DbError::Unavailable("too many requests are waiting".into()));
        }
        queue.waiting.push_back((request, waiter));
        let is_free = queue.running_batches < BATCHES;
        queue.running_batches += usize::from(is_free);
        Ok(is_free)
    }

    /// Runs one batch after the other until the queue is empty.
    async fn run_batches(self) {
        while !self.is_finished() {
            let waiters = Waiters::default();
            let written = self.run(Arc::clone(&waiters)).await;
            let mut waiters = std::mem::take(&mut *locked(&waiters));
            if written.is_err() && waiters.is_empty() {
                // The closure never ran: the database is unreachable, or the writer's queue is full.
                waiters.extend(locked(&self.queue).next_batch().map(|(_, waiter)| waiter));
            }
            reply(waiters, written);
        }
    }

    fn is_finished(&self) -> bool {
        let mut queue = locked(&self.queue);
        let is_finished = queue.waiting.is_empty();
        queue.running_batches -= usize::from(is_finished);
        is_finished
    }

    /// The requests are taken from the queue when the database runs the closure, so that the batch
    /// holds all that arrived until then.
    async fn run(&self, waiters: Waiters<T>) -> Result<Vec<Option<T>>, DbError> {
        let (queue, body) = (Arc::clone(&self.queue), Arc::clone(&self.body));
        let taken = Mutex::new(Vec::new());
        let run = move |connection: &mut DbConnection| {
            let mut requests = locked(&taken);
            if requests.is_empty() {
                for (request, waiter) in locked(&queue).next_batch() {
                    requests.push(request);
                    locked(&waiters).push(waiter);
                }
            }
            match requests.len() {
                0 => Ok(Vec::new()),
                _ => body(connection, &requests),
            }
        };
        match self.kind {
            Kind::Changes => self.db.write_unguarded(run).await,
            Kind::LookUps => self.db.look_up_once(run).await,
        }
    }
}

impl<R, T> Queue<R, T> {
    /// Leaves out callers that stopped waiting: they were told 503 and may retry, and the first
    /// request must not be executed after its retry.
    fn next_batch(&mut self) -> impl Iterator<Item = (R, Waiter<T>)> {
        let size = self.waiting.len().min(BATCH_SIZE);
        let batch = self.waiting.drain(..size);
        batch.filter(|(_, waiter)| !waiter.is_closed())
    }
}

/// Replies to each caller. A failed statement rolls the whole batch back, and then every caller
/// makes its change by itself.
fn reply<T>(waiters: Vec<Waiter<T>>, written: Result<Vec<Option<T>>, DbError>) {
    let mut replies = match written {
        Ok(results) => results.into_iter().map(Ok).collect(),
        Err(DbError::Statement(error)) => {
            tracing::debug!(%error, "a batch was rolled back");
            VecDeque::new()
        }
        Err(error) => {
            let cause = error.to_string();
            let unavailable = || Err(DbError::Unavailable(cause.clone()));
            waiters.iter().map(|_| unavailable()).collect()
        }
    };
    for waiter in waiters {
        // Fails when the caller stopped waiting; the change is durable all the same.
        drop(waiter.send(replies.pop_front().unwrap_or(Ok(None))));
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::db::{DatabaseUrl, StatementError, schema::limits};
    use diesel::prelude::*;
    use futures_util::future::join_all;

    /// Does not decide about names that begin with "no"; "fails" fails its whole batch.
    fn insert(connection: &mut DbConnection, names: &[&str]) -> DbResult<Vec<Option<usize>>> {
        let mut replies = Vec::new();
        for name in names {
            if *name == "fails" {
                return Err(StatementError::NotFound);
            }
            let is_inserted = !name.starts_with("no");
            if is_inserted {
                diesel::insert_into(limits::table)
                    .values((
                        limits::name.eq(name),
                        limits::events.eq(""),
                        limits::failures.eq(0),
                        limits::blocked_until.eq(0),
                        limits::updated_at.eq(0),
                    ))
                    .execute(connection)?;
            }
            replies.push(is_inserted.then_some(name.len()));
        }
        Ok(replies)
    }

    async fn replies(names: &[&'static str]) -> (Vec<Option<usize>>, i64) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("scratch.sqlite"));
        let db = Db::open(&url).expect("a fresh database opens");
        let batcher = Batcher::new(&db, insert);
        let replies = join_all(names.iter().map(|name| batcher.submit(name))).await;
        let replies = replies.into_iter().map(|reply| reply.expect("no failure"));
        let replies = replies.collect();
        let count = |c: &mut DbConnection| limits::table.count().get_result(c);
        (replies, db.read(count).await.expect("a read"))
    }

    #[tokio::test]
    async fn each_caller_gets_its_own_reply() {
        let found = replies(&["a", "no", "ccc", "not", "eeeee"]).await;
        assert_eq!(found, (vec![Some(1), None, Some(3), None, Some(5)], 3));
    }

    #[tokio::test]
    async fn look_ups_change_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("scratch.sqlite"));
        let db = Db::open(&url).expect("a fresh database opens");
        let length = |_: &mut DbConnection, names: &[&str]| {
            Ok(names.iter().map(|name| Some(name.len())).collect())
        };
        let batcher = Batcher::of_look_ups(&db, length);
        let replies = join_all(["a", "ccc", "a"].map(|name| batcher.submit(name))).await;
        let found: Vec<_> = replies
            .into_iter()
            .map(|reply| reply.expect("no failure"))
            .collect();
        assert_eq!(found, [Some(1), Some(3), Some(1)]);
        let batcher = Batcher::of_look_ups(&db, insert);
        let refused = batcher.submit("a").await.expect("an answer");
        assert_eq!(refused, None, "a connection for look-ups is read-only");
    }

    #[tokio::test]
    async fn a_failure_rolls_the_whole_batch_back() {
        assert_eq!(replies(&["a", "fails", "c"]).await, (vec![None; 3], 0));
    }

    #[tokio::test]
    async fn more_requests_than_one_batch_holds_are_all_answered() {
        let (replies, count) = replies(&["no"; 3 * BATCH_SIZE]).await;
        assert_eq!((replies.len(), count), (3 * BATCH_SIZE, 0));
    }

    #[tokio::test]
    async fn the_queue_is_bounded() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("scratch.sqlite"));
        let db = Db::open(&url).expect("a fresh database opens");
        let batcher = Batcher::new(&db, insert);
        let replies = join_all((0..=QUEUE_LENGTH).map(|_| batcher.submit("no"))).await;
        let refused = replies.iter().filter(|reply| reply.is_err());
        assert_eq!(refused.count(), 1);
    }
}
