//! Protection for every feature: rate limits, and the keys of secrets at rest.

pub mod keyring;
pub mod throttle;
