//! What a console is told of a person.

use super::level;
use super::wanted::CLAIMS;
use crate::consoles::clients::Client;
use crate::people::groups::Group;
use crate::people::members::Member;
use crate::people::sessions::SignedInPerson;
use serde_json::{Map, Value, json};
use shared_types::limits::ID_TOKEN_LIFETIME;
use shared_types::time::Time;
use std::collections::BTreeSet;

/// How an ID token names its type (RFC 7519 §5.1).
pub(super) const ID_TOKEN_TYPE: &str = "JWT";

/// A person with everything that can be told.
pub(super) struct Told<'a> {
    pub(super) client: &'a Client,
    pub(super) person: &'a SignedInPerson,
    pub(super) member: &'a Member,
    pub(super) groups: &'a [Group],
}

impl Told<'_> {
    /// The person at this console.
    pub(super) fn subject(&self) -> String {
        self.client.subject_of(self.member.id)
    }

    /// The claims of these scopes, and those that were asked for by name.
    pub(super) fn of_person(&self, scope: &str, named: &BTreeSet<String>) -> Map<String, Value> {
        let scopes: BTreeSet<&str> = scope.split(' ').collect();
        let mut claims = Map::new();
        for (name, of_scope) in CLAIMS {
            if scopes.contains(of_scope) || named.contains(name) {
                claims.extend(self.claim(name).map(|value| (name.to_owned(), value)));
            }
        }
        claims
    }

    fn claim(&self, name: &str) -> Option<Value> {
        let member = self.member;
        let (given, family) = split_name(&member.display_name);
        match name {
            "name" => Some(json!(member.display_name)),
            "given_name" => Some(json!(given)),
            "family_name" => family.map(|family| json!(family)),
            "preferred_username" | "email" => Some(json!(member.email)),
            // An administrator of the organization gave the address, or its member proved it; a directory only says it.
            "email_verified" => Some(json!(member.is_email_verified)),
            "locale" => Some(json!(member.language.remembered().as_str())),
            "zoneinfo" => member.language.time_zone().map(|zone| json!(zone)),
            "groups" => Some(json!(self.group_names())),
            _ => None,
        }
    }

    /// No group can have a name that begins like a role.
    fn group_names(&self) -> Vec<String> {
        let names = self.groups.iter().map(|group| group.name.clone());
        let role = format!("role:{}", self.member.role.as_str());
        names.chain([role]).collect()
    }
}

/// What an ID token says besides the person (OpenID Connect Core §2).
pub(super) struct IdToken<'a> {
    pub(super) issuer: &'a str,
    pub(super) nonce: Option<&'a str>,
    /// The word by which the level was asked for.
    pub(super) asked_acr: Option<&'a str>,
    pub(super) authenticated_at: Time,
    pub(super) access_token_hash: &'a str,
}

impl IdToken<'_> {
    /// All claims, those of the person last.
    pub(super) fn claims(
        &self,
        told: &Told<'_>,
        of_person: Map<String, Value>,
        now: Time,
    ) -> Map<String, Value> {
        let level = level::of_session(told.person.aal());
        let mut claims = Map::new();
        let mut say = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        say("iss", json!(self.issuer));
        say("sub", json!(told.subject()));
        say("aud", json!(told.client.id));
        say("iat", json!(now.seconds()));
        say("exp", json!((now + ID_TOKEN_LIFETIME).seconds()));
        say("auth_time", json!(self.authenticated_at.seconds()));
        say("acr", json!(level::word(level, self.asked_acr)));
        say("amr", json!(level::methods(level)));
        say("sid", json!(told.person.session()));
        say("at_hash", json!(self.access_token_hash));
        if let Some(nonce) = self.nonce {
            say("nonce", json!(nonce));
        }
        claims.extend(of_person);
        claims
    }
}

/// A name has one field here, and two in OpenID Connect: the last word is taken for the name of the family.
fn split_name(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once(char::is_whitespace) {
        Some((given, family)) => (given.trim_end(), Some(family)),
        None => (name, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_the_family() {
        assert_eq!(split_name("Jo Ann Doe"), ("Jo Ann", Some("Doe")));
        assert_eq!(split_name("Jo  Doe"), ("Jo", Some("Doe")));
        assert_eq!(split_name("Prince"), ("Prince", None));
    }
}
