//! Pure cryptography: keys, sealing, codes, tokens and passwords. No rule, no database.

pub mod code;
pub mod email_code;
mod guessable;
pub mod hasher;
pub mod keys;
pub mod mac_key;
pub mod password;
mod purpose;
pub mod random;
pub mod token;
pub mod totp;

#[cfg(test)]
mod cleared_tests;
#[cfg(test)]
mod keys_tests;
