//! Signing in with two steps: what proves a member, the flow, enrollment of a device, and recovery.

pub mod email_codes;
pub mod enrollment;
pub mod flow;
pub mod proofs;
pub mod recovery;
pub mod sign_in;
