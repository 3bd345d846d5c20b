//! Moving everything from a file into a PostgreSQL server.

mod digest;
mod service;
mod store;

pub use service::{Counted, Move, MoveError};
