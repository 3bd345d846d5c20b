//! Making, listing, changing and ending webhooks.

use super::deliver;
use super::fields::{Chosen, read_events, read_url};
use super::model::{Target, Webhook};
use super::refusals::{ChangeWebhookError, CreateWebhookError, OpenError};
use super::store;
use crate::messages::mail::{Notice, ProgramNotice, WebhookChange};
use crate::people::members::{self, Member};
use crate::platform::context::Context;
use crate::platform::db::keys::OrganizationRef;
use crate::platform::db::{self, DbConnection, DbError, DbResult};
use crate::platform::new_id::new_id;
use crate::platform::origin::Origin;
use crate::protection::access::{Authorized, Fresh, WebhooksManage};
use crate::protection::hold::MailboxAct;
use crate::protection::keyring;
use crate::record::audit::{self, Action};
use serde_json::{Value, json};
use shared_types::ids::WebhookId;
use shared_types::limits::{SANDBOX_WEBHOOKS, WEBHOOK_ROTATION, WEBHOOKS_PER_ORGANIZATION};
use shared_types::organizations::OrganizationKind;
use shared_types::time::Time;
use shared_types::webhooks::{
    CreateWebhookRequest, NewWebhook, PatchWebhookRequest, RotatedWebhookSecret,
    WebhookDisabledCause, WebhookEvent, WebhookStatus, WebhookView,
};
use std::collections::BTreeSet;
use url::Url;

pub(super) async fn create_webhook(
    context: &Context,
    caller: Fresh<WebhooksManage>,
    request: CreateWebhookRequest,
) -> Result<NewWebhook, CreateWebhookError> {
    let chosen = Chosen::of(&context.outbound, &request).map_err(CreateWebhookError::Invalid)?;
    let now = context.clock.now();
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let (caller, member) = match members::open_caller(connection, &caller, now)? {
            Ok(opened) => opened,
            Err(lost) => return Ok(Err(lost.into())),
        };
        let organization = caller.organization;
        db::lock(connection, &organization.id.to_string())?;
        if let Some(hold) = member.hold_on(MailboxAct::GiveAccessAway, now) {
            return Ok(Err(CreateWebhookError::Held(hold)));
        }
        let most = match member.kind.word() {
            OrganizationKind::Live => WEBHOOKS_PER_ORGANIZATION,
            OrganizationKind::Test => SANDBOX_WEBHOOKS,
        };
        if store::count(connection, organization.key)? >= most {
            return Ok(Err(CreateWebhookError::Full(most)));
        }
        let target = Target::new(&chosen.url);
        let id = WebhookId(new_id(now));
        let sealed = target.seal(&own.keys, organization.id, id);
        keyring::require_known(connection, &sealed)?;
        let webhook = Webhook {
            id,
            organization,
            kind: member.kind.word(),
            made_by: member.id,
            sealed,
            events: chosen.events,
            since_position: audit::find_newest_position(connection)?,
            created_at: now,
            rotated_at: None,
            disabled: None,
            failing_since: None,
            resting_until: Time::from_micros(0),
        };
        store::insert(connection, &webhook)?;
        let details = details(&webhook, Some(&target));
        record(connection, &caller, Action::WebhookCreated, details, now)?;
        let changed = Changed {
            change: WebhookChange::Made,
            by: &member,
            from: &caller.origin,
            target: &target,
        };
        changed.tell(connection, &own, organization)?;
        Ok(Ok(NewWebhook {
            secret: target.secret().clone(),
            view: webhook.view(&own.keys, now),
        }))
    };
    context.db.write(write).await?
}

pub(super) async fn list_webhooks(
    context: &Context,
    caller: Authorized<WebhooksManage>,
) -> Result<Vec<WebhookView>, DbError> {
    let (now, organization) = (context.clock.now(), caller.organization.key);
    let list = move |connection: &mut DbConnection| store::list(connection, organization);
    let found = context.db.read(list).await?;
    let views = found.iter().map(|webhook| webhook.view(&context.keys, now));
    Ok(views.collect())
}

/// What a change asks for, checked.
struct Changes {
    url: Option<Url>,
    events: Option<BTreeSet<WebhookEvent>>,
    status: Option<WebhookStatus>,
}

pub(super) async fn patch_webhook(
    context: &Context,
    caller: Fresh<WebhooksManage>,
    id: WebhookId,
    request: PatchWebhookRequest,
) -> Result<WebhookView, ChangeWebhookError> {
    let url = request.url.as_deref();
    let url = url.map(|url| read_url(&context.outbound, url)).transpose();
    let events = request.events.as_deref().map(read_events).transpose();
    let changes = Changes {
        url: url.map_err(ChangeWebhookError::Invalid)?,
        events: events.map_err(ChangeWebhookError::Invalid)?,
        status: request.status,
    };
    let now = context.clock.now();
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let opened = match open(connection, &caller, id, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused.into())),
        };
        let webhook = &opened.webhook;
        let mut is_changed = false;
        if let Some(url) = &changes.url {
            match set_address(connection, &own, &opened, url)? {
                Some(moved) => is_changed |= moved,
                None => return Ok(Err(ChangeWebhookError::Unreadable)),
            }
        }
        if let Some(events) = changes
            .events
            .as_ref()
            .filter(|events| **events != webhook.events)
        {
            store::update_events(connection, id, events)?;
            is_changed = true;
        }
        is_changed |= set_status(connection, webhook, changes.status, now)?;
        let kept = store::find(connection, opened.caller.organization.key, id)?;
        let Some(kept) = kept else {
            return Ok(Err(OpenError::NotFound.into()));
        };
        if is_changed {
            let mut details = details(&kept, kept.open(&own.keys).as_ref());
            details["status"] = json!(kept.status());
            record(
                connection,
                &opened.caller,
                Action::WebhookChanged,
                details,
                now,
            )?;
        }
        Ok(Ok(kept.view(&own.keys, now)))
    };
    context.db.write(write).await?
}

/// Whether it was another one; `None` where the address so far cannot be read, and its secret with it.
fn set_address(
    connection: &mut DbConnection,
    context: &Context,
    opened: &Opened,
    url: &Url,
) -> DbResult<Option<bool>> {
    let webhook = &opened.webhook;
    let Some(target) = webhook.open(&context.keys) else {
        return Ok(None);
    };
    if target.is_at(url) {
        return Ok(Some(false));
    }
    let target = target.at(url);
    let sealed = target.seal(&context.keys, webhook.organization.id, webhook.id);
    keyring::require_known(connection, &sealed)?;
    store::update_address(connection, webhook.id, &sealed)?;
    let changed = Changed {
        change: WebhookChange::Address,
        by: &opened.member,
        from: &opened.caller.origin,
        target: &target,
    };
    changed.tell(connection, context, webhook.organization)?;
    Ok(Some(true))
}

/// Whether it was another one. Enabled, it begins with what happens next; disabled, what waits is given up.
fn set_status(
    connection: &mut DbConnection,
    webhook: &Webhook,
    status: Option<WebhookStatus>,
    now: Time,
) -> DbResult<bool> {
    match (status, webhook.status()) {
        (Some(WebhookStatus::Active), WebhookStatus::Disabled) => {
            let since = audit::find_newest_position(connection)?;
            store::update_enabled(connection, webhook.id, since)?;
        }
        (Some(WebhookStatus::Disabled), WebhookStatus::Active) => {
            let cause = WebhookDisabledCause::Administrator;
            store::disable(connection, webhook.id, cause, now)?;
            deliver::stop(connection, webhook)?;
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// A fresh secret; those so far sign until their time, the last one for another day.
pub(super) async fn rotate_secret(
    context: &Context,
    caller: Fresh<WebhooksManage>,
    id: WebhookId,
) -> Result<RotatedWebhookSecret, ChangeWebhookError> {
    let now = context.clock.now();
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let Opened {
            caller,
            member,
            webhook,
        } = match open(connection, &caller, id, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused.into())),
        };
        let Some(target) = webhook.open(&own.keys) else {
            return Ok(Err(ChangeWebhookError::Unreadable));
        };
        let Some(target) = target.rotated(now) else {
            return Ok(Err(ChangeWebhookError::TooManySecrets));
        };
        let sealed = target.seal(&own.keys, webhook.organization.id, id);
        keyring::require_known(connection, &sealed)?;
        store::update_rotated(connection, id, &sealed, now)?;
        let details = details(&webhook, Some(&target));
        record(
            connection,
            &caller,
            Action::WebhookSecretRotated,
            details,
            now,
        )?;
        let changed = Changed {
            change: WebhookChange::Secret,
            by: &member,
            from: &caller.origin,
            target: &target,
        };
        changed.tell(connection, &own, webhook.organization)?;
        Ok(Ok(RotatedWebhookSecret {
            secret: target.secret().clone(),
            former_secret_until: now + WEBHOOK_ROTATION,
        }))
    };
    context.db.write(write).await?
}

/// A change of which every administrator is told: an attacker's webhook would read along for as long as nobody looks.
struct Changed<'a> {
    change: WebhookChange,
    by: &'a Member,
    from: &'a Origin,
    target: &'a Target,
}

impl Changed<'_> {
    fn tell(
        &self,
        connection: &mut DbConnection,
        context: &Context,
        organization: OrganizationRef,
    ) -> DbResult<()> {
        let notice = Notice::Program(ProgramNotice::WebhookChanged {
            change: self.change,
            name: self.by.display_name.clone(),
            host: self.target.host(),
        });
        members::tell_administrators(connection, context, organization.key, self.from, &notice)
    }
}

/// Ends a webhook, with its deliveries.
pub(super) async fn end_webhook(
    context: &Context,
    caller: Fresh<WebhooksManage>,
    id: WebhookId,
) -> Result<(), ChangeWebhookError> {
    let now = context.clock.now();
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let Opened {
            caller, webhook, ..
        } = match open_to_end(connection, &caller, id, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused.into())),
        };
        let details = details(&webhook, webhook.open(&own.keys).as_ref());
        store::update_ended(connection, id, now)?;
        deliver::stop(connection, &webhook)?;
        record(connection, &caller, Action::WebhookEnded, details, now).map(Ok)
    };
    context.db.write(write).await?
}

/// A webhook of the caller's organization that nobody else changes meanwhile, and who asks, as of now.
pub(super) struct Opened {
    pub(super) caller: Authorized<WebhooksManage>,
    pub(super) member: Member,
    pub(super) webhook: Webhook,
}

/// To send something, or to change where and how it is sent. While recovery by e-mail is held for the caller, neither
/// is done.
pub(super) fn open(
    connection: &mut DbConnection,
    caller: &Fresh<WebhooksManage>,
    id: WebhookId,
    now: Time,
) -> DbResult<Result<Opened, OpenError>> {
    let opened = open_to_end(connection, caller, id, now)?;
    Ok(opened.and_then(
        |opened| match opened.member.hold_on(MailboxAct::GiveAccessAway, now) {
            Some(hold) => Err(OpenError::Held(hold)),
            None => Ok(opened),
        },
    ))
}

/// To end it: a hold keeps nobody from stopping what is sent.
fn open_to_end(
    connection: &mut DbConnection,
    caller: &Fresh<WebhooksManage>,
    id: WebhookId,
    now: Time,
) -> DbResult<Result<Opened, OpenError>> {
    let (caller, member) = match members::open_caller(connection, caller, now)? {
        Ok(opened) => opened,
        Err(lost) => return Ok(Err(OpenError::Lost(lost))),
    };
    db::lock(connection, &caller.organization.id.to_string())?;
    let found = store::find(connection, caller.organization.key, id)?;
    Ok(found
        .map(|webhook| Opened {
            caller,
            member,
            webhook,
        })
        .ok_or(OpenError::NotFound))
}

pub(super) fn record(
    connection: &mut DbConnection,
    caller: &Authorized<WebhooksManage>,
    action: Action,
    details: Value,
    now: Time,
) -> DbResult<()> {
    caller.record(connection, now, &caller.event(action).details(details))
}

/// Which webhook it was, so that the record says it when it is gone: of its address the host alone.
pub(super) fn details(webhook: &Webhook, target: Option<&Target>) -> Value {
    json!({
        "webhook": webhook.id,
        "host": target.map(Target::host),
        "events": webhook.events,
    })
}
