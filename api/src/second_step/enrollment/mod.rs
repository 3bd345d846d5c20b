//! Binding a device to a member: mailbox proof, pending secret, confirmation.

mod email_proof;
mod handlers;
mod refusals;
mod service;

pub use handlers::routes;
