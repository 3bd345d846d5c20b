//! The credential of a flow, as the service takes it.

use crate::platform::crypto::token::PresentedToken;
use shared_types::secret::Secret;
use shared_types::sessions::Transport;

/// A presented flow token, not looked up yet.
#[derive(Clone, Debug)]
pub struct FlowCredential {
    /// The transport that it came by.
    pub transport: Transport,
    /// Where it is looked for, and what must stand there.
    pub token: PresentedToken,
    /// With a cookie: what unsafe requests send as `X-CSRF`.
    pub csrf_token: Option<Secret>,
}
