//! Looking a person up in the directory, and checking the password there.

use crate::people::members::{self, EmailAddress, Member};
use crate::people::organizations;
use crate::platform::context::Context;
use crate::platform::crypto::keys::KeyRing;
use crate::platform::crypto::password::Password;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::ldap::{Away, Bound, Connection, Directory, Entry, EntryId};
use crate::protection::throttle;
use shared_types::organizations::ShortName;
use std::sync::Arc;

/// An address that was typed, where a directory checks the password.
#[derive(Clone)]
pub struct Asked {
    directory: Arc<Directory>,
    email: EmailAddress,
    /// Who has the address here.
    member: Option<Member>,
}

/// What the directory has of it, before the password.
pub struct Found<'a> {
    connection: Connection<'a>,
    entry: Option<Entry>,
    groups: Vec<String>,
}

/// A person whom the directory let in.
pub struct Person {
    /// Which one it is.
    pub directory: Arc<Directory>,
    /// What it says of the person.
    pub entry: Entry,
    /// The groups of the person, by DN.
    pub groups: Vec<String>,
}

/// Who checks the password of an address: the directory of the organization, or, with `None`, we. Ours are members who
/// are not of the directory, where it links nobody; of administrators always, so that somebody can sign in without it.
pub fn asked_of(
    connection: &mut DbConnection,
    context: &Context,
    organization: &ShortName,
    email: &EmailAddress,
) -> DbResult<Option<Asked>> {
    let Some(directory) = context.directories.of(organization) else {
        return Ok(None);
    };
    let member = members::find_by_address(connection, organization, email)?;
    let is_ours = member
        .as_ref()
        .is_some_and(|member| !member.is_managed_elsewhere(context));
    Ok((!is_ours).then(|| Asked {
        directory: Arc::clone(directory),
        email: email.clone(),
        member,
    }))
}

impl Asked {
    /// Who has the address here.
    pub const fn member(&self) -> Option<&Member> {
        self.member.as_ref()
    }

    /// How many wrong passwords of one person may reach the directory.
    pub fn wrong_binds(&self) -> usize {
        self.directory.wrong_binds
    }

    /// The counter of them, as far as it is known before the directory is asked.
    pub fn counter(&self, keys: &KeyRing) -> String {
        match &self.member {
            Some(member) if member.directory_id.is_some() => {
                throttle::member_bind_counter(member.id)
            }
            _ => throttle::bind_counter(keys, &self.directory.organization, self.email.normal()),
        }
    }

    /// The same for who was found: one person has one counter, whatever was typed.
    pub fn counter_of(
        &self,
        connection: &mut DbConnection,
        keys: &KeyRing,
        entry: Option<&EntryId>,
    ) -> DbResult<String> {
        let Some(entry) = entry else {
            return Ok(self.counter(keys));
        };
        let short_name = &self.directory.organization;
        let member = match organizations::find_live(connection, short_name)? {
            Some(own) => members::find_id_by_directory_id(connection, own.key, entry.as_str())?,
            None => None,
        };
        let of_nobody = || throttle::bind_counter(keys, short_name, entry.as_str());
        Ok(member.map_or_else(of_nobody, throttle::member_bind_counter))
    }

    /// Looks for the person: a member of the directory by its entry, which the person cannot change; anybody else by
    /// what was typed.
    pub async fn find(&self) -> Result<Found<'_>, Away> {
        let mut connection = self.directory.connect().await?;
        let known = self
            .member
            .as_ref()
            .and_then(|member| member.directory_id.as_deref());
        let entry = match known {
            Some(id) => connection.find_again(&EntryId::kept(id)).await?,
            None => connection.find_person(self.email.as_typed()).await?,
        };
        let groups = connection.groups_of(entry.as_ref()).await?;
        Ok(Found {
            connection,
            entry,
            groups,
        })
    }

    /// The person who was let in.
    pub fn person(&self, entry: Entry, groups: Vec<String>) -> Person {
        Person {
            directory: Arc::clone(&self.directory),
            entry,
            groups,
        }
    }
}

/// What became of a password.
type Checked = (Bound, Option<(Entry, Vec<String>)>);

impl Found<'_> {
    /// Which entry it is.
    pub fn entry(&self) -> Option<&EntryId> {
        self.entry.as_ref().map(|entry| &entry.id)
    }

    /// Checks the password; of nobody at the same cost. With a right one comes who it is.
    pub async fn bind(self, password: &Password) -> Result<Checked, Away> {
        let Self {
            connection,
            entry,
            groups,
        } = self;
        let dn = entry.as_ref().map(|entry| entry.dn.as_str());
        let bound = connection.bind(dn, &password.for_directory()).await?;
        let is_right = bound == Bound::Right;
        Ok((
            bound,
            entry.filter(|_| is_right).map(|entry| (entry, groups)),
        ))
    }
}
