//! Setting the groups of a member, which the policy may ask about.

use super::model::Member;
use super::refusals::{PatchMemberError, too_many_sets};
use super::store;
use crate::people::groups::{self, Chosen, Regrouped};
use crate::people::policy;
use crate::platform::db::keys::RuleKey;
use crate::platform::db::{self, DbConnection, DbResult};
use crate::protection::access::{Authorized, MembersWrite};
use crate::protection::demand::{MemberRules, demand};
use serde_json::{Value, json};
use shared_types::ids::GroupId;
use shared_types::policy::DemandWord;
use shared_types::time::Time;
use std::collections::BTreeSet;

/// Groups that were set, and what follows from them.
pub(super) struct NewGroups {
    regrouped: Regrouped,
    /// The rule of the groups that the member has now.
    pub(super) rule: RuleKey,
    before: DemandWord,
    after: DemandWord,
}

impl NewGroups {
    /// Which are new and which are gone, for the record.
    pub(super) fn details(&self) -> Value {
        json!({ "added": self.regrouped.added, "removed": self.regrouped.removed })
    }

    /// What the policy asked before and asks now, for the record, where that is another thing.
    pub(super) fn demands(&self) -> [(&'static str, Option<Value>); 2] {
        let differs = self.before != self.after;
        [
            ("demand_before", differs.then(|| json!(self.before))),
            ("demand_after", differs.then(|| json!(self.after))),
        ]
    }
}

/// Sets the groups, where the request has others than the member, after everything else that may be refused.
pub(super) fn regroup(
    connection: &mut DbConnection,
    caller: &Authorized<MembersWrite>,
    member: &Member,
    chosen: Option<&Chosen>,
    now: Time,
) -> DbResult<Result<Option<NewGroups>, PatchMemberError>> {
    let Some(chosen) = chosen else {
        return Ok(Ok(None));
    };
    let wanted = match groups::resolve(connection, member.organization, chosen)? {
        Ok(wanted) => wanted,
        Err(unknown) => return Ok(Err(PatchMemberError::Invalid(unknown))),
    };
    let (organization, own) = (member.organization.key, Some(member.key));
    let highest = caller.actor.highest_subject();
    let closed = groups::find_closed(connection, organization, own, &wanted, highest)?;
    if let Some(closed) = closed {
        return Ok(Err(PatchMemberError::Invalid(vec![closed])));
    }
    let ids = wanted.ids();
    let before = groups::of_members(connection, &[member.key])?;
    let before: BTreeSet<GroupId> = before.into_iter().flatten().map(|group| group.id).collect();
    if before == ids {
        return Ok(Ok(None));
    }
    // The policy stands still between the two rules that are compared.
    db::lock(connection, &member.organization.id.to_string())?;
    let (old, new) = (
        policy::rule_with(connection, member.rule)?,
        policy::rule_for(connection, organization, &ids)?,
    );
    if new.is_looser_than(old, now) && !policy::may_loosen(connection, &caller.actor)? {
        return Ok(Err(PatchMemberError::AsksForLess));
    }
    // Before anything is written: a refusal keeps what was.
    let rule = policy::rule_of_chosen(connection, member.organization, &ids, now)?;
    let Some(rule) = rule else {
        return Ok(Err(PatchMemberError::Invalid(vec![too_many_sets()])));
    };
    let asked = |rule| {
        demand(
            MemberRules {
                rule,
                ..member.rules
            },
            now,
        )
        .word()
    };
    let regrouped = groups::set(connection, member.key, wanted)?;
    store::update_version(connection, member.key)?;
    Ok(Ok(Some(NewGroups {
        regrouped,
        rule,
        before: asked(old),
        after: asked(new),
    })))
}
