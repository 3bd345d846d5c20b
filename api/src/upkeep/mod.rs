//! Operations on a whole installation: restoring a backup, moving to another database.

pub mod backup;
pub mod database_move;
