//! Pages of the audit record, newest first, through the index.
//!
//! A page reads the positions of the rarest value that is asked for, then those rows, and leaves out
//! what the rest of the filter does not want. Its work has an end: where little fits, a page may be
//! short or empty and still say where the next one begins.

use super::index_line::IndexKey;
use super::store_index as store;
use crate::platform::db::{DbConnection, DbResult};
use crate::record::audit::{self, Action, Actor, CLOCK_STEPS, Outcome, StoredEvent};
use serde_json::Value;
use shared_types::ids::{FlowId, MemberId, OrganizationId};
use shared_types::time::Time;
use std::collections::HashMap;
use uuid::Uuid;

/// Lines of the index that are read at a time.
const LINES: i64 = 100;
/// Rows that one page looks at.
const ROWS_OF_A_PAGE: usize = 5000;
/// Rows that are read at a time.
const ROWS_AT_A_TIME: usize = 200;

/// Which rows of an organization are wanted; what is `None` leaves nothing out.
#[derive(Clone, Debug)]
pub struct EventFilter {
    /// Whose record; `None` for that of the installation.
    pub organization: Option<OrganizationId>,
    /// The member whom a row concerns.
    pub member: Option<MemberId>,
    /// The member or program that acted.
    pub actor: Option<Uuid>,
    /// What was done.
    pub action: Option<Action>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The sign-in attempt.
    pub flow: Option<FlowId>,
    /// The earliest time.
    pub from: Option<Time>,
    /// What is no longer in the time that is asked for.
    pub until: Option<Time>,
    /// A part of the result or of a text in the details, in any letter case.
    pub text: Option<String>,
}

/// Where a page begins, and how many rows it has at most.
#[derive(Clone, Copy, Debug)]
pub struct PageRequest {
    /// The last row of the page before this one.
    pub before: Option<i64>,
    /// The most rows.
    pub limit: usize,
}

/// A page, newest first.
#[derive(Clone, Debug)]
pub struct EventPage {
    /// The rows.
    pub events: Vec<StoredEvent>,
    /// Where the next page goes on: rows before this position; `None` at the end.
    pub next: Option<i64>,
}

impl EventFilter {
    /// All rows of an organization, or of the installation.
    pub fn of(organization: Option<OrganizationId>) -> Self {
        Self {
            organization,
            member: None,
            actor: None,
            action: None,
            outcome: None,
            flow: None,
            from: None,
            until: None,
            text: None,
        }
    }

    /// The values whose lines have every row that fits: the rarest part of the filter. What an actor
    /// did to himself has a line of the member alone.
    fn keys(&self) -> Vec<IndexKey> {
        let not_success = self.outcome.filter(|outcome| *outcome != Outcome::Success);
        if let Some(flow) = self.flow {
            vec![IndexKey::flow(flow)]
        } else if let Some(member) = self.member {
            vec![IndexKey::member(member)]
        } else if let Some(actor) = self.actor {
            vec![IndexKey::actor(actor), IndexKey::member(MemberId(actor))]
        } else if let Some(action) = self.action {
            vec![IndexKey::action(self.organization, action)]
        } else if let Some(outcome) = not_success {
            vec![IndexKey::outcome(self.organization, outcome)]
        } else {
            vec![IndexKey::organization(self.organization)]
        }
    }

    /// Whether it leaves out nothing but times.
    pub fn is_whole(&self) -> bool {
        self.member.is_none()
            && self.actor.is_none()
            && self.action.is_none()
            && self.outcome.is_none()
            && self.flow.is_none()
            && self.text.is_none()
    }

    fn wants(&self, event: &StoredEvent) -> bool {
        let actor = match event.actor {
            Actor::Anonymous | Actor::System => None,
            known => known.id(),
        };
        event.organization == self.organization
            && self.member.is_none_or(|id| event.subject == Some(id))
            && self.actor.is_none_or(|id| actor == Some(id))
            && self.action.is_none_or(|action| event.action == action)
            && self.outcome.is_none_or(|outcome| event.outcome == outcome)
            && self.flow.is_none_or(|id| event.flow == Some(id))
            && self.from.is_none_or(|from| event.at >= from)
            && self.until.is_none_or(|until| event.at < until)
            && self
                .text
                .as_deref()
                .is_none_or(|text| has_text(event, text))
    }
}

fn has_text(event: &StoredEvent, text: &str) -> bool {
    let text = text.to_lowercase();
    let details = event.details.as_deref();
    let details = details.and_then(|details| serde_json::from_str(details).ok());
    let result = event.result.as_deref();
    result.is_some_and(|result| result.to_lowercase().contains(&text))
        || details.is_some_and(|details| says(&details, &text))
}

/// Whether a text in a value has this one in it. The names of details are no texts.
fn says(value: &Value, text: &str) -> bool {
    match value {
        Value::String(own) => own.to_lowercase().contains(text),
        Value::Array(all) => all.iter().any(|one| says(one, text)),
        Value::Object(all) => all.values().any(|one| says(one, text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The newest rows that fit, before a position.
pub fn list_events(
    connection: &mut DbConnection,
    filter: &EventFilter,
    page: PageRequest,
) -> DbResult<EventPage> {
    let mut before = first_position(connection, filter, page)?;
    let mut events = Vec::new();
    let mut looked_at = 0;
    loop {
        let positions = list_positions(connection, filter, before)?;
        if positions.is_empty() {
            return Ok(EventPage { events, next: None });
        }
        // A line may have a thousand positions: they are used before the next lines are read.
        for some in positions.chunks(ROWS_AT_A_TIME) {
            looked_at += some.len();
            before = some.last().copied().unwrap_or(before);
            for event in find_events(connection, some)? {
                if filter
                    .from
                    .is_some_and(|from| event.at < from - CLOCK_STEPS)
                {
                    return Ok(EventPage { events, next: None });
                }
                let position = event.position;
                if filter.wants(&event) {
                    events.push(event);
                }
                if events.len() == page.limit {
                    let next = Some(position);
                    return Ok(EventPage { events, next });
                }
            }
            if looked_at >= ROWS_OF_A_PAGE {
                let next = Some(before);
                return Ok(EventPage { events, next });
            }
        }
    }
}

/// Where a page begins: what is later than the filter wants is not read.
fn first_position(
    connection: &mut DbConnection,
    filter: &EventFilter,
    page: PageRequest,
) -> DbResult<i64> {
    let before = page.before.unwrap_or(i64::MAX);
    let Some(until) = filter.until else {
        return Ok(before);
    };
    let later = audit::find_position_at(connection, until + CLOCK_STEPS)?;
    Ok(later.map_or(before, |later| later.min(before)))
}

/// The newest positions of all values of the filter, of those that are known to be complete.
fn list_positions(
    connection: &mut DbConnection,
    filter: &EventFilter,
    before: i64,
) -> DbResult<Vec<i64>> {
    let mut all: Vec<i64> = Vec::new();
    let mut complete_from = i64::MIN;
    for key in filter.keys() {
        let found = store::list_positions(connection, &key, before, LINES, ROWS_OF_A_PAGE)?;
        // There may be more, all of them older than these.
        let is_full = i64::try_from(found.len()).is_ok_and(|lines| lines >= LINES);
        if let Some(&oldest) = found.last().filter(|_| is_full) {
            complete_from = complete_from.max(oldest);
        }
        all.extend(found);
    }
    all.retain(|position| *position >= complete_from);
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.dedup();
    Ok(all)
}

/// The rows at these positions, in their order. One that was altered so that no program could have
/// written it is left out: `twostep audit verify` names it.
fn find_events(connection: &mut DbConnection, positions: &[i64]) -> DbResult<Vec<StoredEvent>> {
    let rows = audit::find_rows(connection, positions)?;
    let events = rows.into_iter().filter_map(|row| row.read().ok());
    let mut events: HashMap<i64, StoredEvent> =
        events.map(|event| (event.position, event)).collect();
    Ok(positions
        .iter()
        .filter_map(|position| events.remove(position))
        .collect())
}
