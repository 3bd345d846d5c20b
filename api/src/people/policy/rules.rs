//! The rules of sets of groups: found, made, and written anew when the plan is another one.

use super::model::{Current, KeptVersion, PolicyChange, Replaced};
use super::plan::Plan;
use super::store_rules::RuleOfSet;
use super::{store, store_rules, store_versions};
use crate::platform::db::keys::{OrganizationKey, OrganizationRef, RuleKey};
use crate::platform::db::{self, DbConnection, DbResult};
use crate::platform::limits::UNUSED_RULE_KEPT;
use crate::protection::demand::Rule;
use shared_types::ids::GroupId;
use shared_types::limits::GROUP_SETS_PER_ORGANIZATION;
use shared_types::time::Time;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The policy of a new organization: optional.
pub fn create_default(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    now: Time,
) -> DbResult<()> {
    let plan = Plan::of_words(shared_types::policy::PolicyPlan::default());
    let set = store_rules::NO_GROUP;
    let rule = store_rules::insert(connection, organization, set, plan.everybody(), now)?;
    store_versions::insert_first(connection, organization, now)?;
    store::insert_policy(connection, organization, rule, now)
}

/// The rule of members who are in these groups and no others, if it was ever needed.
pub fn find_rule(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    groups: &BTreeSet<GroupId>,
) -> DbResult<Option<RuleKey>> {
    let set = store_rules::group_set(groups);
    store_rules::find_of_set(connection, organization, &set)
}

/// What a row asks for.
pub fn rule_with(connection: &mut DbConnection, key: RuleKey) -> DbResult<Rule> {
    store_rules::find(connection, key)
}

/// What the plan asks of members who are in these groups and no others, whether or not there is a row.
pub fn rule_for(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    groups: &BTreeSet<GroupId>,
) -> DbResult<Rule> {
    let plan = Plan::of_words(store_versions::find_current(connection, organization)?);
    Ok(plan.rule_of(groups))
}

/// The same as [`find_rule`], made where it is missing, under the lock of the organization, so that no change of the policy misses it.
pub fn rule_of(
    connection: &mut DbConnection,
    organization: OrganizationRef,
    groups: &BTreeSet<GroupId>,
    now: Time,
) -> DbResult<RuleKey> {
    if let Some(key) = find_rule(connection, organization.key, groups)? {
        return Ok(key);
    }
    let mut making = Making::begin(connection, organization, now)?;
    making.make(connection, groups)
}

/// The same for groups that a request names: `None` where the organization has as many sets as it may have. What a
/// directory says of its people is not refused: their sign-ins would be.
pub fn rule_of_chosen(
    connection: &mut DbConnection,
    organization: OrganizationRef,
    groups: &BTreeSet<GroupId>,
    now: Time,
) -> DbResult<Option<RuleKey>> {
    if let Some(key) = find_rule(connection, organization.key, groups)? {
        return Ok(Some(key));
    }
    let mut making = Making::begin(connection, organization, now)?;
    if making.is_full(connection)? {
        return Ok(None);
    }
    making.make(connection, groups).map(Some)
}

/// Makes the rules of these sets, as far as they are missing and the organization may have more.
pub fn make_rules<'a>(
    connection: &mut DbConnection,
    organization: OrganizationRef,
    sets: impl Iterator<Item = &'a BTreeSet<GroupId>>,
    now: Time,
) -> DbResult<()> {
    let mut making = Making::begin(connection, organization, now)?;
    for groups in sets {
        if making.is_full(connection)? {
            break;
        }
        making.make(connection, groups)?;
    }
    Ok(())
}

/// Rules being made under the lock of the organization, after a plan that was read once.
struct Making {
    organization: OrganizationKey,
    plan: Plan,
    sets: i64,
    now: Time,
}

impl Making {
    fn begin(
        connection: &mut DbConnection,
        organization: OrganizationRef,
        now: Time,
    ) -> DbResult<Self> {
        db::lock(connection, &organization.id.to_string())?;
        let organization = organization.key;
        Ok(Self {
            organization,
            plan: Plan::of_words(store_versions::find_current(connection, organization)?),
            sets: store_rules::count(connection, organization)?,
            now,
        })
    }

    /// Sets that nobody is in give way first: one member who was in many keeps nobody else from a new one.
    fn is_full(&mut self, connection: &mut DbConnection) -> DbResult<bool> {
        if self.sets >= GROUP_SETS_PER_ORGANIZATION {
            let before = self.now - UNUSED_RULE_KEPT;
            let of = Some(self.organization);
            let gone = store_rules::delete_unused(connection, of, before)?;
            self.sets -= i64::try_from(gone).unwrap_or(0);
        }
        Ok(self.sets >= GROUP_SETS_PER_ORGANIZATION)
    }

    fn make(
        &mut self,
        connection: &mut DbConnection,
        groups: &BTreeSet<GroupId>,
    ) -> DbResult<RuleKey> {
        let (set, rule) = (store_rules::group_set(groups), self.plan.rule_of(groups));
        self.sets += 1;
        store_rules::insert(connection, self.organization, &set, rule, self.now)
    }
}

/// Deletes rules of sets of groups that nobody is in.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    store_rules::delete_unused(connection, None, now - UNUSED_RULE_KEPT)
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
pub fn current(connection: &mut DbConnection, organization: OrganizationKey) -> DbResult<Current> {
    let view = store::find_policy(connection, organization)?;
    Ok(Current {
        plan: Plan::of_words(view.plan()),
        view,
    })
}

/// An earlier version.
pub fn find_version(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    version: i64,
) -> DbResult<Option<KeptVersion>> {
    let found = store_versions::find_version(connection, organization, version)?;
    Ok(found.map(|(words, recovery)| KeptVersion {
        plan: Plan::of_words(words),
        recovery,
    }))
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
    write(connection, &sets, change.plan)?;
    Ok(Some(Replaced {
        view: store::find_policy(connection, organization)?,
        freed: freed.iter().filter_map(|rule| counts.get(rule)).sum(),
    }))
}

/// Writes what a plan asks of each set, where that is another thing than before: a statement for each rule that differs,
/// however many sets there are.
fn write(connection: &mut DbConnection, sets: &[RuleOfSet], plan: &Plan) -> DbResult<()> {
    let mut changed: HashMap<Rule, Vec<RuleKey>> = HashMap::new();
    for set in sets {
        let rule = plan.rule_of(&set.groups);
        if rule != set.rule {
            changed.entry(rule).or_default().push(set.key);
        }
    }
    let mut changed = changed.into_iter();
    changed.try_for_each(|(rule, keys)| store_rules::update_some(connection, &keys, rule))
}
