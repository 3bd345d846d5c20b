//! A console as its row holds it, and who may use it.

use crate::people::groups::Group;
use crate::platform::crypto::token;
use crate::platform::db::keys::{ClientKey, OrganizationRef};
use sha2::{Digest, Sha256};
use shared_types::clients::{Acr, ClientAuthMethod, ClientKind, IdTokenAlgorithm, SubjectType};
use shared_types::ids::{ClientId, GroupId, MemberId};
use shared_types::members::Role;
use shared_types::organizations::{OrganizationKind, ShortName};
use shared_types::time::Time;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Duration;

/// Random bytes behind the `sub` of members, where it is another one at each console.
pub(super) const SALT_BYTES: usize = 32;

/// A console.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its row.
    pub key: ClientKey,
    /// Its `client_id`.
    pub id: ClientId,
    /// Whose members sign in.
    pub organization: OrganizationRef,
    /// What the organization is for.
    pub organization_kind: OrganizationKind,
    /// The organization's short name.
    pub short_name: ShortName,
    /// Who made it.
    pub(super) made_by: MemberId,
    pub(super) version: i64,
    /// When it was made.
    pub(super) created_at: Time,
    /// Since when it gets nothing.
    pub(super) disabled_at: Option<Time>,
    /// When it was made, or enabled again.
    pub(super) enabled_at: Time,
    pub(super) pairwise_salt: Vec<u8>,
    /// What its administrator chose.
    pub settings: Settings,
}

/// What an administrator chooses of a console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What people call it.
    pub name: String,
    pub(super) kind: ClientKind,
    /// What the proxy protects, of a console that a proxy asks for.
    pub origin: Option<String>,
    /// Where a browser may go back to.
    pub redirect_uris: Vec<String>,
    /// Where a browser may go after the session has ended.
    pub post_logout_redirect_uris: Vec<String>,
    /// Where it is told that a session has ended.
    pub backchannel_logout_uri: Option<String>,
    /// What members open.
    pub launch_uri: Option<String>,
    /// How it proves itself.
    pub auth_method: ClientAuthMethod,
    /// What its ID tokens are signed with.
    pub id_token_algorithm: IdTokenAlgorithm,
    /// What `sub` is.
    pub subject_type: SubjectType,
    /// The least level.
    pub minimum_acr: Acr,
    /// How old an authentication may be.
    pub maximum_age: Option<Duration>,
    pub(super) allowed_roles: BTreeSet<Role>,
    /// `None` for everybody; of a group that is gone nobody is a member.
    pub(super) allowed_groups: Option<BTreeSet<GroupId>>,
    /// Whether members are asked at every start.
    pub asks_consent: bool,
    /// Whether every start asks for a new authentication.
    pub fresh_code: bool,
    /// Whether ID tokens have what userinfo has.
    pub claims_in_id_token: bool,
}

impl Client {
    /// Which change of it this is; every change counts it up.
    pub const fn version(&self) -> i64 {
        self.version
    }

    /// Whether it gets nothing.
    pub const fn is_disabled(&self) -> bool {
        self.disabled_at.is_some()
    }

    /// Whether a code, token or cookie with this key was made since it was made or enabled again: what it had before it was
    /// disabled opens nothing afterwards.
    pub fn has_issued(&self, selector: i64) -> bool {
        selector >= token::selector_at(self.enabled_at)
    }

    /// Whether it asks for itself, by OpenID Connect; otherwise its proxy does.
    pub const fn is_relying_party(&self) -> bool {
        matches!(self.settings.kind, ClientKind::Oidc)
    }

    /// Whether it keeps no secret (RFC 6749 §2.1).
    pub const fn is_public(&self) -> bool {
        matches!(self.settings.auth_method, ClientAuthMethod::None)
    }

    /// Whether a member of this role and these groups may use it.
    pub fn admits(&self, role: Role, groups: &[Group]) -> bool {
        let is_in =
            |allowed: &BTreeSet<GroupId>| groups.iter().any(|one| allowed.contains(&one.id));
        let allowed = self.settings.allowed_groups.as_ref();
        self.settings.allowed_roles.contains(&role) && allowed.is_none_or(is_in)
    }

    /// The member as this console knows it (OpenID Connect Core §8.1). It depends on no key, for these are exchanged.
    pub fn subject_of(&self, member: MemberId) -> String {
        match self.settings.subject_type {
            SubjectType::Public => member.to_string(),
            SubjectType::Pairwise => {
                let digest = Sha256::new()
                    .chain_update(&self.pairwise_salt)
                    .chain_update(member.0.as_bytes())
                    .finalize();
                hex(&digest)
            }
        }
    }

    /// The issuer of a console: no program that trusts the installation trusts what is signed for its test organizations.
    pub fn issuer(&self, public_url: &str) -> String {
        issuer_of(self.organization_kind, public_url)
    }
}

/// The issuer for organizations of a kind.
pub(super) fn issuer_of(kind: OrganizationKind, public_url: &str) -> String {
    match kind {
        OrganizationKind::Live => public_url.to_owned(),
        OrganizationKind::Test => format!("{public_url}/test"),
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        write!(text, "{byte:02x}").expect("a string grows");
    }
    text
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::platform::db::keys::{GroupKey, OrganizationKey};
    use shared_types::ids::OrganizationId;
    use uuid::Uuid;

    pub(in crate::consoles) fn sample() -> Client {
        Client {
            key: ClientKey::of(1),
            id: ClientId(Uuid::from_u128(7)),
            organization: OrganizationRef {
                key: OrganizationKey::of(1),
                id: OrganizationId(Uuid::nil()),
            },
            organization_kind: OrganizationKind::Live,
            short_name: ShortName::parse("acme").expect("a short name"),
            made_by: MemberId(Uuid::nil()),
            version: 1,
            created_at: Time::from_micros(0),
            disabled_at: None,
            enabled_at: Time::from_micros(0),
            pairwise_salt: vec![1; SALT_BYTES],
            settings: Settings {
                name: "Acme Remote".to_owned(),
                kind: ClientKind::Oidc,
                origin: None,
                redirect_uris: vec!["https://remote.example.com/callback".to_owned()],
                post_logout_redirect_uris: Vec::new(),
                backchannel_logout_uri: None,
                launch_uri: None,
                auth_method: ClientAuthMethod::ClientSecretBasic,
                id_token_algorithm: IdTokenAlgorithm::Rs256,
                subject_type: SubjectType::Public,
                minimum_acr: Acr::Aal1,
                maximum_age: None,
                allowed_roles: Role::ALL.iter().copied().collect(),
                allowed_groups: None,
                asks_consent: false,
                fresh_code: false,
                claims_in_id_token: false,
            },
        }
    }

    fn group(id: u128) -> Group {
        Group {
            key: GroupKey::of(1),
            id: GroupId(Uuid::from_u128(id)),
            name: "Night".to_owned(),
        }
    }

    /// A role that is allowed and a group that is allowed: both. Of a group that was deleted nobody is a member.
    #[test]
    fn roles_and_groups_decide_together() {
        let mut client = sample();
        assert!(client.admits(Role::Agent, &[]));
        client.settings.allowed_roles = BTreeSet::from([Role::Admin]);
        assert!(!client.admits(Role::Agent, &[]) && client.admits(Role::Admin, &[]));
        client.settings.allowed_groups = Some(BTreeSet::from([GroupId(Uuid::from_u128(1))]));
        assert!(!client.admits(Role::Admin, &[]));
        assert!(!client.admits(Role::Admin, &[group(2)]));
        assert!(client.admits(Role::Admin, &[group(2), group(1)]));
        assert!(!client.admits(Role::Agent, &[group(1)]));
        client.settings.allowed_groups = Some(BTreeSet::new());
        assert!(!client.admits(Role::Admin, &[group(1)]));
    }

    /// OpenID Connect Core §8.1: the same at each sign-in, another one at another console, and nothing to guess by.
    #[test]
    fn a_pairwise_subject_is_of_one_console() {
        let member = MemberId(Uuid::from_u128(9));
        let public = sample();
        assert_eq!(public.subject_of(member), member.to_string());
        let mut one = sample();
        one.settings.subject_type = SubjectType::Pairwise;
        let mut other = one.clone();
        other.pairwise_salt = vec![2; SALT_BYTES];
        assert_eq!(one.subject_of(member), one.subject_of(member));
        assert_ne!(one.subject_of(member), other.subject_of(member));
        assert_eq!(one.subject_of(member).len(), 64);
    }
}
