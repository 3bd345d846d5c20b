//! Whether single rows are as their seals remember them.

use super::model::{ChainName, hex};
use super::seal::row_mac;
use super::store;
use super::stored_seal::Entry;
use crate::platform::crypto::keys::{KeyRing, Purpose};
use crate::platform::db::{DbConnection, DbResult};
use crate::record::audit::StoredEvent;
use shared_types::ids::OrganizationId;

/// What the seal of a row says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The row is as it was sealed.
    Proved,
    /// It has no seal yet.
    Waiting,
    /// It was altered after it was sealed, or is among sealed rows without a seal.
    Broken,
}

/// What the seals have of a row.
#[derive(Clone, Copy, Debug)]
enum Remembered {
    Entry(Entry),
    /// No seal reaches as far.
    Later,
    /// Later rows are sealed, and this one is not.
    Not,
}

/// The rows of the seal that was read last.
struct Covered {
    first: i64,
    last: i64,
    rows: Vec<Entry>,
}

/// What the seals prove of rows of one organization, in the order of the rows. Rows beside each other
/// cost one look for all.
pub fn prove(
    connection: &mut DbConnection,
    keys: &KeyRing,
    organization: OrganizationId,
    events: &[StoredEvent],
) -> DbResult<Vec<Proof>> {
    let keys = keys.mac_keys(Purpose::Audit);
    let remembered = find_entries(connection, organization, events)?;
    let proof = |(event, remembered): (&StoredEvent, Remembered)| match remembered {
        Remembered::Later => Proof::Waiting,
        Remembered::Not => Proof::Broken,
        Remembered::Entry(entry) => {
            let line = event.exported_line();
            let fits = keys.iter().any(|key| entry.fits(&row_mac(key, &line)));
            if fits { Proof::Proved } else { Proof::Broken }
        }
    };
    Ok(events.iter().zip(remembered).map(proof).collect())
}

/// The part of each row's MAC that its seal stores, in hexadecimal; `None` where no seal has the row.
pub(super) fn find_tags(
    connection: &mut DbConnection,
    organization: OrganizationId,
    events: &[StoredEvent],
) -> DbResult<Vec<Option<String>>> {
    let remembered = find_entries(connection, organization, events)?;
    let tag = |one| match one {
        Remembered::Entry(entry) => Some(hex(&entry.tag)),
        Remembered::Later | Remembered::Not => None,
    };
    Ok(remembered.into_iter().map(tag).collect())
}

fn find_entries(
    connection: &mut DbConnection,
    organization: OrganizationId,
    events: &[StoredEvent],
) -> DbResult<Vec<Remembered>> {
    let chain = ChainName::of(Some(organization));
    let mut covered: Option<Covered> = None;
    let mut found = Vec::with_capacity(events.len());
    for event in events {
        let position = event.position;
        let is_in = |one: &Covered| (one.first..=one.last).contains(&position);
        if !covered.as_ref().is_some_and(is_in) {
            let seal = store::find_seal_at(connection, &chain, position)?;
            covered = seal.map(|seal| Covered {
                first: seal.first,
                last: seal.last,
                rows: seal.rows().unwrap_or_default(),
            });
        }
        found.push(match &covered {
            None => Remembered::Later,
            Some(Covered { rows, .. }) => rows
                .binary_search_by_key(&position, |entry| entry.position)
                .map_or(Remembered::Not, |at| Remembered::Entry(rows[at])),
        });
    }
    Ok(found)
}
