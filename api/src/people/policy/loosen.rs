//! Who may ask somebody for less than the policy does, by whatever route.

use crate::people::devices;
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::access::{Actor, PolicyWrite, Right as _};

/// Whether the caller may change the policy, and a code stands behind the caller.
pub fn may_loosen(connection: &mut DbConnection, actor: &Actor) -> DbResult<bool> {
    let may_change = PolicyWrite::grant(actor.clone()).is_ok();
    Ok(may_change && devices::is_enrolled(connection, actor)?)
}
