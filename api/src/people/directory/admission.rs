//! What a person is here whom the directory let in: a member already, one from now on, or nobody.

use super::here::Here;
use super::look::Person;
use super::refresh::refresh;
use crate::people::members::{self, DirectoryPerson, EmailAddress, Member, choose_name};
use crate::people::organizations;
use crate::platform::context::Context;
use crate::platform::db::{self, DbConnection, DbResult, StatementError};
use crate::platform::origin::Origin;
use crate::record::audit::Action;
use serde_json::json;
use shared_types::members::{MemberStatus, Role};

/// Why nobody is signed in although the password was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAdmitted {
    /// The member is disabled here.
    Disabled,
    /// The directory says that the account is.
    DisabledThere,
    /// There is no such member, and none is made.
    NotAMember,
}

/// The member whom this person is, as the directory describes it now. Found by the entry, never by an address alone:
/// people may choose that themselves in some directories, and must not become somebody else by it.
pub fn admit(
    connection: &mut DbConnection,
    context: &Context,
    origin: &Origin,
    person: &Person,
) -> DbResult<Result<Member, NotAdmitted>> {
    let short_name = &person.directory.organization;
    let Some(organization) = organizations::find_live(connection, short_name)? else {
        return Ok(Err(NotAdmitted::NotAMember));
    };
    if !person.entry.lets_in(context.clock.now()) {
        return Ok(Err(NotAdmitted::DisabledThere));
    }
    let here = Here {
        organization,
        origin,
        person,
    };
    let id = person.entry.id.as_str();
    let mut found = members::find_by_directory_id_for_change(connection, organization.key, id)?;
    if found.is_some() {
        lock_groups(connection, &here)?;
    } else {
        found = match join(connection, context, &here)? {
            Joined::Member(member) => Some(*member),
            Joined::Nobody => None,
            // Of two first sign-ins at once one made the member.
            Joined::Raced => {
                members::find_by_directory_id_for_change(connection, organization.key, id)?
            }
        };
    }
    match found {
        None => Ok(Err(NotAdmitted::NotAMember)),
        Some(member) if member.status != MemberStatus::Active => Ok(Err(NotAdmitted::Disabled)),
        Some(member) => {
            refresh(connection, context, &here, &member)?;
            let fresh = members::find(connection, member.key)?;
            fresh.ok_or(StatementError::NotFound).map(Ok)
        }
    }
}

/// Groups that are missing are made under this lock, which comes before the counts of members (`db::lock`).
fn lock_groups(connection: &mut DbConnection, here: &Here<'_>) -> DbResult<()> {
    if here.person.directory.groups.mapped.is_empty() {
        return Ok(());
    }
    db::lock(connection, &here.organization.id.to_string())
}

/// Who joined.
enum Joined {
    Member(Box<Member>),
    Nobody,
    /// Somebody was made with this entry, or with the address, at the same moment.
    Raced,
}

/// A member with the address is linked, or a new one made, as the host says.
fn join(connection: &mut DbConnection, context: &Context, here: &Here<'_>) -> DbResult<Joined> {
    let person = here.person;
    let directory = &person.directory;
    let Some(email) = person.entry.mail.as_deref().and_then(EmailAddress::parse) else {
        return Ok(Joined::Nobody);
    };
    let namesake = members::find_by_address(connection, &directory.organization, &email)?;
    match namesake {
        Some(namesake) => match members::find_for_change(connection, namesake.key)? {
            // The address may have been changed before the row was locked.
            Some(member)
                if member.email_normal == email.normal()
                    && directory.links_members
                    && may_be_linked(&member) =>
            {
                lock_groups(connection, here)?;
                link(connection, context, here, &member)
            }
            _ => Ok(Joined::Nobody),
        },
        None if directory.creates_members => {
            lock_groups(connection, here)?;
            make(connection, context, here, &email)
        }
        None => Ok(Joined::Nobody),
    }
}

/// An administrator keeps a password of ours, so that one can sign in without the directory.
fn may_be_linked(member: &Member) -> bool {
    member.role != Role::Admin
        && member.directory_id.is_none()
        && member.status != MemberStatus::Disabled
}

fn link(
    connection: &mut DbConnection,
    context: &Context,
    here: &Here<'_>,
    member: &Member,
) -> DbResult<Joined> {
    let now = context.clock.now();
    members::link_to_directory(connection, member, here.person.entry.id.as_str())?;
    let event = here.event(Action::DirectoryMemberLinked).about(member.id);
    here.record(connection, now, &event)?;
    let linked = members::find(connection, member.key)?;
    linked
        .ok_or(StatementError::NotFound)
        .map(|member| Joined::Member(Box::new(member)))
}

fn make(
    connection: &mut DbConnection,
    context: &Context,
    here: &Here<'_>,
    email: &EmailAddress,
) -> DbResult<Joined> {
    let (now, person) = (context.clock.now(), here.person);
    let name = person.entry.name.as_deref();
    let name = name.and_then(|name| choose_name("display_name", name).ok());
    // Somebody without a name is called as the address is.
    let of_address = || {
        email
            .as_typed()
            .split('@')
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let new = DirectoryPerson {
        id: person.entry.id.as_str(),
        email,
        display_name: &name.unwrap_or_else(of_address),
    };
    let made = members::create_of_directory(connection, here.organization, new, now)?;
    let Some(key) = made else {
        return Ok(Joined::Raced);
    };
    let member = members::find(connection, key)?.ok_or(StatementError::NotFound)?;
    let event = here.event(Action::MemberCreated).about(member.id);
    let details = json!({ "role": member.role, "by": "directory" });
    here.record(connection, now, &event.details(details))?;
    Ok(Joined::Member(Box::new(member)))
}
