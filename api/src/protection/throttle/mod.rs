//! Rate limits against guessing: stored in the database, so that they hold across restarts and nodes.
//!
//! A try is counted *before* the secret is checked, in the same transaction, so that concurrent tries
//! cannot exceed a limit.

mod client_limit;
mod model;
mod service;
mod store;

pub use client_limit::ClientLimit;
pub use model::{
    EMAIL_FAILING, EMAIL_SENDING, GrowingDelay, Limit, Verdict, email_failing, email_sending,
    invitation_counter, password_counter, password_reset_counter,
};
pub use service::{clear, forget_stale, peek, take, take_with_delay};
