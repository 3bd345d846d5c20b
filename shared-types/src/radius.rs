//! RADIUS through `FreeRADIUS`: what its module `rlm_rest` asks, and what it makes of the answer (RFC 2865).

use crate::clients::Acr;
use crate::secret::Secret;
use serde::{Deserialize, Serialize};

/// `POST /radius/authorize`: one Access-Request.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RadiusRequest {
    /// `User-Name`: the email address.
    pub user: String,
    /// `User-Password`: the password, or the code where `state` is there.
    pub password: Secret,
    /// `State`, as the challenge gave it, or in hexadecimal with `0x` before it; empty or absent at the first request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<Secret>,
    /// The address of the NAS, for the record and for limits; the peer's where it is absent or no address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "203.0.113.9"))]
    pub nas: Option<String>,
    /// The level that the person must reach: without it two-step verification. `urn:twostep:aal1` lets people in by their
    /// password alone who have set up no device and need none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_acr: Option<Acr>,
}

/// What `FreeRADIUS` is to do, in the names of its attributes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RadiusAnswer {
    /// `Accept` or `Reject`; absent with a challenge.
    #[serde(
        rename = "control:Auth-Type",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub auth_type: Option<RadiusAuthType>,
    /// `Access-Challenge`, where a code is asked for.
    #[serde(
        rename = "control:Response-Packet-Type",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub packet_type: Option<RadiusPacketType>,
    /// With a challenge: what comes back with the code, once. At most 253 bytes (RFC 2865 §5.24).
    #[serde(
        rename = "reply:State",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub state: Option<Secret>,
    /// What the person is shown.
    #[serde(
        rename = "reply:Reply-Message",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub reply_message: Option<String>,
}

/// What becomes of an Access-Request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RadiusAuthType {
    /// Access-Accept.
    Accept,
    /// Access-Reject.
    Reject,
}

/// The packet that answers, where it is neither of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RadiusPacketType {
    /// RFC 2865 §4.4.
    #[serde(rename = "Access-Challenge")]
    AccessChallenge,
}
