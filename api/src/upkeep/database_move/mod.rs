//! Moves all data from a SQLite file to PostgreSQL.

mod digest;
mod service;
mod store;

pub use service::{Counted, Move, MoveError};
