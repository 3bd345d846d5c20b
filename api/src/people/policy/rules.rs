//! The rules of sets of groups: found, made, and written anew when the plan is another one.

use super::model::{Current, PolicyChange, Replaced};
use super::plan::Plan;
use super::{store, store_rules, store_versions};
use crate::platform::db::keys::{OrganizationKey, OrganizationRef, RuleKey};
use crate::platform::db::{self, DbConnection, DbResult};
use shared_types::ids::GroupId;
use shared_types::time::Time;
use std::collections::{BTreeMap, BTreeSet};

/// The policy of a new organization: optional.
pub fn create_default(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    now: Time,
) -> DbResult<()> {
    let plan = Plan::of_words(shared_types::policy::PolicyPlan::default());
    let set = store_rules::NO_GROUP;
    let rule = store_rules::insert(connection, organization, set, plan.everybody())?;
    store_versions::insert_first(connection, organization, now)?;
    store::insert_policy(connection, organization, rule, now)
}

/// The rule of members who are in these groups and no others. It is made when it is missing, under the lock of
/// the organization, so that no change of the policy misses it.
pub fn rule_of(
    connection: &mut DbConnection,
    organization: OrganizationRef,
    groups: &BTreeSet<GroupId>,
) -> DbResult<RuleKey> {
    let set = store_rules::group_set(groups);
    if let Some(key) = store_rules::find_of_set(connection, organization.key, &set)? {
        return Ok(key);
    }
    db::lock(connection, &organization.id.to_string())?;
    let plan = Plan::of_words(store_versions::find_current(connection, organization.key)?);
    store_rules::insert(connection, organization.key, &set, plan.rule_of(groups))
}

/// Whether there is a rule of these groups.
pub fn has_rule(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    groups: &BTreeSet<GroupId>,
) -> DbResult<bool> {
    let set = store_rules::group_set(groups);
    let found = store_rules::find_of_set(connection, organization, &set)?;
    Ok(found.is_some())
}

/// Whether the plan names a group.
pub fn names_group(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    group: GroupId,
) -> DbResult<bool> {
    let plan = store_versions::find_current(connection, organization)?;
    Ok(plan.groups.iter().any(|rule| rule.group == group))
}

/// The policy as it stands.
pub fn current(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    now: Time,
) -> DbResult<Current> {
    let view = store::find_policy(connection, organization, now)?;
    Ok(Current {
        plan: Plan::of_words(view.plan()),
        view,
    })
}

/// The plan of an earlier version.
pub fn plan_of_version(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    version: i64,
) -> DbResult<Option<Plan>> {
    let words = store_versions::find_plan(connection, organization, version)?;
    Ok(words.map(Plan::of_words))
}

/// Puts a plan in the place of the version that was read: rules are written, and no members. `None` when that
/// version does not stand any more.
pub fn replace(
    connection: &mut DbConnection,
    change: &PolicyChange<'_>,
    now: Time,
) -> DbResult<Option<Replaced>> {
    if !store::consume_version(connection, change, now)? {
        return Ok(None);
    }
    store_versions::insert(connection, change, now)?;
    let organization = change.organization;
    let sets = store_rules::list(connection, organization)?;
    let freed: BTreeSet<RuleKey> = sets
        .iter()
        .filter(|set| set.rule.is_due(now) && !change.plan.rule_of(&set.groups).is_due(now))
        .map(|set| set.key)
        .collect();
    let counts: BTreeMap<RuleKey, i64> = store_rules::count_with_device(connection, organization)?
        .into_iter()
        .collect();
    store_rules::update_all(connection, organization, &sets, change.plan)?;
    Ok(Some(Replaced {
        view: store::find_policy(connection, organization, now)?,
        freed: freed.iter().filter_map(|rule| counts.get(rule)).sum(),
    }))
}
