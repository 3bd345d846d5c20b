//! What happened, for good: the audit record.

pub mod audit;
