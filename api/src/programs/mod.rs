//! What other programs use: the tokens by which they ask, and whether a person holds the enrolled device.

pub mod api_tokens;
pub mod verifications;
