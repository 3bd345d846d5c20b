//! The audit record.

pub mod audit;
