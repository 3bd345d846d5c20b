//! The private key that signs now, opened.

use super::key_pair;
use super::model::{KeyUse, StoredKey};
use crate::platform::context::Context;
use crate::platform::crypto::keys::{KeyRing, OpenError};
use crate::platform::db::{DbResult, StatementError};
use jsonwebtoken::EncodingKey;
use std::sync::Arc;

/// The key that signs now. It is used for one request and not kept: another node may withdraw it a moment
/// later.
pub struct Signer {
    pub(super) kid: String,
    pub(super) issuer: Arc<str>,
    pub(super) r#use: KeyUse,
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
            key: opened,
        })
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
