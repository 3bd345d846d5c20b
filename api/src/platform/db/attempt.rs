//! A part of a change that can be taken back while what was found is kept.

use super::{DbConnection, DbResult, StatementError};
use diesel::Connection as _;

/// What a part of a change came to.
pub enum Attempt<T> {
    /// It stands.
    Kept(T),
    /// It is taken back.
    Undone(T),
}

/// Runs `body` in a savepoint of the change that runs.
pub fn attempt<T>(
    connection: &mut DbConnection,
    body: impl FnOnce(&mut DbConnection) -> DbResult<Attempt<T>>,
) -> DbResult<T> {
    let mut undone = None;
    let kept = connection.transaction(|connection| match body(connection)? {
        Attempt::Kept(value) => Ok(value),
        Attempt::Undone(value) => {
            undone = Some(value);
            Err(StatementError::RollbackTransaction)
        }
    });
    undone.map_or(kept, Ok)
}
