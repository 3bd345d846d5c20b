//! What runs in the background: the follower that queues, the worker that sends, and the sweep.

use super::deliver::{WEBHOOK, attempt};
use super::{follow, store, store_deliveries};
use crate::messages::delivery::{self, Attempt};
use crate::platform::context::Context;
use crate::platform::db::keys::OrganizationKey;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::record::followers::Outside;
use shared_types::limits::{WEBHOOK_DELIVERIES_KEPT, WEBHOOK_DELIVERY_LIFETIME};
use shared_types::time::Time;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

/// How often new rows are looked for.
const EVERY: Duration = Duration::from_millis(500);

/// Queues and sends until `shutdown` is done.
pub async fn run(context: Context, shutdown: impl Future<Output = ()>) {
    let (end, ended) = watch::channel(());
    let follower = follow::follower(&context);
    let sending = delivery::run(context.clone(), &WEBHOOK, attempts(&context), async move {
        let mut ended = ended;
        while ended.changed().await.is_ok() {}
    });
    let following = async move {
        tokio::select! {
            () = follow_forever(&follower) => {}
            () = shutdown => {}
        }
        if let Err(error) = follower.release().await {
            tracing::debug!(%error, "the lease of the webhooks ends by itself");
        }
        drop(end);
    };
    tokio::join!(sending, following);
}

/// Queues the events of all rows that are there, and gives the number of rows; 0 while another process does.
pub async fn follow_all(context: &Context) -> Result<usize, DbError> {
    let follower = follow::follower(context);
    let rows = work_off(&follower).await?;
    if rows > 0 {
        follower.release().await?;
    }
    Ok(rows)
}

/// Sends everything that is due, and gives the number that arrived.
pub async fn deliver_due(context: &Context) -> usize {
    delivery::deliver_due(context, &WEBHOOK, attempts(context)).await
}

/// Drops some deliveries of an organization that is no more, or one of its webhooks; how many rows.
pub fn forget_some(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<usize> {
    let Some(webhook) = store::find_of(connection, organization)? else {
        return Ok(0);
    };
    match store_deliveries::delete_of(connection, webhook)? {
        0 => store::delete(connection, webhook),
        deleted => Ok(deleted),
    }
}

/// Gives up what nobody attempted in time, and deletes deliveries that are old; how many rows.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let late = store_deliveries::find_late(connection, now - WEBHOOK_DELIVERY_LIFETIME)?;
    let webhooks = late.iter().map(|late| &late.webhook[..]).collect();
    store::forget_failures(connection, &webhooks)?;
    let given_up = store_deliveries::give_up_late(connection, &late)?;
    let deleted = store_deliveries::delete_before(connection, now - WEBHOOK_DELIVERIES_KEPT)?;
    Ok(given_up + deleted)
}

/// Removes what is left of a webhook that was ended; how many rows. The deliveries first: together with the row they
/// may be millions.
pub fn sweep_ended(connection: &mut DbConnection) -> DbResult<usize> {
    let Some(id) = store::find_ended(connection)? else {
        return Ok(0);
    };
    match store_deliveries::delete_of(connection, id)? {
        0 => store::delete_ended(connection, id),
        deleted => Ok(deleted),
    }
}

fn attempts(context: &Context) -> Attempt {
    let context = context.clone();
    Arc::new(move |delivery| Box::pin(attempt(context.clone(), delivery)))
}

async fn work_off(follower: &Outside) -> Result<usize, DbError> {
    let mut rows = 0;
    loop {
        match follower.step().await? {
            0 => return Ok(rows),
            more => rows += more,
        }
    }
}

async fn follow_forever(follower: &Outside) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = follower.follow().await {
            tracing::warn!(%error, "webhooks wait for the audit record; trying again soon");
        }
    }
}
