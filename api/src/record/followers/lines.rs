//! The index of audit rows: for each value that rows are found by, the positions of the rows with it.
//!
//! The rows of one batch with one value are one line, so what many rows share (an organization, an
//! action) costs next to nothing, and the rest one line for each row.

use super::change::Change;
use super::index_line::{IndexKey, IndexLine};
use super::positions;
use super::store_index as store;
use crate::record::audit::{Actor, Outcome, StoredEvent};
use std::collections::BTreeMap;

/// Everything that a row is found by.
pub(super) fn keys(event: &StoredEvent) -> impl Iterator<Item = IndexKey> {
    let organization = event.organization;
    let is_own = matches!(event.actor, Actor::Member(id) if Some(id) == event.subject);
    let actor = event.actor.id().filter(|_| !is_own);
    let outcome =
        (event.outcome != Outcome::Success).then(|| IndexKey::outcome(organization, event.outcome));
    [
        Some(IndexKey::organization(organization)),
        Some(IndexKey::action(organization, event.action)),
        outcome,
        event.subject.map(IndexKey::member),
        actor.map(IndexKey::actor),
        event.flow.map(IndexKey::flow),
    ]
    .into_iter()
    .flatten()
}

pub(super) fn prepare(events: &[StoredEvent]) -> Change {
    let mut all: BTreeMap<IndexKey, Vec<i64>> = BTreeMap::new();
    for event in events {
        for key in keys(event) {
            all.entry(key).or_default().push(event.position);
        }
    }
    // In the order of the keys, so that neighbours share pages.
    let lines = all.into_iter().filter_map(|(key, found)| {
        let (last, positions) = positions::pack(&found)?;
        Some(IndexLine {
            key,
            last,
            positions,
        })
    });
    let lines: Vec<IndexLine> = lines.collect();
    Box::new(move |connection| store::insert_lines(connection, &lines))
}
