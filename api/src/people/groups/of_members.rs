//! The groups of members, as the feature of members reads and sets them.

use super::name::GroupName;
use super::store::{self, StoredGroup};
use crate::platform::db::keys::{GroupKey, MemberKey, OrganizationKey, OrganizationRef};
use crate::platform::db::{self, DbConnection, DbResult};
use shared_types::ids::GroupId;
use shared_types::limits::{GROUP_NAME_LONGEST, GROUPS_PER_MEMBER, UNKNOWN_GROUPS_TOLD};
use shared_types::members::Role;
use shared_types::problem::{FieldError, FieldErrorCode};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The groups that a request names for a member. Whether they are there is not known yet.
#[derive(Clone, Debug, Default)]
pub struct Chosen(Vec<GroupName>);

impl Chosen {
    /// How many are named.
    pub const fn count(&self) -> usize {
        self.0.len()
    }

    /// Their names in the form that is unique, which says whether two requests name the same.
    pub fn names(&self) -> BTreeSet<String> {
        let names = self.0.iter().map(|name| name.normal().to_owned());
        names.collect()
    }

    /// Whether none is.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The groups that a request names, found.
#[derive(Debug)]
pub struct Resolved(BTreeMap<GroupKey, Group>);

impl Resolved {
    /// Their ids.
    pub fn ids(&self) -> BTreeSet<GroupId> {
        self.0.values().map(|group| group.id).collect()
    }
}

/// A group of the organization, by which a list is filtered.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its row.
    pub key: GroupKey,
    /// Its id outside.
    pub id: GroupId,
    /// Its name.
    pub name: String,
}

impl From<StoredGroup> for Group {
    fn from(StoredGroup { key, id, name, .. }: StoredGroup) -> Self {
        Self { key, id, name }
    }
}

/// What setting the groups of a member changed, by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regrouped {
    /// Those that are new.
    pub added: Vec<String>,
    /// Those that are gone.
    pub removed: Vec<String>,
}

impl Regrouped {
    /// Whether anything is another than before.
    pub const fn is_any(&self) -> bool {
        !self.added.is_empty() || !self.removed.is_empty()
    }
}

/// Reads the field `groups` of a member. A name that is there twice counts once.
pub fn choose(names: &[String]) -> Result<Chosen, FieldError> {
    if names.len() > GROUPS_PER_MEMBER {
        let detail = format!("At most {GROUPS_PER_MEMBER} groups.");
        return Err(FieldError::new("groups", FieldErrorCode::TooLong, detail));
    }
    let names = names.iter().enumerate().map(|(at, name)| {
        let detail = || format!("At most {GROUP_NAME_LONGEST} characters.");
        let too_long =
            || FieldError::new(&format!("groups[{at}]"), FieldErrorCode::TooLong, detail());
        GroupName::of(name).ok_or_else(too_long)
    });
    names.collect::<Result<_, _>>().map(Chosen)
}

/// The group of the organization with this name.
pub fn find_named(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    name: &str,
) -> DbResult<Option<Group>> {
    let Some(name) = GroupName::of(name) else {
        return Ok(None);
    };
    let found = store::find_by_name(connection, organization, name.normal())?;
    Ok(found.map(Group::from))
}

/// The groups of an organization, by name.
pub fn list(connection: &mut DbConnection, organization: OrganizationKey) -> DbResult<Vec<Group>> {
    let groups = store::list(connection, organization)?;
    Ok(groups.into_iter().map(Group::from).collect())
}

/// The groups of a member, by name.
pub fn of_member(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    member: MemberKey,
) -> DbResult<Vec<Group>> {
    let rows = store::list_of_members(connection, &[member])?;
    let own: BTreeSet<GroupKey> = rows.iter().map(|row| row.group).collect();
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let mut groups = list(connection, organization)?;
    groups.retain(|group| own.contains(&group.key));
    Ok(groups)
}

/// At the place of each member its groups, by name: one statement.
pub fn of_members(
    connection: &mut DbConnection,
    members: &[MemberKey],
) -> DbResult<Vec<Vec<Group>>> {
    let mut rows = store::list_of_members(connection, members)?;
    rows.sort_unstable_by(|one, other| one.normal_name.cmp(&other.normal_name));
    let mut groups: HashMap<MemberKey, Vec<Group>> = HashMap::new();
    for row in rows {
        let group = Group {
            key: row.group,
            id: row.id(),
            name: row.name,
        };
        groups.entry(row.member).or_default().push(group);
    }
    let of = |member: &MemberKey| groups.get(member).cloned().unwrap_or_default();
    Ok(members.iter().map(of).collect())
}

/// The names of the groups of these members, each in the order of the list of groups.
pub fn names_of(
    connection: &mut DbConnection,
    members: &[MemberKey],
) -> DbResult<HashMap<MemberKey, Vec<String>>> {
    let mut rows = store::list_of_members(connection, members)?;
    rows.sort_unstable_by(|one, other| one.normal_name.cmp(&other.normal_name));
    let mut names: HashMap<MemberKey, Vec<String>> = HashMap::new();
    for row in rows {
        names.entry(row.member).or_default().push(row.name);
    }
    Ok(names)
}

/// Finds the groups that a request names; unknown ones are refused. Takes the lock of the organization, so that
/// none of them is deleted until the transaction ends.
pub fn resolve(
    connection: &mut DbConnection,
    organization: OrganizationRef,
    chosen: &Chosen,
) -> DbResult<Result<Resolved, Vec<FieldError>>> {
    if !chosen.0.is_empty() {
        db::lock(connection, &organization.id.to_string())?;
    }
    find(connection, organization.key, chosen)
}

/// The same without a lock: one of them may be deleted meanwhile, and then [`set`] fails.
pub fn find(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    chosen: &Chosen,
) -> DbResult<Result<Resolved, Vec<FieldError>>> {
    let (mut found, mut unknown) = (BTreeMap::new(), Vec::new());
    for (at, name) in chosen.0.iter().enumerate() {
        let named = store::find_by_name(connection, organization, name.normal())?;
        let Some(group) = named else {
            // Of a name that no group can have, the beginning says which.
            let shown: String = name.shown().chars().take(GROUP_NAME_LONGEST).collect();
            let detail = "There is no such group.";
            let field = format!("groups[{at}]");
            unknown.push(FieldError::new(&field, FieldErrorCode::Invalid, detail).of(shown));
            if unknown.len() == UNKNOWN_GROUPS_TOLD {
                break;
            }
            continue;
        };
        found.insert(group.key, Group::from(group));
    }
    Ok(if unknown.is_empty() {
        Ok(Resolved(found))
    } else {
        Err(unknown)
    })
}

/// What is wrong with groups that a member is put into, by who may change members up to the role `highest`. Groups will
/// carry rights: a program that acts on agents alone makes nobody one of a group of administrators (K-02). Groups that
/// `member` is in already are left out.
pub fn find_closed(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    member: Option<MemberKey>,
    Resolved(wanted): &Resolved,
    highest: Role,
) -> DbResult<Option<FieldError>> {
    if wanted.is_empty() || highest == Role::Admin {
        return Ok(None);
    }
    let mut joined: BTreeSet<GroupKey> = wanted.keys().copied().collect();
    if let Some(member) = member {
        for row in store::list_of_members(connection, &[member])? {
            joined.remove(&row.group);
        }
    }
    let joined: Vec<GroupKey> = joined.into_iter().collect();
    let closed = store::find_with_member_above(connection, organization, &joined, highest)?;
    let group = closed.and_then(|group| wanted.get(&group));
    Ok(group.map(|Group { name, .. }| {
        let detail = format!(
            "Members above agents are in the group {name:?}: an administrator puts others into it, no API token."
        );
        FieldError::new("groups", FieldErrorCode::Invalid, detail)
    }))
}

/// Sets the groups of a member, who is new or locked by the caller.
pub fn set(
    connection: &mut DbConnection,
    member: MemberKey,
    Resolved(mut wanted): Resolved,
) -> DbResult<Regrouped> {
    let mut regrouped = Regrouped::default();
    for row in store::list_of_members(connection, &[member])? {
        if wanted.remove(&row.group).is_none() {
            store::delete_member(connection, row.group, member)?;
            regrouped.removed.push(row.name);
        }
    }
    for (key, group) in wanted {
        store::insert_member(connection, key, member)?;
        regrouped.added.push(group.name);
    }
    Ok(regrouped)
}
