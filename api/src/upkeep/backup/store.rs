//! The changes that make a restored database safe.

use crate::platform::db::keys::{OrganizationKey, OrganizationRef};
use crate::platform::db::schema::{
    access_tokens, api_tokens, authorization_codes, challenges, console_logins, console_sessions,
    email_codes, evidence_keys, idempotency_keys, invitations, known_browsers, members,
    organizations, outbox, password_reset_requests, password_resets, setup_tokens, sign_ins,
    signing_keys, totp_devices, webhook_deliveries, webhooks,
};
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::ids::OrganizationId;
use shared_types::time::Time;
use shared_types::webhooks::{WebhookDeliveryState, WebhookDisabledCause};

/// Deletes sign-ins (flows and sessions), tokens and codes, and mails that would send such, and signing keys, of
/// which one may have been withdrawn since, and kept answers, which hold such too. Pending devices are
/// deleted with their sign-ins.
pub(super) fn delete_credentials(connection: &mut DbConnection) -> DbResult<()> {
    diesel::delete(sign_ins::table).execute(connection)?;
    diesel::delete(known_browsers::table).execute(connection)?;
    // One that was ended since the backup would open again.
    diesel::delete(api_tokens::table).execute(connection)?;
    diesel::delete(challenges::table).execute(connection)?;
    // Of sessions that are gone. Consoles and their secrets stay: a secret alone opens nothing.
    diesel::delete(authorization_codes::table).execute(connection)?;
    diesel::delete(access_tokens::table).execute(connection)?;
    diesel::delete(console_sessions::table).execute(connection)?;
    diesel::delete(console_logins::table).execute(connection)?;
    diesel::delete(invitations::table).execute(connection)?;
    diesel::delete(setup_tokens::table).execute(connection)?;
    diesel::delete(password_resets::table).execute(connection)?;
    diesel::delete(password_reset_requests::table).execute(connection)?;
    diesel::delete(email_codes::table).execute(connection)?;
    diesel::delete(outbox::table).execute(connection)?;
    diesel::delete(signing_keys::table).execute(connection)?;
    // Their callers are gone, and what they made may be.
    diesel::delete(idempotency_keys::table).execute(connection)?;
    Ok(())
}

/// Evidence keys stay, since what they signed is proved by their public parts for ever, and sign nothing more.
pub(super) fn retire_evidence_keys(connection: &mut DbConnection, now: Time) -> DbResult<()> {
    diesel::update(evidence_keys::table.filter(evidence_keys::retired_at.is_null()))
        .set(evidence_keys::retired_at.eq(now.micros()))
        .execute(connection)
        .map(drop)
}

/// Disables every webhook and gives up what waits: one that was removed since the backup would be sent to again,
/// and what waited then was sent meanwhile.
pub(super) fn disable_webhooks(connection: &mut DbConnection, now: Time) -> DbResult<()> {
    diesel::update(webhooks::table.filter(webhooks::disabled_at.is_null()))
        .set((
            webhooks::disabled_at.eq(now.micros()),
            webhooks::disabled_cause.eq(WebhookDisabledCause::Restored.as_str()),
        ))
        .execute(connection)?;
    let waiting = WebhookDeliveryState::Waiting.as_str();
    diesel::update(webhook_deliveries::table.filter(webhook_deliveries::state.eq(waiting)))
        .set((
            webhook_deliveries::state.eq(WebhookDeliveryState::GivenUp.as_str()),
            webhook_deliveries::next_attempt_at.eq(None::<i64>),
        ))
        .execute(connection)
        .map(drop)
}

/// Increments the epoch of every member, and gives the number of members.
pub(super) fn update_epochs(connection: &mut DbConnection) -> DbResult<usize> {
    diesel::update(members::table)
        .set(members::epoch.eq(members::epoch + 1))
        .execute(connection)
}

/// Marks every time step up to this one as used.
pub(super) fn update_steps(connection: &mut DbConnection, step: i64) -> DbResult<usize> {
    diesel::update(totp_devices::table)
        .filter(totp_devices::last_step.lt(step))
        .set(totp_devices::last_step.eq(step))
        .execute(connection)
}

#[derive(Queryable)]
struct OrganizationRow {
    key: OrganizationKey,
    #[diesel(deserialize_as = String)]
    id: OrganizationId,
}

pub(super) fn list_organizations(connection: &mut DbConnection) -> DbResult<Vec<OrganizationRef>> {
    let rows: Vec<OrganizationRow> = organizations::table
        .order(organizations::key)
        .select((organizations::key, organizations::id))
        .load(connection)?;
    let named = |row: OrganizationRow| OrganizationRef {
        key: row.key,
        id: row.id,
    };
    Ok(rows.into_iter().map(named).collect())
}
