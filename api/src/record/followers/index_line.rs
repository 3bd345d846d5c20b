//! A line of the index: a value that rows are found by, with the positions of the rows of one batch.

use crate::record::audit::{Action, Outcome};
use shared_types::ids::{FlowId, MemberId, OrganizationId};
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

/// The rows of one batch with one value.
pub(super) struct IndexLine {
    pub(super) key: IndexKey,
    pub(super) last: i64,
    pub(super) positions: Vec<u8>,
}
