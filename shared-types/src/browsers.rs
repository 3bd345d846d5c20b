//! Known browsers: those in which a member has finished a sign-in.

use crate::ids::BrowserId;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// One known browser in a member's list. It has a budget of tries of its own; it never skips a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KnownBrowserView {
    /// Names the browser in `DELETE /me/browsers/{id}`.
    pub id: BrowserId,
    /// Whether the session of this very request is one of it.
    pub current: bool,
    /// A coarse word for the program, "Firefox on Linux"; never the raw User-Agent.
    pub label: String,
    /// The network that it was first seen in: IPv4 /24, IPv6 /48.
    pub network: String,
    /// When a sign-in was first finished in it.
    pub first_seen_at: Time,
    /// When the password was last right in it (to the day).
    pub last_used_at: Time,
    /// When it is forgotten by itself.
    pub expires_at: Time,
}
