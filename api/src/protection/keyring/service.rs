//! Activating a key, and removing an old one.

use super::check;
use super::store::{self, Column};
use super::store_checks;
use crate::platform::context::Context;
use crate::platform::crypto::keys::KeyRing;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::access::Actor;
use crate::record::audit::{self, Action};
use serde_json::json;
use shared_types::time::Time;
use std::fmt;

/// The number of values that were sealed with a key, by kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// The name of the key.
    pub key: String,
    /// Secrets of devices: confirmed, not yet, or not any more.
    pub devices: i64,
    /// Hashes of passwords.
    pub passwords: i64,
    /// Mails that are not sent yet.
    pub mails: i64,
    /// Addresses that members had.
    pub former_addresses: i64,
    /// Private keys that sign receipts.
    pub signing_keys: i64,
    /// Private keys that sign, or once signed, the daily heads of the audit record.
    pub evidence_keys: i64,
    /// Addresses and secrets of webhooks.
    pub webhooks: i64,
    /// Answers of requests with an `Idempotency-Key`.
    pub answers: i64,
}

impl Usage {
    /// The sum of all kinds.
    pub const fn total(&self) -> i64 {
        self.devices
            + self.passwords
            + self.mails
            + self.former_addresses
            + self.signing_keys
            + self.evidence_keys
            + self.webhooks
            + self.answers
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            key,
            devices,
            passwords,
            mails,
            former_addresses,
            signing_keys,
            evidence_keys,
            webhooks,
            answers,
        } = self;
        write!(
            f,
            "{key}: {devices} devices, {passwords} passwords, {mails} mails, \
             {former_addresses} former addresses, {signing_keys} signing keys, \
             {evidence_keys} evidence keys, {webhooks} webhooks, {answers} kept answers"
        )
    }
}

/// The number of values for each key of the ring.
pub async fn usage(context: &Context) -> Result<Vec<Usage>, DbError> {
    let ids: Vec<String> = context.keys.ids().map(str::to_owned).collect();
    let count = move |connection: &mut DbConnection| {
        ids.iter().map(|id| usage_of(connection, id)).collect()
    };
    context.db.read(count).await
}

/// Registers the key that will be active. Called before the key file is written, so that a node that
/// does not have the key reports at once that it is not ready.
pub async fn activate(context: &Context, ring: KeyRing) -> Result<(), DbError> {
    let now = context.clock.now();
    context
        .db
        .write(move |connection| {
            check::note_active_key(connection, &ring)?;
            record(connection, now, Action::KeyActivated, ring.active_id())
        })
        .await
}

/// Removes a key, so that nothing is sealed with it any more; or says which values still need it.
pub async fn remove(context: &Context, id: String) -> Result<Result<(), Usage>, DbError> {
    let now = context.clock.now();
    context
        .db
        .write(move |connection| {
            store_checks::lock_key_check(connection, &id)?;
            let usage = usage_of(connection, &id)?;
            if usage.total() > 0 {
                return Ok(Err(usage));
            }
            store_checks::delete_key_check(connection, &id)?;
            record(connection, now, Action::KeyRemoved, &id)?;
            Ok(Ok(()))
        })
        .await
}

fn usage_of(connection: &mut DbConnection, id: &str) -> DbResult<Usage> {
    let pending = store::count_under(connection, Column::PendingDevices, id)?;
    let former = store::count_under(connection, Column::FormerDevices, id)?;
    Ok(Usage {
        key: id.to_owned(),
        devices: pending + former + store::count_under(connection, Column::Devices, id)?,
        passwords: store::count_under(connection, Column::Passwords, id)?,
        mails: store::count_under(connection, Column::Mails, id)?,
        former_addresses: store::count_under(connection, Column::FormerAddresses, id)?,
        signing_keys: store::count_under(connection, Column::SigningKeys, id)?,
        evidence_keys: store::count_under(connection, Column::EvidenceKeys, id)?,
        webhooks: store::count_under(connection, Column::Webhooks, id)?,
        answers: store::count_under(connection, Column::Answers, id)?,
    })
}

/// An audit event without an organization: the keys belong to the installation.
fn record(connection: &mut DbConnection, now: Time, action: Action, key: &str) -> DbResult<()> {
    let event = Actor::Host.event_in(None, action);
    let event = event.details(json!({ "key": key }));
    audit::record(connection, now, &Origin::of_host(), &event)
}
