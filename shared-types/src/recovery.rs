//! A forgotten password: a link by mail, and what it may do.

use crate::secret::Secret;
use crate::sessions::Transport;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// `POST /password-reset`: the answer is the same whether anybody has the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestPasswordResetRequest {
    /// The short name of the member's organization; the installation's first one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = "^[A-Za-z0-9-]{1,40}$", example = "acme-support")
    )]
    pub organization: Option<String>,
    /// The member's e-mail address.
    #[cfg_attr(feature = "openapi", schema(example = "j.doe@example.com"))]
    pub email: String,
    /// `cookie` where the request comes from a page of ours.
    #[serde(default)]
    pub transport: Transport,
}

/// `POST /password-reset/confirm`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmPasswordResetRequest {
    /// The token of the mail.
    pub token: Secret,
    /// The password from now on.
    pub new_password: Secret,
    /// A fresh code of the member's device. Without it no new device is set up by e-mail for
    /// 72 hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, pattern = "^[0-9]{3} ?[0-9]{3}$"))]
    pub code: Option<Secret>,
}

/// The answer of `POST /password-reset/confirm`: sign in with this address now, in this organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmPasswordResetResponse {
    /// The address that signs in.
    pub email: String,
    /// The short name of its organization.
    pub organization: String,
    /// Until when no device is set up by e-mail; absent when nothing is paused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_hold_until: Option<Time>,
}
