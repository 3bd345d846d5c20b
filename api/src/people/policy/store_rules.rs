//! The table `rules`: what is asked of the members of each set of groups.

use crate::platform::db::keys::{OrganizationKey, RuleKey};
use crate::platform::db::schema::{member_counts, members, rules};
use crate::platform::db::{DbConnection, DbResult, MultiBackend, on_backend};
use crate::platform::limits::{RULES_PER_STATEMENT, RULES_PER_SWEEP};
use crate::protection::demand::Rule;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use shared_types::ids::GroupId;
use shared_types::members::MemberStatus;
use shared_types::policy::TwoStepPolicy;
use shared_types::time::Time;
use std::collections::BTreeSet;

/// The set of members who are in no group.
pub(super) const NO_GROUP: &str = "";

#[derive(Queryable)]
pub(super) struct RuleRow {
    #[diesel(deserialize_as = String)]
    two_step: TwoStepPolicy,
    required_from: Option<i64>,
    skips: i64,
}

impl From<RuleRow> for Rule {
    fn from(row: RuleRow) -> Self {
        Self::of_columns(row.two_step, row.required_from, row.skips)
    }
}

/// What of a row says what is asked.
pub(super) const RULE: (rules::two_step, rules::required_from, rules::skips) =
    (rules::two_step, rules::required_from, rules::skips);

/// The rule of a set of groups.
pub(super) struct RuleOfSet {
    pub(super) key: RuleKey,
    pub(super) groups: BTreeSet<GroupId>,
    pub(super) rule: Rule,
}

/// The text of a set. Ids and not keys: a row of a file may get the key of a group that was deleted.
pub(super) fn group_set(groups: &BTreeSet<GroupId>) -> String {
    let ids: Vec<String> = groups.iter().map(ToString::to_string).collect();
    ids.join(" ")
}

fn groups_of(set: &str) -> BTreeSet<GroupId> {
    set.split_whitespace()
        .filter_map(|id| id.parse().ok())
        .collect()
}

/// The rule of a set of groups, if it was ever needed.
pub(super) fn find_of_set(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    set: &str,
) -> DbResult<Option<RuleKey>> {
    rules::table
        .filter(rules::organization.eq(organization))
        .filter(rules::group_set.eq(set))
        .select(rules::key)
        .get_result(connection)
        .optional()
}

/// What a row asks for.
pub(super) fn find(connection: &mut DbConnection, key: RuleKey) -> DbResult<Rule> {
    let row = rules::table.find(key).select(RULE);
    let row: RuleRow = on_backend!(connection, |own| row.get_result(own))?;
    Ok(row.into())
}

/// Adds the rule of a set; the lock of the organization keeps the plan as it was read.
pub(super) fn insert(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    set: &str,
    rule: Rule,
    now: Time,
) -> DbResult<RuleKey> {
    let row = (
        rules::organization.eq(organization),
        rules::group_set.eq(set),
        rules::two_step.eq(rule.two_step.as_str()),
        rules::required_from.eq(rule.required_from.map(Time::micros)),
        rules::skips.eq(rule.skips),
        rules::made_at.eq(now.micros()),
    );
    // An error would end PostgreSQL's transaction.
    on_backend!(connection, |own| diesel::insert_into(rules::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(own))?;
    rules::table
        .filter(rules::organization.eq(organization))
        .filter(rules::group_set.eq(set))
        .select(rules::key)
        .get_result(connection)
}

/// How many sets of groups have a rule.
pub(super) fn count(connection: &mut DbConnection, organization: OrganizationKey) -> DbResult<i64> {
    rules::table
        .filter(rules::organization.eq(organization))
        .count()
        .get_result(connection)
}

/// Deletes rules of sets of groups that nobody is in, made before this time, of one organization or of all; how many. A
/// member who gets one at the same moment on a server is a reference that fails one of the two changes.
pub(super) fn delete_unused(
    connection: &mut DbConnection,
    of: Option<OrganizationKey>,
    before: Time,
) -> DbResult<usize> {
    let used = members::table.filter(members::rule.eq(rules::key));
    let mut unused = rules::table
        .into_boxed::<MultiBackend>()
        .filter(rules::group_set.ne(NO_GROUP))
        .filter(rules::made_at.lt(before.micros()))
        .filter(not(exists(used)));
    if let Some(organization) = of {
        unused = unused.filter(rules::organization.eq(organization));
    }
    let keys: Vec<RuleKey> = unused
        .order(rules::key)
        .limit(RULES_PER_SWEEP)
        .select(rules::key)
        .load(connection)?;
    diesel::delete(rules::table.filter(rules::key.eq_any(keys))).execute(connection)
}

/// Every rule of an organization.
pub(super) fn list(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<Vec<RuleOfSet>> {
    let of_organization = rules::table
        .filter(rules::organization.eq(organization))
        .select((rules::key, rules::group_set, RULE));
    let rows: Vec<(RuleKey, String, RuleRow)> =
        on_backend!(connection, |own| of_organization.load(own))?;
    let rules = rows.into_iter().map(|(key, set, row)| RuleOfSet {
        key,
        groups: groups_of(&set),
        rule: row.into(),
    });
    Ok(rules.collect())
}

/// Writes one rule into these rows.
pub(super) fn update_some(
    connection: &mut DbConnection,
    keys: &[RuleKey],
    rule: Rule,
) -> DbResult<()> {
    keys.chunks(RULES_PER_STATEMENT).try_for_each(|some| {
        diesel::update(rules::table.filter(rules::key.eq_any(some.to_vec())))
            .set(columns(rule))
            .execute(connection)
            .map(drop)
    })
}

/// The columns of a rule, to be written.
type Columns = (
    diesel::dsl::Eq<rules::two_step, &'static str>,
    diesel::dsl::Eq<rules::required_from, Option<i64>>,
    diesel::dsl::Eq<rules::skips, i64>,
);

fn columns(rule: Rule) -> Columns {
    (
        rules::two_step.eq(rule.two_step.as_str()),
        rules::required_from.eq(rule.required_from.map(Time::micros)),
        rules::skips.eq(rule.skips),
    )
}

/// How many active members with a device each rule has.
pub(super) fn count_with_device(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<Vec<(RuleKey, i64)>> {
    member_counts::table
        .filter(member_counts::organization.eq(organization))
        .filter(member_counts::status.eq(MemberStatus::Active.as_str()))
        .filter(member_counts::has_device.eq(true))
        .select((member_counts::rule, member_counts::members))
        .load(connection)
}
