//! The worker of one channel: leases the deliveries that are due, sends several at a time, and records
//! the outcome of each attempt. A slow receiver does not delay other deliveries.

use super::model::{Channel, Delivery, Failure, FailureKind, Turns};
use super::service;
use super::slots::Slots;
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::new_id::new_id;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

/// How a channel attempts one delivery.
pub type Attempt = Arc<
    dyn Fn(Delivery) -> Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>> + Send + Sync,
>;

/// Retries and the deliveries of other nodes are found by polling; commits of this process wake the
/// worker.
const POLL: Duration = Duration::from_secs(2);
/// Under load there are hundreds of commits a second: one poll covers those of this time.
const DEBOUNCE: Duration = Duration::from_millis(20);
const CLEAN_UP_EVERY: Duration = Duration::from_hours(1);
/// How long running attempts may still take after a shutdown was requested.
const GRACE: Duration = Duration::from_secs(10);

/// Delivers until `shutdown` is done.
pub async fn run(
    context: Context,
    channel: &'static Channel,
    attempt: Attempt,
    shutdown: impl Future<Output = ()>,
) {
    let worker = Worker::new(context, channel, attempt);
    let mut under_way = JoinSet::new();
    tokio::select! {
        () = worker.send_forever(&mut under_way) => {}
        () = shutdown => {}
    }
    worker.finish(under_way).await;
}

/// Sends everything that is due, and gives the number of deliveries that succeeded.
pub async fn deliver_due(context: &Context, channel: &'static Channel, attempt: Attempt) -> usize {
    let worker = Worker::new(context.clone(), channel, attempt);
    let (mut under_way, mut turns) = (JoinSet::new(), Turns::default());
    let mut delivered = 0;
    loop {
        let started = worker.fill(&mut under_way, &mut turns).await;
        match under_way.join_next().await {
            Some(outcome) => delivered += usize::from(outcome.unwrap_or(false)),
            None if started == 0 => return delivered,
            None => {}
        }
    }
}

#[derive(Clone)]
struct Worker {
    context: Context,
    channel: &'static Channel,
    attempt: Attempt,
    /// The name of this worker's leases.
    lease: String,
    slots: Slots,
}

impl Worker {
    fn new(context: Context, channel: &'static Channel, attempt: Attempt) -> Self {
        let lease = new_id(context.clock.now()).to_string();
        Self {
            context,
            channel,
            attempt,
            lease,
            slots: Slots::new(channel.slots),
        }
    }

    async fn send_forever(&self, under_way: &mut JoinSet<bool>) {
        let (mut cleaned_up, mut turns) = (None::<Instant>, Turns::default());
        loop {
            // Registered before the poll, so that a commit right after it is not missed.
            let committed = self.context.db.committed().notified();
            tokio::pin!(committed);
            committed.as_mut().enable();
            self.fill(under_way, &mut turns).await;
            if cleaned_up.is_none_or(|at| at.elapsed() >= CLEAN_UP_EVERY) {
                cleaned_up = Some(Instant::now());
                report("clean up", service::clean_up(&self.context).await);
            }
            tokio::select! {
                Some(_) = under_way.join_next() => {}
                () = committed, if self.slots.free().is_any() => sleep(DEBOUNCE).await,
                () = sleep(POLL) => {}
            }
        }
    }

    /// Starts as many attempts as there are free slots, and gives their number.
    async fn fill(&self, under_way: &mut JoinSet<bool>, turns: &mut Turns) -> usize {
        let free = self.slots.free();
        if !free.is_any() {
            return 0;
        }
        let leased = service::lease_due(&self.context, self.channel, &self.lease, free, turns);
        let due = report("look for deliveries", leased.await).unwrap_or_default();
        let started = due.len();
        for delivery in due {
            let organization = delivery.organization.map(|id| id.to_string());
            let slot = self
                .slots
                .take(delivery.priority, organization.unwrap_or_default());
            let delivering = self.clone().deliver(delivery);
            under_way.spawn(async move {
                let _slot = slot;
                delivering.await
            });
        }
        started
    }

    async fn deliver(self, delivery: Delivery) -> bool {
        let outcome = if delivery.expires_at <= self.context.clock.now() {
            Err(Failure::EXPIRED)
        } else {
            (self.attempt)(delivery.clone()).await
        };
        log(self.channel, &delivery, &outcome);
        let settled = service::settle(
            &self.context,
            self.channel,
            &self.lease,
            &delivery,
            &outcome,
        );
        report("settle a delivery", settled.await);
        outcome.is_ok()
    }

    /// waits a short time for running attempts, then releases the other leases.
    async fn finish(&self, mut under_way: JoinSet<bool>) {
        let drained = timeout(GRACE, async {
            while under_way.join_next().await.is_some() {}
        });
        if drained.await.is_err() {
            under_way.shutdown().await;
        }
        let released = service::release(&self.context, self.lease.clone()).await;
        report("release deliveries", released);
    }
}

/// The log line of an attempt, with the id of the delivery instead of its address and content.
fn log(channel: &Channel, delivery: &Delivery, outcome: &Result<(), Failure>) {
    let (channel, id, kind) = (channel.name, &delivery.id, &delivery.kind);
    match outcome {
        Ok(()) => tracing::info!(channel, delivery = id, kind, "delivered"),
        Err(Failure {
            kind: FailureKind::NotAttempted,
            cause,
            ..
        }) => tracing::debug!(channel, delivery = id, kind, %cause, "put off"),
        Err(Failure {
            kind: FailureKind::Obsolete,
            cause,
            ..
        }) => tracing::debug!(channel, delivery = id, kind, %cause, "not sent"),
        Err(Failure {
            kind: failed,
            cause,
            ..
        }) => {
            let is_permanent = *failed == FailureKind::Permanent;
            tracing::warn!(channel, delivery = id, kind, is_permanent, %cause, "not delivered");
        }
    }
}

fn report<T>(action: &str, outcome: Result<T, DbError>) -> Option<T> {
    outcome
        .inspect_err(|error| tracing::error!(action, %error, "the outbox is not reachable"))
        .ok()
}
