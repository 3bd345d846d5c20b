//! The private key that signs now, opened.

use super::key_pair;
use super::model::StoredKey;
use crate::platform::context::Context;
use crate::platform::crypto::keys::{KeyRing, OpenError, Purpose};
use crate::platform::db::{DbResult, StatementError};
use jsonwebtoken::EncodingKey;
use std::sync::Arc;

/// The key that signs now. It is used for one request and not kept: another node may withdraw it a moment
/// later.
pub struct Signer {
    pub(super) kid: String,
    pub(super) issuer: Arc<str>,
    pub(super) key: EncodingKey,
}

impl Signer {
    /// Opens the key. One that does not open signs nothing: the request is refused.
    pub(super) fn open(context: &Context, purpose: Purpose, key: StoredKey) -> DbResult<Self> {
        let opened = open(&context.keys, purpose, &key);
        let opened =
            opened.map_err(|error| StatementError::DeserializationError(Box::new(error)))?;
        Ok(Self {
            kid: key.kid,
            issuer: Arc::clone(&context.public_url),
            key: opened,
        })
    }
}

/// Whether the key opens; the log says so when it does not.
pub(super) fn opens(keys: &KeyRing, purpose: Purpose, key: &StoredKey) -> bool {
    open(keys, purpose, key).is_ok()
}

fn open(keys: &KeyRing, purpose: Purpose, key: &StoredKey) -> Result<EncodingKey, OpenError> {
    let opened = key_pair::open(keys, purpose, key);
    if opened.is_err() {
        tracing::error!(
            kid = key.kid,
            "a signing key does not open; it neither signs nor is it published: \
             twostep keys rotate-signing --at-once makes another one"
        );
    }
    opened
}
