//! An attempt of the worker: what is read before it, what follows from it.

use super::decide::{self, Facts, Said, Step};
use super::model::{Pending, Target, Webhook};
use super::send::{self, Request};
use super::store;
use super::store_deliveries::{self, Settled};
use crate::messages::delivery::{self, Channel, Delivery, Failure, FailureKind, SlotLimits};
use crate::messages::mail::{Notice, ProgramNotice};
use crate::people::members;
use crate::platform::context::Context;
use crate::platform::crypto::random;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::platform::outbound::{Answer, SendFailure};
use crate::protection::access::Caller;
use crate::record::audit::{Action, Outcome};
use serde_json::json;
use shared_types::ids::WebhookDeliveryId;
use shared_types::time::Time;
use shared_types::webhooks::{WebhookAnswer, WebhookDeliveryState, WebhookDisabledCause};
use std::time::Duration;

/// Webhooks in the outbox: a kind is the id of a webhook, the id of a row that of its delivery.
pub(super) static WEBHOOK: Channel = Channel {
    name: "webhook",
    not_delivered: Action::WebhookNotDelivered,
    // Attempts wait for the receivers of others, up to 15 seconds each.
    slots: SlotLimits {
        all: 32,
        ordinary: 32,
        of_organization: 4,
    },
};

/// Makes one attempt, and says what the outbox is to do.
pub(super) async fn attempt(context: Context, delivery: Delivery) -> Result<(), Failure> {
    let Some(id) = delivery.id.parse().ok().map(WebhookDeliveryId) else {
        return Err(never("the delivery has no name"));
    };
    let found = context
        .db
        .read(move |connection| find(connection, id))
        .await;
    let Some(pending) = found.map_err(|error| not_now(&error))? else {
        return Err(obsolete(
            "delivered by a replay, or given up with its webhook",
        ));
    };
    if pending.webhook.disabled.is_some() {
        // A follower queued it while the webhook was switched off.
        give_up(&context, id).await?;
        return Err(obsolete("the webhook is disabled"));
    }
    let now = context.clock.now();
    let rest = pending.webhook.resting_until.since(now);
    if !rest.is_zero() {
        let webhook = pending.webhook;
        let put_off = move |connection: &mut DbConnection| put_off(connection, &webhook);
        let written = context.db.write(put_off).await;
        written.map_err(|error| not_now(&error))?;
        return Err(Failure {
            kind: FailureKind::NotAttempted,
            ..later("the receiver is not to be asked yet", rest)
        });
    }
    let target = pending.webhook.open(&context.keys);
    let request = target.as_ref().and_then(|target| {
        let body = pending.body.clone();
        Request::new(target, id, body, now)
    });
    let (Some(target), Some(request)) = (target, request) else {
        give_up(&context, id).await?;
        return Err(never("the stored address does not open"));
    };
    let outcome = request.send(&context).await;
    let attempt = Attempted::new(id, pending, &target, &outcome, context.clock.now());
    let cause = send::cause(&outcome);
    let own = context.clone();
    let settle = move |connection: &mut DbConnection| attempt.settle(connection, &own);
    let settled = context.db.write(settle).await;
    match settled.map_err(|error| not_now(&error))? {
        Step::Delivered => Ok(()),
        Step::Later { after, .. } => Err(later(cause, after)),
        // Of the second no row is left in the outbox.
        Step::GiveUp | Step::Disable(_) => Err(never(cause)),
    }
}

fn find(connection: &mut DbConnection, id: WebhookDeliveryId) -> DbResult<Option<Pending>> {
    let row = store_deliveries::find(connection, id)?;
    let Some(row) = row.filter(|row| row.state() == WebhookDeliveryState::Waiting) else {
        return Ok(None);
    };
    let webhook = store::find_any(connection, &row.webhook)?;
    Ok(webhook.map(|webhook| Pending {
        webhook,
        body: row.body,
        created_at: row.created_at,
        attempts: row.attempts,
    }))
}

async fn give_up(context: &Context, id: WebhookDeliveryId) -> Result<(), Failure> {
    let give_up =
        move |connection: &mut DbConnection| store_deliveries::update_given_up(connection, id);
    let written = context.db.write(give_up).await;
    written.map_err(|error| not_now(&error))
}

/// An attempt that was made.
struct Attempted {
    id: WebhookDeliveryId,
    webhook: Webhook,
    host: String,
    answer: WebhookAnswer,
    step: Step,
    now: Time,
}

impl Attempted {
    fn new(
        id: WebhookDeliveryId,
        pending: Pending,
        target: &Target,
        outcome: &Result<Answer, SendFailure>,
        now: Time,
    ) -> Self {
        let said = outcome.as_ref().map(|answer| Said {
            status: answer.status,
            retry_after: answer
                .retry_after
                .as_deref()
                .and_then(|text| decide::retry_after(text, now)),
        });
        let step = decide::next(Facts {
            now,
            created_at: pending.created_at,
            attempts: pending.attempts + 1,
            failing_since: pending.webhook.failing_since,
            outcome: said.map_err(|failure| *failure),
            chance: random::below(100),
        });
        Self {
            id,
            host: target.host(),
            webhook: pending.webhook,
            answer: send::view(outcome, now),
            step,
            now,
        }
    }

    /// The webhook first, then its deliveries: the order of every change. Gives what really followed.
    fn settle(&self, connection: &mut DbConnection, context: &Context) -> DbResult<Step> {
        let webhook = self.webhook.id;
        let kept = store_deliveries::find(connection, self.id)?;
        if kept.is_some_and(|row| row.state() == WebhookDeliveryState::Delivered) {
            // A replay of it arrived while this attempt was made.
            return Ok(Step::Delivered);
        }
        let step = match self.step {
            Step::Disable(cause)
                if !store::disable_failed(connection, &self.webhook, cause, self.now)? =>
            {
                // Changed or enabled while this attempt was made, or disabled by another one.
                Step::again()
            }
            step => step,
        };
        let (state, next_attempt_at) = match step {
            Step::Delivered => {
                store::update_succeeded(connection, webhook)?;
                (WebhookDeliveryState::Delivered, None)
            }
            Step::Later { after, rest } => {
                store::update_failed(connection, webhook, self.now, self.now + rest)?;
                (WebhookDeliveryState::Waiting, Some(self.now + after))
            }
            Step::GiveUp => {
                store::update_failed(connection, webhook, self.now, self.now)?;
                (WebhookDeliveryState::GivenUp, None)
            }
            Step::Disable(cause) => {
                self.tell(connection, context, cause)?;
                (WebhookDeliveryState::GivenUp, None)
            }
        };
        let settled = Settled {
            id: self.id,
            state,
            next_attempt_at,
            answer: &self.answer,
        };
        store_deliveries::update_attempted(connection, &settled)?;
        if matches!(step, Step::Disable(_)) {
            stop(connection, &self.webhook)?;
        }
        Ok(step)
    }

    fn tell(
        &self,
        connection: &mut DbConnection,
        context: &Context,
        cause: WebhookDisabledCause,
    ) -> DbResult<()> {
        let origin = Origin::remembered(String::new(), String::new(), String::new());
        let system = Caller::system(self.webhook.organization, origin);
        let event = system
            .event(Action::WebhookDisabled)
            .outcome(Outcome::Failure);
        let event = event.result(cause.as_str());
        let details = json!({ "webhook": self.webhook.id, "host": self.host });
        system.record(connection, self.now, &event.details(details))?;
        let notice = Notice::Program(ProgramNotice::WebhookDisabled {
            host: self.host.clone(),
            is_gone: cause == WebhookDisabledCause::Gone,
        });
        let organization = self.webhook.organization.key;
        members::tell_administrators(connection, context, organization, &system.origin, &notice)
    }
}

/// Puts off what waits for a receiver that is not to be asked yet, so that it is not leased one by one.
fn put_off(connection: &mut DbConnection, webhook: &Webhook) -> DbResult<()> {
    let (organization, kind) = (webhook.organization.id, webhook.id.to_string());
    delivery::postpone_kind(
        connection,
        &WEBHOOK,
        organization,
        &kind,
        webhook.resting_until,
    )
}

/// Gives up what waits for a webhook, in the outbox too.
pub(super) fn stop(connection: &mut DbConnection, webhook: &Webhook) -> DbResult<()> {
    store_deliveries::give_up(connection, webhook.id)?;
    let (organization, kind) = (webhook.organization.id, webhook.id.to_string());
    delivery::take_back_kind(connection, &WEBHOOK, organization, &kind)
}

fn later(cause: impl Into<String>, after: Duration) -> Failure {
    Failure {
        kind: FailureKind::Temporary,
        cause: cause.into().into(),
        retry_after: Some(after),
    }
}

fn never(cause: impl Into<String>) -> Failure {
    Failure {
        kind: FailureKind::Permanent,
        cause: cause.into().into(),
        retry_after: None,
    }
}

fn obsolete(cause: &'static str) -> Failure {
    Failure {
        kind: FailureKind::Obsolete,
        cause: cause.into(),
        retry_after: None,
    }
}

fn not_now(error: &DbError) -> Failure {
    tracing::warn!(%error, "a webhook waits for the database");
    later("the database is not reachable", Duration::from_secs(5))
}
