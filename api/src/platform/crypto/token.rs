//! Opaque bearer tokens: 256 random bits, shown once, stored as SHA-256.

use super::random;
use sha2::{Digest, Sha256};
use shared_types::secret::Secret;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// 43 characters of 62 carry 256 bits.
const LENGTH: usize = 43;

/// The purpose of a token; its prefix shows it to people and secret scanners.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A sign-in attempt.
    Flow,
    /// A session.
    Session,
    /// A browser that finished a sign-in before.
    KnownBrowser,
    /// An invitation by mail.
    Invitation,
    /// A new password by mail.
    PasswordReset,
    /// The first organization and administrator.
    Setup,
}

impl TokenKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Flow => "tsf_",
            Self::Session => "tss_",
            Self::KnownBrowser => "tsb_",
            Self::Invitation => "tsi_",
            Self::PasswordReset => "tsp_",
            Self::Setup => "tsu_",
        }
    }
}

/// A fresh token, and the hash that the database stores.
pub fn generate(kind: TokenKind) -> (Secret, Vec<u8>) {
    let text = kind.prefix().to_owned() + &random::text(ALPHABET, LENGTH);
    let hash = hash(&text);
    (Secret::new(text), hash)
}

/// The hash that the database stores of a presented token; `None` when it cannot be one of this kind.
pub fn presented(kind: TokenKind, text: &str) -> Option<Vec<u8>> {
    let body = text.strip_prefix(kind.prefix())?;
    let is_well_formed = body.len() == LENGTH && body.bytes().all(|b| b.is_ascii_alphanumeric());
    is_well_formed.then(|| hash(text))
}

fn hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S-05: 256 random bits, of which only the hash is kept.
    #[test]
    fn a_token_is_found_by_its_hash_and_kind() {
        let (token, hash) = generate(TokenKind::Flow);
        assert_eq!(token.expose().len(), 4 + LENGTH);
        assert_eq!(presented(TokenKind::Flow, token.expose()), Some(hash));
        assert_eq!(presented(TokenKind::Session, token.expose()), None);
        assert_eq!(presented(TokenKind::Flow, "tsf_short"), None);
    }
}
