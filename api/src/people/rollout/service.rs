//! The rules of changing the policy.

use super::asked::{Asked, OldVersion, Wanted};
use super::told::{Change, tell};
use crate::people::policy::{self, Current, Plan, PolicyChange, RecoveryChoice, Replaced};
use crate::people::sessions::LostRight;
use crate::people::{devices, groups, sessions};
use crate::platform::context::Context;
use crate::platform::db::keys::OrganizationKey;
use crate::platform::db::{self, DbConnection, DbError, DbResult};
use crate::platform::expected::Expected;
use crate::protection::access::{Actor, Authorized, Fresh, PolicyWrite};
use crate::record::audit::Action;
use serde_json::{Value, json};
use shared_types::ids::GroupId;
use shared_types::policy::{GroupRule, PolicyView, PutPolicyRequest};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::recovery::RecoveryMode;
use std::collections::BTreeSet;

/// Why the policy was not changed.
#[derive(Debug, thiserror::Error)]
pub enum PutPolicyError {
    /// A field is not acceptable, or one is missing.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// Somebody changed it since it was read, as the version says.
    #[error("the policy was changed since it was read")]
    Stale,
    /// The same, as `If-Match` says.
    #[error("the policy was changed since it was read")]
    Changed,
    /// Who requires a second step of others, or requires it no more, does it first.
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

pub(super) async fn put_policy(
    context: &Context,
    caller: Fresh<PolicyWrite>,
    expected: Expected,
    request: PutPolicyRequest,
) -> Result<PolicyView, PutPolicyError> {
    let asked = Asked::read(expected, request).map_err(PutPolicyError::Invalid)?;
    let own = context.clone();
    context
        .db
        .write(move |connection| change(connection, &own, &caller, &asked))
        .await?
}

fn change(
    connection: &mut DbConnection,
    context: &Context,
    caller: &Fresh<PolicyWrite>,
    asked: &Asked,
) -> DbResult<Result<PolicyView, PutPolicyError>> {
    let (now, organization) = (context.clock.now(), caller.organization.key);
    // While somebody takes the caller's device away, it is not said that he has one (F15, F17).
    if let Some(member) = caller.actor.answerable() {
        db::lock_member(connection, member.key)?;
    }
    db::lock(connection, &caller.organization.id.to_string())?;
    let caller = match sessions::recheck_right(connection, caller, now)? {
        Ok(caller) => caller,
        Err(lost) => return Ok(Err(lost.into())),
    };
    let before = policy::current(connection, organization)?;
    let asked = match read(connection, asked, &before, organization)? {
        Ok(wanted) => wanted,
        Err(refused) => return Ok(Err(refused)),
    };
    if is_same(&before, &asked) {
        return Ok(Ok(before.view));
    }
    // Neither is more asked of others than the caller has done, nor does a password end what shall end passwords alone.
    let concerns_somebody = asked.plan.requires_of_somebody() || before.plan.requires_of_somebody();
    let is_changed = asked.plan != before.plan;
    if is_changed && concerns_somebody && !devices::is_enrolled(connection, &caller.actor)? {
        return Ok(Err(PutPolicyError::EnrollYourselfFirst));
    }
    if is_weaker(&asked, &before)
        && let Some(refused) = find_weak_caller(&caller.actor)
    {
        return Ok(Err(refused));
    }
    let is_looser = asked.plan.is_looser_than(&before.plan, now);
    // The plan of a version may be older than its instant.
    let past = asked.plan.find_past(&before.plan, now);
    let flaw = match past.filter(|_| asked.puts_back.is_none()) {
        None => find_flaw(connection, &caller, &asked, is_looser)?,
        past => past,
    };
    if let Some(flaw) = flaw {
        return Ok(Err(PutPolicyError::Invalid(flaw)));
    }
    let change = PolicyChange {
        organization,
        version: before.view.version,
        by: caller.actor.answerable(),
        plan: &asked.plan,
        recovery: asked.recovery,
        reason: asked.reason.as_deref(),
        puts_back: asked.puts_back,
    };
    let Some(Replaced { view, freed }) = policy::replace(connection, &change, now)? else {
        return Ok(Err(PutPolicyError::Stale));
    };
    let change = Change {
        before: &before,
        asked: &asked,
        after: &view,
    };
    // The record last: other rows wait for it.
    tell(connection, context, &caller, change)?;
    let event = caller.event(Action::PolicyChanged).details(details(change));
    caller.record(connection, now, &event)?;
    Ok(Ok(PolicyView {
        may_drop_device: is_looser.then_some(freed),
        ..view
    }))
}

/// What a request makes of the version that it is about.
fn read(
    connection: &mut DbConnection,
    asked: &Asked,
    before: &Current,
    organization: OrganizationKey,
) -> DbResult<Result<Wanted, PutPolicyError>> {
    match asked.check_version(before.view.version) {
        Ok(()) => {}
        Err(OldVersion::Stale) => return Ok(Err(PutPolicyError::Stale)),
        Err(OldVersion::Changed) => return Ok(Err(PutPolicyError::Changed)),
    }
    let wanted = match (asked.over(before), asked.puts_back()) {
        (Ok(wanted), Some(version)) => {
            let kept = policy::find_version(connection, organization, version)?;
            match wanted.put_back(kept) {
                Ok(wanted) => {
                    Ok(wanted.of_groups_that_are(&known_groups(connection, organization)?))
                }
                refused => refused,
            }
        }
        (wanted, _) => wanted,
    };
    Ok(wanted.map_err(PutPolicyError::Invalid))
}

/// Whether recovery by e-mail becomes weaker for somebody: by a choice, or because less is required.
fn is_weaker(asked: &Wanted, before: &Current) -> bool {
    let chosen_before = chosen(before);
    let chosen_after = match asked.recovery {
        RecoveryChoice::Kept => chosen_before,
        RecoveryChoice::To(mode) => mode,
    };
    let administrators = before.view.administrators;
    let before = policy::strictest_mode(&before.plan, chosen_before, administrators);
    let after = policy::strictest_mode(&asked.plan, chosen_after, administrators);
    before == RecoveryMode::Approve && after == RecoveryMode::Wait
}

/// Whether the caller may be no person, or one who came by a mailbox alone.
fn find_weak_caller(actor: &Actor) -> Option<PutPolicyError> {
    match actor {
        Actor::Client(_) => Some(PutPolicyError::NotByProgram),
        Actor::Member(session) if session.is_held => Some(PutPolicyError::EnrollYourselfFirst),
        Actor::Member(_) | Actor::Host | Actor::System => None,
    }
}

/// What is wrong with the plan in the place of the one before.
fn find_flaw(
    connection: &mut DbConnection,
    caller: &Authorized<PolicyWrite>,
    asked: &Wanted,
    is_looser: bool,
) -> DbResult<Option<FieldError>> {
    if is_looser && asked.reason.is_none() {
        let detail = "Say why less is asked than before.";
        return Ok(Some(FieldError::new(
            "reason",
            FieldErrorCode::Required,
            detail,
        )));
    }
    find_unknown_group(connection, caller, &asked.plan)
}

/// A group that is not there. The lock of the organization keeps those that are.
fn find_unknown_group(
    connection: &mut DbConnection,
    caller: &Authorized<PolicyWrite>,
    plan: &Plan,
) -> DbResult<Option<FieldError>> {
    if plan.words().groups.is_empty() {
        return Ok(None);
    }
    let known = known_groups(connection, caller.organization.key)?;
    let unknown = plan.groups().find(|group| !known.contains(group));
    Ok(unknown.map(|group| {
        let detail = "There is no such group.";
        FieldError::new("groups", FieldErrorCode::Invalid, detail).of(group.to_string())
    }))
}

fn known_groups(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<BTreeSet<GroupId>> {
    let known = groups::list(connection, organization)?;
    Ok(known.into_iter().map(|group| group.id).collect())
}

/// Whether a request asks for what stands already: it is accepted, changes no version and is not recorded.
fn is_same(before: &Current, asked: &Wanted) -> bool {
    let is_chosen = match asked.recovery {
        RecoveryChoice::Kept => true,
        RecoveryChoice::To(recovery) => recovery == chosen(before),
    };
    before.plan == asked.plan && is_chosen
}

/// What was chosen to end a hold; `None` while nobody has.
fn chosen(policy: &Current) -> Option<RecoveryMode> {
    (!policy.view.recovery_is_default).then_some(policy.view.recovery)
}

/// For the record: what was asked for and what is, with the reason.
fn details(change: Change<'_>) -> Value {
    let Change {
        before,
        asked,
        after,
    } = change;
    let mut details = json!({
        "before": before.view.two_step,
        "after": after.two_step,
        "recovery_before": before.view.recovery,
        "recovery_after": after.recovery,
        "version": after.version,
    });
    let skips = (after.skips > 0).then_some(after.skips);
    let known = [
        (
            "required_from",
            after.required_from.as_ref().map(|from| json!(from.at)),
        ),
        (
            "zone",
            after.required_from.as_ref().map(|from| json!(from.zone)),
        ),
        ("skips", skips.map(|skips| json!(skips))),
        (
            "group_rules",
            (!after.groups.is_empty()).then(|| after.groups.iter().map(group_rule).collect()),
        ),
        ("reason", asked.reason.as_ref().map(|reason| json!(reason))),
        ("puts_back", asked.puts_back.map(|version| json!(version))),
    ];
    for (name, value) in known {
        if let Some(value) = value {
            details[name] = value;
        }
    }
    details
}

/// The rule of a group, for the record, in the names of the whole.
fn group_rule(rule: &GroupRule) -> Value {
    let mut details = json!({ "group": rule.group, "after": rule.two_step });
    if let Some(from) = &rule.required_from {
        details["required_from"] = json!(from.at);
        details["zone"] = json!(from.zone);
    }
    if rule.skips > 0 {
        details["skips"] = json!(rule.skips);
    }
    details
}
