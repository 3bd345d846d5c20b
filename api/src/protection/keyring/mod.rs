//! Which keys the database was sealed with: the proof at the start, and the change to a new key.

mod check;
mod rekey;
mod service;
mod store;

pub use check::{KeyCheckError, Proof, check_keys, key_check, prove, require_known};
pub use rekey::{Rekey, Unreadable};
pub use service::{Usage, activate, remove, usage};
