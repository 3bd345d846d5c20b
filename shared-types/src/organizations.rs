//! The organization in which an address is looked up before anybody is signed in.

use crate::limits::SHORT_NAME_LONGEST;
use crate::wire::wire_names;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What an organization is for. It never changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrganizationKind {
    /// For people.
    #[default]
    Live,
    /// For programs under test: a fixed code works, mails are read instead of sent, and nothing that is
    /// signed there proves anybody.
    Test,
}

wire_names!(OrganizationKind { Live = "live", Test = "test" });

impl OrganizationKind {
    /// Whether it is for programs under test.
    pub const fn is_test(self) -> bool {
        matches!(self, Self::Test)
    }
}

/// The short name of an organization: 1 to 40 lower-case letters, digits and hyphens. It is made from
/// the organization's name, is unique in the installation, never changes, and is no secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ShortName(String);

impl ShortName {
    /// Parses a short name as a person types it; capital letters are made small. `None` when no
    /// organization can have it.
    pub fn parse(text: &str) -> Option<Self> {
        let short = text.trim().to_ascii_lowercase();
        let is_short_name = (1..=SHORT_NAME_LONGEST).contains(&short.len())
            && short
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        is_short_name.then_some(Self(short))
    }

    /// A name that no organization has.
    pub fn of_none() -> Self {
        Self("-".to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path of the page where the organization's members sign in: `/at/acme`.
    pub fn sign_in_path(&self) -> String {
        format!("{SIGN_IN_AT}{}", self.0)
    }

    /// The short name in the path of such a page, whatever it is.
    pub fn in_path(path: &str) -> Option<&str> {
        let name = path.trim_end_matches('/').strip_prefix(SIGN_IN_AT)?;
        (!name.is_empty() && !name.contains('/')).then_some(name)
    }
}

const SIGN_IN_AT: &str = "/at/";

impl fmt::Display for ShortName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ShortName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("{text:?} is no short name"))
    }
}

/// The query of `GET /organization`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct FindOrganizationQuery {
    /// The organization's short name; the installation's first organization when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_name: Option<String>,
}

/// `GET /organization`: what anybody may know of an organization, and nothing about its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicOrganizationView {
    /// Its name.
    #[cfg_attr(feature = "openapi", schema(example = "Acme Support"))]
    pub name: String,
    /// Its short name: `organization` of `POST /sign-in` and of `POST /password-reset`.
    #[cfg_attr(feature = "openapi", schema(example = "acme-support"))]
    pub short_name: String,
    /// Whether it is the installation's first organization, which need not be named.
    pub is_first: bool,
    /// Whether the installation has no other organization, so that nobody chooses one.
    #[serde(default)]
    pub is_only: bool,
    /// What it is for.
    #[serde(default)]
    pub kind: OrganizationKind,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F10: the name in an address is read as people type it, and nothing else passes for one.
    #[test]
    fn a_short_name_is_read_as_people_type_it() {
        for (text, short) in [("acme", "acme"), (" Acme-2 ", "acme-2")] {
            assert_eq!(
                ShortName::parse(text).as_ref().map(ShortName::as_str),
                Some(short)
            );
        }
        let long = "a".repeat(SHORT_NAME_LONGEST + 1);
        for text in ["", " ", "a b", "a/b", "ä", "a.b", "a%20", &long] {
            assert_eq!(ShortName::parse(text), None, "{text:?}");
        }
    }

    /// F10: the path of a sign-in page is read back.
    #[test]
    fn the_path_of_a_sign_in_page_names_its_organization() {
        let acme = ShortName::parse("acme").expect("a short name");
        assert_eq!(ShortName::in_path(&acme.sign_in_path()), Some("acme"));
        assert_eq!(ShortName::in_path("/at/acme/"), Some("acme"));
        for path in ["/at", "/at/", "/at/a/b", "/atacme", "/sign-in"] {
            assert_eq!(ShortName::in_path(path), None, "{path}");
        }
    }
}
