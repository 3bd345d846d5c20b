//! Groups that a directory puts members into.

use super::name::GroupName;
use super::of_members::Regrouped;
use super::store;
use crate::platform::db::keys::{GroupKey, MemberKey, OrganizationRef};
use crate::platform::db::{self, DbConnection, DbResult};
use crate::platform::new_id::new_id;
use crate::platform::origin::Origin;
use crate::protection::access::Caller;
use crate::record::audit::Action;
use serde_json::json;
use shared_types::ids::GroupId;
use shared_types::limits::GROUPS_PER_ORGANIZATION;
use shared_types::time::Time;
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong with a name of a group, if anything is.
pub fn flaw_of_name(name: &str) -> Option<String> {
    GroupName::choose(name).err().map(|flaw| flaw.detail)
}

/// Whom a directory puts where.
#[derive(Clone, Copy, Debug)]
pub struct Managed<'a> {
    /// Where.
    pub organization: OrganizationRef,
    /// From where the sign-in came that told of it.
    pub origin: &'a Origin,
    /// The member, who is new or locked.
    pub member: MemberKey,
    /// The names of all groups that the directory decides on; others stay as they are.
    pub decided: &'a BTreeSet<String>,
    /// Those of them in which the member is.
    pub wanted: &'a BTreeSet<String>,
}

/// Puts a member into groups and takes it out of others, for the program itself. A group that is missing is made; where
/// there are as many as there may be, it is left out.
pub fn set_managed(
    connection: &mut DbConnection,
    managed: Managed<'_>,
    now: Time,
) -> DbResult<Regrouped> {
    let Managed {
        member,
        decided,
        wanted,
        ..
    } = managed;
    let own = store::list_of_members(connection, &[member])?;
    let own: BTreeMap<String, (GroupKey, String)> = own
        .into_iter()
        .map(|row| (row.normal_name, (row.group, row.name)))
        .collect();
    let mut regrouped = Regrouped::default();
    for name in decided.iter().filter_map(|name| GroupName::of(name)) {
        let is_wanted = wanted
            .iter()
            .any(|wanted| GroupName::of(wanted).is_some_and(|one| one.normal() == name.normal()));
        match (own.get(name.normal()), is_wanted) {
            (Some((group, shown)), false) => {
                store::delete_member(connection, *group, member)?;
                regrouped.removed.push(shown.clone());
            }
            (None, true) => {
                if let Some((group, shown)) = find_or_make(connection, managed, &name, now)? {
                    store::insert_member(connection, group, member)?;
                    regrouped.added.push(shown);
                }
            }
            (Some(_), true) | (None, false) => {}
        }
    }
    Ok(regrouped)
}

/// The lock of the organization keeps the group until the change is over.
fn find_or_make(
    connection: &mut DbConnection,
    managed: Managed<'_>,
    name: &GroupName,
    now: Time,
) -> DbResult<Option<(GroupKey, String)>> {
    let organization = managed.organization;
    db::lock(connection, &organization.id.to_string())?;
    if let Some(group) = store::find_by_name(connection, organization.key, name.normal())? {
        return Ok(Some((group.key, group.name)));
    }
    if store::count(connection, organization.key)? >= GROUPS_PER_ORGANIZATION {
        tracing::warn!(
            "a group of the directory is left out: the organization has as many as it may have"
        );
        return Ok(None);
    }
    let id = GroupId(new_id(now));
    let group = store::insert(connection, organization.key, id, name, now)?;
    let system = Caller::system(organization, managed.origin.clone());
    let event = system.event(Action::GroupCreated);
    let details = json!({ "group": id, "name": group.name, "by": "directory" });
    system.record(connection, now, &event.details(details))?;
    Ok(Some((group.key, group.name)))
}
