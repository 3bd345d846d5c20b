//! What other programs use: the tokens by which they ask, whether a person holds the enrolled device, and requests
//! that they send again.

pub mod api_tokens;
pub mod idempotency;
pub mod verifications;
