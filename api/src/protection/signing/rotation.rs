//! `twostep keys rotate-signing`: another key takes the place of the one that signs.

use super::model::{Algorithm, KeyTimes, StoredKey};
use super::{evidence, service, store};
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
    /// The name of the new key that signs daily heads, from now on.
    pub evidence_kid: String,
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

/// Puts a new key in the place of the one that signs receipts, and one in the place of that of daily heads, which
/// stays published: who finds a new name in a head fetches the keys again, so that one needs no notice.
pub async fn rotate(context: &Context, rotation: Rotation) -> Result<Rotated, RotateError> {
    let own = context.clone();
    let rotate = move |connection: &mut DbConnection| {
        service::lock(connection)?;
        let (kind, algorithm) = (OrganizationKind::Live, Algorithm::EdDsa);
        let changed = match change(connection, &own, kind, algorithm, rotation)? {
            Ok(changed) => changed,
            Err(refused) => return Ok(Err(refused)),
        };
        rotate_others(connection, &own, rotation)?;
        Ok(Ok(Rotated {
            kid: changed.key.kid,
            signs_from: changed.key.times.signs_from,
            published_until: changed.published_until,
            evidence_kid: evidence::rotate(connection, &own)?,
        }))
    };
    context.db.write(rotate).await?
}

/// What leaked of one leaked of the others. Of what an installation does not use there is no key.
fn rotate_others(
    connection: &mut DbConnection,
    context: &Context,
    rotation: Rotation,
) -> DbResult<()> {
    for kind in [OrganizationKind::Live, OrganizationKind::Test] {
        let keys = store::list(connection, kind)?;
        for algorithm in Algorithm::ALL {
            let is_first = kind == OrganizationKind::Live && algorithm == Algorithm::EdDsa;
            if !is_first && keys.iter().any(|key| key.algorithm == algorithm) {
                // One that is under way already goes on.
                drop(change(connection, context, kind, algorithm, rotation)?);
            }
        }
    }
    Ok(())
}

/// A key that took the place of another.
struct Changed {
    key: StoredKey,
    /// Until when the former one is published.
    published_until: Option<Time>,
}

fn change(
    connection: &mut DbConnection,
    context: &Context,
    kind: OrganizationKind,
    algorithm: Algorithm,
    rotation: Rotation,
) -> DbResult<Result<Changed, RotateError>> {
    match rotation {
        Rotation::Announced => announce(connection, context, kind, algorithm),
        Rotation::AtOnce => replace(connection, context, kind, algorithm).map(Ok),
    }
}

fn announce(
    connection: &mut DbConnection,
    context: &Context,
    kind: OrganizationKind,
    algorithm: Algorithm,
) -> DbResult<Result<Changed, RotateError>> {
    let now = context.clock.now();
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
    let published_until = signs_from + Algorithm::PUBLISHED_AFTER_RETIREMENT;
    for key in &current {
        store::retire(connection, &key.kid, signs_from, published_until)?;
    }
    let times = KeyTimes::new(now, signs_from);
    let new = service::make(connection, context, kind, algorithm, times)?;
    let published_until = (!current.is_empty()).then_some(published_until);
    record(connection, Rotation::Announced, kind, &new)?;
    Ok(Ok(Changed {
        key: new,
        published_until,
    }))
}

/// Deletes the other keys, so that no node with another clock still signs with one.
fn replace(
    connection: &mut DbConnection,
    context: &Context,
    kind: OrganizationKind,
    algorithm: Algorithm,
) -> DbResult<Changed> {
    let now = context.clock.now();
    store::delete_all(connection, kind, algorithm)?;
    let times = KeyTimes::new(now, now);
    let new = service::make(connection, context, kind, algorithm, times)?;
    record(connection, Rotation::AtOnce, kind, &new)?;
    Ok(Changed {
        key: new,
        published_until: None,
    })
}

/// An audit event without an organization: the keys belong to the installation.
fn record(
    connection: &mut DbConnection,
    rotation: Rotation,
    kind: OrganizationKind,
    new: &StoredKey,
) -> DbResult<()> {
    let event = Actor::Host.event_in(None, Action::SigningKeyRotated);
    let event = event.details(json!({
        "kid": new.kid,
        "algorithm": new.algorithm.as_str(),
        "signs_from": new.times.signs_from,
        "at_once": rotation == Rotation::AtOnce,
        "kind": kind,
    }));
    audit::record(connection, new.times.created_at, &Origin::of_host(), &event)
}
