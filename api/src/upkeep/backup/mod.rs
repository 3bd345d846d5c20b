//! A database that comes back from a backup: what was revoked since must not come back with it.

mod service;
mod store;

pub use service::{RestoreError, Restored, restore};
