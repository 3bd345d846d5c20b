//! Requests that are sent again: with an `Idempotency-Key` a POST runs once, and a repetition gets the answer of the
//! first one (draft-ietf-httpapi-idempotency-key-header).
//!
//! It stands around all routes, so that a new one cannot forget it: every POST of a caller takes a key, unless it is in
//! [`WITHOUT_KEY`] with its reason.

mod handlers;
mod key;
mod model;
mod routes;
mod service;
mod store;

pub use handlers::answer_once;
pub use routes::{WITH_SECRET, WITHOUT_KEY, takes_key};
pub use service::sweep;
