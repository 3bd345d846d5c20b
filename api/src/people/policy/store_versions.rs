//! The table `policy_versions`: what the policy asked for, version by version.

use super::model::PolicyChange;
use crate::platform::db::keys::OrganizationKey;
use crate::platform::db::schema::{members, policies, policy_versions};
use crate::platform::db::{DbConnection, DbResult, StatementError, on_backend};
use diesel::dsl::{And, Eq};
use diesel::prelude::*;
use shared_types::ids::MemberId;
use shared_types::policy::{PolicyAuthor, PolicyPlan, PolicyVersion};
use shared_types::recovery::RecoveryMode;
use shared_types::time::Time;

/// The version of a policy that stands.
pub(super) fn is_current() -> And<
    Eq<policy_versions::organization, policies::organization>,
    Eq<policy_versions::version, policies::version>,
> {
    policy_versions::organization
        .eq(policies::organization)
        .and(policy_versions::version.eq(policies::version))
}

/// The plan of a row.
pub(super) fn plan_of(json: &str) -> DbResult<PolicyPlan> {
    serde_json::from_str(json).map_err(|flaw| StatementError::DeserializationError(Box::new(flaw)))
}

fn json_of(plan: &PolicyPlan) -> DbResult<String> {
    serde_json::to_string(plan).map_err(|flaw| StatementError::SerializationError(Box::new(flaw)))
}

/// The first version of a new organization.
pub(super) fn insert_first(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    now: Time,
) -> DbResult<()> {
    diesel::insert_into(policy_versions::table)
        .values((
            policy_versions::organization.eq(organization),
            policy_versions::version.eq(1),
            policy_versions::made_at.eq(now.micros()),
            policy_versions::plan.eq(json_of(&PolicyPlan::default())?),
        ))
        .execute(connection)
        .map(drop)
}

/// The version that a change makes.
pub(super) fn insert(
    connection: &mut DbConnection,
    change: &PolicyChange<'_>,
    now: Time,
) -> DbResult<()> {
    let recovery: Option<String> = policies::table
        .find(change.organization)
        .select(policies::recovery)
        .get_result(connection)?;
    diesel::insert_into(policy_versions::table)
        .values((
            policy_versions::organization.eq(change.organization),
            policy_versions::version.eq(change.version + 1),
            policy_versions::made_at.eq(now.micros()),
            policy_versions::made_by.eq(change.by.map(|member| member.id.to_string())),
            policy_versions::plan.eq(json_of(change.plan.words())?),
            policy_versions::recovery.eq(recovery),
            policy_versions::reason.eq(change.reason),
            policy_versions::puts_back.eq(change.puts_back),
        ))
        .execute(connection)
        .map(drop)
}

/// What the policy asks for now.
pub(super) fn find_current(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<PolicyPlan> {
    let json: String = policy_versions::table
        .inner_join(policies::table.on(is_current()))
        .filter(policies::organization.eq(organization))
        .select(policy_versions::plan)
        .get_result(connection)?;
    plan_of(&json)
}

/// What one version asked for, and what had been chosen for recovery.
pub(super) fn find_version(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    version: i64,
) -> DbResult<Option<(PolicyPlan, Option<RecoveryMode>)>> {
    let row: Option<(String, Option<String>)> = policy_versions::table
        .find((organization, version))
        .select((policy_versions::plan, policy_versions::recovery))
        .get_result(connection)
        .optional()?;
    row.map(|(json, recovery)| Ok((plan_of(&json)?, mode_of(recovery))))
        .transpose()
}

fn mode_of(word: Option<String>) -> Option<RecoveryMode> {
    word.and_then(|word| word.try_into().ok())
}

#[derive(Queryable)]
struct VersionRow {
    version: i64,
    #[diesel(deserialize_as = i64)]
    made_at: Time,
    plan: String,
    recovery: Option<String>,
    reason: Option<String>,
    puts_back: Option<i64>,
    by: Option<String>,
    display_name: Option<String>,
}

impl VersionRow {
    fn into_view(self) -> DbResult<PolicyVersion> {
        let id = self.by.and_then(|id| MemberId::try_from(id).ok());
        let display_name = self.display_name;
        Ok(PolicyVersion {
            version: self.version,
            at: self.made_at,
            by: id.map(|id| PolicyAuthor { id, display_name }),
            plan: plan_of(&self.plan)?,
            recovery: mode_of(self.recovery),
            reason: self.reason,
            puts_back: self.puts_back,
        })
    }
}

/// The versions before this one, the newest first.
pub(super) fn list_before(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    before: i64,
    most: i64,
) -> DbResult<Vec<PolicyVersion>> {
    let versions = policy_versions::table
        .left_join(members::table.on(policy_versions::made_by.eq(members::id.nullable())))
        .filter(policy_versions::organization.eq(organization))
        .filter(policy_versions::version.lt(before))
        .order(policy_versions::version.desc())
        .limit(most)
        .select((
            policy_versions::version,
            policy_versions::made_at,
            policy_versions::plan,
            policy_versions::recovery,
            policy_versions::reason,
            policy_versions::puts_back,
            policy_versions::made_by,
            members::display_name.nullable(),
        ));
    let rows: Vec<VersionRow> = on_backend!(connection, |own| versions.load(own))?;
    rows.into_iter().map(VersionRow::into_view).collect()
}
