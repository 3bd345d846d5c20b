//! The credential of a flow, as the service takes it.

use shared_types::secret::Secret;
use shared_types::sessions::Transport;

/// A presented flow token, not looked up yet.
#[derive(Clone, Debug)]
pub struct FlowCredential {
    /// The transport that it came by.
    pub transport: Transport,
    /// What the database keeps of it.
    pub token_hash: Vec<u8>,
    /// With a cookie: what unsafe requests send as `X-CSRF`.
    pub csrf_token: Option<Secret>,
}
