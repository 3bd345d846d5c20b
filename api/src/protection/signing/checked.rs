//! What a token says that we signed and somebody gives back to us.

use super::model::{Algorithm, StoredKey};
use super::{service, store};
use crate::platform::db::{DbConnection, DbResult};
use jsonwebtoken::{DecodingKey, Validation};
use serde::de::DeserializeOwned;
use shared_types::organizations::OrganizationKind;

/// The claims of a token that a key of ours has signed and that names this issuer, whether its time is over or not;
/// `None` of any other. The algorithm is that of the key, whatever the token says (RFC 8725 §3.1).
pub fn claims_of<T: DeserializeOwned>(
    connection: &mut DbConnection,
    kind: OrganizationKind,
    issuer: &str,
    token: &str,
) -> DbResult<Option<T>> {
    let Some(name) = jsonwebtoken::decode_header(token)
        .ok()
        .and_then(|header| header.kid)
    else {
        return Ok(None);
    };
    let keys = store::list(connection, kind)?;
    let key = keys.iter().find(|key| key.kid == name);
    Ok(key.and_then(|key| read(key, issuer, token)))
}

fn read<T: DeserializeOwned>(key: &StoredKey, issuer: &str, token: &str) -> Option<T> {
    let jwk = service::jwk(key);
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    let decoding = match key.algorithm {
        Algorithm::EdDsa => DecodingKey::from_ed_components(&part(&jwk.x)),
        Algorithm::Es256 => DecodingKey::from_ec_components(&part(&jwk.x), &part(&jwk.y)),
        Algorithm::Rs256 => DecodingKey::from_rsa_components(&part(&jwk.n), &part(&jwk.e)),
    };
    let mut validation = Validation::new(key.algorithm.of_library());
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.set_issuer(&[issuer]);
    validation.set_required_spec_claims(&["iss", "sub", "aud"]);
    let decoded = jsonwebtoken::decode::<T>(token, &decoding.ok()?, &validation);
    decoded.ok().map(|data| data.claims)
}
