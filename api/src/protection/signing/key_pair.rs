//! Making key pairs, and sealing their private parts.

use super::model::{Algorithm, KeyUse, StoredKey};
use crate::platform::crypto::keys::{KeyRing, OpenError};
use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::EncodingKey;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk};
use shared_types::organizations::OrganizationKind;
use zeroize::Zeroizing;

/// A new pair.
pub(super) struct NewPair {
    /// As in the table.
    pub(super) public_key: String,
    /// PKCS#8, sealed.
    pub(super) private_key: Vec<u8>,
}

/// Makes a pair for the key of this name and seals its private part for what it signs.
///
/// Without randomness nothing can be done safely, so a failure panics.
pub(super) fn generate(keys: &KeyRing, r#use: KeyUse, kid: &str, algorithm: Algorithm) -> NewPair {
    let made = match algorithm {
        Algorithm::EdDsa => make_ed25519(),
        Algorithm::Es256 => make_p256(),
        Algorithm::Rs256 => make_rsa(),
    };
    let bound_to = bound_to(r#use, [kid, algorithm.as_str(), &made.public_key]);
    let private_key = keys.seal(r#use.purpose(), &bound_to, &made.plain);
    NewPair {
        public_key: made.public_key,
        private_key,
    }
}

/// A pair that is not sealed yet.
struct Made {
    public_key: String,
    /// PKCS#8.
    plain: Zeroizing<Vec<u8>>,
}

fn make_ed25519() -> Made {
    let pair = Ed25519KeyPair::generate().expect("the library makes a key");
    let plain = pair.to_pkcs8v1().expect("a key has a PKCS#8 form");
    Made {
        public_key: URL_SAFE_NO_PAD.encode(pair.public_key()),
        plain: Zeroizing::new(plain.as_ref().to_vec()),
    }
}

fn make_p256() -> Made {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING);
    let pair = pair.expect("the library makes a key");
    let plain = pair.to_pkcs8v1().expect("a key has a PKCS#8 form");
    // Uncompressed: 4, then both coordinates (SEC 1 §2.3.3).
    let point = pair.public_key().as_ref();
    let [x, y] = [&point[1..33], &point[33..65]].map(|one| URL_SAFE_NO_PAD.encode(one));
    Made {
        public_key: format!("{x}.{y}"),
        plain: Zeroizing::new(plain.as_ref().to_vec()),
    }
}

/// Takes some tenths of a second, once for an installation and at each rotation.
fn make_rsa() -> Made {
    let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).expect("the library makes a key");
    let plain = pair.as_der().expect("a key has a PKCS#8 form");
    let plain = Zeroizing::new(plain.as_ref().to_vec());
    let key = rsa_key(&plain).expect("a key of ours");
    let jwk = Jwk::from_encoding_key(&key, jsonwebtoken::Algorithm::RS256);
    let AlgorithmParameters::RSA(public) = jwk.expect("a key of ours").algorithm else {
        unreachable!("the key is one of RSA");
    };
    Made {
        public_key: format!("{}.{}", public.n, public.e),
        plain,
    }
}

/// The library wants PKCS#1 (RFC 8017 §A.1.2), which is the rest of PKCS#8 behind a head of fixed length for a key of
/// 2048 bits.
fn rsa_key(pkcs8: &[u8]) -> Option<EncodingKey> {
    const HEAD: usize = 26;
    let pkcs1 = pkcs8.get(HEAD..)?;
    rsa::KeyPair::from_der(pkcs1).ok()?;
    Some(EncodingKey::from_rsa_der(pkcs1))
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
    // What opens was sealed by us; a key that the library does not take is no key all the same.
    let opened = match key.algorithm {
        Algorithm::EdDsa => Ed25519KeyPair::from_pkcs8(&plain)
            .ok()
            .map(|_| EncodingKey::from_ed_der(&plain)),
        Algorithm::Es256 => EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &plain)
            .ok()
            .map(|_| EncodingKey::from_ec_der(&plain)),
        Algorithm::Rs256 => rsa_key(&plain),
    };
    opened.ok_or(OpenError)
}
