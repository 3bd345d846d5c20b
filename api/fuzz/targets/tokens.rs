//! Tokens: of one kind at most, and no others than the ones that we could have made.
#![no_main]

use libfuzzer_sys::fuzz_target;
use twostep::platform::crypto::token::{TokenKind, presented};

const KINDS: [TokenKind; 6] = [
    TokenKind::Flow,
    TokenKind::Session,
    TokenKind::KnownBrowser,
    TokenKind::Invitation,
    TokenKind::PasswordReset,
    TokenKind::Setup,
];

fuzz_target!(|text: &str| {
    let kinds = KINDS
        .iter()
        .filter(|kind| presented(**kind, text).is_some());
    let count = kinds.count();
    assert!(count <= 1);
    if count == 1 {
        assert_eq!(text.len(), 47);
        assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
    }
});
