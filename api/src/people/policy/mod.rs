//! An organization's rules: read, previewed, changed.

mod handlers;
mod service;
mod store;

pub use handlers::routes;
pub use service::{create_default, find, find_all};
