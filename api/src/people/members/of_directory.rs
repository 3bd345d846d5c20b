//! Members whose password the directory of their organization checks: made, linked and refreshed by what it says, and
//! disabled when they left it. The feature `directory` decides; here the rows are written.

use super::email::EmailAddress;
use super::invitation::void_invitation;
use super::model::{FirstProof, Member, NewMember};
use super::people::{bump_epoch, create, find, find_for_change};
use super::{store, store_counted, store_directory};
use crate::people::{api_tokens, groups, policy};
use crate::platform::context::Context;
use crate::platform::db::keys::{MemberKey, OrganizationKey, OrganizationRef};
use crate::platform::db::{DbConnection, DbResult, StatementError};
use crate::platform::ldap::Directory;
use crate::platform::new_id::new_id;
use shared_types::ids::MemberId;
use shared_types::members::{MemberStatus, Role};
use shared_types::time::Time;

/// A person of a directory who becomes a member.
#[derive(Clone, Copy, Debug)]
pub struct DirectoryPerson<'a> {
    /// The id of the entry.
    pub id: &'a str,
    /// The address.
    pub email: &'a EmailAddress,
    /// The name.
    pub display_name: &'a str,
}

impl Member {
    /// Whether the password is the directory's: nothing of it is set, changed or recovered here. Without a directory
    /// in the configuration a member of it is one like any other, who sets a password by mail.
    pub fn is_managed_elsewhere(&self, context: &Context) -> bool {
        let is_linked = self.directory_id.is_some();
        let directory = context.directories.of(&self.organization_short_name);
        directory.is_some_and(|directory| directory_manages(directory, self.role, is_linked))
    }
}

/// Whether the password of a member is this directory's: of one who is linked to an entry, or will be at the next sign-in.
pub fn directory_manages(directory: &Directory, role: Role, is_linked: bool) -> bool {
    is_linked || directory.links_members && role != Role::Admin
}

/// The member of an entry, for a change.
pub fn find_by_directory_id_for_change(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: &str,
) -> DbResult<Option<Member>> {
    match store_directory::find_key(connection, organization, id)? {
        Some(key) => find_for_change(connection, key),
        None => Ok(None),
    }
}

/// The member of an entry, as far as a counter is named by one.
pub fn find_id_by_directory_id(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: &str,
) -> DbResult<Option<MemberId>> {
    store_directory::find_id(connection, organization, id)
}

/// Makes a member who can sign in, an agent whose address nobody proved yet; `None` where entry or address are a
/// member's already.
pub fn create_of_directory(
    connection: &mut DbConnection,
    organization: OrganizationRef,
    person: DirectoryPerson<'_>,
    now: Time,
) -> DbResult<Option<MemberKey>> {
    let new = NewMember {
        id: MemberId(new_id(now)),
        organization,
        email: person.email,
        display_name: person.display_name,
        role: Role::Agent,
        proof: FirstProof::Directory(person.id),
    };
    let made = create(connection, &new, now)?;
    Ok(made.map(|made| made.key))
}

/// The directory checks the password of this member, who is locked, from now on: the one that is kept here and the
/// invitation are gone, and so are sessions.
pub fn link_to_directory(connection: &mut DbConnection, member: &Member, id: &str) -> DbResult<()> {
    void_invitation(connection, member)?;
    store::delete_password(connection, member.key)?;
    store_directory::update_directory_id(connection, member.key, id)?;
    store_counted::update_status(connection, member, MemberStatus::Active)?;
    bump_epoch(connection, member.key).map(drop)
}

/// Changes the role of a member of a directory, who is locked. What a token of an administrator opened must not open
/// again by itself.
pub fn set_role_by_directory(
    connection: &mut DbConnection,
    member: &Member,
    role: Role,
    now: Time,
) -> DbResult<()> {
    store::update_role(connection, member.key, role)?;
    if role < member.role {
        api_tokens::suspend_all(connection, member.key, now)?;
    }
    Ok(())
}

/// Groups of a member changed, which lists show and the policy may ask about.
pub fn follow_groups(connection: &mut DbConnection, member: MemberKey, now: Time) -> DbResult<()> {
    store::update_version(connection, member)?;
    let member = find(connection, member)?.ok_or(StatementError::NotFound)?;
    let groups = groups::of_members(connection, &[member.key])?;
    let ids = groups.into_iter().flatten().map(|group| group.id).collect();
    let rule = policy::rule_of(connection, member.organization, &ids, now)?;
    store_counted::update_rule(connection, &member, rule)
}

/// Disables a member, who is locked, because the directory has nobody like that any more; sessions end. One who
/// signs in by a directory is never the last administrator who counts.
pub fn disable_leaver(connection: &mut DbConnection, member: &Member, now: Time) -> DbResult<()> {
    store_counted::update_status(connection, member, MemberStatus::Disabled)?;
    api_tokens::suspend_all(connection, member.key, now)?;
    void_invitation(connection, member)?;
    bump_epoch(connection, member.key).map(drop)
}

/// The members of an organization whom its directory lets in, with the ids of their entries, after this one and in the
/// order of these.
pub fn list_of_directory(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    after: &str,
    most: i64,
) -> DbResult<Vec<(MemberKey, String)>> {
    store_directory::list(connection, organization, after, most)
}

/// A code proved the address of this member.
pub fn prove_email(connection: &mut DbConnection, member: &Member) -> DbResult<()> {
    if member.is_email_verified {
        return Ok(());
    }
    store_directory::verify_email(connection, member.key)
}
