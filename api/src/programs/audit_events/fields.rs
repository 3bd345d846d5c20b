//! What is asked for: the filters of the list and of exports.

use crate::platform::pages::wrong_cursor;
use crate::record::audit::{Action, Outcome};
use crate::record::followers::EventFilter;
use shared_types::audit_events::{AuditOutcome, ExportAuditEventsQuery, ListAuditEventsQuery};
use shared_types::ids::OrganizationId;
use shared_types::limits::SEARCH_LONGEST;
use shared_types::problem::{FieldError, FieldErrorCode};

/// The filter of a list.
pub(super) fn filter(
    organization: OrganizationId,
    query: ListAuditEventsQuery,
) -> Result<EventFilter, FieldError> {
    let ListAuditEventsQuery {
        cursor: _,
        limit: _,
        member,
        actor,
        action,
        outcome,
        from,
        until,
        text,
    } = query;
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        return Err(invalid("until", "It must be later than from."));
    }
    Ok(EventFilter {
        member,
        actor,
        action: action.as_deref().map(read_action).transpose()?,
        outcome: outcome.map(of_wire),
        from,
        until,
        text: read_text(text)?,
        ..EventFilter::of(Some(organization))
    })
}

/// The filter of an export as one of a list.
pub(super) fn as_list(query: ExportAuditEventsQuery) -> ListAuditEventsQuery {
    let ExportAuditEventsQuery {
        format: _,
        member,
        actor,
        action,
        outcome,
        from,
        until,
        text,
    } = query;
    ListAuditEventsQuery {
        cursor: None,
        limit: None,
        member,
        actor,
        action,
        outcome,
        from,
        until,
        text,
    }
}

/// A cursor is the position of the last row that was looked at.
pub(super) fn read_cursor(text: &str) -> Result<i64, FieldError> {
    let read = text.parse().ok().filter(|position: &i64| *position > 0);
    read.ok_or_else(wrong_cursor)
}

fn read_action(text: &str) -> Result<Action, FieldError> {
    Action::of_text(text).ok_or_else(|| invalid("action", "There is no such action."))
}

fn read_text(text: Option<String>) -> Result<Option<String>, FieldError> {
    let Some(text) = text else {
        return Ok(None);
    };
    if text.chars().count() > SEARCH_LONGEST {
        let detail = format!("At most {SEARCH_LONGEST} characters.");
        return Err(FieldError::new("text", FieldErrorCode::TooLong, detail));
    }
    let text = text.trim().to_owned();
    Ok((!text.is_empty()).then_some(text))
}

fn invalid(field: &str, detail: impl Into<String>) -> FieldError {
    FieldError::new(field, FieldErrorCode::Invalid, detail)
}

const fn of_wire(outcome: AuditOutcome) -> Outcome {
    match outcome {
        AuditOutcome::Success => Outcome::Success,
        AuditOutcome::Failure => Outcome::Failure,
        AuditOutcome::Throttled => Outcome::Throttled,
    }
}
