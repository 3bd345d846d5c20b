//! The keys that sign the daily heads of the audit record. A public part is never taken away, so that what it
//! signed can be checked for ever; each says in which time it signed.

use super::model::{Algorithm, KeyUse, StoredKey, signing_key};
use super::service::{self, generate, jwk};
use super::signer::{Signer, opens};
use super::store_evidence as store;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::access::Actor;
use crate::record::audit::{self, Action};
use serde_json::json;
use shared_types::signing::{EvidenceKey, EvidenceKeySet};
use shared_types::time::Time;

const ALGORITHM: Algorithm = Algorithm::EdDsa;

/// Every key that there ever was. An installation without one makes it now, so that no copy of the set lacks it.
pub async fn evidence_keys(context: &Context) -> Result<EvidenceKeySet, DbError> {
    let now = context.clock.now();
    let mut keys = context.db.read(store::list).await?;
    if signing_key(&keys, ALGORITHM, now).is_none() {
        keys.push(make_first(context).await?);
    }
    let own = |key: &&StoredKey| opens(&context.keys, key);
    Ok(EvidenceKeySet {
        keys: keys.iter().filter(own).map(view).collect(),
    })
}

/// The key that signs now. Reads only, except for the very first time.
pub(super) async fn prepare(context: &Context) -> Result<Signer, DbError> {
    let now = context.clock.now();
    let keys = context.db.read(store::list).await?;
    let key = match signing_key(&keys, ALGORITHM, now) {
        Some(key) => key.clone(),
        None => make_first(context).await?,
    };
    Ok(Signer::open(context, key)?)
}

/// Whether the key may still sign.
pub(super) fn is_current(connection: &mut DbConnection, signer: &Signer) -> DbResult<bool> {
    store::is_current(connection, &signer.kid)
}

/// Puts a new key in the place of the one that signs, and gives its name. Within the change of a rotation.
pub(super) fn rotate(connection: &mut DbConnection, context: &Context) -> DbResult<String> {
    let now = context.clock.now();
    store::retire_all(connection, now)?;
    let key = make(connection, context)?;
    let event = Actor::Host.event_in(None, Action::EvidenceKeyRotated);
    let event = event.details(json!({ "kid": key.kid }));
    audit::record(connection, now, &Origin::of_host(), &event)?;
    Ok(key.kid)
}

async fn make_first(context: &Context) -> Result<StoredKey, DbError> {
    let own = context.clone();
    let make = move |connection: &mut DbConnection| find_or_make(connection, &own);
    context.db.write(make).await
}

fn find_or_make(connection: &mut DbConnection, context: &Context) -> DbResult<StoredKey> {
    let now = context.clock.now();
    service::lock(connection)?;
    // Another node may have made it while this one waited.
    if let Some(key) = signing_key(&store::list(connection)?, ALGORITHM, now) {
        return Ok(key.clone());
    }
    let key = make(connection, context)?;
    let event = Actor::System.event_in(None, Action::EvidenceKeyCreated);
    let event = event.details(json!({ "kid": key.kid }));
    audit::record(connection, now, &Origin::of_host(), &event)?;
    Ok(key)
}

fn make(connection: &mut DbConnection, context: &Context) -> DbResult<StoredKey> {
    let key = generate(connection, context, KeyUse::DailyHeads, ALGORITHM)?;
    store::insert(connection, &key)?;
    Ok(key)
}

fn view(key: &StoredKey) -> EvidenceKey {
    EvidenceKey {
        jwk: jwk(key),
        iat: key.times.created_at.seconds(),
        exp: key.times.retired_at.map(Time::seconds),
    }
}
