//! Who passes, as the console is told: five headers, on every answer that lets a request pass, empty where nothing is
//! known, so that a proxy never leaves one of the client's in its place.

use crate::consoles::clients::Client;
use crate::consoles::oauth::level;
use crate::people::groups::Group;
use crate::people::sessions::SignedInPerson;
use serde_json::{Map, Value, json};
use shared_types::ids::{ClientId, MemberId, SessionId};
use shared_types::time::Time;
use std::sync::Arc;

/// Between the names of groups.
const SEPARATOR: &str = ",";

/// Somebody who passes.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    pub(super) client: Arc<Client>,
    pub(super) person: SignedInPerson,
    pub(super) groups: Vec<Group>,
}

/// What an assertion depends on: while it is the same, an assertion says the same but for its times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) client: ClientId,
    pub(super) version: i64,
    pub(super) member: MemberId,
    pub(super) session: SessionId,
    pub(super) aal: u8,
    pub(super) authenticated_at: Time,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) groups: Vec<String>,
}

impl Identity {
    /// The headers of a console, by the names that proxies are told to take.
    pub(super) fn headers(&self) -> [(&'static str, String); 5] {
        let account = &self.person.account;
        [
            ("remote-user", value(&account.email)),
            ("remote-name", value(&account.display_name)),
            ("remote-email", value(&account.email)),
            ("remote-groups", value(&self.listed_groups())),
            ("remote-acr", value(self.level())),
        ]
    }

    fn level(&self) -> &'static str {
        level::of_session(self.person.aal()).as_str()
    }

    /// The names of groups, and the role. A comma inside of a name is written as `%2C`, and `%` as `%25`.
    fn listed_groups(&self) -> String {
        let escaped = |name: String| name.replace('%', "%25").replace(',', "%2C");
        let names: Vec<String> = self.group_names().into_iter().map(escaped).collect();
        names.join(SEPARATOR)
    }

    /// No group can have a name that begins like a role.
    fn group_names(&self) -> Vec<String> {
        let names = self.groups.iter().map(|group| group.name.clone());
        let role = format!("role:{}", self.person.role().as_str());
        names.chain([role]).collect()
    }

    /// What an assertion is about.
    pub(super) fn said(&self) -> Said {
        let account = &self.person.account;
        Said {
            client: self.client.id,
            version: self.client.version(),
            member: self.person.member().id,
            session: self.person.session(),
            aal: self.person.aal(),
            authenticated_at: self.person.authenticated_at(),
            email: account.email.clone(),
            name: account.display_name.clone(),
            groups: self.group_names(),
        }
    }

    /// What an assertion says, but for its times.
    pub(super) fn claims(&self, issuer: &str) -> Map<String, Value> {
        let level = level::of_session(self.person.aal());
        let account = &self.person.account;
        let claims = json!({
            "iss": issuer,
            "sub": self.client.subject_of(self.person.member().id),
            "aud": self.client.id,
            "acr": level.as_str(),
            "amr": level::methods(level),
            "auth_time": self.person.authenticated_at().seconds(),
            "sid": self.person.session(),
            "email": account.email,
            "name": account.display_name,
            "groups": self.group_names(),
        });
        match claims {
            Value::Object(claims) => claims,
            _ => Map::new(),
        }
    }
}

/// Text as it can stand in a header (RFC 9110 §5.5), as UTF-8. Characters that could end it become spaces; names have
/// none of them, for they are refused where names are chosen.
fn value(text: &str) -> String {
    let safe = text.chars();
    let safe: String = safe
        .map(|one| if one.is_control() { ' ' } else { one })
        .collect();
    safe.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9110 §5.5: nothing that a person is called ends the header.
    #[test]
    fn a_value_never_ends_its_header() {
        assert_eq!(value("J\u{f6}rg"), "J\u{f6}rg");
        assert_eq!(value("a\r\nRemote-User: root"), "a  Remote-User: root");
        assert_eq!(value("\0\u{7f}\u{85}"), "");
        assert_eq!(value(""), "");
    }
}
