//! First start: the organization and its first administrator.

use crate::ids::{MemberId, OrganizationId};
use crate::secret::Secret;
use serde::{Deserialize, Serialize};

/// `POST /setup`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetupRequest {
    /// The one-time token that the server printed at its first start.
    pub setup_token: Secret,
    /// The organization's name.
    #[cfg_attr(feature = "openapi", schema(example = "Acme Support"))]
    pub organization: String,
    /// The administrator's email address.
    #[cfg_attr(feature = "openapi", schema(example = "admin@example.com"))]
    pub email: String,
    /// The administrator's name.
    #[cfg_attr(feature = "openapi", schema(example = "Ada Admin"))]
    pub display_name: String,
    /// The administrator's password: at least 15 characters, it signs in alone at first.
    pub password: Secret,
    /// The browser's time zone by its IANA name, for the times in mails. One that the server does not know
    /// is ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "Europe/Berlin"))]
    pub time_zone: Option<String>,
}

/// The answer of `POST /setup`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetupResponse {
    /// The new organization.
    pub organization_id: OrganizationId,
    /// Its short name, by which its members sign in.
    pub organization: String,
    /// Its first administrator.
    pub member_id: MemberId,
}
