//! The encryption keys of the database: the check at the start, and key rotation.

mod check;
mod rekey;
mod sealed;
mod service;
mod store;
mod store_answers;
mod store_checks;
mod store_column;
mod store_evidence;
mod store_former;
mod store_signing;
mod store_webhooks;

pub use check::{KeyCheckError, Proof, check_keys, hold_if_known, key_check, prove, require_known};
pub use rekey::{Rekey, Unreadable};
pub use service::{Usage, activate, remove, usage};
