//! API tokens: what programs ask with instead of a session.

use crate::ids::{ApiTokenId, MemberId};
use crate::secret::Secret;
use crate::support::PersonView;
use crate::time::Time;
use crate::wire::wire_names;
use serde::{Deserialize, Serialize};

/// What an API token may be made for. A token never does more than its owner may at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Scope {
    /// To read members.
    #[serde(rename = "members:read")]
    MembersRead,
    /// To invite, change and remove agents.
    #[serde(rename = "members:write")]
    MembersWrite,
    /// To read the policy.
    #[serde(rename = "policy:read")]
    PolicyRead,
    /// To change the policy.
    #[serde(rename = "policy:write")]
    PolicyWrite,
    /// To remove the devices of agents who are stuck, and to end delays.
    #[serde(rename = "devices:reset")]
    DevicesReset,
    /// To ask whether somebody holds the enrolled device.
    #[serde(rename = "verifications:write")]
    VerificationsWrite,
    /// To read and export the audit record.
    #[serde(rename = "audit:read")]
    AuditRead,
    /// To pass on what a NAS asks over RADIUS.
    #[serde(rename = "radius:authorize")]
    RadiusAuthorize,
}

wire_names!(Scope {
    MembersRead = "members:read",
    MembersWrite = "members:write",
    PolicyRead = "policy:read",
    PolicyWrite = "policy:write",
    DevicesReset = "devices:reset",
    VerificationsWrite = "verifications:write",
    AuditRead = "audit:read",
    RadiusAuthorize = "radius:authorize",
});

/// `POST /api-tokens`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateApiTokenRequest {
    /// What it is for, 1 to 100 characters: "Ticket system".
    pub name: String,
    /// At least one.
    pub scopes: Vec<Scope>,
    /// Days until it ends, 1 to 365; 90 without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in_days: Option<u32>,
    /// Networks that it is good from, `203.0.113.0/24` or `2001:db8::/48`, at most 20; from everywhere
    /// without them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub networks: Vec<String>,
}

/// The answer of `POST /api-tokens`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewApiToken {
    /// The token, `tsk_` and 60 letters and digits (`tsk_[0-9A-Za-z]{60}`). Shown once; send it as
    /// `Authorization: Bearer`.
    pub token: Secret,
    /// What lists show of it.
    #[serde(flatten)]
    pub view: ApiTokenView,
}

/// One API token in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiTokenView {
    /// Names the token in `DELETE /api-tokens/{id}` and in the audit record.
    pub id: ApiTokenId,
    /// What it is for.
    pub name: String,
    /// What it may do, as far as its owner may.
    pub scopes: Vec<Scope>,
    /// Where it is good from; everywhere when empty.
    pub networks: Vec<String>,
    /// The administrator who answers for it.
    pub owner: PersonView,
    /// Who made it.
    pub made_by: MemberId,
    /// When it was made.
    pub created_at: Time,
    /// When it ends by itself.
    pub expires_at: Time,
    /// Whether a request with it is looked at now, and why not.
    pub state: ApiTokenState,
    /// The last request with it, to the minute; absent before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_use: Option<ApiTokenUse>,
    /// Who is asked to answer for it; absent where nobody is, and when the three days are over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<ApiTokenOffer>,
}

/// An API token that another administrator is asked to answer for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiTokenOffer {
    /// Who is asked.
    pub to: PersonView,
    /// Who asks.
    pub by: PersonView,
    /// Until when it can be taken.
    pub ends_at: Time,
}

/// `POST /api-tokens/{id}/hand-over`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandOverApiTokenRequest {
    /// Who is to answer for it: another administrator who can sign in.
    pub to: MemberId,
}

/// Whether a token opens anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApiTokenState {
    /// It does.
    Active,
    /// Its time is over.
    Expired,
    /// Its owner cannot sign in, is no administrator any more, or was refused a recovery: it does nothing until an
    /// administrator takes it over.
    OwnerLost,
    /// The policy asks for the second step, and it was made without one: it does nothing until an administrator
    /// with a device takes it over.
    SecondStepOwed,
}

/// When, from where and for what a token was last used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiTokenUse {
    /// When.
    pub at: Time,
    /// The network, IPv4 /24 or IPv6 /48.
    pub network: String,
    /// Method and path of the route, "POST /verifications".
    pub route: String,
}

/// `GET /api-tokens/self`: what the token of this request may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnApiTokenView {
    /// The token.
    pub id: ApiTokenId,
    /// What it is for.
    pub name: String,
    /// The organization in which it acts.
    pub organization: String,
    /// Whether it does anything now: `active`, or `second_step_owed`.
    pub state: ApiTokenState,
    /// What it may do while its state is `active`.
    pub scopes: Vec<Scope>,
    /// When it ends by itself.
    pub expires_at: Time,
}
