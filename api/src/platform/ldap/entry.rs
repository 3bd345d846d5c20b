//! An entry of a directory, as far as we read it.

use super::filter::{escape, escape_octets};
use super::settings::Attributes;
use ldap3::SearchEntry;
use shared_types::time::Time;
use std::fmt::Write as _;

/// In `userAccountControl` of Active Directory: the account is disabled.
const ACCOUNT_DISABLED: i64 = 2;
/// The time in `pwdAccountLockedTime` that means for ever.
const LOCKED_FOR_EVER: &str = "000001010000Z";
/// The attribute of Active Directory whose values are octets.
const OBJECT_GUID: &str = "objectGUID";

const MICROSECONDS_1601_TO_1970: i64 = 11_644_473_600_000_000;

/// What names an entry for ever, however it is moved or renamed: `entryUUID`, or `objectGUID` in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(String);

/// What a directory says of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands.
    pub dn: String,
    /// Its id; an entry without one is nobody.
    pub id: EntryId,
    /// The person's name.
    pub name: Option<String>,
    /// The address.
    pub mail: Option<String>,
    /// The groups that it says it is in, by their DN.
    pub groups: Vec<String>,
    /// Whether the server holds back some of the groups (Active Directory, `memberOf;range=0-1499`).
    pub has_more_groups: bool,
    /// Whether nothing says that the account is disabled.
    pub is_enabled: bool,
    /// When the account ends, where the directory says so.
    pub expires_at: Option<Time>,
}

impl EntryId {
    /// An id as it was kept.
    pub fn kept(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text by which it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The assertion that finds it again.
    pub(super) fn assertion(&self, attribute: &str) -> String {
        let value = if is_of_octets(attribute) {
            escape_octets(&octets(&self.0))
        } else {
            escape(&self.0)
        };
        format!("({attribute}={value})")
    }

    fn of(octets: &[u8], attribute: &str) -> Option<Self> {
        if octets.is_empty() {
            return None;
        }
        if is_of_octets(attribute) {
            let mut text = String::new();
            for octet in octets {
                write!(text, "{octet:02x}").expect("a string takes everything");
            }
            return Some(Self(text));
        }
        String::from_utf8(octets.to_vec()).ok().map(Self)
    }
}

fn is_of_octets(attribute: &str) -> bool {
    attribute.eq_ignore_ascii_case(OBJECT_GUID)
}

fn octets(text: &str) -> Vec<u8> {
    let pairs = (0..text.len() / 2).filter_map(|at| text.get(2 * at..2 * at + 2));
    pairs
        .filter_map(|pair| u8::from_str_radix(pair, 16).ok())
        .collect()
}

impl Entry {
    /// Whether the account is neither disabled nor at its end.
    pub fn lets_in(&self, now: Time) -> bool {
        self.is_enabled && self.expires_at.is_none_or(|end| now < end)
    }

    /// Reads an entry; `None` of one without an id.
    pub(super) fn read(found: &SearchEntry, attributes: &Attributes) -> Option<Self> {
        let text = |name: &str| texts(found, name).next().map(ToOwned::to_owned);
        let control = text("userAccountControl").and_then(|text| text.parse::<i64>().ok());
        let is_disabled = control.is_some_and(|control| control & ACCOUNT_DISABLED != 0)
            || text("pwdAccountLockedTime").is_some_and(|time| time == LOCKED_FOR_EVER)
            || text("nsAccountLock").is_some_and(|lock| lock.eq_ignore_ascii_case("true"));
        let groups = attributes.groups.as_deref();
        let groups = groups.into_iter().flat_map(|name| texts(found, name));
        Some(Self {
            dn: found.dn.clone(),
            id: EntryId::of(first_octets(found, &attributes.id)?, &attributes.id)?,
            name: text(&attributes.name),
            mail: text(&attributes.mail),
            groups: groups.map(ToOwned::to_owned).collect(),
            has_more_groups: attributes
                .groups
                .as_deref()
                .is_some_and(|name| is_cut_off(found, name)),
            is_enabled: !is_disabled,
            expires_at: text("accountExpires").and_then(|text| expiry(&text)),
        })
    }
}

/// `accountExpires` of Active Directory: hundreds of nanoseconds since 1601; 0 and the largest number mean never.
fn expiry(text: &str) -> Option<Time> {
    let ticks = text.parse::<i64>().ok()?;
    if ticks == 0 || ticks == i64::MAX {
        return None;
    }
    Some(Time::from_micros(ticks / 10 - MICROSECONDS_1601_TO_1970))
}

fn is_cut_off(found: &SearchEntry, name: &str) -> bool {
    let begins = format!("{};range=", name.to_ascii_lowercase());
    let mut names = found.attrs.keys();
    names.any(|known| known.to_ascii_lowercase().starts_with(&begins))
}

/// The texts of an attribute; servers spell its name as they like.
fn texts<'a>(found: &'a SearchEntry, name: &str) -> impl Iterator<Item = &'a str> {
    let of_name = found
        .attrs
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    of_name
        .into_iter()
        .flat_map(|(_, values)| values)
        .map(String::as_str)
}

/// The first value of an attribute: sixteen octets may happen to be text.
fn first_octets<'a>(found: &'a SearchEntry, name: &str) -> Option<&'a [u8]> {
    let of_octets = found
        .bin_attrs
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    let octets = of_octets.and_then(|(_, values)| values.first());
    let text = || texts(found, name).next().map(str::as_bytes);
    octets.map(Vec::as_slice).or_else(text)
}

/// Whether two names are those of one entry, as far as text tells: letter case and spaces between parts do not count
/// (RFC 4514 §2.1, RFC 4518 §2.6.1).
pub fn is_same_dn(one: &str, other: &str) -> bool {
    normal_dn(one) == normal_dn(other)
}

fn normal_dn(dn: &str) -> String {
    let parts = dn.split(',').map(|part| match part.split_once('=') {
        Some((name, value)) => format!("{}={}", name.trim(), value.trim()),
        None => part.trim().to_owned(),
    });
    let parts: Vec<String> = parts.collect();
    parts.join(",").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn attributes(id: &str) -> Attributes {
        Attributes {
            id: id.to_owned(),
            name: "displayName".to_owned(),
            mail: "mail".to_owned(),
            groups: Some("memberOf".to_owned()),
        }
    }

    fn found(attrs: &[(&str, &str)]) -> SearchEntry {
        let pairs = attrs.iter();
        SearchEntry {
            dn: "cn=Jo,dc=example".to_owned(),
            attrs: pairs
                .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
                .collect(),
            bin_attrs: HashMap::new(),
        }
    }

    #[test]
    fn an_entry_is_read_whatever_the_server_spells() {
        let found = found(&[
            ("ENTRYUUID", "5b1c"),
            ("DisplayName", "Jo"),
            ("Mail", "jo@example.com"),
            ("memberof", "cn=desk,dc=example"),
        ]);
        let entry = Entry::read(&found, &attributes("entryUUID")).expect("an entry");
        assert_eq!(entry.id.as_str(), "5b1c");
        assert_eq!(entry.name.as_deref(), Some("Jo"));
        assert_eq!(entry.groups, ["cn=desk,dc=example"]);
        assert!(entry.is_enabled);
        assert_eq!(entry.id.assertion("entryUUID"), "(entryUUID=5b1c)");
    }

    /// Sixteen octets are an id, whether they happen to be text or not, and find the entry again.
    #[test]
    fn an_id_of_octets_comes_back_as_it_was() {
        let mut found = found(&[("objectGUID", "0123456789abcdef")]);
        let entry = Entry::read(&found, &attributes("objectGUID")).expect("an entry");
        assert_eq!(entry.id.as_str(), "30313233343536373839616263646566");
        found.attrs.clear();
        let octets = vec![vec![0xff, 0x00, 0x2a]];
        found.bin_attrs.insert("objectGUID".to_owned(), octets);
        let entry = Entry::read(&found, &attributes("objectGUID")).expect("an entry");
        assert_eq!(entry.id.as_str(), "ff002a");
        assert_eq!(
            entry.id.assertion("objectGUID"),
            "(objectGUID=\\ff\\00\\2a)"
        );
    }

    /// L-20: what says in Active Directory, `OpenLDAP` and 389 Directory Server that an account is disabled.
    #[test]
    fn a_disabled_account_is_known() {
        for (attribute, value, is_enabled) in [
            ("userAccountControl", "514", false),
            ("userAccountControl", "512", true),
            ("userAccountControl", "66050", false),
            ("pwdAccountLockedTime", "000001010000Z", false),
            ("pwdAccountLockedTime", "20261130170000Z", true),
            ("nsAccountLock", "TRUE", false),
            ("nsAccountLock", "false", true),
        ] {
            let found = found(&[("entryUUID", "5b1c"), (attribute, value)]);
            let entry = Entry::read(&found, &attributes("entryUUID")).expect("an entry");
            assert_eq!(entry.is_enabled, is_enabled, "{attribute}: {value}");
        }
    }

    #[test]
    fn names_of_entries_are_compared_without_case_and_spaces() {
        assert!(is_same_dn(
            "CN=Desk, OU=Groups,dc=example",
            "cn=desk,ou=groups,DC=Example"
        ));
        assert!(!is_same_dn("cn=desk,dc=example", "cn=desk2,dc=example"));
    }
}
