//! Making key pairs, and sealing their private parts.

use super::model::{Algorithm, KeyUse, StoredKey};
use crate::platform::crypto::keys::{KeyRing, OpenError};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::EncodingKey;
use shared_types::organizations::OrganizationKind;

/// A new pair.
pub(super) struct NewPair {
    /// Base64url.
    pub(super) public_key: String,
    /// PKCS#8, sealed.
    pub(super) private_key: Vec<u8>,
}

/// Makes a pair for the key of this name and seals its private part for what it signs.
///
/// Without randomness nothing can be done safely, so a failure panics.
pub(super) fn generate(keys: &KeyRing, r#use: KeyUse, kid: &str, algorithm: Algorithm) -> NewPair {
    match algorithm {
        Algorithm::EdDsa => {
            let pair = Ed25519KeyPair::generate().expect("the library makes a key");
            let plain = pair.to_pkcs8v1().expect("a key has a PKCS#8 form");
            let public_key = URL_SAFE_NO_PAD.encode(pair.public_key());
            let bound_to = bound_to(r#use, [kid, algorithm.as_str(), &public_key]);
            let private_key = keys.seal(r#use.purpose(), &bound_to, plain.as_ref());
            NewPair {
                public_key,
                private_key,
            }
        }
    }
}

/// What a seal covers. That of a key for test organizations opens as no other.
fn bound_to(r#use: KeyUse, names: [&str; 3]) -> Vec<&str> {
    let kind = r#use.is_test().then_some(OrganizationKind::Test.as_str());
    names.into_iter().chain(kind).collect()
}

/// Opens the private key. The seal covers the public key too: a row that somebody else put into the
/// table, or whose public key was exchanged, neither opens nor is published.
pub(super) fn open(keys: &KeyRing, key: &StoredKey) -> Result<EncodingKey, OpenError> {
    let names = [&*key.kid, key.algorithm.as_str(), &key.public_key];
    let bound_to = bound_to(key.r#use, names);
    let plain = keys.open(key.r#use.purpose(), &bound_to, &key.private_key)?;
    match key.algorithm {
        Algorithm::EdDsa => {
            // What opens was sealed by us; a key that the library does not take is no key all the same.
            Ed25519KeyPair::from_pkcs8(&plain).map_err(|_| OpenError)?;
            Ok(EncodingKey::from_ed_der(&plain))
        }
    }
}
