//! The table `webhooks`, read with the organization's id.

use super::model::{Disabled, Webhook};
use crate::platform::db::keys::{OrganizationKey, OrganizationRef, uuid_of};
use crate::platform::db::schema::{organizations, webhooks};
use crate::platform::db::{DbConnection, DbResult, on_backend};
use diesel::prelude::*;
use shared_types::ids::{MemberId, OrganizationId, WebhookId};
use shared_types::organizations::OrganizationKind;
use shared_types::time::Time;
use shared_types::webhooks::{WebhookDisabledCause, WebhookEvent};
use std::collections::BTreeSet;

#[derive(Queryable)]
pub(super) struct Row {
    id: Vec<u8>,
    made_by: Vec<u8>,
    sealed: Vec<u8>,
    events: String,
    since_position: i64,
    #[diesel(deserialize_as = i64)]
    created_at: Time,
    rotated_at: Option<i64>,
    disabled_at: Option<i64>,
    disabled_cause: Option<String>,
    failing_since: Option<i64>,
    #[diesel(deserialize_as = i64)]
    resting_until: Time,
    organization: OrganizationKey,
    #[diesel(deserialize_as = String)]
    organization_id: OrganizationId,
    kind: String,
}

impl From<Row> for Webhook {
    fn from(row: Row) -> Self {
        let words = row.events.split(' ');
        let events = words.filter_map(|word| WebhookEvent::try_from(word.to_owned()).ok());
        let cause = row.disabled_cause.and_then(|cause| cause.try_into().ok());
        Self {
            id: WebhookId(uuid_of(&row.id)),
            organization: OrganizationRef {
                key: row.organization,
                id: row.organization_id,
            },
            kind: OrganizationKind::try_from(row.kind).unwrap_or_default(),
            made_by: MemberId(uuid_of(&row.made_by)),
            sealed: row.sealed,
            events: events.collect(),
            since_position: row.since_position,
            created_at: row.created_at,
            rotated_at: row.rotated_at.map(Time::from_micros),
            disabled: row.disabled_at.map(|at| Disabled {
                at: Time::from_micros(at),
                cause: cause.unwrap_or(WebhookDisabledCause::Administrator),
            }),
            failing_since: row.failing_since.map(Time::from_micros),
            resting_until: row.resting_until,
        }
    }
}

/// The columns of a [`Row`].
macro_rules! webhook_columns {
    () => {
        (
            webhooks::id,
            webhooks::made_by,
            webhooks::sealed,
            webhooks::events,
            webhooks::since_position,
            webhooks::created_at,
            webhooks::rotated_at,
            webhooks::disabled_at,
            webhooks::disabled_cause,
            webhooks::failing_since,
            webhooks::resting_until,
            webhooks::organization,
            organizations::id,
            organizations::kind,
        )
    };
}

/// Webhooks that were not ended, with the id of their organization.
macro_rules! webhooks {
    () => {
        webhooks::table
            .inner_join(organizations::table.on(organizations::key.eq(webhooks::organization)))
            .filter(webhooks::ended_at.is_null())
            .select(webhook_columns!())
    };
}

/// The bytes by which a row is named.
pub(super) fn bytes(id: &WebhookId) -> &[u8] {
    &id.0.as_bytes()[..]
}

pub(super) fn list(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<Vec<Webhook>> {
    let rows: Vec<Row> = webhooks!()
        .filter(webhooks::organization.eq(organization))
        .order(webhooks::id.desc())
        .load(connection)?;
    Ok(rows.into_iter().map(Webhook::from).collect())
}

/// A webhook of this organization.
pub(super) fn find(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: WebhookId,
) -> DbResult<Option<Webhook>> {
    let row: Option<Row> = webhooks!()
        .filter(webhooks::organization.eq(organization))
        .filter(webhooks::id.eq(bytes(&id)))
        .get_result(connection)
        .optional()?;
    Ok(row.map(Webhook::from))
}

/// The webhook itself, of any organization.
pub(super) fn find_any(connection: &mut DbConnection, id: &[u8]) -> DbResult<Option<Webhook>> {
    let row: Option<Row> = webhooks!()
        .filter(webhooks::id.eq(id))
        .get_result(connection)
        .optional()?;
    Ok(row.map(Webhook::from))
}

pub(super) fn count(connection: &mut DbConnection, organization: OrganizationKey) -> DbResult<i64> {
    webhooks::table
        .filter(webhooks::organization.eq(organization))
        .filter(webhooks::ended_at.is_null())
        .count()
        .get_result(connection)
}

/// Whether events of any organization are sent anywhere.
pub(super) fn is_any_active(connection: &mut DbConnection) -> DbResult<bool> {
    let active = webhooks::table
        .filter(webhooks::disabled_at.is_null())
        .filter(webhooks::ended_at.is_null());
    diesel::select(diesel::dsl::exists(active)).get_result(connection)
}

/// The webhooks of these organizations to which events are sent.
pub(super) fn list_active(
    connection: &mut DbConnection,
    organizations: &BTreeSet<OrganizationId>,
) -> DbResult<Vec<Webhook>> {
    let ids: Vec<String> = organizations.iter().map(ToString::to_string).collect();
    let rows: Vec<Row> = on_backend!(connection, |own| webhooks!()
        .filter(organizations::id.eq_any(ids))
        .filter(webhooks::disabled_at.is_null())
        .order(webhooks::id)
        .load(own))?;
    Ok(rows.into_iter().map(Webhook::from).collect())
}

pub(super) fn insert(connection: &mut DbConnection, new: &Webhook) -> DbResult<()> {
    diesel::insert_into(webhooks::table)
        .values((
            webhooks::id.eq(bytes(&new.id)),
            webhooks::organization.eq(new.organization.key),
            webhooks::made_by.eq(&new.made_by.0.as_bytes()[..]),
            webhooks::sealed.eq(&new.sealed),
            webhooks::events.eq(words(&new.events)),
            webhooks::since_position.eq(new.since_position),
            webhooks::created_at.eq(new.created_at.micros()),
            webhooks::resting_until.eq(0),
        ))
        .execute(connection)
        .map(drop)
}

fn words(events: &BTreeSet<WebhookEvent>) -> String {
    let words: Vec<&str> = events.iter().map(|event| event.as_str()).collect();
    words.join(" ")
}

/// Another address: what failed at the former one counts no more.
pub(super) fn update_address(
    connection: &mut DbConnection,
    id: WebhookId,
    sealed: &[u8],
) -> DbResult<()> {
    diesel::update(webhooks::table.find(bytes(&id)))
        .set((
            webhooks::sealed.eq(sealed),
            webhooks::failing_since.eq(None::<i64>),
            webhooks::resting_until.eq(0),
        ))
        .execute(connection)
        .map(drop)
}

pub(super) fn update_rotated(
    connection: &mut DbConnection,
    id: WebhookId,
    sealed: &[u8],
    now: Time,
) -> DbResult<()> {
    diesel::update(webhooks::table.find(bytes(&id)))
        .set((
            webhooks::sealed.eq(sealed),
            webhooks::rotated_at.eq(now.micros()),
        ))
        .execute(connection)
        .map(drop)
}

pub(super) fn update_events(
    connection: &mut DbConnection,
    id: WebhookId,
    events: &BTreeSet<WebhookEvent>,
) -> DbResult<()> {
    diesel::update(webhooks::table.find(bytes(&id)))
        .set(webhooks::events.eq(words(events)))
        .execute(connection)
        .map(drop)
}

/// Events after this position are sent from now on, and nothing failed yet.
pub(super) fn update_enabled(
    connection: &mut DbConnection,
    id: WebhookId,
    since_position: i64,
) -> DbResult<()> {
    diesel::update(webhooks::table.find(bytes(&id)))
        .set((
            webhooks::disabled_at.eq(None::<i64>),
            webhooks::disabled_cause.eq(None::<String>),
            webhooks::failing_since.eq(None::<i64>),
            webhooks::resting_until.eq(0),
            webhooks::since_position.eq(since_position),
        ))
        .execute(connection)
        .map(drop)
}

/// Nothing is sent any more.
pub(super) fn disable(
    connection: &mut DbConnection,
    id: WebhookId,
    cause: WebhookDisabledCause,
    now: Time,
) -> DbResult<()> {
    diesel::update(webhooks::table.find(bytes(&id)))
        .filter(webhooks::disabled_at.is_null())
        .set((
            webhooks::disabled_at.eq(now.micros()),
            webhooks::disabled_cause.eq(cause.as_str()),
        ))
        .execute(connection)
        .map(drop)
}

/// The same after failures, unless the webhook was changed or enabled, or something arrived, since it was read.
pub(super) fn disable_failed(
    connection: &mut DbConnection,
    read: &Webhook,
    cause: WebhookDisabledCause,
    now: Time,
) -> DbResult<bool> {
    let failing_since = read.failing_since.map(Time::micros);
    let is_same = webhooks::failing_since
        .is_null()
        .eq(failing_since.is_none())
        .and(
            webhooks::failing_since
                .eq(failing_since)
                .or(webhooks::failing_since.is_null()),
        );
    let rows = diesel::update(webhooks::table.find(bytes(&read.id)))
        .filter(webhooks::disabled_at.is_null())
        .filter(webhooks::sealed.eq(&read.sealed))
        .filter(webhooks::since_position.eq(read.since_position))
        .filter(is_same)
        .set((
            webhooks::disabled_at.eq(now.micros()),
            webhooks::disabled_cause.eq(cause.as_str()),
        ))
        .execute(connection)?;
    Ok(rows == 1)
}

/// Something arrived.
pub(super) fn update_succeeded(connection: &mut DbConnection, id: WebhookId) -> DbResult<()> {
    diesel::update(webhooks::table.find(bytes(&id)))
        .filter(webhooks::failing_since.is_not_null())
        .set((
            webhooks::failing_since.eq(None::<i64>),
            webhooks::resting_until.eq(0),
        ))
        .execute(connection)
        .map(drop)
}

/// Nothing was attempted for longer than a webhook may fail: since when it fails is not known any more.
pub(super) fn forget_failures(
    connection: &mut DbConnection,
    webhooks: &BTreeSet<&[u8]>,
) -> DbResult<()> {
    on_backend!(connection, |own| diesel::update(webhooks::table)
        .filter(webhooks::id.eq_any(webhooks))
        .filter(webhooks::failing_since.is_not_null())
        .set(webhooks::failing_since.eq(None::<i64>))
        .execute(own))
    .map(drop)
}

/// Something failed; nothing is sent until this time.
pub(super) fn update_failed(
    connection: &mut DbConnection,
    id: WebhookId,
    now: Time,
    resting_until: Time,
) -> DbResult<()> {
    diesel::update(webhooks::table.find(bytes(&id)))
        .filter(webhooks::failing_since.is_null())
        .set(webhooks::failing_since.eq(now.micros()))
        .execute(connection)?;
    diesel::update(webhooks::table.find(bytes(&id)))
        .filter(webhooks::resting_until.lt(resting_until.micros()))
        .set(webhooks::resting_until.eq(resting_until.micros()))
        .execute(connection)
        .map(drop)
}

/// Ends a webhook: it is not found any more, and the sweep removes it.
pub(super) fn update_ended(
    connection: &mut DbConnection,
    id: WebhookId,
    now: Time,
) -> DbResult<()> {
    diesel::update(webhooks::table.find(bytes(&id)))
        .set(webhooks::ended_at.eq(now.micros()))
        .execute(connection)
        .map(drop)
}

/// One that was ended.
pub(super) fn find_ended(connection: &mut DbConnection) -> DbResult<Option<WebhookId>> {
    let id: Option<Vec<u8>> = webhooks::table
        .filter(webhooks::ended_at.is_not_null())
        .order(webhooks::id)
        .limit(1)
        .select(webhooks::id)
        .get_result(connection)
        .optional()?;
    Ok(id.map(|id| WebhookId(uuid_of(&id))))
}

/// Any one of an organization, whatever its state.
pub(super) fn find_of(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<Option<WebhookId>> {
    let id: Option<Vec<u8>> = webhooks::table
        .filter(webhooks::organization.eq(organization))
        .limit(1)
        .select(webhooks::id)
        .get_result(connection)
        .optional()?;
    Ok(id.map(|id| WebhookId(uuid_of(&id))))
}

/// Removes one whose deliveries are gone.
pub(super) fn delete(connection: &mut DbConnection, id: WebhookId) -> DbResult<usize> {
    diesel::delete(webhooks::table.find(bytes(&id))).execute(connection)
}

/// Removes one that was ended, when its deliveries are gone.
pub(super) fn delete_ended(connection: &mut DbConnection, id: WebhookId) -> DbResult<usize> {
    let ended = webhooks::table
        .find(bytes(&id))
        .filter(webhooks::ended_at.is_not_null());
    diesel::delete(ended).execute(connection)
}
