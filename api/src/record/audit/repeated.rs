//! Refusals for a limit: the first of a delay has a row and a line of its own, the others have one row
//! with their number.

use super::model::{Actor, Event};
use super::service::record;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::platform::repeats::Repeated;
use serde_json::json;
use shared_types::time::Time;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often the numbers of delays that are over are written down.
const EVERY: Duration = Duration::from_secs(2);
/// Numbers in one change; other changes wait for it.
const PER_CHANGE: usize = 500;

/// Whether this refusal, after which nothing is looked at for `wait`, is to be recorded by itself: it is
/// not when it repeats one of the same act, from the same client, about the same member.
pub fn is_first_refusal(
    context: &Context,
    origin: &Origin,
    event: &Event,
    wait: Duration,
    now: Time,
) -> bool {
    let key = key_of(origin, event);
    let (origin, event) = (origin.clone(), event.clone());
    let close = move |connection: &mut DbConnection, at: Time, count: u64| {
        let event = event.clone().details(json!({ "refused": count }));
        record(connection, at, &origin, &event)
    };
    context.repeats.is_first(key, wait, now, Arc::new(close))
}

/// Refusals with one key repeat each other. Programs are told apart by themselves: those of one desk share an
/// address, and one program may have many.
fn key_of(origin: &Origin, event: &Event) -> String {
    let client = match event.actor {
        Actor::Client(_) => String::new(),
        Actor::Member(_) | Actor::Anonymous | Actor::System => origin.throttle_key(),
    };
    let organization = event.organization.map(|one| one.to_string());
    let subject = event.subject.map(|one| one.to_string());
    [
        event.action.as_str(),
        organization.as_deref().unwrap_or_default(),
        &event.actor.to_string(),
        &client,
        subject.as_deref().unwrap_or_default(),
    ]
    .join(" ")
}

/// Records what was decided. After a refusal for a limit nothing is looked at for `wait`: such a one is
/// recorded by itself only if it is the first of its delay.
pub fn record_decision(
    connection: &mut DbConnection,
    context: &Context,
    origin: &Origin,
    event: &Event,
    wait: Option<Duration>,
) -> DbResult<()> {
    let now = context.clock.now();
    match wait {
        Some(wait) if !is_first_refusal(context, origin, event, wait, now) => Ok(()),
        _ => record(connection, now, origin, event),
    }
}

/// Writes the numbers down of delays that are over.
pub async fn close_refusals(context: &Context) {
    let ended = context.repeats.take_ended(context.clock.now());
    write(context, ended).await;
}

/// The same now and then, until `shutdown` is done, and then those of every delay.
pub async fn close_refusals_until(context: Context, shutdown: impl Future<Output = ()>) {
    let forever = async {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            close_refusals(&context).await;
        }
    };
    tokio::select! {
        () = forever => {}
        () = shutdown => {}
    }
    write(&context, context.repeats.take_all()).await;
}

async fn write(context: &Context, repeated: Vec<Repeated>) {
    let now = context.clock.now();
    for some in repeated.chunks(PER_CHANGE) {
        let own = some.to_vec();
        let written = context
            .db
            .write(move |connection| own.iter().try_for_each(|one| one.close(connection, now)))
            .await;
        if let Err(error) = written {
            tracing::warn!(%error, "the number of refusals was not recorded; trying again soon");
            context.repeats.put_back(some.to_vec());
        }
    }
}
