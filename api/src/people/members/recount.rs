//! Proving the kept counts, and what members' rows repeat of their devices, against the rows they
//! come from.

use super::store_recount;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Actor, Event, Outcome};
use serde_json::json;
use shared_types::ids::OrganizationId;
use shared_types::time::Time;
use std::fmt;

/// How many members of an organization stand where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct MemberCounts {
    /// Invited, without a password yet.
    pub invited: i64,
    /// Can sign in.
    pub active: i64,
    /// Of them: no device that works.
    pub to_set_up: i64,
}

impl fmt::Display for MemberCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            invited,
            active,
            to_set_up,
        } = self;
        write!(
            f,
            "{invited} invited, {active} active, {to_set_up} to set up"
        )
    }
}

/// What is kept of an organization, beside what counting gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recount {
    /// The organization.
    pub organization: OrganizationId,
    /// Its name.
    pub name: String,
    /// What is kept; `None` when nothing is.
    pub stored: Option<MemberCounts>,
    /// What the rows give.
    pub counted: MemberCounts,
    /// Members whose row repeats something else than their device says.
    pub stale_members: i64,
}

impl Recount {
    /// Whether everything that is kept is what the rows give.
    pub fn is_right(&self) -> bool {
        self.stored == Some(self.counted) && self.stale_members == 0
    }
}

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
    for wrong in found.iter().filter(|one| !one.is_right()) {
        let event = Event {
            organization: Some(wrong.organization),
            actor: Actor::System,
            action: Action::CountsRepaired,
            outcome: Outcome::Success,
            subject: None,
            details: json!({
                "stored": wrong.stored,
                "counted": wrong.counted,
                "stale_members": wrong.stale_members,
            }),
        };
        audit::record(connection, now, &Origin::of_host(), &event)?;
    }
    Ok(found)
}
