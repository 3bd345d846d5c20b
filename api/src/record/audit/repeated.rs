//! Refusals for a limit, and changes that may be made again and again: the first of a delay has a row and a line of
//! its own, the others have one row with their number.

use super::model::{Actor, Event};
use super::service::record;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::platform::repeats::{Group, Repeated};
use serde_json::json;
use shared_types::limits::REFUSALS_TOLD_EVERY;
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
    let own = group(key_of(origin, event), origin, event, "refused");
    let all = || of_all(event, "refused");
    context.repeats.is_first(own, all, wait, now)
}

/// Records a change that a person may make again and again, such as turning a flow to a new device and back: the
/// first of a minute and flow, and the others with their number.
pub fn record_repeated(
    connection: &mut DbConnection,
    context: &Context,
    origin: &Origin,
    event: &Event,
) -> DbResult<()> {
    let now = context.clock.now();
    let flow = event.flow.map(|flow| flow.to_string());
    let parts = [
        key_of(origin, event),
        flow.unwrap_or_default(),
        event.result.as_deref().unwrap_or_default().to_owned(),
        // A start at one console does not repeat one at another.
        event.details["client"].to_string(),
    ];
    let own = group(parts.join(" "), origin, event, "repeated");
    let all = || of_all(event, "repeated");
    if !context.repeats.is_first(own, all, REFUSALS_TOLD_EVERY, now) {
        return Ok(());
    }
    record(connection, now, origin, event)
}

/// Those that repeat this one; their number has this name in the details.
fn group(key: String, origin: &Origin, event: &Event, number: &'static str) -> Group {
    let (origin, event) = (origin.clone(), event.clone());
    let close = move |connection: &mut DbConnection, at: Time, count: u64| {
        let event = event.clone().details(json!({ number: count }));
        record(connection, at, &origin, &event)
    };
    Group {
        key,
        close: Arc::new(close),
    }
}

/// All of one act, by all callers: their row names none of them.
fn of_all(event: &Event, number: &'static str) -> Group {
    let key = format!("all {}", event.action.as_str());
    let nobody = Event {
        organization: None,
        actor: Actor::Anonymous,
        subject: None,
        flow: None,
        ..event.clone()
    };
    let nowhere = Origin::remembered(String::new(), String::new(), String::new());
    group(key, &nowhere, &nobody, number)
}

/// Refusals with one key repeat each other. Programs are told apart by themselves: those of one desk share an
/// address, and one program may have many. One IPv6 site has 65,536 networks, any of which it may use (L-08).
fn key_of(origin: &Origin, event: &Event) -> String {
    let client = match event.actor {
        Actor::Client(_) => String::new(),
        Actor::Member(_) | Actor::Anonymous | Actor::System => {
            origin.site_key().unwrap_or_else(|| origin.throttle_key())
        }
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
