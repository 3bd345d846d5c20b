//! Of what is read often, which reading gets a row in the record: the first of an hour for each reader and way.

mod service;
mod store;
mod way;

pub use service::{is_due, note, sweep};
pub use way::Way;
