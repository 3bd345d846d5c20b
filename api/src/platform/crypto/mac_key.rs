//! One key for many MACs: HMAC-SHA-256 whose first two blocks are computed once.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A MAC of 256 bits.
pub type MacBytes = [u8; 32];

/// Makes MACs under one key.
#[derive(Clone)]
pub struct MacKey(Hmac<Sha256>);

impl MacKey {
    /// With these bytes as the key.
    pub fn new(key: &[u8]) -> Self {
        let state = <Hmac<Sha256> as KeyInit>::new_from_slice(key);
        Self(state.expect("HMAC takes keys of every length"))
    }

    /// The MAC of these parts, each with its length, so that no two lists of parts have the same.
    pub fn mac(&self, parts: &[&[u8]]) -> MacBytes {
        let mut state = self.0.clone();
        for part in parts {
            state.update(&(part.len() as u64).to_be_bytes());
            state.update(part);
        }
        state.finalize().into_bytes().into()
    }
}
