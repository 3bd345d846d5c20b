//! How long the audit record is kept: rows that are old enough go, with their seals and what was made of
//! them, and signed checkpoints take their place. Owns no table.

mod service;

pub use service::prune;
