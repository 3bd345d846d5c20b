//! What holds a secret clears its memory when it is dropped.

use super::code::Code;
use super::keys::Key;
use super::password::Password;
use super::totp::TotpSecret;
use chacha20poly1305::XChaCha20Poly1305;
use sha2::Sha256;
use shared_types::secret::Secret;
use zeroize::{Zeroize as _, ZeroizeOnDrop};

/// Compiles for types that clear themselves, and for no others: freed memory cannot be looked at without
/// unsafe code.
fn is_cleared<T: ZeroizeOnDrop>() {}

/// C-05 (zeroize): every type of a secret: texts of requests, passwords, codes, device secrets, keys and what
/// is derived of them.
#[test]
fn secrets_are_cleared_when_they_are_dropped() {
    is_cleared::<Secret>();
    is_cleared::<Password>();
    is_cleared::<Code>();
    is_cleared::<TotpSecret>();
    is_cleared::<Key>();
    // Both states of every HMAC, and so of every `MacKey`.
    is_cleared::<Sha256>();
    is_cleared::<XChaCha20Poly1305>();
}

/// C-05 (zeroize): clearing leaves nothing of the text.
#[test]
fn a_cleared_secret_is_empty() {
    let mut secret = Secret::new("123456");
    secret.zeroize();
    assert_eq!(secret.expose(), "");
}
