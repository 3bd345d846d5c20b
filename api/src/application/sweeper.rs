//! The background task that drops what has ended, so that no table grows for ever.
//!
//! No rule depends on it: each looks at the times itself. Only the notice about a sign-in that was
//! not finished comes from here, since nobody else is there when nothing happens.

use crate::account::setup;
use crate::people::sessions;
use crate::platform::clock::{Jump, Watch};
use crate::platform::context::Context;
use crate::platform::db::{self, DbConnection, DbError, DbResult};
use crate::protection::throttle;
use crate::second_step::{email_codes, flow, recovery, sign_in};
use shared_types::time::Time;
use std::future::Future;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_mins(1);

/// Drops what one feature no longer needs.
type Sweep = fn(&mut DbConnection, &Context, Time) -> DbResult<usize>;

/// Sweeps once a minute until `shutdown` is done.
pub async fn run(context: Context, shutdown: impl Future<Output = ()>) {
    tokio::select! {
        () = sweep_forever(&context) => {}
        () = shutdown => {}
    }
}

/// Drops everything that has ended by now; how many rows.
pub async fn sweep_once(context: &Context) -> Result<usize, DbError> {
    let now = context.clock.now();
    let sweeps: [Sweep; 7] = [
        sign_in::tell_unfinished,
        |connection, _, now| recovery::sweep(connection, now),
        |connection, _, now| email_codes::sweep(connection, now),
        |connection, _, now| sessions::sweep(connection, now),
        |connection, _, now| flow::sweep(connection, now),
        |connection, _, now| setup::sweep(connection, now),
        |connection, _, now| throttle::forget_stale(connection, now),
    ];
    let mut rows = 0;
    // One change each: a sweep that held the rows of another would keep requests waiting.
    for sweep in sweeps {
        let own = context.clone();
        let alone = move |connection: &mut DbConnection| {
            // Another node may be at it.
            if db::try_lock(connection, "sweep")? {
                sweep(connection, &own, now)
            } else {
                Ok(0)
            }
        };
        rows += context.db.write(alone).await?;
    }
    Ok(rows)
}

async fn sweep_forever(context: &Context) {
    let mut ticks = interval(EVERY);
    // After a pause of the machine one sweep is enough.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let start = Instant::now();
    let mut watch = Watch::new(context.clock.now(), start.elapsed());
    loop {
        ticks.tick().await;
        report(watch.look(context.clock.now(), start.elapsed()));
        match sweep_once(context).await {
            Ok(rows) => tracing::debug!(rows, "swept"),
            Err(error) => tracing::warn!(%error, "the sweep failed; the next one tries again"),
        }
    }
}

fn report(jump: Option<Jump>) {
    match jump {
        Some(Jump::Back(by)) => tracing::warn!(
            seconds = by.as_secs(),
            "the machine's clock was set back: codes that were used stay used, and whoever used \
             one later than now has to wait"
        ),
        Some(Jump::Forward(by)) => tracing::warn!(
            seconds = by.as_secs(),
            "the machine's clock jumped forward: it was set, or the machine slept"
        ),
        None => {}
    }
}
