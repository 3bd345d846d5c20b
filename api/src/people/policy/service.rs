//! Reading, previewing and changing the policy.

use super::recovery;
use super::store::{self, Change};
use crate::people::devices;
use crate::people::sessions::{self, LostRight};
use crate::platform::context::Context;
use crate::platform::db::keys::{OrganizationKey, RuleKey};
use crate::platform::db::{self, DbConnection, DbError, DbResult};
use crate::platform::expected::Expected;
use crate::protection::access::{Actor, Authorized, Fresh, PolicyRead, PolicyWrite};
use crate::protection::demand::Rule;
use crate::record::audit::Action;
use serde_json::json;
use shared_types::policy::{PolicyPreview, PolicyView, PutPolicyRequest};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::recovery::RecoveryMode;
use shared_types::time::Time;

/// Why the policy was not changed.
#[derive(Debug, thiserror::Error)]
pub enum PutPolicyError {
    /// No version was said.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// Somebody changed it since it was read, as the version says.
    #[error("the policy was changed since it was read")]
    Stale,
    /// The same, as `If-Match` says.
    #[error("the policy was changed since it was read")]
    Changed,
    /// Who requires a second step of others does it first.
    #[error("the administrator has not done the second step")]
    EnrollYourselfFirst,
    /// A program that makes recovery weaker: that a mailbox may be enough, says a person.
    #[error("a program does not weaken recovery")]
    NotByProgram,
    /// The caller lost the session or the right meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// The policy of a new organization: optional.
pub fn create_default(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    now: Time,
) -> DbResult<()> {
    let rule = store::insert_rule(connection, organization)?;
    store::insert_policy(connection, organization, rule, now)
}

/// The rule of members who are in no group.
pub fn rule_of(connection: &mut DbConnection, organization: OrganizationKey) -> DbResult<RuleKey> {
    store::find_rule(connection, organization)
}

/// What ends a hold that begins in this organization at `now`.
pub fn recovery_mode(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    now: Time,
) -> DbResult<RecoveryMode> {
    let facts = store::find_recovery(connection, organization)?;
    Ok(recovery::mode(facts, now))
}

pub(super) async fn get_policy(
    context: &Context,
    caller: Authorized<PolicyRead>,
) -> Result<PolicyView, DbError> {
    let now = context.clock.now();
    context
        .db
        .read(move |connection| store::find_policy(connection, caller.organization.key, now))
        .await
}

pub(super) async fn preview_policy(
    context: &Context,
    caller: Authorized<PolicyRead>,
) -> Result<PolicyPreview, DbError> {
    let now = context.clock.now();
    context
        .db
        .read(move |connection| store::find_preview(connection, caller.organization.key, now))
        .await
}

pub(super) async fn put_policy(
    context: &Context,
    caller: Fresh<PolicyWrite>,
    expected: Expected,
    request: PutPolicyRequest,
) -> Result<PolicyView, PutPolicyError> {
    if request.version.is_none() && expected == Expected::Unsaid {
        let detail = "Say which version you read, here or in If-Match.";
        let missing = FieldError::new("version", FieldErrorCode::Required, detail);
        return Err(PutPolicyError::Invalid(missing));
    }
    let now = context.clock.now();
    let asked = Asked { expected, request };
    context
        .db
        .write(move |connection| change(connection, &caller, &asked, now))
        .await?
}

/// What is to stand, and in the place of what.
struct Asked {
    expected: Expected,
    request: PutPolicyRequest,
}

fn change(
    connection: &mut DbConnection,
    caller: &Fresh<PolicyWrite>,
    Asked { expected, request }: &Asked,
    now: Time,
) -> DbResult<Result<PolicyView, PutPolicyError>> {
    let organization = caller.organization.key;
    // While somebody takes the caller's device away, it is not said that he has one (F15, F17).
    if let Some(member) = caller.actor.answerable() {
        db::lock_member(connection, member.key)?;
    }
    db::lock(connection, &caller.organization.id.to_string())?;
    let caller = match sessions::recheck_right(connection, caller, now)? {
        Ok(caller) => caller,
        Err(lost) => return Ok(Err(lost.into())),
    };
    let rule = Rule::of_columns(request.two_step, None, 0);
    if rule.is_due(now) && !is_enrolled(connection, &caller.actor)? {
        return Ok(Err(PutPolicyError::EnrollYourselfFirst));
    }
    let before = store::find_policy(connection, organization, now)?;
    if !expected.admits(before.version) {
        return Ok(Err(PutPolicyError::Changed));
    }
    if request
        .version
        .is_some_and(|version| version != before.version)
    {
        return Ok(Err(PutPolicyError::Stale));
    }
    if is_same(&before, request) {
        return Ok(Ok(before));
    }
    let is_weaker =
        before.recovery == RecoveryMode::Approve && request.recovery == Some(RecoveryMode::Wait);
    if is_weaker && matches!(caller.actor, Actor::Client(_)) {
        return Ok(Err(PutPolicyError::NotByProgram));
    }
    let change = Change {
        organization,
        version: before.version,
        by: caller.actor.answerable().map(|member| member.key),
        request,
    };
    if !store::consume_version(connection, &change, now)? {
        return Ok(Err(PutPolicyError::Stale));
    }
    let after = store::find_policy(connection, organization, now)?;
    let details = json!({
        "before": before.two_step,
        "after": after.two_step,
        "recovery_before": before.recovery,
        "recovery_after": after.recovery,
        "version": after.version,
    });
    let event = caller.event(Action::PolicyChanged).details(details);
    caller.record(connection, now, &event)?;
    Ok(Ok(after))
}

/// Whether a request asks for what stands already: it is accepted, changes no version and is not recorded.
fn is_same(policy: &PolicyView, request: &PutPolicyRequest) -> bool {
    let chosen = (!policy.recovery_is_default).then_some(policy.recovery);
    policy.two_step == request.two_step
        && (request.recovery.is_none() || request.recovery == chosen)
}

/// Whether a code stands behind the caller, and the device that gave it can still prove its owner: it
/// may have been switched off since by wrong codes, which ends no session.
fn is_enrolled(connection: &mut DbConnection, actor: &Actor) -> DbResult<bool> {
    if !actor.has_second_step() {
        return Ok(false);
    }
    match actor.answerable() {
        Some(member) => Ok(devices::find_devices(connection, member)?.any_active()),
        // An operator on the host has no device.
        None => Ok(true),
    }
}
