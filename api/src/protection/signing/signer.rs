//! The private key that signs now, opened.

use super::key_pair;
use super::model::{Algorithm, KeyUse, StoredKey};
use crate::platform::context::Context;
use crate::platform::crypto::keys::{KeyRing, OpenError};
use crate::platform::db::{DbResult, StatementError};
use jsonwebtoken::{EncodingKey, Header};
use serde::Serialize;
use shared_types::secret::Secret;
use std::sync::Arc;

/// The key that signs now. It is used for one request and not kept: another node may withdraw it a moment
/// later.
pub struct Signer {
    pub(super) kid: String,
    pub(super) issuer: Arc<str>,
    pub(super) r#use: KeyUse,
    pub(super) algorithm: Algorithm,
    pub(super) key: EncodingKey,
}

impl Signer {
    /// Opens the key. One that does not open signs nothing: the request is refused.
    pub(super) fn open(context: &Context, key: StoredKey) -> DbResult<Self> {
        let opened = open(&context.keys, &key);
        let opened =
            opened.map_err(|error| StatementError::DeserializationError(Box::new(error)))?;
        Ok(Self {
            kid: key.kid,
            issuer: issuer(context, key.r#use),
            r#use: key.r#use,
            algorithm: key.algorithm,
            key: opened,
        })
    }

    /// Who signs: the `iss` of what is signed.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Signs claims as a token of this type (RFC 8725 §3.11).
    pub fn sign_token(&self, r#type: &str, claims: &impl Serialize) -> Secret {
        let header = Header {
            typ: Some(r#type.to_owned()),
            kid: Some(self.kid.clone()),
            ..Header::new(self.algorithm.of_library())
        };
        let signed = jsonwebtoken::encode(&header, claims, &self.key);
        // The key was read by the library when the signer was made, and the claims are plain values.
        Secret::new(signed.expect("a key that was opened signs"))
    }
}

/// Who signs: no checker that trusts the installation trusts what is signed for its test organizations.
fn issuer(context: &Context, r#use: KeyUse) -> Arc<str> {
    if r#use.is_test() {
        format!("{}/test", context.public_url).into()
    } else {
        Arc::clone(&context.public_url)
    }
}

/// Whether the key opens; the log says so when it does not.
pub(super) fn opens(keys: &KeyRing, key: &StoredKey) -> bool {
    open(keys, key).is_ok()
}

fn open(keys: &KeyRing, key: &StoredKey) -> Result<EncodingKey, OpenError> {
    let opened = key_pair::open(keys, key);
    if opened.is_err() {
        tracing::error!(
            kid = key.kid,
            "a signing key does not open; it neither signs nor is it published: \
             twostep keys rotate-signing --at-once makes another one"
        );
    }
    opened
}
