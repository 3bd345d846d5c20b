//! The rules of restoring a backup.

use super::store;
use crate::platform::crypto::keys::KeyRing;
use crate::platform::crypto::totp;
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::access::Caller;
use crate::protection::keyring::{self, Proof};
use crate::record::audit::Action;
use shared_types::time::Time;

/// The result of a restore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The number of members.
    pub members: usize,
}

/// Why a backup cannot be restored.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum RestoreError {
    /// It was sealed with other keys.
    #[error(
        "key {0:?} is missing or is not the one that this backup was sealed with; restore the \
         key file of its time first"
    )]
    Foreign(String),
    /// It has no registered key.
    #[error("it is no backup of a database that ever served")]
    NoKeys,
}

/// Makes the database of a backup safe to serve: earlier tokens are invalid, and so are codes that may
/// have been used since the backup. Counters of failed tries are kept.
pub fn restore(
    connection: &mut DbConnection,
    keys: &KeyRing,
    now: Time,
) -> DbResult<Result<Restored, RestoreError>> {
    match keyring::prove(connection, keys)? {
        Proof::Good => {}
        Proof::Foreign(id) => return Ok(Err(RestoreError::Foreign(id))),
        Proof::None => return Ok(Err(RestoreError::NoKeys)),
    }
    store::delete_credentials(connection)?;
    store::retire_evidence_keys(connection, now)?;
    store::disable_webhooks(connection, now)?;
    let members = store::update_epochs(connection)?;
    // The latest time step that could have been accepted: a phone's clock may be ahead by one.
    store::update_steps(connection, totp::step_at(now) + 1)?;
    for organization in store::list_organizations(connection)? {
        let host = Caller::host(organization);
        host.record(connection, now, &host.event(Action::DatabaseRestored))?;
    }
    Ok(Ok(Restored { members }))
}
