//! What runs in the background: the follower, the look at all sessions, and the worker that sends.

use super::deliver::{LOGOUT, attempt};
use super::model::Login;
use super::{ended, follow, store};
use crate::messages::delivery::{self, Attempt};
use crate::people::sessions;
use crate::platform::context::Context;
use crate::platform::db::keys::SignInKey;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::limits::CONSOLE_LOGINS_PER_LOOK;
use crate::record::followers::Outside;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

/// How often new rows are looked for.
const EVERY: Duration = Duration::from_millis(500);
/// Every how many of these times the next sessions are looked at, whatever the record says: nobody writes a row when
/// the time of one is over.
const LOOKS_EVERY: u64 = 4;

/// Notes that somebody signed in at a console with a session, in the change that gives the console its tokens.
pub fn note(connection: &mut DbConnection, login: &Login) -> DbResult<()> {
    store::insert(connection, login)
}

/// Finds out and tells until `shutdown` is done.
pub async fn run(context: Context, shutdown: impl Future<Output = ()>) {
    let (end, ended) = watch::channel(());
    let follower = follow::follower(&context);
    let sending = delivery::run(context.clone(), &LOGOUT, attempts(&context), async move {
        let mut ended = ended;
        while ended.changed().await.is_ok() {}
    });
    let finding = async move {
        tokio::select! {
            () = find_forever(&context, &follower) => {}
            () = shutdown => {}
        }
        if let Err(error) = follower.release().await {
            tracing::debug!(%error, "the lease of the logouts ends by itself");
        }
        drop(end);
    };
    tokio::join!(sending, finding);
}

/// Works off all rows that are there.
pub async fn follow_all(context: &Context) -> Result<(), DbError> {
    let follower = follow::follower(context);
    while follower.step().await? > 0 {}
    follower.release().await
}

/// Looks at all sessions with which somebody signed in at a console; how many consoles are to be told.
pub async fn look_at_all(context: &Context) -> Result<usize, DbError> {
    let (mut told, mut after) = (0, Some(FIRST));
    while let Some(start) = after {
        let looked = look(context, start).await?;
        (told, after) = (told + looked.told, looked.until);
    }
    Ok(told)
}

/// Sends everything that is due, and gives the number that arrived.
pub async fn deliver_due(context: &Context) -> usize {
    delivery::deliver_due(context, &LOGOUT, attempts(context)).await
}

/// Before every session.
const FIRST: SignInKey = SignInKey::of(0);

/// What came of a look.
struct Looked {
    told: usize,
    /// The last session that was looked at; `None` when there are no more.
    until: Option<SignInKey>,
}

/// Looks at some sessions after this one. A read unless one has ended.
async fn look(context: &Context, after: SignInKey) -> Result<Looked, DbError> {
    let now = context.clock.now();
    let find = move |connection: &mut DbConnection| {
        let some = store::list_sessions(connection, after, CONSOLE_LOGINS_PER_LOOK)?;
        let ended = sessions::list_ended(connection, &some, now)?;
        Ok((some.last().copied(), ended))
    };
    let (until, ended) = context.db.read(find).await?;
    if ended.is_empty() {
        return Ok(Looked { told: 0, until });
    }
    let tell = move |connection: &mut DbConnection| {
        let logins = store::list_of(connection, &ended)?;
        ended::tell_of_ended(connection, &logins, now)
    };
    let told = context.db.write(tell).await?;
    Ok(Looked { told, until })
}

fn attempts(context: &Context) -> Attempt {
    let context = context.clone();
    Arc::new(move |delivery| Box::pin(attempt(context.clone(), delivery)))
}

async fn find_forever(context: &Context, follower: &Outside) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut after = FIRST;
    for tick in 0_u64.. {
        ticks.tick().await;
        if let Err(error) = follower.follow().await {
            tracing::warn!(%error, "ends of sessions wait for the audit record; trying again soon");
        }
        if tick.is_multiple_of(LOOKS_EVERY) {
            match look(context, after).await {
                // From the beginning again when all were looked at.
                Ok(looked) => after = looked.until.unwrap_or(FIRST),
                Err(error) => tracing::warn!(%error, "sessions at consoles were not looked at"),
            }
        }
    }
}
