//! Somebody whom the directory let in, and where.

use super::look::Person;
use crate::platform::db::keys::OrganizationRef;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Actor, Event};
use shared_types::time::Time;

/// A person, the organization that has the directory, and where the request came from.
#[derive(Clone, Copy)]
pub(super) struct Here<'a> {
    pub(super) organization: OrganizationRef,
    pub(super) origin: &'a Origin,
    pub(super) person: &'a Person,
}

impl Here<'_> {
    /// What the program does by itself because of it.
    pub(super) fn event(&self, action: Action) -> Event {
        Event::of(Actor::System, Some(self.organization.id), action)
    }

    /// Writes it into the record, inside the transaction of the change.
    pub(super) fn record(
        &self,
        connection: &mut DbConnection,
        now: Time,
        event: &Event,
    ) -> DbResult<()> {
        audit::record(connection, now, self.origin, event)
    }
}
