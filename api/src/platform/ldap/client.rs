//! One exchange with a directory.

use super::entry::{Entry, EntryId};
use super::reason::{self, PASSWORD_POLICY};
use super::settings::{Directory, Server};
use crate::platform::limits::DIRECTORY_GROUPS;
use ldap3::controls::RawControl;
use ldap3::{
    Ldap, LdapConnAsync, LdapConnSettings, LdapError, LdapResult, ResultEntry, Scope, SearchEntry,
    SearchOptions, SearchResult,
};
use shared_types::directory::DirectoryReason;
use shared_types::secret::Secret;
use std::future::Future;
use std::sync::Arc;
use tokio::sync::SemaphorePermit;
use tokio::time::{Instant, timeout_at};

const SUCCESS: u32 = 0;
const SIZE_LIMIT_EXCEEDED: u32 = 4;
/// Some directories refuse a name too often tried by it.
const CONSTRAINT_VIOLATION: u32 = 19;
const NO_SUCH_OBJECT: u32 = 32;
const INAPPROPRIATE_AUTHENTICATION: u32 = 48;
const INVALID_CREDENTIALS: u32 = 49;
const UNWILLING_TO_PERFORM: u32 = 53;
/// Without these no person who is disabled would be known; servers leave out what they do not have.
const STATES: [&str; 4] = [
    "userAccountControl",
    "pwdAccountLockedTime",
    "nsAccountLock",
    "accountExpires",
];

/// The directory gave no answer on which anything can be decided. For the log and `doctor`; it names no person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Away(String);

/// What a directory says to a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// It is the person's.
    Right,
    /// It is not, or there is no such person.
    Wrong,
    /// It lets the person not in all the same.
    Refused(DirectoryReason),
}

/// A connection on which the service account is bound. It ends when it is dropped.
pub struct Connection<'a> {
    directory: &'a Directory,
    ldap: Ldap,
    ends_at: Instant,
    _slot: SemaphorePermit<'a>,
}

impl Directory {
    /// Connects to the first server that answers, as the service account.
    pub async fn connect(&self) -> Result<Connection<'_>, Away> {
        let slot = self.slots.0.try_acquire();
        let slot = slot.map_err(|_| Away("too many sign-ins wait for it".to_owned()))?;
        let ends_at = Instant::now() + self.timeout;
        let mut last = Away("no server is configured".to_owned());
        // Each of several servers has its share of the time, or one that is silent would take all of it.
        let share = self.timeout / u32::try_from(self.servers.len()).unwrap_or(1).max(1);
        for server in &self.servers {
            let until = ends_at.min(Instant::now() + share);
            match in_time(until, self.connect_to(server)).await {
                Ok(ldap) => {
                    return Ok(Connection {
                        directory: self,
                        ldap,
                        ends_at,
                        _slot: slot,
                    });
                }
                Err(Away(cause)) => last = Away(format!("{}: {cause}", server.url)),
            }
        }
        Err(last)
    }

    async fn connect_to(&self, server: &Server) -> Result<Ldap, Away> {
        let settings = LdapConnSettings::new()
            .set_starttls(server.starts_tls)
            .set_config(Arc::clone(&self.tls));
        let (connection, mut ldap) = LdapConnAsync::with_settings(settings, &server.url)
            .await
            .map_err(|error| away(&error))?;
        ldap3::drive!(connection);
        let bound = ldap
            .simple_bind(&self.bind_dn, self.bind_password.expose())
            .await
            .map_err(|error| away(&error))?;
        match bound.rc {
            SUCCESS => Ok(ldap),
            INVALID_CREDENTIALS => Err(Away(
                "the name or the password of the service account is wrong".to_owned(),
            )),
            _ => Err(refused("the service account is refused", &bound)),
        }
    }

    /// A name that nobody has: to it a password is sent that nobody has to know.
    fn nobody(&self) -> String {
        format!("cn=twostep-nobody,{}", self.base)
    }

    /// The attributes that are read of people.
    fn wanted(&self) -> Vec<&str> {
        let attributes = &self.attributes;
        let own = [&attributes.id, &attributes.name, &attributes.mail].map(String::as_str);
        let groups = attributes.groups.as_deref();
        own.into_iter().chain(STATES).chain(groups).collect()
    }
}

impl Connection<'_> {
    /// The person whom an address names. Nobody where several are found: which of them it would be, nobody could say.
    pub async fn find_person(&mut self, email: &str) -> Result<Option<Entry>, Away> {
        let name = email.rsplit_once('@').map_or(email, |(name, _)| name);
        let values = [("email", email), ("name", name)];
        let filter = self.directory.person.fill(&values);
        let found = self.search_people(&filter, 2).await?;
        Ok(self.only(found))
    }

    /// The person of a member, while the filter finds the entry.
    pub async fn find_again(&mut self, id: &EntryId) -> Result<Option<Entry>, Away> {
        let own = id.assertion(&self.directory.attributes.id);
        let filter = format!("(&{own}{})", self.directory.person.of_anybody());
        let found = self.search_people(&filter, 2).await?;
        Ok(self.only(found))
    }

    /// Those of these people whom the filter still finds.
    pub async fn list_again(&mut self, ids: &[EntryId]) -> Result<Vec<Entry>, Away> {
        let attribute = &self.directory.attributes.id;
        let assertions: Vec<String> = ids.iter().map(|id| id.assertion(attribute)).collect();
        let anybody = self.directory.person.of_anybody();
        let filter = format!("(&(|{}){anybody})", assertions.concat());
        let most = i32::try_from(ids.len())
            .unwrap_or(i32::MAX)
            .saturating_add(1);
        let (found, result) = self.search_below(&filter, most).await?;
        // Part of an answer must not make leavers of the rest.
        match result.rc {
            SUCCESS => Ok(found),
            _ => Err(refused("the search for members failed", &result)),
        }
    }

    /// The DNs of the groups of a person, where something follows from them. Those of nobody are searched for too: an
    /// unknown name must not cost less.
    pub async fn groups_of(&mut self, entry: Option<&Entry>) -> Result<Vec<String>, Away> {
        let rules = &self.directory.groups;
        if !rules.is_any() {
            return Ok(Vec::new());
        }
        let Some((base, filter)) = &rules.search else {
            let groups = entry.into_iter().flat_map(|entry| &entry.groups);
            let groups: Vec<String> = groups.cloned().collect();
            let is_part = entry.is_some_and(|entry| entry.has_more_groups);
            return if is_part {
                Err(too_many_groups())
            } else {
                Ok(groups)
            };
        };
        let nobody = self.directory.nobody();
        let dn = entry.map_or(nobody.as_str(), |entry| entry.dn.as_str());
        let filter = filter.fill(&[("dn", dn)]);
        let most = i32::try_from(DIRECTORY_GROUPS).unwrap_or(i32::MAX);
        let options = SearchOptions::new().sizelimit(most);
        self.ldap.with_search_options(options);
        let search = self.ldap.search(base, Scope::Subtree, &filter, ["1.1"]);
        let SearchResult(found, result) = in_time(self.ends_at, answered(search)).await?;
        match result.rc {
            SUCCESS => {}
            SIZE_LIMIT_EXCEEDED => return Err(too_many_groups()),
            _ => return Err(refused("the search for groups failed", &result)),
        }
        let groups = found.into_iter().filter(is_entry);
        Ok(groups.map(|one| SearchEntry::construct(one).dn).collect())
    }

    /// Whether the base is there; `doctor` asks.
    pub async fn check_base(&mut self) -> Result<(), Away> {
        let base = self.directory.base.as_str();
        let filter = "(objectClass=*)";
        let search = self.ldap.search(base, Scope::Base, filter, ["1.1"]);
        let SearchResult(_, result) = in_time(self.ends_at, answered(search)).await?;
        match result.rc {
            SUCCESS => Ok(()),
            NO_SUCH_OBJECT => Err(Away(format!(
                "there is no {base:?}, or the service account may not read it"
            ))),
            _ => Err(refused("the base cannot be read", &result)),
        }
    }

    /// Checks a password: of this entry, or of nobody at the same cost. An empty one is wrong before anything is sent:
    /// a directory would take it for a bind without a name, and say yes (RFC 4513 §5.1.2).
    pub async fn bind(mut self, dn: Option<&str>, password: &Secret) -> Result<Bound, Away> {
        if password.expose().is_empty() {
            return Ok(Bound::Wrong);
        }
        let nobody = self.directory.nobody();
        let asks_for_policy = RawControl {
            ctype: PASSWORD_POLICY.to_owned(),
            crit: false,
            val: None,
        };
        self.ldap.with_controls(asks_for_policy);
        let bind = self
            .ldap
            .simple_bind(dn.unwrap_or(&nobody), password.expose());
        let result = in_time(self.ends_at, answered(bind)).await?;
        let bound = said(&result)?;
        // Whatever a directory answers about nobody is no yes.
        Ok(if dn.is_some() { bound } else { Bound::Wrong })
    }

    async fn search_people(&mut self, filter: &str, most: i32) -> Result<Vec<Entry>, Away> {
        let (found, result) = self.search_below(filter, most).await?;
        match result.rc {
            SUCCESS => Ok(found),
            // More than one is several; a server that gives one at most says nothing of the others.
            SIZE_LIMIT_EXCEEDED if found.len() > 1 => Ok(found),
            _ => Err(refused("the search for a person failed", &result)),
        }
    }

    async fn search_below(
        &mut self,
        filter: &str,
        most: i32,
    ) -> Result<(Vec<Entry>, LdapResult), Away> {
        let Directory {
            base, attributes, ..
        } = self.directory;
        let wanted = self.directory.wanted();
        let options = SearchOptions::new().sizelimit(most);
        self.ldap.with_search_options(options);
        let search = self.ldap.search(base, Scope::Subtree, filter, wanted);
        let SearchResult(found, result) = in_time(self.ends_at, answered(search)).await?;
        let entries = found
            .into_iter()
            .filter(is_entry)
            .map(SearchEntry::construct);
        let entries = entries.filter_map(|found| Entry::read(&found, attributes));
        Ok((entries.collect(), result))
    }

    fn only(&self, mut found: Vec<Entry>) -> Option<Entry> {
        let entry = found.pop();
        if found.is_empty() {
            return entry;
        }
        let organization = &self.directory.organization;
        tracing::warn!(%organization, "several entries of the directory have what one person typed: nobody is signed in");
        None
    }
}

/// What the answer to a bind says.
fn said(result: &LdapResult) -> Result<Bound, Away> {
    let of_policy = result.ctrls.iter().find_map(|control| {
        let raw = &control.1;
        let is_policy = raw.ctype == PASSWORD_POLICY;
        let value = raw.val.as_deref().filter(|_| is_policy)?;
        reason::of_policy(value)
    });
    match result.rc {
        SUCCESS => Ok(of_policy.map_or(Bound::Right, Bound::Refused)),
        INVALID_CREDENTIALS | UNWILLING_TO_PERFORM => {
            let reason = of_policy.or_else(|| reason::of_text(&result.text));
            Ok(reason.map_or(Bound::Wrong, Bound::Refused))
        }
        CONSTRAINT_VIOLATION => Ok(Bound::Refused(DirectoryReason::AccountLocked)),
        NO_SUCH_OBJECT | INAPPROPRIATE_AUTHENTICATION => Ok(Bound::Wrong),
        _ => Err(refused("the password was not checked", result)),
    }
}

/// By part of them somebody would lose groups, or the role of an administrator.
fn too_many_groups() -> Away {
    Away(format!(
        "a person is in more groups than are read ({DIRECTORY_GROUPS}): name fewer by group_filter"
    ))
}

fn is_entry(one: &ResultEntry) -> bool {
    !one.is_ref() && !one.is_intermediate()
}

async fn answered<T>(answer: impl Future<Output = Result<T, LdapError>>) -> Result<T, Away> {
    answer.await.map_err(|error| away(&error))
}

async fn in_time<T>(
    until: Instant,
    answer: impl Future<Output = Result<T, Away>>,
) -> Result<T, Away> {
    match timeout_at(until, answer).await {
        Ok(answered) => answered,
        Err(_) => Err(Away("it does not answer in time".to_owned())),
    }
}

/// Of a filter that cannot be read the text is not repeated: it may hold an address.
fn away(error: &LdapError) -> Away {
    match error {
        LdapError::FilterParsing => Away("the filter cannot be read".to_owned()),
        error => Away(error.to_string()),
    }
}

fn refused(what: &str, result: &LdapResult) -> Away {
    Away(format!(
        "{what}: result {} {}",
        result.rc,
        result.text.trim()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(rc: u32, text: &str) -> Result<Bound, Away> {
        said(&LdapResult {
            rc,
            matched: String::new(),
            text: text.to_owned(),
            refs: Vec::new(),
            ctrls: Vec::new(),
        })
    }

    /// L-19: only an answer about the password decides; a directory that is busy or refers to another said nothing.
    #[test]
    fn what_is_no_answer_to_the_password_decides_nothing() {
        assert_eq!(answer(0, ""), Ok(Bound::Right));
        for wrong in [32, 48, 49, 53] {
            assert_eq!(answer(wrong, ""), Ok(Bound::Wrong), "{wrong}");
        }
        let expired = "80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data 532, v4563";
        let refused = Ok(Bound::Refused(DirectoryReason::PasswordExpired));
        assert_eq!(answer(49, expired), refused);
        for away in [1, 2, 8, 10, 13, 51, 52, 80] {
            assert!(answer(away, "").is_err(), "{away}");
        }
    }
}
