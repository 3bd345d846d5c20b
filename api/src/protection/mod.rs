//! Protection for every feature: rights, what the policy asks of a member, holds of recovery by e-mail, rate limits, and the keys of
//! secrets at rest.

pub mod access;
pub mod demand;
pub mod hold;
pub mod keyring;
pub mod throttle;
