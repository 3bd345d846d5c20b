//! Making an invited member: what may keep it from being made, what is written for each, and what is counted and
//! recorded of all of them at the end.
//!
//! Members of a long change share two things with everybody: the counts of their organization, and the order of
//! the record, in which every other row waits behind those of a change that is not over. So both come last.

use super::invitation::{invite, wait_for_address};
use super::invited::Invited;
use super::language_changes::set_locale;
use super::model::Member;
use super::people::{insert, lock_and_check_full};
use super::refusals::{NotInvited, too_many_sets};
use super::store;
use super::store_counted::{self, Uncounted};
use crate::people::{groups, policy};
use crate::platform::context::Context;
use crate::platform::db::keys::{MemberRef, OrganizationRef, RuleKey};
use crate::platform::db::{self, DbConnection, DbResult, StatementError};
use crate::protection::access::{Authorized, MembersWrite};
use crate::record::audit::{Action, Event};
use serde_json::json;
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::time::Time;

/// One of many who was made, and is neither counted nor recorded before [`finish`].
#[must_use]
pub(super) struct Made {
    pub(super) member: MemberRef,
    uncounted: Uncounted,
    events: [Event; 2],
}

/// Makes one member and sends the invitation, by a caller whose right was checked in this change. Nothing is changed
/// when it is refused.
pub(super) fn insert_invited(
    connection: &mut DbConnection,
    context: &Context,
    caller: &Authorized<MembersWrite>,
    invited: &Invited,
) -> DbResult<Result<MemberRef, NotInvited>> {
    // The groups that are found stay until the end.
    db::lock(connection, &caller.organization.id.to_string())?;
    let new = match insert_new(connection, context, caller, invited)? {
        Ok(new) => new,
        Err(refused) => return Ok(Err(refused)),
    };
    store_counted::count(connection, vec![new.uncounted])?;
    let sent = invite(connection, context, caller, &new.member)?;
    caller.record_all(connection, context.clock.now(), &[new.created, sent])?;
    Ok(Ok(new.member.reference()))
}

/// Why the member cannot be made now, if it cannot: nothing is written or locked.
pub(super) fn look(
    connection: &mut DbConnection,
    context: &Context,
    caller: &Authorized<MembersWrite>,
    invited: &Invited,
    is_full: bool,
) -> DbResult<Result<groups::Resolved, NotInvited>> {
    let organization = caller.organization;
    let highest = caller.actor.highest_subject();
    if invited.role > highest {
        return Ok(Err(NotInvited::Forbidden));
    }
    if is_full {
        return Ok(Err(NotInvited::Full));
    }
    let groups = match groups::find(connection, organization.key, &invited.groups)? {
        Ok(groups) => groups,
        Err(unknown) => return Ok(Err(NotInvited::Invalid(unknown))),
    };
    let closed = groups::find_closed(connection, organization.key, None, &groups, highest)?;
    if let Some(closed) = closed {
        return Ok(Err(NotInvited::Invalid(vec![closed])));
    }
    let email = invited.email.normal();
    Ok(
        match wait_for_address(connection, context, organization.id, email)? {
            Some(wait) => Err(NotInvited::Throttled(wait)),
            None => Ok(groups),
        },
    )
}

/// Makes one of many members and sends the invitation. A group that is deleted at the same moment fails the change.
pub(super) fn make(
    connection: &mut DbConnection,
    context: &Context,
    caller: &Authorized<MembersWrite>,
    invited: &Invited,
) -> DbResult<Result<Made, NotInvited>> {
    let new = match insert_new(connection, context, caller, invited)? {
        Ok(new) => new,
        Err(refused) => return Ok(Err(refused)),
    };
    let sent = invite(connection, context, caller, &new.member)?;
    Ok(Ok(Made {
        member: new.member.reference(),
        uncounted: new.uncounted,
        events: [new.created, sent],
    }))
}

/// A row that is there, and what follows from it.
struct New {
    member: Member,
    uncounted: Uncounted,
    created: Event,
}

fn insert_new(
    connection: &mut DbConnection,
    context: &Context,
    caller: &Authorized<MembersWrite>,
    invited: &Invited,
) -> DbResult<Result<New, NotInvited>> {
    let (now, organization) = (context.clock.now(), caller.organization);
    let is_full = lock_and_check_full(connection, organization)?;
    let groups = match look(connection, context, caller, invited, is_full)? {
        Ok(groups) => groups,
        Err(refused) => return Ok(Err(refused)),
    };
    let rule = match find_or_make_rule(connection, organization, invited, &groups, now)? {
        Ok(rule) => rule,
        Err(refused) => return Ok(Err(refused)),
    };
    // Another change that makes the same member now is waited for.
    let new = invited.as_new(organization, now);
    let Some(uncounted) = insert(connection, &new, rule, now)? else {
        return Ok(Err(taken()));
    };
    if invited.locale.is_some() {
        set_locale(connection, uncounted.key, invited.locale)?;
    }
    let joined = groups::set(connection, uncounted.key, groups)?.added;
    let mut details = json!({ "role": invited.role });
    if !joined.is_empty() {
        details["groups"] = json!({ "added": joined });
    }
    let member = store::find_member(connection, uncounted.key)?.ok_or(StatementError::NotFound)?;
    let created = caller.event(Action::MemberCreated).about(member.id);
    Ok(Ok(New {
        member,
        uncounted,
        created: created.details(details),
    }))
}

/// The rule of the member's groups. It is made for who will be made: nobody else needs it.
fn find_or_make_rule(
    connection: &mut DbConnection,
    organization: OrganizationRef,
    invited: &Invited,
    groups: &groups::Resolved,
    now: Time,
) -> DbResult<Result<RuleKey, NotInvited>> {
    let ids = groups.ids();
    if let Some(rule) = policy::find_rule(connection, organization.key, &ids)? {
        return Ok(Ok(rule));
    }
    if store::find_id_by_address(connection, organization.key, &invited.email)?.is_some() {
        return Ok(Err(taken()));
    }
    let rule = policy::rule_of_chosen(connection, organization, &ids, now)?;
    Ok(rule.ok_or_else(|| NotInvited::Invalid(vec![too_many_sets()])))
}

fn taken() -> NotInvited {
    let detail = "There is a member with this address already.";
    let taken = FieldError::new("email", FieldErrorCode::Taken, detail);
    NotInvited::Invalid(vec![taken])
}

/// Counts and records those who were made: the last that their change does. The counters of addresses were taken
/// before (`platform/db/lock.rs`).
pub(super) fn finish(
    connection: &mut DbConnection,
    context: &Context,
    caller: &Authorized<MembersWrite>,
    made: Vec<Made>,
) -> DbResult<()> {
    let mut uncounted = Vec::with_capacity(made.len());
    let mut events = Vec::with_capacity(2 * made.len());
    for one in made {
        uncounted.push(one.uncounted);
        events.extend(one.events);
    }
    store_counted::count(connection, uncounted)?;
    caller.record_all(connection, context.clock.now(), &events)
}
