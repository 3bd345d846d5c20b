//! The table `policies` with what stands beside it, and the counts of a preview.

use super::model::{PolicyChange, RecoveryChoice};
use super::recovery::{self, RecoveryFacts};
use super::store_rules::{RULE, RuleRow};
use super::store_versions::{self, is_current};
use crate::platform::crypto::token;
use crate::platform::db::keys::{OrganizationKey, RuleKey};
use crate::platform::db::schema::{
    member_counts, members, policies, policy_versions, rules, sign_ins,
};
use crate::platform::db::{DbConnection, DbResult, on_backend};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use shared_types::limits::{FLOW_LIFETIME, SESSION_IDLE, SESSION_LIFETIME, SESSIONS_COUNTED};
use shared_types::members::{MemberStatus, Role};
use shared_types::policy::{PolicyPreview, PolicyView};
use shared_types::recovery::RecoveryMode;
use shared_types::time::Time;

/// Names shown in a preview.
const FIRST_AFFECTED: i64 = 5;

#[derive(Queryable)]
struct PolicyRow {
    rule: RuleRow,
    plan: String,
    recovery: Option<String>,
    version: i64,
    #[diesel(deserialize_as = i64)]
    updated_at: Time,
    updated_by: Option<String>,
}

pub(super) fn insert_policy(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    rule: RuleKey,
    now: Time,
) -> DbResult<()> {
    diesel::insert_into(policies::table)
        .values((
            policies::organization.eq(organization),
            policies::rule.eq(rule),
            policies::version.eq(1),
            policies::updated_at.eq(now.micros()),
        ))
        .execute(connection)
        .map(drop)
}

pub(super) fn find_policy(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<PolicyView> {
    let policy = policies::table
        .find(organization)
        .inner_join(rules::table.on(rules::key.eq(policies::rule)))
        .inner_join(policy_versions::table.on(is_current()))
        .left_join(members::table.on(policies::updated_by.eq(members::key.nullable())))
        .select((
            RULE,
            policy_versions::plan,
            policies::recovery,
            policies::version,
            policies::updated_at,
            members::display_name.nullable(),
        ));
    let row = on_backend!(connection, |own| policy.get_result::<PolicyRow>(own))?;
    let plan = store_versions::plan_of(&row.plan)?;
    let recovery = RecoveryRow {
        rule: row.rule,
        recovery: row.recovery,
    };
    let facts = facts(connection, organization, recovery)?;
    Ok(PolicyView {
        two_step: plan.two_step,
        required_from: plan.required_from,
        skips: plan.skips,
        groups: plan.groups,
        recovery: recovery::mode(facts),
        recovery_is_default: facts.chosen.is_none(),
        administrators: facts.administrators,
        version: row.version,
        updated_at: row.updated_at,
        updated_by: row.updated_by,
        may_drop_device: None,
    })
}

#[derive(Queryable)]
struct RecoveryRow {
    rule: RuleRow,
    recovery: Option<String>,
}

/// What decides how a hold of recovery by e-mail ends.
pub(super) fn find_recovery(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<RecoveryFacts> {
    let policy = policies::table
        .find(organization)
        .inner_join(rules::table.on(rules::key.eq(policies::rule)))
        .select((RULE, policies::recovery));
    let row = on_backend!(connection, |own| policy.get_result::<RecoveryRow>(own))?;
    facts(connection, organization, row)
}

fn facts(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    row: RecoveryRow,
) -> DbResult<RecoveryFacts> {
    Ok(RecoveryFacts {
        chosen: row.recovery.and_then(|word| word.try_into().ok()),
        rule: row.rule.into(),
        administrators: count_administrators(connection, organization)?,
    })
}

/// The administrators who can sign in.
fn count_administrators(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<i64> {
    members::table
        .filter(members::organization.eq(organization))
        .filter(members::role.eq(Role::Admin.as_str()))
        .filter(members::status.eq(MemberStatus::Active.as_str()))
        .count()
        .get_result(connection)
}

/// Changes the policy only if it still has the version that was read. One row or none.
pub(super) fn consume_version(
    connection: &mut DbConnection,
    change: &PolicyChange<'_>,
    now: Time,
) -> DbResult<bool> {
    let as_read = policies::table
        .find(change.organization)
        .filter(policies::version.eq(change.version));
    let changed = diesel::update(as_read)
        .set((
            policies::version.eq(policies::version + 1),
            policies::updated_at.eq(now.micros()),
            policies::updated_by.eq(change.by.map(|member| member.key)),
        ))
        .execute(connection)?;
    if changed == 0 {
        return Ok(false);
    }
    if let RecoveryChoice::To(recovery) = change.recovery {
        diesel::update(policies::table.find(change.organization))
            .set(policies::recovery.eq(recovery.map(RecoveryMode::as_str)))
            .execute(connection)?;
    }
    Ok(true)
}

/// Members who are active with a device, active without one, and invited. Cast, since PostgreSQL makes another type of a
/// sum; summed in one row, since groups would be sorted.
const COUNTS: [&str; 3] = [
    "COALESCE(CAST(SUM(CASE WHEN status = 'active' AND has_device THEN members END) AS BIGINT), 0)",
    "COALESCE(CAST(SUM(CASE WHEN status = 'active' AND NOT has_device THEN members END) AS BIGINT), 0)",
    "COALESCE(CAST(SUM(CASE WHEN status = 'invited' THEN members END) AS BIGINT), 0)",
];

/// Costs the same in every organization: `members` keeps the counts, and an index holds the first
/// names. "Required" asks every member at once, so it reaches all who have to set up a device.
pub(super) fn find_preview(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    now: Time,
) -> DbResult<PolicyPreview> {
    let (set_up, not_set_up, invited) = member_counts::table
        .filter(member_counts::organization.eq(organization))
        .select((
            sql::<BigInt>(COUNTS[0]),
            sql::<BigInt>(COUNTS[1]),
            sql::<BigInt>(COUNTS[2]),
        ))
        .get_result::<(i64, i64, i64)>(connection)?;
    let sessions = count_sessions_without_code(connection, organization, now)?;
    Ok(PolicyPreview {
        active: set_up + not_set_up,
        set_up,
        not_set_up,
        invited,
        sessions_without_code: sessions.min(SESSIONS_COUNTED),
        has_more_sessions_without_code: sessions > SESSIONS_COUNTED,
        first_affected: list_first_affected(connection, organization)?,
    })
}

fn list_first_affected(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<Vec<String>> {
    members::table
        .filter(members::organization.eq(organization))
        .filter(members::to_set_up.eq(true))
        .order((members::sort_name, members::id))
        .limit(FIRST_AFFECTED)
        .select(members::display_name)
        .load(connection)
}

/// At most one more than are counted.
fn count_sessions_without_code(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    now: Time,
) -> DbResult<i64> {
    // An older one is over: what is read is no more than lives.
    let oldest = token::selector_of_ended(now, FLOW_LIFETIME + SESSION_LIFETIME);
    // Not a join: SQLite would begin with the members, and read all of them.
    let epoch_of_member = members::table
        .find(sign_ins::member)
        .filter(members::organization.eq(organization))
        .select(members::epoch)
        .single_value();
    let found: Vec<i64> = sign_ins::table
        // Not bound: only a written value shows that the index of these sign-ins fits.
        .filter(sql::<Bool>("sign_ins.aal = 1"))
        .filter(sign_ins::key.ge(oldest))
        .filter(sign_ins::state.eq("session"))
        .filter(sign_ins::last_used_at.gt((now - SESSION_IDLE).micros()))
        .filter(sign_ins::expires_at.gt(now.micros()))
        .filter(sign_ins::epoch.nullable().eq(epoch_of_member))
        .limit(SESSIONS_COUNTED + 1)
        .select(sign_ins::aal)
        .load(connection)?;
    Ok(i64::try_from(found.len()).unwrap_or(i64::MAX))
}
