//! The directories of organizations, as the operator of the host configured them.

use super::filter::Filter;
use crate::platform::limits::DIRECTORY_EXCHANGES;
use shared_types::organizations::ShortName;
use shared_types::secret::Secret;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio_rustls::rustls::ClientConfig;

/// All of them. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Directories(Arc<HashMap<ShortName, Arc<Directory>>>);

/// The directory of one organization.
pub struct Directory {
    /// Whose it is.
    pub organization: ShortName,
    /// Its servers: the first that answers is asked.
    pub servers: Vec<Server>,
    /// The service account that searches.
    pub bind_dn: String,
    /// Its password.
    pub bind_password: Secret,
    /// Below which people are.
    pub base: String,
    /// Who a person is that typed an address: places `{email}` and `{name}`, the part before the `@`.
    pub person: Filter,
    /// What is read of a person.
    pub attributes: Attributes,
    /// What groups make of a person.
    pub groups: GroupRules,
    /// Whether a person who is found becomes a member.
    pub creates_members: bool,
    /// Whether members with the address of a person sign in by the directory from now on.
    pub links_members: bool,
    /// Whether another address there becomes the member's: not where people may change their own.
    pub updates_mail: bool,
    /// Wrong passwords of one person that reach it in a quarter of an hour.
    pub wrong_binds: usize,
    /// How long it may take for one sign-in.
    pub timeout: Duration,
    /// How its certificates are checked.
    pub tls: Arc<ClientConfig>,
    /// The exchanges that may still begin.
    pub slots: Slots,
}

/// How many exchanges may be under way.
#[derive(Debug)]
pub struct Slots(pub(super) Semaphore);

impl Default for Slots {
    fn default() -> Self {
        Self(Semaphore::new(DIRECTORY_EXCHANGES))
    }
}

/// One server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// `ldaps://…` or `ldap://…`.
    pub url: String,
    /// Whether the connection turns to TLS before anything else is said (RFC 4511 §4.14).
    pub starts_tls: bool,
}

/// The names of attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributes {
    /// What names an entry for ever.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// The address.
    pub mail: String,
    /// The groups that a person is in; `None` where they are searched for.
    pub groups: Option<String>,
}

/// What groups of the directory make of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupRules {
    /// DN of a group, and the name of ours. Our other groups stay as they are.
    pub mapped: Vec<(String, String)>,
    /// Finds the groups of a person, place `{dn}`; below this base.
    pub search: Option<(String, Filter)>,
    /// The DN of the group whose members are administrators here. Without one everybody is an agent at first.
    pub administrators: Option<String>,
}

impl Directories {
    /// These, each of another organization.
    pub fn new(directories: impl IntoIterator<Item = Directory>) -> Self {
        let of = |one: Directory| (one.organization.clone(), Arc::new(one));
        Self(Arc::new(directories.into_iter().map(of).collect()))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The directory of this organization.
    pub fn of(&self, organization: &ShortName) -> Option<&Arc<Directory>> {
        self.0.get(organization)
    }

    /// All, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Directory>> {
        self.0.values()
    }
}

impl GroupRules {
    /// Whether anything follows from groups.
    pub fn is_any(&self) -> bool {
        !self.mapped.is_empty() || self.administrators.is_some()
    }
}

/// Without what it knows of people.
impl fmt::Debug for Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Directory")
            .field("organization", &self.organization)
            .field("servers", &self.servers)
            .finish_non_exhaustive()
    }
}
