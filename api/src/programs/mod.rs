//! What other programs use: the tokens by which they ask, whether a person holds the enrolled device, the audit
//! record to read, what they are told as it happens, and requests that they send again.

pub mod api_tokens;
pub mod audit_events;
pub mod challenges;
pub mod idempotency;
pub mod sandboxes;
pub mod verifications;
pub mod webhooks;
