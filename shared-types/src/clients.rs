//! Consoles in front of which this program stands: the clients of OpenID Connect (RFC 6749 §2).

use crate::ids::{ClientId, MemberId};
use crate::members::Role;
use crate::secret::Secret;
use crate::time::Time;
use crate::wire::wire_names;
use serde::{Deserialize, Serialize};

/// How a console is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientKind {
    /// It is a relying party of OpenID Connect.
    #[default]
    Oidc,
    /// The proxy in front of it asks before each request (`/forward-auth`, `/auth-request`).
    ForwardAuth,
}

wire_names!(ClientKind {
    Oidc = "oidc",
    ForwardAuth = "forward_auth",
});

/// How a console proves itself where it redeems a code (RFC 7591 §2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientAuthMethod {
    /// By a secret, in the header `Authorization`. The form is taken too.
    #[default]
    ClientSecretBasic,
    /// By a secret, in the form. The header is taken too.
    ClientSecretPost,
    /// Not at all: it runs where it can keep no secret, and must use PKCE.
    None,
}

wire_names!(ClientAuthMethod {
    ClientSecretBasic = "client_secret_basic",
    ClientSecretPost = "client_secret_post",
    None = "none",
});

/// What ID tokens are signed with (RFC 7518 §3.1, RFC 8037 §3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum IdTokenAlgorithm {
    /// RSA with SHA-256, which every relying party knows.
    #[default]
    #[serde(rename = "RS256")]
    Rs256,
    /// ECDSA on P-256.
    #[serde(rename = "ES256")]
    Es256,
    /// Ed25519.
    #[serde(rename = "EdDSA")]
    EdDsa,
}

wire_names!(IdTokenAlgorithm {
    Rs256 = "RS256",
    Es256 = "ES256",
    EdDsa = "EdDSA",
});

/// What `sub` is (OpenID Connect Core §8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SubjectType {
    /// The id of the member, the same at every console.
    #[default]
    Public,
    /// Another one at each console, so that two of them cannot compare their members.
    Pairwise,
}

wire_names!(SubjectType {
    Public = "public",
    Pairwise = "pairwise",
});

/// How well somebody was authenticated (`acr`).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Acr {
    /// By one factor.
    #[default]
    #[serde(rename = "urn:twostep:aal1")]
    Aal1,
    /// By two factors of different kinds.
    #[serde(rename = "urn:twostep:aal2")]
    Aal2,
}

wire_names!(Acr {
    Aal1 = "urn:twostep:aal1",
    Aal2 = "urn:twostep:aal2",
});

/// `POST /clients`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateClientRequest {
    /// What people call it, 1 to 100 characters: "Acme Remote". Members see it.
    pub name: String,
    /// How it is protected; `oidc` without it.
    #[serde(default)]
    pub kind: ClientKind,
    /// Of `forward_auth`, and needed there: scheme, host and port of the address that the proxy protects, as browsers
    /// write them: `https://desk.example.com`. `https`, or `http` at `localhost`, `127.0.0.1` or `[::1]`. One console of
    /// the installation has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Where a browser may go back to, 1 to 10: `https`, or `http` at `localhost`, `127.0.0.1` or `[::1]`. Compared
    /// character for character; only the port of the latter may differ (RFC 8252 §7.3). None of `forward_auth`, which
    /// has the one below its origin.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// Where a browser may go after the session has ended, at most 10, by the same rules.
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<String>,
    /// Where the console is told that a session with which somebody signed in there has ended, by a logout token
    /// (OpenID Connect Back-Channel Logout 1.0): `https`, or `http` at `localhost`, `127.0.0.1` or `[::1]`; a public
    /// address, or one that the host of this installation admits (`TWOSTEP_OUTBOUND_ALLOW`). None of `forward_auth`,
    /// whose sessions are looked at with each request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_uri: Option<String>,
    /// What a member opens to use it: an address of the console that begins its sign-in (OpenID Connect Core §4), or
    /// its first page. `https`, or `http` on this machine. Without it members are offered no way there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub launch_uri: Option<String>,
    /// How it proves itself; `client_secret_basic` without it.
    #[serde(default)]
    pub token_endpoint_auth_method: ClientAuthMethod,
    /// What its ID tokens are signed with; `RS256` without it.
    #[serde(default)]
    pub id_token_signed_response_alg: IdTokenAlgorithm,
    /// What `sub` is; `public` without it.
    #[serde(default)]
    pub subject_type: SubjectType,
    /// The least level, whatever the console asks for; `urn:twostep:aal1` without it.
    #[serde(default)]
    pub minimum_acr: Acr,
    /// After how many seconds since the last authentication another one is asked for, 60 to 86400; never without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_age_seconds: Option<u32>,
    /// Who may use it, by role; every role without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_roles: Option<Vec<Role>>,
    /// Who may use it, by the names of groups, of which one is enough; everybody without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_groups: Option<Vec<String>>,
    /// Whether members are asked at every start if the console may be told who they are.
    #[serde(default)]
    pub asks_consent: bool,
    /// Whether every start asks for a new authentication. One of the last five minutes counts that no earlier start
    /// of any console used.
    #[serde(default)]
    pub fresh_code: bool,
    /// Whether ID tokens have what userinfo has, for consoles that read nothing else.
    #[serde(default)]
    pub claims_in_id_token: bool,
}

/// `PATCH /clients/{id}`: what is absent stays. How the console proves itself and what `sub` is stay in any case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchClientRequest {
    /// Another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Another protected address, of `forward_auth` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Other addresses, as in `POST /clients`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect_uris: Option<Vec<String>>,
    /// Other addresses, as in `POST /clients`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_logout_redirect_uris: Option<Vec<String>>,
    /// Another address; an empty one for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_uri: Option<String>,
    /// Another address; an empty one for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub launch_uri: Option<String>,
    /// Another algorithm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token_signed_response_alg: Option<IdTokenAlgorithm>,
    /// Another least level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_acr: Option<Acr>,
    /// Another age; 0 for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_age_seconds: Option<u32>,
    /// Other roles, at least one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_roles: Option<Vec<Role>>,
    /// Other groups, at least one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_groups: Option<Vec<String>>,
    /// `true`: groups do not matter any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub any_group: Option<bool>,
    /// Whether members are asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks_consent: Option<bool>,
    /// Whether every start asks for a new authentication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fresh_code: Option<bool>,
    /// Whether ID tokens have what userinfo has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims_in_id_token: Option<bool>,
    /// A console that is disabled gets nothing any more, also by what it has in hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_disabled: Option<bool>,
}

/// The answer of `POST /clients`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewClient {
    /// What the console names itself by; the same as `id`.
    pub client_id: ClientId,
    /// What it proves itself with, `tso_…`. Shown once; none of a console that keeps no secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<Secret>,
    /// What lists show of it.
    #[serde(flatten)]
    pub view: ClientView,
}

/// The answer of `POST /clients/{id}/rotate-secret`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RotatedClientSecret {
    /// The new secret, shown once.
    pub client_secret: Secret,
    /// Until when the secret before is good too.
    pub former_secret_until: Time,
}

/// One console in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own on the wire"
)]
pub struct ClientView {
    /// Names it in paths and in the audit record: the `client_id` of OAuth.
    pub id: ClientId,
    /// What people call it.
    pub name: String,
    /// How it is protected.
    pub kind: ClientKind,
    /// The protected address, of `forward_auth`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// What its `issuer` is: consoles of test organizations have another one.
    pub issuer: String,
    /// Where a browser may go back to.
    pub redirect_uris: Vec<String>,
    /// Where a browser may go after the session has ended.
    pub post_logout_redirect_uris: Vec<String>,
    /// Where it is told that a session has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_uri: Option<String>,
    /// What a member opens to use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub launch_uri: Option<String>,
    /// How it proves itself.
    pub token_endpoint_auth_method: ClientAuthMethod,
    /// What its ID tokens are signed with.
    pub id_token_signed_response_alg: IdTokenAlgorithm,
    /// What `sub` is.
    pub subject_type: SubjectType,
    /// The least level.
    pub minimum_acr: Acr,
    /// After how many seconds another authentication is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_age_seconds: Option<u32>,
    /// Who may use it, by role.
    pub allowed_roles: Vec<Role>,
    /// Who may use it, by group; absent where everybody may. A group that was deleted is not named, and without any
    /// left nobody may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_groups: Option<Vec<String>>,
    /// Whether members are asked.
    pub asks_consent: bool,
    /// Whether every start asks for a new authentication.
    pub fresh_code: bool,
    /// Whether ID tokens have what userinfo has.
    pub claims_in_id_token: bool,
    /// Whether it gets nothing.
    pub is_disabled: bool,
    /// After a rotation: until when the secret before is good too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_secret_until: Option<Time>,
    /// Grows with every change; send it back as `If-Match`.
    pub version: i64,
    /// Who made it.
    pub made_by: MemberId,
    /// When it was made.
    pub created_at: Time,
    /// When somebody last signed in there with us. In the list alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Time>,
}

/// `GET /clients/{id}/name`: what a console is called, for the people whom it sent to the sign-in. Nothing else is public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientName {
    /// What people call it.
    #[cfg_attr(feature = "openapi", schema(example = "Acme Remote"))]
    pub name: String,
}

/// A console that a member may open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnConsole {
    /// Its `client_id`.
    pub id: ClientId,
    /// What people call it.
    pub name: String,
    /// What is opened.
    pub launch_uri: String,
    /// Whether a code is asked for at every start.
    pub fresh_code: bool,
    /// Whether it is opened after two-step verification only, and this session has proved one factor.
    pub needs_second_step: bool,
    /// When the member last went there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Time>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The word in the database is the word on the wire.
    #[test]
    fn words_are_those_of_the_wire() {
        for kind in ClientKind::ALL {
            assert_eq!(serde_json::json!(kind), kind.as_str());
        }
        for method in ClientAuthMethod::ALL {
            assert_eq!(serde_json::json!(method), method.as_str());
        }
        for algorithm in IdTokenAlgorithm::ALL {
            assert_eq!(serde_json::json!(algorithm), algorithm.as_str());
        }
        for subject in SubjectType::ALL {
            assert_eq!(serde_json::json!(subject), subject.as_str());
        }
        for acr in Acr::ALL {
            assert_eq!(serde_json::json!(acr), acr.as_str());
        }
    }
}
