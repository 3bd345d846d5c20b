//! The background task that drops what has ended, so that no table grows for ever.
//!
//! Nothing depends on it: every rule looks at the times itself.

use crate::context::Context;
use crate::db::{self, DbConnection, DbError, DbResult};
use crate::{flow, session, setup, throttle};
use shared_types::time::Time;
use std::future::Future;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_mins(1);

/// Drops what one feature no longer needs.
type Sweep = fn(&mut DbConnection, Time) -> DbResult<usize>;

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
    let sweeps: [Sweep; 4] = [
        session::sweep,
        flow::sweep,
        setup::sweep,
        throttle::forget_stale,
    ];
    let mut rows = 0;
    // One change each: a sweep that held the rows of another would keep requests waiting.
    for sweep in sweeps {
        let alone = move |connection: &mut DbConnection| {
            // Another node may be at it.
            if db::try_lock(connection, "sweep")? {
                sweep(connection, now)
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
    loop {
        ticks.tick().await;
        match sweep_once(context).await {
            Ok(rows) => tracing::debug!(rows, "swept"),
            Err(error) => tracing::warn!(%error, "the sweep failed; the next one tries again"),
        }
    }
}
