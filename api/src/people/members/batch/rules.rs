//! The rules of the groups that a batch names, made before it.
//!
//! A rule is made under the lock of the organization, which a batch does not hold: it would be asked for after locks
//! that come later in the order (`platform/db/lock.rs`).

use super::row::Row;
use crate::people::{groups, policy};
use crate::platform::context::Context;
use crate::platform::db::keys::OrganizationRef;
use crate::platform::db::{DbConnection, DbError, DbResult};
use shared_types::ids::GroupId;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Makes those that are missing. Whatever is wrong with a row is said later.
pub(super) async fn make_missing(
    context: &Context,
    organization: OrganizationRef,
    rows: &Arc<[Row]>,
) -> Result<(), DbError> {
    let own = Arc::clone(rows);
    let find = move |connection: &mut DbConnection| find_missing(connection, organization, &own);
    let missing = context.db.read(find).await?;
    if missing.is_empty() {
        return Ok(());
    }
    let make = move |connection: &mut DbConnection| {
        for set in &missing {
            policy::rule_of(connection, organization, set)?;
        }
        Ok(())
    };
    context.db.write(make).await
}

fn find_missing(
    connection: &mut DbConnection,
    organization: OrganizationRef,
    rows: &[Row],
) -> DbResult<BTreeSet<BTreeSet<GroupId>>> {
    let (mut known, mut missing) = (BTreeSet::new(), BTreeSet::new());
    for chosen in rows.iter().filter_map(Row::groups) {
        let Ok(found) = groups::find(connection, organization.key, chosen)? else {
            continue;
        };
        let set = found.ids();
        if known.insert(set.clone()) && !policy::has_rule(connection, organization.key, &set)? {
            missing.insert(set);
        }
    }
    Ok(missing)
}
