//! Protection for every feature: rights, rate limits, and the keys of secrets at rest.

pub mod access;
pub mod keyring;
pub mod throttle;
