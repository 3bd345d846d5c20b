//! Counters that slow guessing down: persisted, so that a restart or another node changes nothing.
//!
//! A slot is taken *before* the secret is looked at, inside the one writer, so that parallel tries
//! cannot pass a limit together.

mod asker;
mod model;
mod service;
mod store;

pub use asker::Asker;
pub use model::{
    EMAIL_FAILING, EMAIL_SENDING, Limit, Verdict, email_failing, email_sending, password_lane,
    password_reset_lane,
};
pub use service::{clear, forget_stale, peek, take, take_with_delay};
