//! Proving the kept counts, and what members' rows repeat of their devices, against the rows they
//! come from.

use super::counts::Recount;
use super::{store_recount, store_words};
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::access::Caller;
use crate::record::audit::Action;
use serde_json::json;
use shared_types::time::Time;

/// Counts the members of every organization anew. Changes nothing.
pub fn recount(connection: &mut DbConnection) -> DbResult<Vec<Recount>> {
    store_recount::list_recounts(connection)
}

/// The same, and puts what was counted in the place of what was kept, where they differ; each
/// organization whose values change gets a row in its record. Gives what was found.
pub fn repair_counts(connection: &mut DbConnection, now: Time) -> DbResult<Vec<Recount>> {
    store_recount::lock(connection)?;
    let found = store_recount::list_recounts(connection)?;
    if found.iter().all(Recount::is_right) {
        return Ok(found);
    }
    store_recount::update_members(connection)?;
    store_recount::replace_counts(connection)?;
    store_words::replace_all_words(connection)?;
    for wrong in found.iter().filter(|one| !one.is_right()) {
        let host = Caller::host(wrong.organization);
        let event = host.event(Action::CountsRepaired).details(json!({
            "stored": wrong.stored,
            "counted": wrong.counted,
            "stale_members": wrong.stale_members,
            "stale_words": wrong.stale_words,
        }));
        host.record(connection, now, &event)?;
    }
    Ok(found)
}
