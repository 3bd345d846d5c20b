//! What the followers made of rows is forgotten with them.

use super::index_line::IndexKey;
use super::{lines, store_days, store_index};
use crate::platform::db::{DbConnection, DbResult};
use crate::record::audit::StoredEvent;
use std::collections::BTreeSet;

/// What was made of the rows of a beginning that is pruned. The last sign-in of a member is kept as
/// long as the member.
pub struct Made {
    keys: BTreeSet<IndexKey>,
    organizations: BTreeSet<Vec<u8>>,
    last: i64,
    day: i64,
}

impl Made {
    /// What was made of these rows, the last of which is `last`; counts and lists by day are kept from
    /// `day` on, counted from 1970-01-01.
    pub fn of(events: &[StoredEvent], last: i64, day: i64) -> Self {
        let organizations = events.iter().map(|event| event.chain_bytes().to_vec());
        Self {
            keys: events.iter().flat_map(lines::keys).collect(),
            organizations: organizations.collect(),
            last,
            day,
        }
    }

    /// Deletes it. A line of the index with later rows stays, with positions that lead nowhere, until
    /// those rows go too.
    pub fn forget(&self, connection: &mut DbConnection) -> DbResult<()> {
        store_index::delete_lines(connection, &self.keys, self.last)?;
        for organization in &self.organizations {
            store_days::delete_days(connection, organization, self.day)?;
        }
        Ok(())
    }
}
