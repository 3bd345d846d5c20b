//! What the help desk sees of a member who is stuck: what is used up, what was sent, what failed.

use super::model::Member;
use super::store;
use crate::messages::mail;
use crate::people::{browsers, sign_ins};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::throttle::{self, EMAIL_SENDING, Usage};
use crate::record::audit::{Action, Actor, Outcome, StoredEvent};
use crate::record::followers::{self, EventFilter, PageRequest};
use serde_json::Value;
use shared_types::ids::MemberId;
use shared_types::limits::{
    EMAIL_CODE_FAILURES_IN_ALL, EMAIL_PROOF_LIFETIME, PASSWORD_TRIES_IN_A_ROW,
};
use shared_types::members::{MemberView, TwoStepState};
use shared_types::support::{
    BudgetPeriod, BudgetView, DeviceResetView, FailureKind, FailureView, PasswordsView, PersonView,
    SetUpStep, SetUpView, SupportView,
};
use shared_types::time::Time;
use std::time::Duration;

/// Failures that are shown, and how old they may be.
const FAILURES: usize = 10;
const FAILURES_SINCE: Duration = Duration::from_hours(7 * 24);
/// Rows of the record that are looked at for them.
const FAILURE_ROWS: usize = 50;
/// How old a device reset may be that is shown.
const RESET_SINCE: Duration = Duration::from_hours(90 * 24);

/// What helps this member.
pub(super) fn find_support(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    view: &MemberView,
) -> DbResult<SupportView> {
    let now = context.clock.now();
    let usage = throttle::usage_of_member(connection, member.id, now)?;
    let reset = throttle::password_reset_counter(
        &context.keys,
        &member.organization_short_name,
        &member.email_normal,
    );
    let reset_emails = throttle::usage_with_browsers(connection, &reset, &EMAIL_SENDING, now)?;
    let address = throttle::member_password_counter(member.id);
    let tries = throttle::tries_in_a_row(connection, &address, now)?;
    let passwords = PasswordsView {
        wrong: u32::try_from(tries.failures).unwrap_or(0),
        next_at: tries.next_at.max(usage.passwords_until),
        is_closed: tries.failures >= PASSWORD_TRIES_IN_A_ROW,
    };
    let email_codes_closed = usage.email_codes_in_all >= EMAIL_CODE_FAILURES_IN_ALL;
    let browser_codes_until = browsers::codes_blocked_until(connection, member.key, now)?;
    let waits = [
        usage.emails.next_at,
        reset_emails.next_at,
        usage.email_codes.next_at,
        browser_codes_until,
        passwords.next_at,
        view.two_step.locked_until,
    ];
    let is_closed = email_codes_closed || passwords.is_closed;
    Ok(SupportView {
        can_unlock: is_closed || waits.iter().any(Option::is_some),
        emails: budget(usage.emails),
        reset_emails: budget(reset_emails),
        email_codes: budget(usage.email_codes),
        email_codes_closed,
        browser_codes_until,
        passwords,
        mails: mail::list_recent(connection, member.id, now)?,
        failures: list_failures(connection, member, now)?,
        set_up: find_set_up(connection, member, view, now)?,
        device_reset: find_device_reset(connection, member, now)?,
    })
}

fn budget(usage: Usage) -> BudgetView {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    BudgetView {
        used: number(usage.used),
        limit: number(usage.limit.count),
        period: if usage.limit.window > Duration::from_hours(1) {
            BudgetPeriod::Day
        } else {
            BudgetPeriod::Hour
        },
        next_at: usage.next_at,
    }
}

/// The record's rows about a member.
fn about(member: &Member, from: Time) -> EventFilter {
    EventFilter {
        member: Some(member.id),
        from: Some(from),
        ..EventFilter::of(Some(member.organization.id))
    }
}

fn list_failures(
    connection: &mut DbConnection,
    member: &Member,
    now: Time,
) -> DbResult<Vec<FailureView>> {
    let mut failures = Vec::new();
    for outcome in [Outcome::Failure, Outcome::Throttled] {
        let filter = EventFilter {
            outcome: Some(outcome),
            ..about(member, now - FAILURES_SINCE)
        };
        let page = PageRequest {
            before: None,
            limit: FAILURE_ROWS,
        };
        let page = followers::list_events(connection, &filter, page)?;
        failures.extend(page.events.into_iter().filter_map(failure));
    }
    failures.sort_by_key(|failure| std::cmp::Reverse(failure.at));
    failures.truncate(FAILURES);
    Ok(failures)
}

fn failure(event: StoredEvent) -> Option<FailureView> {
    let what = match event.action {
        Action::PasswordChecked | Action::Reauthenticated => FailureKind::Password,
        Action::CodeChecked => FailureKind::Code,
        // Of a member who is not active no code is looked at.
        Action::VerificationAnswered if event.result.as_deref() != Some("not_active") => {
            FailureKind::Code
        }
        Action::EmailCodeChecked => FailureKind::EmailCode,
        Action::DeviceConfirmed => FailureKind::SetupCode,
        _ => return None,
    };
    let is_used_up = event.result.as_deref() == Some("used_up");
    Some(FailureView {
        at: event.at,
        what,
        // A code whose e-mail has no tries left is not compared.
        was_checked: event.outcome == Outcome::Failure && !is_used_up,
        network: event.network,
    })
}

/// The newest sign-in that asks for a device: the member has none that works, or replaces it.
fn find_set_up(
    connection: &mut DbConnection,
    member: &Member,
    view: &MemberView,
    now: Time,
) -> DbResult<Option<SetUpView>> {
    let works = matches!(view.two_step.state, TwoStepState::On | TwoStepState::Locked);
    let open = sign_ins::list_open(connection, member.key, member.epoch, now)?;
    let set_up = open.into_iter().find(|open| open.replaces_device || !works);
    Ok(set_up.map(|open| {
        let is_proven = open
            .email_at
            .is_some_and(|at| at + EMAIL_PROOF_LIFETIME > now);
        SetUpView {
            step: if is_proven {
                SetUpStep::Enroll
            } else {
                SetUpStep::Email
            },
            started_at: open.started_at,
            expires_at: open.expires_at,
            network: open.network,
        }
    }))
}

fn find_device_reset(
    connection: &mut DbConnection,
    member: &Member,
    now: Time,
) -> DbResult<Option<DeviceResetView>> {
    let filter = EventFilter {
        action: Some(Action::DeviceReset),
        ..about(member, now - RESET_SINCE)
    };
    let page = PageRequest {
        before: None,
        limit: 1,
    };
    let found = followers::list_events(connection, &filter, page)?;
    let Some(event) = found.events.into_iter().next() else {
        return Ok(None);
    };
    let by = match event.actor {
        Actor::Member(id) => find_person(connection, member, id)?,
        _ => None,
    };
    let details = event.details.as_deref();
    let details: Option<Value> = details.and_then(|text| serde_json::from_str(text).ok());
    let reason = details.and_then(|details| Some(details.get("reason")?.as_str()?.to_owned()));
    Ok(Some(DeviceResetView {
        at: event.at,
        by,
        reason,
    }))
}

/// Somebody of the member's organization.
fn find_person(
    connection: &mut DbConnection,
    member: &Member,
    id: MemberId,
) -> DbResult<Option<PersonView>> {
    let found = match store::find_key(connection, id)? {
        Some(key) => store::find_member(connection, key)?,
        None => None,
    };
    let same = found.filter(|found| found.organization == member.organization);
    Ok(same.map(|found| PersonView {
        id: found.id,
        display_name: found.display_name,
    }))
}
