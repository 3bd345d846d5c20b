//! Deleting a test organization: in one change it is closed, so that no list shows it, and then it goes step by step,
//! its members first and with them all sessions and tokens. Each step is small and takes the locks that a request would
//! take. What a stopped program left is gone on with by the sweep.

use super::refusals::DeleteSandboxError;
use crate::messages::mail;
use crate::people::{members, organizations};
use crate::platform::context::Context;
use crate::platform::db::keys::OrganizationRef;
use crate::platform::db::{DbConnection, DbResult};
use crate::programs::{challenges, verifications, webhooks};
use crate::protection::access::{Fresh, SandboxesManage};
use crate::record::audit::Action;
use serde_json::json;
use shared_types::ids::OrganizationId;
use shared_types::time::Time;

pub(super) async fn delete_sandbox(
    context: &Context,
    caller: Fresh<SandboxesManage>,
    id: OrganizationId,
) -> Result<(), DeleteSandboxError> {
    let now = context.clock.now();
    let close = move |connection: &mut DbConnection| {
        let (caller, _) = match members::open_caller(connection, &caller, now)? {
            Ok(opened) => opened,
            Err(lost) => return Ok(Err(lost.into())),
        };
        let found = organizations::find_of(connection, caller.organization.key, id)?;
        let Some(kept) = found else {
            return Ok(Err(DeleteSandboxError::NotFound));
        };
        if !organizations::close(connection, kept.organization.key, now)? {
            return Ok(Err(DeleteSandboxError::NotFound));
        }
        let event = caller.event(Action::SandboxDeleted);
        let event = event.details(json!({ "sandbox": id, "name": kept.name }));
        caller.record(connection, now, &event)?;
        Ok(Ok(kept.organization))
    };
    let closed = context.db.write(close).await??;
    while context
        .db
        .write(move |connection| step(connection, closed, now))
        .await?
        > 0
    {}
    Ok(())
}

/// One step of what is closed; 0 when nothing is.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    match organizations::find_closed(connection)? {
        Some(closed) => step(connection, closed, now),
        None => Ok(0),
    }
}

/// A member, some rows, or the organization itself: what went; 0 after that. Members go first, and with them every
/// session and token.
fn step(connection: &mut DbConnection, closed: OrganizationRef, now: Time) -> DbResult<usize> {
    if let Some(&key) = members::list_keys(connection, closed.key, 1)?.first() {
        // Somebody else's step may have been faster.
        if let Some(member) = members::find_for_change(connection, key)? {
            members::remove(connection, &member, now)?;
        }
        return Ok(1);
    }
    let verified = verifications::forget_some(connection, closed.key)?;
    if verified > 0 {
        return Ok(verified);
    }
    let mailed = mail::forget_some(connection, closed.id)?;
    if mailed > 0 {
        return Ok(mailed);
    }
    let asked = challenges::forget_some(connection, closed.key)?;
    if asked > 0 {
        return Ok(asked);
    }
    let told = webhooks::forget_some(connection, closed.key)?;
    if told > 0 {
        return Ok(told);
    }
    organizations::remove(connection, closed.key).map(usize::from)
}
