//! Signing in with two steps: the flow, enrollment of a device, and recovery.

pub mod enrollment;
pub mod flow;
pub mod recovery;
pub mod sign_in;
