//! The background task that drops what has ended, so that no table grows for ever.
//!
//! No rule depends on it: each looks at the times itself. Only the notice about a sign-in that was
//! not finished comes from here, since nobody else is there when nothing happens.

use crate::context::Context;
use crate::db::DbError;
use crate::{flow, me, recovery, session, setup, sign_in, throttle};
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
    let own = context.clone();
    context
        .db
        .write(move |connection| {
            Ok(sign_in::tell_unfinished(connection, &own, now)?
                + recovery::sweep(connection, now)?
                + me::sweep(connection, now)?
                + session::sweep(connection, now)?
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
