//! The errors of the database.

/// Why a statement failed.
pub use diesel::result::Error as StatementError;

/// The result of a closure over a connection.
pub type DbResult<T> = Result<T, StatementError>;

/// Why the database gave no result. None of these is the caller's fault.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The file or server cannot be opened, or is newer than this program.
    #[error("the database cannot be opened: {0}")]
    Open(String),
    /// No connection became free, the queue is full, or the commit failed.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A statement failed.
    #[error("a statement failed: {0}")]
    Statement(#[from] StatementError),
}
