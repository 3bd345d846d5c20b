//! The worker that empties the outbox: takes what is due, sends several at once, and writes down
//! how each attempt ended. One slow mail server never holds up the mails beside it.

use super::outgoing::Outgoing;
use super::service::{self, Leased};
use super::transport::{SendError, Transport};
use crate::platform::context::Context;
use crate::platform::db::DbError;
use std::future::Future;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

/// Mails that are sent at once.
const SLOTS: usize = 8;
/// Retries and the mails of other nodes are found by looking; our own commits wake us.
const POLL: Duration = Duration::from_secs(2);
/// Commits come by the hundred: one look for all of them.
const GATHER: Duration = Duration::from_millis(20);
const CLEAN_UP_EVERY: Duration = Duration::from_hours(1);
/// How long mails that are under way may still take after the end was asked for.
const GRACE: Duration = Duration::from_secs(10);

/// Sends mails until `shutdown` is done.
pub async fn run(context: Context, transport: Transport, shutdown: impl Future<Output = ()>) {
    if matches!(transport, Transport::None) {
        tracing::warn!("no mail server is configured: mails wait, and end unsent");
    }
    let worker = Worker::new(context, transport);
    let mut under_way = JoinSet::new();
    tokio::select! {
        () = worker.send_forever(&mut under_way) => {}
        () = shutdown => {}
    }
    worker.finish(under_way).await;
}

/// Sends everything that is due now; how many mails were delivered.
pub async fn deliver_due(context: &Context, transport: &Transport) -> usize {
    let worker = Worker::new(context.clone(), transport.clone());
    let mut under_way = JoinSet::new();
    let mut delivered = 0;
    loop {
        let started = worker.fill(&mut under_way).await;
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
    transport: Transport,
    /// The name under which this worker holds mails.
    lease: String,
}

impl Worker {
    fn new(context: Context, transport: Transport) -> Self {
        let lease = service::new_lease(&context);
        Self {
            context,
            transport,
            lease,
        }
    }

    async fn send_forever(&self, under_way: &mut JoinSet<bool>) {
        let mut cleaned_up = None::<Instant>;
        loop {
            // Registered before the look, so that a commit right after it is not missed.
            let committed = self.context.db.committed().notified();
            tokio::pin!(committed);
            committed.as_mut().enable();
            self.fill(under_way).await;
            if cleaned_up.is_none_or(|at| at.elapsed() >= CLEAN_UP_EVERY) {
                cleaned_up = Some(Instant::now());
                report("clean up", service::clean_up(&self.context).await);
            }
            tokio::select! {
                Some(_) = under_way.join_next() => {}
                () = committed, if under_way.len() < SLOTS => sleep(GATHER).await,
                () = sleep(POLL) => {}
            }
        }
    }

    /// Starts as many mails as there are free slots; how many it started.
    async fn fill(&self, under_way: &mut JoinSet<bool>) -> usize {
        let free = SLOTS.saturating_sub(under_way.len());
        if free == 0 {
            return 0;
        }
        let leased = service::lease_due(&self.context, &self.lease, free).await;
        let mails = report("look for mail", leased).unwrap_or_default();
        let started = mails.len();
        for (mail, outgoing) in mails {
            let worker = self.clone();
            under_way.spawn(async move { worker.deliver(&mail, outgoing).await });
        }
        started
    }

    async fn deliver(&self, mail: &Leased, outgoing: Result<Outgoing, SendError>) -> bool {
        let outcome = match outgoing {
            Ok(outgoing) => self.transport.send(outgoing).await,
            Err(error) => Err(error),
        };
        log(mail, outcome);
        let settled = service::settle(&self.context, &self.lease, mail, outcome).await;
        report("settle a mail", settled);
        outcome.is_ok()
    }

    /// waits a little for mails that are under way, then gives the rest back.
    async fn finish(&self, mut under_way: JoinSet<bool>) {
        let drained = timeout(GRACE, async {
            while under_way.join_next().await.is_some() {}
        });
        if drained.await.is_err() {
            under_way.shutdown().await;
        }
        let released = service::release(&self.context, self.lease.clone()).await;
        report("release mails", released);
    }
}

/// Neither the address nor the words: the id leads to the row, and the row to the member.
fn log(mail: &Leased, outcome: Result<(), SendError>) {
    let (id, kind) = (&mail.id, &mail.kind);
    match outcome {
        Ok(()) => tracing::info!(mail = id, kind, "a mail was delivered"),
        Err(SendError {
            is_permanent,
            cause,
        }) => {
            tracing::warn!(mail = id, kind, is_permanent, %cause, "a mail was not delivered");
        }
    }
}

fn report<T>(deed: &str, outcome: Result<T, DbError>) -> Option<T> {
    outcome
        .inspect_err(|error| tracing::error!(deed, %error, "the outbox is not reachable"))
        .ok()
}
