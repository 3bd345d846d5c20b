//! The background task that drops what has ended, so that no table grows for ever.
//!
//! Nothing depends on it: every rule looks at the times itself.

use crate::context::Context;
use crate::db::DbError;
use crate::{flow, session, setup, throttle};
use std::future::Future;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_mins(1);

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
    context
        .db
        .write(move |connection| {
            Ok(session::sweep(connection, now)?
                + flow::sweep(connection, now)?
                + setup::sweep(connection, now)?
                + throttle::forget_stale(connection, now)?)
        })
        .await
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
