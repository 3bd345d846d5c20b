//! When each member last finished a sign-in.

use super::change::Change;
use super::store_sign_ins as store;
use crate::platform::db::{DbConnection, DbResult};
use crate::record::audit::{Action, StoredEvent};
use shared_types::ids::MemberId;
use shared_types::time::Time;
use std::collections::{BTreeMap, HashMap};

/// Each member is written once for a batch, with the latest sign-in in it; one who was deleted loses
/// the row.
pub(super) fn prepare(events: &[StoredEvent]) -> Change {
    let mut members: BTreeMap<MemberId, Option<Time>> = BTreeMap::new();
    for event in events {
        let Some(member) = event.subject else {
            continue;
        };
        if event.action == Action::MemberDeleted {
            members.insert(member, None);
        } else if event.finished_sign_in().is_some() {
            let latest = members.get(&member).copied().flatten();
            members.insert(member, latest.max(Some(event.at)));
        }
    }
    Box::new(move |connection| {
        let times = members.iter().filter_map(|(id, at)| Some((*id, (*at)?)));
        store::note_sign_ins(connection, &times.collect::<Vec<_>>())?;
        let deleted = members.iter().filter(|(_, at)| at.is_none());
        store::delete_members(connection, &deleted.map(|(id, _)| *id).collect::<Vec<_>>())
    })
}

/// When these members last finished a sign-in, as far as each ever did.
pub fn find_last_sign_ins(
    connection: &mut DbConnection,
    members: &[MemberId],
) -> DbResult<HashMap<MemberId, Time>> {
    if members.is_empty() {
        return Ok(HashMap::new());
    }
    store::find_last_sign_ins(connection, members)
}
