//! What other programs use: the tokens by which they ask, whether a person holds the enrolled device, the audit
//! record to read, and what they are told as it happens.

pub mod api_tokens;
pub mod audit_events;
pub mod verifications;
pub mod webhooks;
