//! What an operator does with a whole installation: copy it, move it to another database.

pub mod backup;
pub mod database_move;
