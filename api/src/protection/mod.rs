//! What every feature is protected by: rights, rate limits, and the keys of secrets at rest.

pub mod access;
pub mod keyring;
pub mod throttle;
