//! The append-only record: one row for every decision, in the transaction of the change.

mod model;
mod service;
mod store;

pub use model::{Action, Actor, Event, Outcome};
pub use service::record;
