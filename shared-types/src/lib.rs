//! The contract between the API, the browser application and third-party clients: request and
//! response structs, problem codes and the pure checks that both sides share. No I/O.

mod wire;

pub mod address;
pub mod api_tokens;
pub mod audit_events;
pub mod authenticators;
pub mod browsers;
pub mod challenges;
pub mod client_events;
pub mod clients;
pub mod code;
pub mod device_import;
pub mod directory;
pub mod enrollment;
pub mod groups;
pub mod ids;
pub mod limits;
pub mod locale;
pub mod me;
pub mod member_batch;
pub mod member_export;
pub mod members;
pub mod organizations;
pub mod page;
pub mod policy;
mod policy_standing;
pub mod problem;
pub mod programs;
pub mod radius;
pub mod recovery;
pub mod sandboxes;
pub mod secret;
pub mod sessions;
pub mod setup;
pub mod sign_in;
pub mod signing;
pub mod support;
pub mod texts;
pub mod time;
pub mod verifications;
pub mod webhooks;
