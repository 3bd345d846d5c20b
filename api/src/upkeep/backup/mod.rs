//! Restoring a backup: what was revoked since the backup must not become valid again.

mod service;
mod store;

pub use service::{RestoreError, Restored, restore};
