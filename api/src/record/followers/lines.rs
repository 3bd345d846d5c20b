//! The index of audit rows: for each value that rows are found by, the positions of the rows with it.
//!
//! The rows of one batch with one value are one line, so what many rows share (an organization, an
//! action) costs next to nothing, and the rest one line for each row.

use super::follower::Change;
use super::positions;
use super::store_index::{self as store, IndexLine};
use crate::record::audit::{Action, Actor, Outcome, StoredEvent};
use shared_types::ids::{FlowId, MemberId, OrganizationId};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What the value of a line is of. The numbers stand in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(i16)]
pub(super) enum IndexKind {
    Organization = 1,
    /// The member whom a row concerns.
    Member = 2,
    /// An actor other than the member whom the row concerns.
    Actor = 3,
    /// An action within an organization.
    Action = 4,
    /// An outcome within an organization. The index leaves successes out: nearly all rows are.
    Outcome = 5,
    Flow = 6,
}

/// A value that rows are found by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct IndexKey {
    pub(super) kind: IndexKind,
    pub(super) value: Vec<u8>,
}

impl IndexKey {
    pub(super) fn organization(id: Option<OrganizationId>) -> Self {
        Self::scoped(IndexKind::Organization, &[], id)
    }

    pub(super) fn member(MemberId(id): MemberId) -> Self {
        Self::of(IndexKind::Member, id)
    }

    pub(super) fn actor(id: Uuid) -> Self {
        Self::of(IndexKind::Actor, id)
    }

    pub(super) fn flow(FlowId(id): FlowId) -> Self {
        Self::of(IndexKind::Flow, id)
    }

    pub(super) fn action(organization: Option<OrganizationId>, action: Action) -> Self {
        Self::scoped(
            IndexKind::Action,
            &action.number().to_be_bytes(),
            organization,
        )
    }

    pub(super) fn outcome(organization: Option<OrganizationId>, outcome: Outcome) -> Self {
        Self::scoped(
            IndexKind::Outcome,
            &outcome.number().to_be_bytes(),
            organization,
        )
    }

    fn of(kind: IndexKind, id: Uuid) -> Self {
        let value = id.as_bytes().to_vec();
        Self { kind, value }
    }

    fn scoped(kind: IndexKind, number: &[u8], organization: Option<OrganizationId>) -> Self {
        let mut value = organization.map_or_else(Vec::new, |id| id.0.as_bytes().to_vec());
        value.extend_from_slice(number);
        Self { kind, value }
    }
}

/// Everything that a row is found by.
fn keys(event: &StoredEvent) -> impl Iterator<Item = IndexKey> {
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
