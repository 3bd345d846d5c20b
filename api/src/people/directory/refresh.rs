//! Name, address, groups and role of a member, as the directory has them at a sign-in.

use super::here::Here;
use crate::people::groups::{self, Managed, Regrouped};
use crate::people::members::{self, EmailAddress, Member, choose_name};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::ldap::{GroupRules, is_same_dn};
use crate::record::audit::Action;
use serde_json::{Value, json};
use shared_types::members::Role;
use std::collections::BTreeSet;

/// What is another.
#[derive(Default)]
struct Changed {
    name: bool,
    email: bool,
    role: Option<Role>,
    groups: Regrouped,
}

/// Writes what is another, with one row of the record; nothing where all is as it was. The member is locked.
pub(super) fn refresh(
    connection: &mut DbConnection,
    context: &Context,
    here: &Here<'_>,
    member: &Member,
) -> DbResult<()> {
    let person = here.person;
    let now = context.clock.now();
    let mut changed = Changed::default();
    let name = person.entry.name.as_deref();
    let name = name.and_then(|name| choose_name("display_name", name).ok());
    if let Some(name) = name.filter(|name| *name != member.display_name) {
        members::set_name(connection, member.key, &name)?;
        changed.name = true;
    }
    changed.email = set_email(connection, context, here, member)?;
    let rules = &person.directory.groups;
    let (decided, wanted) = mapped(rules, &person.groups);
    if !decided.is_empty() {
        let managed = Managed {
            organization: here.organization,
            origin: here.origin,
            member: member.key,
            decided: &decided,
            wanted: &wanted,
        };
        changed.groups = groups::set_managed(connection, managed, now)?;
        if changed.groups.is_any() {
            members::follow_groups(connection, member.key, now)?;
        }
    }
    if let Some(role) = role_of(rules, &person.groups, member.role) {
        members::set_role_by_directory(connection, member, role, now)?;
        changed.role = Some(role);
    }
    match changed.details() {
        None => Ok(()),
        Some(details) => {
            let event = here.event(Action::MemberChanged).about(member.id);
            here.record(connection, now, &event.details(details))
        }
    }
}

/// Another address that nobody has, where the host says that people cannot choose it themselves: it is not proven, and holds recovery by e-mail as any other change does (D-11).
fn set_email(
    connection: &mut DbConnection,
    context: &Context,
    here: &Here<'_>,
    member: &Member,
) -> DbResult<bool> {
    if !here.person.directory.updates_mail {
        return Ok(false);
    }
    let mail = here
        .person
        .entry
        .mail
        .as_deref()
        .and_then(EmailAddress::parse);
    let Some(email) = mail.filter(|email| email.normal() != member.email_normal) else {
        return Ok(false);
    };
    let organization = &member.organization_short_name;
    if members::find_by_address(connection, organization, &email)?.is_some() {
        tracing::warn!(member = %member.id, "another member has the address that the directory says");
        return Ok(false);
    }
    members::set_email(connection, context, member, here.origin, &email)?;
    members::bump_epoch(connection, member.key)?;
    Ok(true)
}

/// The role, where it is another: only a group that the host names makes administrators, and who is in it no more is
/// an agent. The help desk is chosen here.
fn role_of(rules: &GroupRules, groups: &[String], role: Role) -> Option<Role> {
    let administrators = rules.administrators.as_deref()?;
    let is_in = groups.iter().any(|group| is_same_dn(group, administrators));
    match (is_in, role) {
        (true, Role::Agent | Role::Helpdesk) => Some(Role::Admin),
        (false, Role::Admin) => Some(Role::Agent),
        (true, Role::Admin) | (false, Role::Agent | Role::Helpdesk) => None,
    }
}

/// The groups of ours that the directory decides on, and those in which the person is.
fn mapped(rules: &GroupRules, groups: &[String]) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut decided, mut wanted) = (BTreeSet::new(), BTreeSet::new());
    for (dn, name) in &rules.mapped {
        decided.insert(name.clone());
        if groups.iter().any(|group| is_same_dn(group, dn)) {
            wanted.insert(name.clone());
        }
    }
    (decided, wanted)
}

impl Changed {
    fn details(&self) -> Option<Value> {
        let fields = [
            ("display_name", self.name),
            ("role", self.role.is_some()),
            ("groups", self.groups.is_any()),
            ("email", self.email),
        ];
        let changed = fields.iter().filter(|(_, is_changed)| *is_changed);
        let changed: Vec<&str> = changed.map(|(field, _)| *field).collect();
        if changed.is_empty() {
            return None;
        }
        let mut details = json!({ "changed": changed, "by": "directory" });
        if self.groups.is_any() {
            let Regrouped { added, removed } = &self.groups;
            details["groups"] = json!({ "added": added, "removed": removed });
        }
        if let Some(role) = self.role {
            details["role"] = json!(role);
        }
        Some(details)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> GroupRules {
        GroupRules {
            mapped: vec![
                ("cn=desk,dc=example".to_owned(), "First line".to_owned()),
                ("cn=night,dc=example".to_owned(), "First line".to_owned()),
                ("cn=vpn,dc=example".to_owned(), "VPN".to_owned()),
            ],
            search: None,
            administrators: Some("cn=admins,dc=example".to_owned()),
        }
    }

    /// L-17: several groups there may be one of ours, and being in one of them is enough.
    #[test]
    fn groups_are_mapped() {
        let (decided, wanted) = mapped(&rules(), &["CN=Night, DC=example".to_owned()]);
        assert_eq!(decided.iter().collect::<Vec<_>>(), ["First line", "VPN"]);
        assert_eq!(wanted.iter().collect::<Vec<_>>(), ["First line"]);
    }

    /// L-17: without a group of administrators in the file no directory makes one.
    #[test]
    fn only_a_group_of_the_file_makes_administrators() {
        let inside = ["cn=admins,dc=example".to_owned()];
        let of = |groups: &[String], role| role_of(&rules(), groups, role);
        assert_eq!(of(&inside, Role::Agent), Some(Role::Admin));
        assert_eq!(of(&inside, Role::Admin), None);
        assert_eq!(of(&[], Role::Admin), Some(Role::Agent));
        assert_eq!(of(&[], Role::Helpdesk), None);
        let none = GroupRules::default();
        assert_eq!(role_of(&none, &inside, Role::Agent), None);
        assert_eq!(role_of(&none, &[], Role::Admin), None);
    }
}
