//! Sessions: what a finished sign-in gives, and how they are listed.

use crate::ids::SessionId;
use crate::secret::Secret;
use crate::time::Time;
use crate::wire::wire_names;
use serde::{Deserialize, Serialize};

/// How a credential travels. A credential is good only on the transport that it was issued on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// `Authorization: Bearer`; tokens stand in the body. For programs.
    #[default]
    Bearer,
    /// `__Host-` cookies, same origin only. For the browser application.
    Cookie,
}

/// The session that a finished sign-in gives.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionGrant {
    /// Its name in the list of sessions, and in what consoles are told (`sid`).
    pub id: SessionId,
    /// The bearer token, `tss_…`; with `cookie` it is in the cookie instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
    /// 1: the password alone. 2: the password and a code.
    pub aal: u8,
    /// When the session ends in any case.
    pub expires_at: Time,
}

/// One live session in a member's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// Names the session in `DELETE /me/sessions/{id}`.
    pub id: SessionId,
    /// Whether it is the session of this very request.
    pub current: bool,
    /// 1: the password alone. 2: the password and a code.
    pub aal: u8,
    /// How it came in.
    pub transport: Transport,
    /// A coarse word for the program, "Firefox on Linux"; never the raw User-Agent.
    pub label: String,
    /// The network it came from: IPv4 /24, IPv6 /48.
    pub network: String,
    /// When it was made.
    pub created_at: Time,
    /// When it was last used (to the minute).
    pub last_used_at: Time,
    /// When it ends in any case.
    pub expires_at: Time,
}

wire_names!(Transport { Bearer = "bearer", Cookie = "cookie" });
