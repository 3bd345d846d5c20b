//! The audit record, and what is made of it in the background.

pub mod audit;
pub mod chain;
pub mod followers;
pub mod readings;
pub mod retention;
