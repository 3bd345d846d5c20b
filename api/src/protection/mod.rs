//! What every feature is protected by: rate limits, and the keys of secrets at rest.

pub mod keyring;
pub mod throttle;
