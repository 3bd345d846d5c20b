//! The background task that deletes expired rows, so that no table grows without limit.
//!
//! No rule depends on it: every query compares the times itself. Only the notice about an unfinished
//! sign-in is sent from here, as no request triggers it.

use crate::account::setup;
use crate::consoles::{clients, forward_auth, oauth};
use crate::people::{api_tokens, browsers, device_import, devices, members, policy, sign_ins};
use crate::platform::clock::{Jump, Watch};
use crate::platform::context::Context;
use crate::platform::db::keys::SignInKey;
use crate::platform::db::{self, DbConnection, DbError, DbResult};
use crate::programs::{self, challenges, idempotency, sandboxes, verifications, webhooks};
use crate::protection::{signing, throttle};
use crate::record::{readings, retention};
use crate::second_step::{email_codes, flow, recovery, sign_in};
use shared_types::time::Time;
use std::future::Future;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_mins(1);

/// Deletes expired rows of one feature, and gives their number; 0 when there are no more.
type Sweep = fn(&mut DbConnection, &Context, Time) -> DbResult<usize>;

/// Sweeps once a minute until `shutdown` is done.
pub async fn run(context: Context, shutdown: impl Future<Output = ()>) {
    tokio::select! {
        () = sweep_forever(&context) => {}
        () = shutdown => {}
    }
}

/// Deletes all expired rows, and gives their number.
pub async fn sweep_once(context: &Context) -> Result<usize, DbError> {
    let now = context.clock.now();
    let sweeps: [Sweep; 25] = [
        |connection, _, now| recovery::sweep(connection, now),
        |connection, _, now| email_codes::sweep(connection, now),
        |connection, _, now| sign_ins::sweep(connection, now),
        |connection, _, now| browsers::sweep(connection, now),
        |connection, _, now| flow::sweep(connection, now),
        |connection, _, now| devices::sweep_former(connection, now),
        device_import::remind,
        |connection, _, now| setup::sweep(connection, now),
        |connection, _, now| members::sweep(connection, now),
        |connection, _, now| policy::sweep(connection, now),
        |connection, context, now| programs::api_tokens::remind(connection, context, now),
        programs::api_tokens::tell_of_outside,
        |connection, _, now| api_tokens::sweep(connection, now),
        |connection, _, now| idempotency::sweep(connection, now),
        |connection, _, now| challenges::sweep(connection, now),
        |connection, context, now| verifications::sweep(connection, context, now),
        |connection, _, now| readings::sweep(connection, now),
        |connection, _, now| webhooks::sweep(connection, now),
        |connection, _, now| oauth::sweep(connection, now),
        |connection, _, now| forward_auth::sweep(connection, now),
        |connection, _, now| clients::sweep(connection, now),
        |connection, _, _| webhooks::sweep_ended(connection),
        |connection, _, now| sandboxes::sweep(connection, now),
        |connection, _, now| signing::sweep(connection, now),
        |connection, _, now| throttle::forget_stale(connection, now),
    ];
    let (mut rows, mut failed) = (0, None);
    let mut add = |swept: Result<usize, DbError>| match swept {
        Ok(swept) => rows += swept,
        // The others are swept all the same.
        Err(error) => failed = failed.take().or(Some(error)),
    };
    add(tell_unfinished(context, now).await);
    for sweep in sweeps {
        add(sweep_all(context, sweep, now).await);
    }
    // Before rows go: their seals would go with them.
    signing::sign_days(context).await?;
    rows += retention::prune(context).await?;
    failed.map_or(Ok(rows), Err)
}

/// Sweeps until nothing is left of what had ended by `now`. A transaction for each part: long ones, and
/// locks of several tables at once, would delay requests.
async fn sweep_all(context: &Context, sweep: Sweep, now: Time) -> Result<usize, DbError> {
    let mut rows = 0;
    loop {
        let own = context.clone();
        let part = move |connection: &mut DbConnection| sweep(connection, &own, now);
        match alone(context, part).await? {
            None | Some(0) => return Ok(rows),
            Some(swept) => rows += swept,
        }
    }
}

/// The notices about unfinished sign-ins, in one pass over those that were not told.
async fn tell_unfinished(context: &Context, now: Time) -> Result<usize, DbError> {
    let (mut rows, mut after) = (0, SignInKey::of(0));
    loop {
        let own = context.clone();
        let part = move |connection: &mut DbConnection| {
            sign_in::tell_unfinished(connection, &own, after, now)
        };
        match alone(context, part).await?.flatten() {
            None => return Ok(rows),
            Some(told) => {
                rows += told.settled;
                after = told.until;
            }
        }
    }
}

/// Runs a part in a transaction of its own; none when another node is sweeping.
async fn alone<T: Send + 'static>(
    context: &Context,
    part: impl FnOnce(&mut DbConnection) -> DbResult<T> + Send + 'static,
) -> Result<Option<T>, DbError> {
    let part = move |connection: &mut DbConnection| {
        db::try_lock(connection, "sweep")?
            .then(|| part(connection))
            .transpose()
    };
    context.db.write(part).await
}

async fn sweep_forever(context: &Context) {
    let mut ticks = interval(EVERY);
    // After the machine was suspended one sweep is enough.
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
            "the machine's clock was set back: used codes stay used, and a member who used \
             one later than now has to wait"
        ),
        Some(Jump::Forward(by)) => tracing::warn!(
            seconds = by.as_secs(),
            "the machine's clock jumped forward: it was set, or the machine slept"
        ),
        None => {}
    }
}
