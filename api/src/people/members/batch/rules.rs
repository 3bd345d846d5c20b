//! The rules of the groups that a batch names, made before it.
//!
//! A rule is made under the lock of the organization, which a batch does not hold: it would be asked for after locks
//! that come later in the order (`platform/db/lock.rs`).

use super::refusals::BatchError;
use super::row::{Decided, Foreseen, Row};
use crate::people::{groups, policy, sessions};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::access::{Authorized, MembersWrite};
use shared_types::ids::GroupId;
use shared_types::limits::{BATCH_ROWS_TOGETHER, ROWS_LONGEST};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Makes those that are missing, of the rows that make a member: nobody else needs one. Whatever is wrong with a row is
/// said later.
pub(super) async fn make_missing(
    context: &Context,
    caller: &Authorized<MembersWrite>,
    rows: &Arc<[Row]>,
) -> Result<(), BatchError> {
    let mut found = Found::default();
    let mut begin = 0;
    while begin < rows.len() {
        let part = begin..rows.len().min(begin + BATCH_ROWS_TOGETHER);
        begin = part.end;
        let (own, caller, rows) = (context.clone(), caller.clone(), Arc::clone(rows));
        let look = move |connection: &mut DbConnection| {
            let caller = match sessions::recheck_right(connection, &caller, own.clock.now())? {
                Ok(caller) => caller,
                Err(lost) => return Ok(Err(BatchError::from(lost))),
            };
            for row in &rows[part] {
                found.add(connection, &own, &caller, row)?;
            }
            Ok(Ok(found))
        };
        found = context.db.read(look).await??;
    }
    let missing: Vec<BTreeSet<GroupId>> = found.missing.into_iter().collect();
    for some in missing.chunks(BATCH_ROWS_TOGETHER) {
        make(context, caller, some.to_vec()).await?;
    }
    Ok(())
}

async fn make(
    context: &Context,
    caller: &Authorized<MembersWrite>,
    sets: Vec<BTreeSet<GroupId>>,
) -> Result<(), BatchError> {
    let (now, caller) = (context.clock.now(), caller.clone());
    let make = move |connection: &mut DbConnection| {
        if let Err(lost) = sessions::recheck_right(connection, &caller, now)? {
            return Ok(Err(BatchError::from(lost)));
        }
        policy::make_rules(connection, caller.organization, sets.iter(), now).map(Ok)
    };
    context.db.write_within(ROWS_LONGEST, make).await?
}

/// What the rows so far name.
#[derive(Default)]
struct Found {
    /// The groups of each choice of names; `None` where there is an unknown one.
    named: HashMap<BTreeSet<String>, Option<BTreeSet<GroupId>>>,
    /// Sets whose rule is there.
    known: BTreeSet<BTreeSet<GroupId>>,
    /// Sets whose rule is not.
    missing: BTreeSet<BTreeSet<GroupId>>,
    /// Who would be made by rows with a set whose rule is missing.
    foreseen: Foreseen,
}

impl Found {
    fn add(
        &mut self,
        connection: &mut DbConnection,
        context: &Context,
        caller: &Authorized<MembersWrite>,
        row: &Row,
    ) -> DbResult<()> {
        let Some(chosen) = row.groups() else {
            return Ok(());
        };
        let (organization, names) = (caller.organization.key, chosen.names());
        if !self.named.contains_key(&names) {
            let groups = groups::find(connection, organization, chosen)?;
            let set = groups.ok().map(|groups| groups.ids());
            self.named.insert(names.clone(), set);
        }
        let Some(Some(set)) = self.named.get(&names) else {
            return Ok(());
        };
        if self.known.contains(set) || self.missing.contains(set) {
            return Ok(());
        }
        if policy::find_rule(connection, organization, set)?.is_some() {
            self.known.insert(set.clone());
            return Ok(());
        }
        let decided = row.look(connection, context, caller, &mut self.foreseen)?;
        if let Decided::Made(_) = decided {
            self.missing.insert(set.clone());
        }
        Ok(())
    }
}
