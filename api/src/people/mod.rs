//! Members and what belongs to them: the policy of their organization, devices, sessions.

pub mod api_tokens;
pub mod browsers;
pub mod device_import;
pub mod devices;
pub mod directory;
pub mod groups;
pub mod members;
pub mod organizations;
pub mod policy;
pub mod rollout;
pub mod sessions;
pub mod sign_ins;
