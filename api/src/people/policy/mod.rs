//! An organization's rules: read, previewed, changed. [`demand()`] says what they ask of a member now.

mod handlers;
mod recovery;
mod service;
mod store;

pub use crate::protection::demand::{Demand, demand};
pub use handlers::routes;
pub use service::{create_default, recovery_mode, rule_of};
