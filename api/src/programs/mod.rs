//! What other programs use: the tokens by which they ask, whether a person holds the enrolled device, and the
//! audit record to read.

pub mod api_tokens;
pub mod audit_events;
pub mod verifications;
