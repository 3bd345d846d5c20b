//! Changes of one kind that many callers ask for at the same moment, made together in one
//! transaction: one question to the database for all of them instead of one for each.
//!
//! Whoever comes while a group is being made durable waits for the next one, so the groups grow
//! with the load, and a single caller waits for nobody.

use super::{Db, DbConnection, DbError, DbResult};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// Groups at a time: while one is made durable, another runs.
const GROUPS: usize = 2;
/// Callers in one group. All of them wait for the slowest.
const GROUP: usize = 256;
/// Callers that may wait; more are refused with 503 instead of growing the line.
const LINE: usize = 4096;

/// Answers each ask at its place; `None` for whoever has to go another way.
type Body<A, T> = dyn Fn(&mut DbConnection, &[A]) -> DbResult<Vec<Option<T>>> + Send + Sync;
type Heard<T> = Result<Option<T>, DbError>;

/// Cloning it shares the line.
pub struct Together<A, T> {
    db: Db,
    body: Arc<Body<A, T>>,
    line: Arc<Mutex<Line<A, T>>>,
    /// Where the line is served: a thread that only serves requests may end before its callers,
    /// and those of other threads would wait for it in vain.
    runtime: Handle,
}

struct Line<A, T> {
    waiting: VecDeque<(A, Seat<T>)>,
    groups: usize,
}

/// Where one caller waits.
type Seat<T> = oneshot::Sender<Heard<T>>;
/// The callers of a running group, kept apart from its change, which may fail.
type Seats<T> = Arc<Mutex<Vec<Seat<T>>>>;

impl<A, T> Clone for Together<A, T> {
    fn clone(&self) -> Self {
        Self {
            db: self.db.clone(),
            body: Arc::clone(&self.body),
            line: Arc::clone(&self.line),
            runtime: self.runtime.clone(),
        }
    }
}

impl<A, T> Together<A, T>
where
    A: Send + 'static,
    T: Send + 'static,
{
    /// `body` makes the changes of a group: all become durable, or none. Called where the process
    /// waits for its end.
    pub fn new<F>(db: &Db, body: F) -> Self
    where
        F: Fn(&mut DbConnection, &[A]) -> DbResult<Vec<Option<T>>> + Send + Sync + 'static,
    {
        let line = Line {
            waiting: VecDeque::new(),
            groups: 0,
        };
        Self {
            db: db.clone(),
            body: Arc::new(body),
            line: Arc::new(Mutex::new(line)),
            runtime: Handle::current(),
        }
    }

    /// Waits until the change is durable. `None` when nothing was changed and the caller has to go
    /// another way; as with any write, an error says nothing about whether it became durable.
    pub async fn ask(&self, ask: A) -> Result<Option<T>, DbError> {
        let (seat, heard) = oneshot::channel();
        if self.join(ask, seat)? {
            drop(self.runtime.spawn(self.clone().serve()));
        }
        let lost = |_| Err(DbError::Unavailable("the write was given up".into()));
        let heard = async { heard.await.unwrap_or_else(lost) };
        self.db.in_time(heard).await
    }

    /// Says whether somebody has to serve the line.
    fn join(&self, ask: A, seat: Seat<T>) -> Result<bool, DbError> {
        let mut line = locked(&self.line);
        if line.waiting.len() >= LINE {
            return Err(DbError::Unavailable("too many writes wait".into()));
        }
        line.waiting.push_back((ask, seat));
        let is_open = line.groups < GROUPS;
        line.groups += usize::from(is_open);
        Ok(is_open)
    }

    /// One group after the other until nobody waits.
    async fn serve(self) {
        while !self.is_done() {
            let seats = Seats::default();
            let written = self.write(Arc::clone(&seats)).await;
            let mut seats = std::mem::take(&mut *locked(&seats));
            if written.is_err() && seats.is_empty() {
                // Its turn never came: the server is away, or the writer has too much to do.
                seats.extend(locked(&self.line).next_group().map(|(_, seat)| seat));
            }
            tell(seats, written);
        }
    }

    fn is_done(&self) -> bool {
        let mut line = locked(&self.line);
        let is_done = line.waiting.is_empty();
        line.groups -= usize::from(is_done);
        is_done
    }

    /// The group is put together only when its turn has come.
    async fn write(&self, seats: Seats<T>) -> Result<Vec<Option<T>>, DbError> {
        let (line, body) = (Arc::clone(&self.line), Arc::clone(&self.body));
        let write = move |connection: &mut DbConnection| {
            let mut asks = Vec::new();
            for (ask, seat) in locked(&line).next_group() {
                asks.push(ask);
                locked(&seats).push(seat);
            }
            match asks.len() {
                0 => Ok(Vec::new()),
                _ => body(connection, &asks),
            }
        };
        self.db.write(write).await
    }
}

impl<A, T> Line<A, T> {
    /// Who was told "503" may try again: the old try must not happen behind the new one.
    fn next_group(&mut self) -> impl Iterator<Item = (A, Seat<T>)> {
        let size = self.waiting.len().min(GROUP);
        let group = self.waiting.drain(..size);
        group.filter(|(_, seat)| !seat.is_closed())
    }
}

/// One caller's failing statement has taken back the whole group: each goes its own way then.
fn tell<T>(seats: Vec<Seat<T>>, written: Result<Vec<Option<T>>, DbError>) {
    let mut answers = match written {
        Ok(answers) => answers.into_iter().map(Ok).collect(),
        Err(DbError::Statement(error)) => {
            tracing::debug!(%error, "a group of changes was taken back");
            VecDeque::new()
        }
        Err(error) => {
            let cause = error.to_string();
            let unavailable = || Err(DbError::Unavailable(cause.clone()));
            seats.iter().map(|_| unavailable()).collect()
        }
    };
    for seat in seats {
        // Nobody listens any more when the client has gone; the change stands anyway.
        drop(seat.send(answers.pop_front().unwrap_or(Ok(None))));
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

    /// Names that begin with "no" go another way; "fails" fails for all of its group.
    fn insert(connection: &mut DbConnection, names: &[&str]) -> DbResult<Vec<Option<usize>>> {
        let mut answers = Vec::new();
        for name in names {
            if *name == "fails" {
                return Err(StatementError::NotFound);
            }
            let is_mine = !name.starts_with("no");
            if is_mine {
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
            answers.push(is_mine.then_some(name.len()));
        }
        Ok(answers)
    }

    async fn answers(names: &[&'static str]) -> (Vec<Option<usize>>, i64) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("scratch.sqlite"));
        let db = Db::open(&url).expect("a fresh database opens");
        let together = Together::new(&db, insert);
        let answers = join_all(names.iter().map(|name| together.ask(name))).await;
        let answers = answers
            .into_iter()
            .map(|answer| answer.expect("no failure"));
        let answers = answers.collect();
        let count = |c: &mut DbConnection| limits::table.count().get_result(c);
        (answers, db.read(count).await.expect("a read"))
    }

    #[tokio::test]
    async fn each_hears_its_own_answer() {
        let heard = answers(&["a", "no", "ccc", "not", "eeeee"]).await;
        assert_eq!(heard, (vec![Some(1), None, Some(3), None, Some(5)], 3));
    }

    #[tokio::test]
    async fn a_failure_takes_all_of_the_group_back() {
        assert_eq!(answers(&["a", "fails", "c"]).await, (vec![None; 3], 0));
    }

    #[tokio::test]
    async fn more_than_a_group_wait_their_turn() {
        let (heard, count) = answers(&["no"; 3 * GROUP]).await;
        assert_eq!((heard.len(), count), (3 * GROUP, 0));
    }

    #[tokio::test]
    async fn the_line_has_an_end() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("scratch.sqlite"));
        let db = Db::open(&url).expect("a fresh database opens");
        let together = Together::new(&db, insert);
        let heard = join_all((0..=LINE).map(|_| together.ask("no"))).await;
        let refused = heard.iter().filter(|answer| answer.is_err());
        assert_eq!(refused.count(), 1);
    }
}
