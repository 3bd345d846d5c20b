//! Exemptions: the policy asks one member for nothing, until a date. They alone loosen it, so who may change the policy
//! gives them, and never to an administrator.

use super::reason::choose_reason;
use super::refusals::{EndExemptionError, ExemptError};
use super::store;
use super::support::{Act, help};
use crate::people::devices;
use crate::platform::context::Context;
use crate::protection::access::{Fresh, PolicyWrite};
use crate::record::audit::Action;
use serde_json::json;
use shared_types::ids::MemberId;
use shared_types::limits::EXEMPTION_LONGEST;
use shared_types::members::{ExemptionRequest, MemberView, Role};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::time::Time;

/// Exempts a member until a date; another date takes the place of the one before.
pub(super) async fn exempt_member(
    context: &Context,
    caller: Fresh<PolicyWrite>,
    id: MemberId,
    request: ExemptionRequest,
) -> Result<MemberView, ExemptError> {
    let now = context.clock.now();
    let reason = choose_reason(&request.reason).map_err(ExemptError::Invalid)?;
    let until = choose_end(request.until, now).map_err(ExemptError::Invalid)?;
    let act: Act<PolicyWrite, ExemptError> = Box::new(move |connection, caller, member| {
        if member.role == Role::Admin {
            let detail = "Administrators are never exempt.";
            let flaw = FieldError::new("until", FieldErrorCode::Invalid, detail);
            return Ok(Err(ExemptError::Invalid(flaw)));
        }
        if !devices::is_enrolled(connection, &caller.actor)? {
            return Ok(Err(ExemptError::EnrollYourselfFirst));
        }
        store::update_exemption(connection, member.key, Some(until))?;
        let details = json!({ "until": until, "reason": reason });
        let event = caller.event(Action::ExemptionSet).about(member.id);
        caller
            .record(connection, now, &event.details(details))
            .map(Ok)
    });
    help(context, caller, id, act).await
}

/// Ends the exemption of a member at once.
pub(super) async fn end_exemption(
    context: &Context,
    caller: Fresh<PolicyWrite>,
    id: MemberId,
) -> Result<MemberView, EndExemptionError> {
    let now = context.clock.now();
    let act: Act<PolicyWrite, EndExemptionError> = Box::new(move |connection, caller, member| {
        if member.rules.exempt_until(now).is_none() {
            return Ok(Err(EndExemptionError::NothingToDo));
        }
        store::update_exemption(connection, member.key, None)?;
        let event = caller.event(Action::ExemptionEnded).about(member.id);
        caller.record(connection, now, &event).map(Ok)
    });
    help(context, caller, id, act).await
}

fn choose_end(until: Time, now: Time) -> Result<Time, FieldError> {
    let flaw = |detail: &str| FieldError::new("until", FieldErrorCode::Invalid, detail);
    if until <= now {
        return Err(flaw("It is over already."));
    }
    if until > now + EXEMPTION_LONGEST {
        let days = EXEMPTION_LONGEST.as_secs() / (24 * 60 * 60);
        return Err(flaw(&format!("At most {days} days ahead.")));
    }
    Ok(until)
}
