//! What a token says that we signed and somebody gives back to us.

use super::model::{Algorithm, StoredKey};
use super::{service, store};
use crate::platform::db::{DbConnection, DbResult};
use jsonwebtoken::{DecodingKey, Validation};
use serde::de::DeserializeOwned;
use shared_types::organizations::OrganizationKind;

/// What a token has to be.
pub struct Expected<'a> {
    /// Whose key has signed it.
    pub kind: OrganizationKind,
    /// Its `iss`.
    pub issuer: &'a str,
    /// Its `typ`: what we sign for one purpose is good for no other (RFC 8725 §3.11).
    pub r#type: &'static str,
}

/// The claims of a token that a key of ours has signed and that is what is expected, whether its time is over or not;
/// `None` of any other. The algorithm is that of the key, whatever the token says (RFC 8725 §3.1).
pub fn claims_of<T: DeserializeOwned>(
    connection: &mut DbConnection,
    expected: &Expected<'_>,
    token: &str,
) -> DbResult<Option<T>> {
    let Some(name) = jsonwebtoken::decode_header(token)
        .ok()
        .and_then(|header| header.kid)
    else {
        return Ok(None);
    };
    let keys = store::list(connection, expected.kind)?;
    let key = keys.iter().find(|key| key.kid == name);
    Ok(key.and_then(|key| read(key, expected, token)))
}

fn read<T: DeserializeOwned>(key: &StoredKey, expected: &Expected<'_>, token: &str) -> Option<T> {
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
    validation.set_issuer(&[expected.issuer]);
    validation.set_required_spec_claims(&["iss", "sub", "aud"]);
    let decoded = jsonwebtoken::decode::<T>(token, &decoding.ok()?, &validation).ok()?;
    let is_expected = decoded.header.typ.as_deref() == Some(expected.r#type);
    is_expected.then_some(decoded.claims)
}
