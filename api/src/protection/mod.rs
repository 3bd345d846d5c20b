//! Protection for every feature: rights, what the policy asks of a member, holds of recovery by e-mail, rate limits, the keys of
//! secrets at rest, and those that sign receipts.

pub mod access;
pub mod demand;
pub mod hold;
pub mod keyring;
pub mod signing;
pub mod throttle;
