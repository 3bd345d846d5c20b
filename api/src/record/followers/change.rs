//! What a follower writes.

use crate::platform::db::{DbConnection, DbResult};

/// What a follower writes for a batch. It is made ready before the change begins, so that requests
/// wait for the statements only.
pub(super) type Change = Box<dyn FnOnce(&mut DbConnection) -> DbResult<()> + Send>;
