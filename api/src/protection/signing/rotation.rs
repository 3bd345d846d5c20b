//! `twostep keys rotate-signing`: another key takes the place of the one that signs.

use super::model::{Algorithm, KeyTimes, StoredKey};
use super::{service, store};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::access::Actor;
use crate::record::audit::{self, Action};
use serde_json::json;
use shared_types::limits::SIGNING_KEY_NOTICE;
use shared_types::organizations::OrganizationKind;
use shared_types::time::Time;

/// How the keys change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// The new key is published before it signs, the old one as long as anything that it signed is good.
    Announced,
    /// For a leak: the new key signs now, and every other one leaves the key set now. Receipts that they
    /// signed are good no more.
    AtOnce,
}

/// What a rotation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// The name of the new key.
    pub kid: String,
    /// From when on it signs.
    pub signs_from: Time,
    /// Until when the key set has the one before; `None` where it has none any more.
    pub published_until: Option<Time>,
}

/// Why there is no rotation.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    /// One is under way.
    #[error(
        "key {kid} is published and signs from {signs_from} on; wait until then, or rotate --at-once"
    )]
    UnderWay {
        /// The name of the key that comes.
        kid: String,
        /// When its time comes.
        signs_from: Time,
    },
    /// The database gave no result.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Puts a new key in the place of the one that signs receipts.
pub async fn rotate(context: &Context, rotation: Rotation) -> Result<Rotated, RotateError> {
    let own = context.clone();
    let rotate = move |connection: &mut DbConnection| {
        service::lock(connection)?;
        let rotated = change(connection, &own, OrganizationKind::Live, rotation)?;
        // What leaked of one leaked of the other. An installation without test organizations has no such key.
        if rotated.is_ok() && !store::list(connection, OrganizationKind::Test)?.is_empty() {
            // One that is under way already goes on.
            drop(change(connection, &own, OrganizationKind::Test, rotation)?);
        }
        Ok(rotated)
    };
    context.db.write(rotate).await?
}

fn change(
    connection: &mut DbConnection,
    context: &Context,
    kind: OrganizationKind,
    rotation: Rotation,
) -> DbResult<Result<Rotated, RotateError>> {
    match rotation {
        Rotation::Announced => announce(connection, context, kind),
        Rotation::AtOnce => replace(connection, context, kind).map(Ok),
    }
}

fn announce(
    connection: &mut DbConnection,
    context: &Context,
    kind: OrganizationKind,
) -> DbResult<Result<Rotated, RotateError>> {
    let (now, algorithm) = (context.clock.now(), Algorithm::EdDsa);
    let keys = store::list(connection, kind)?;
    let current: Vec<&StoredKey> = keys
        .iter()
        .filter(|key| key.algorithm == algorithm && key.times.retired_at.is_none())
        .collect();
    if let Some(next) = current.iter().find(|key| now < key.times.signs_from) {
        return Ok(Err(RotateError::UnderWay {
            kid: next.kid.clone(),
            signs_from: next.times.signs_from,
        }));
    }
    // The first key needs no notice: there is no key set yet.
    let signs_from = if current.is_empty() {
        now
    } else {
        now + SIGNING_KEY_NOTICE
    };
    let published_until = signs_from + algorithm.published_after_retirement();
    for key in &current {
        store::retire(connection, &key.kid, signs_from, published_until)?;
    }
    let times = KeyTimes::new(now, signs_from);
    let new = service::make(connection, context, kind, algorithm, times)?;
    let published_until = (!current.is_empty()).then_some(published_until);
    record(connection, Rotation::Announced, &new)?;
    Ok(Ok(rotated(new, published_until)))
}

/// Deletes the other keys, so that no node with another clock still signs with one.
fn replace(
    connection: &mut DbConnection,
    context: &Context,
    kind: OrganizationKind,
) -> DbResult<Rotated> {
    let (now, algorithm) = (context.clock.now(), Algorithm::EdDsa);
    store::delete_all(connection, kind, algorithm)?;
    let times = KeyTimes::new(now, now);
    let new = service::make(connection, context, kind, algorithm, times)?;
    record(connection, Rotation::AtOnce, &new)?;
    Ok(rotated(new, None))
}

/// An audit event without an organization: the keys belong to the installation.
fn record(connection: &mut DbConnection, rotation: Rotation, new: &StoredKey) -> DbResult<()> {
    let event = Actor::Host.event_in(None, Action::SigningKeyRotated);
    let event = event.details(json!({
        "kid": new.kid,
        "signs_from": new.times.signs_from,
        "at_once": rotation == Rotation::AtOnce,
        "kind": new.kind,
    }));
    audit::record(connection, new.times.created_at, &Origin::of_host(), &event)
}

fn rotated(new: StoredKey, published_until: Option<Time>) -> Rotated {
    Rotated {
        kid: new.kid,
        signs_from: new.times.signs_from,
        published_until,
    }
}
