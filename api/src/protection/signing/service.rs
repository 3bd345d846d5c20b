//! Finding the key that signs, making the first one, and the key set.

use super::audience::Audience;
use super::key_pair;
use super::model::{Algorithm, KeyTimes, KeyUse, StoredKey, published, signing_key};
use super::signer::{Signer, opens};
use super::store;
use crate::platform::context::Context;
use crate::platform::crypto::random;
use crate::platform::db::{self, DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::access::Actor;
use crate::protection::keyring;
use crate::record::audit::{self, Action};
use serde_json::json;
use shared_types::clients::IdTokenAlgorithm;
use shared_types::organizations::OrganizationKind;
use shared_types::signing::{Jwk, JwkSet};
use shared_types::time::Time;

/// The lock of everything that adds or retires keys; the last one in the order (`db::lock`).
const LOCK: &str = "signing keys";

/// Letters and digits of a name: 95 random bits.
const NAME_LENGTH: usize = 16;

/// The key of live organizations for a receipt that is asked for by naming an audience; without one nothing is read.
pub async fn prepare_for(
    context: &Context,
    audience: Option<&Audience>,
) -> Result<Option<Signer>, DbError> {
    match audience {
        Some(_) => prepare(context, OrganizationKind::Live).await.map(Some),
        None => Ok(None),
    }
}

/// The key that signs now, for a receipt that is signed outside of any write. Reads only, except for the
/// very first time.
pub async fn prepare(context: &Context, kind: OrganizationKind) -> Result<Signer, DbError> {
    prepare_with(context, kind, Algorithm::EdDsa).await
}

/// The same for an ID token.
pub async fn prepare_for_id_token(
    context: &Context,
    kind: OrganizationKind,
    algorithm: IdTokenAlgorithm,
) -> Result<Signer, DbError> {
    prepare_with(context, kind, algorithm.into()).await
}

async fn prepare_with(
    context: &Context,
    kind: OrganizationKind,
    algorithm: Algorithm,
) -> Result<Signer, DbError> {
    let now = context.clock.now();
    let found = context
        .db
        .read(move |connection| {
            let keys = store::list(connection, kind)?;
            Ok(signing_key(&keys, algorithm, now).cloned())
        })
        .await?;
    let key = match found {
        Some(key) => key,
        None => make_first(context, kind, algorithm).await?,
    };
    Ok(Signer::open(context, key)?)
}

impl Signer {
    /// The signer for an organization of this kind. The one of live organizations is in hand before anything is
    /// spent; that of test organizations is read here, as nobody loses anything if that fails.
    pub async fn of(self, context: &Context, kind: OrganizationKind) -> Result<Self, DbError> {
        if self.r#use == KeyUse::Receipts(kind) {
            Ok(self)
        } else {
            prepare(context, kind).await
        }
    }
}

/// The published keys of a kind. An installation without a key of an algorithm makes it now, so that no cache ever
/// holds a key set without one.
pub(super) async fn key_set(context: &Context, kind: OrganizationKind) -> Result<JwkSet, DbError> {
    let now = context.clock.now();
    let list = move |connection: &mut DbConnection| store::list(connection, kind);
    let mut keys = context.db.read(list).await?;
    for algorithm in Algorithm::ALL {
        if signing_key(&keys, algorithm, now).is_none() {
            keys.push(make_first(context, kind, algorithm).await?);
        }
    }
    // The order of `store::list`, whether a key is new or not.
    keys.sort_by(|one, other| {
        let order = |key: &StoredKey| (key.times.signs_from, key.kid.clone());
        order(one).cmp(&order(other))
    });
    let published = published(&keys, now).filter(|key| opens(&context.keys, key));
    Ok(JwkSet {
        keys: published.map(jwk).collect(),
    })
}

/// Deletes keys that are not published any more.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    store::delete_unpublished(connection, now)
}

async fn make_first(
    context: &Context,
    kind: OrganizationKind,
    algorithm: Algorithm,
) -> Result<StoredKey, DbError> {
    let own = context.clone();
    let make = move |connection: &mut DbConnection| find_or_make(connection, &own, kind, algorithm);
    context.db.write(make).await
}

/// The first key signs at once: nobody has a key set without it.
fn find_or_make(
    connection: &mut DbConnection,
    context: &Context,
    kind: OrganizationKind,
    algorithm: Algorithm,
) -> DbResult<StoredKey> {
    let now = context.clock.now();
    let find = |connection: &mut DbConnection| -> DbResult<Option<StoredKey>> {
        let keys = store::list(connection, kind)?;
        Ok(signing_key(&keys, algorithm, now).cloned())
    };
    if let Some(key) = find(connection)? {
        return Ok(key);
    }
    lock(connection)?;
    // Another node may have made it while this one waited.
    if let Some(key) = find(connection)? {
        return Ok(key);
    }
    let key = make(
        connection,
        context,
        kind,
        algorithm,
        KeyTimes::new(now, now),
    )?;
    let event = Actor::System.event_in(None, Action::SigningKeyCreated);
    let event =
        event.details(json!({ "kid": key.kid, "algorithm": algorithm.as_str(), "kind": kind }));
    audit::record(connection, now, &Origin::of_host(), &event)?;
    Ok(key)
}

/// Waits until no other node adds or retires keys, and keeps others from it until the change ends.
pub(super) fn lock(connection: &mut DbConnection) -> DbResult<()> {
    db::lock(connection, LOCK)
}

/// Makes and stores a key.
pub(super) fn make(
    connection: &mut DbConnection,
    context: &Context,
    kind: OrganizationKind,
    algorithm: Algorithm,
    times: KeyTimes,
) -> DbResult<StoredKey> {
    let key = generate(connection, context, KeyUse::Receipts(kind), algorithm)?;
    let key = StoredKey { times, ..key };
    store::insert(connection, kind, &key)?;
    Ok(key)
}

/// Makes a key that signs from now on; it is not stored yet.
pub(super) fn generate(
    connection: &mut DbConnection,
    context: &Context,
    r#use: KeyUse,
    algorithm: Algorithm,
) -> DbResult<StoredKey> {
    let now = context.clock.now();
    let kid = random::text(random::BASE62, NAME_LENGTH);
    let pair = key_pair::generate(&context.keys, r#use, &kid, algorithm);
    keyring::require_known(connection, &pair.private_key)?;
    Ok(StoredKey {
        r#use,
        kid,
        algorithm,
        public_key: pair.public_key,
        private_key: pair.private_key,
        times: KeyTimes::new(now, now),
    })
}

pub(super) fn jwk(key: &StoredKey) -> Jwk {
    let blank = Jwk {
        kty: String::new(),
        crv: None,
        x: None,
        y: None,
        n: None,
        e: None,
        kid: key.kid.clone(),
        alg: key.algorithm.as_str().into(),
        r#use: "sig".into(),
    };
    let (first, second) = key
        .public_key
        .split_once('.')
        .unwrap_or((&key.public_key, ""));
    let (first, second) = (first.to_owned(), second.to_owned());
    match key.algorithm {
        Algorithm::EdDsa => Jwk {
            kty: "OKP".into(),
            crv: Some("Ed25519".into()),
            x: Some(first),
            ..blank
        },
        Algorithm::Es256 => Jwk {
            kty: "EC".into(),
            crv: Some("P-256".into()),
            x: Some(first),
            y: Some(second),
            ..blank
        },
        Algorithm::Rs256 => Jwk {
            kty: "RSA".into(),
            n: Some(first),
            e: Some(second),
            ..blank
        },
    }
}
