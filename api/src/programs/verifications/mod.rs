//! Verifications: a program asks whether a member holds the enrolled device right now. The code is checked by
//! the same proofs as at sign-in, with the same steps and counters.

mod counters;
mod fields;
mod handlers;
mod refusals;
mod service;
mod store;

pub use handlers::routes;
pub use service::{forget_some, sweep};
