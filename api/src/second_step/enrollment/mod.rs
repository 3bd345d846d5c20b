//! Binding a device to a member: mailbox proof, pending secret, confirmation.

mod email_proof;
mod handlers;
mod service;
mod store;

pub use handlers::routes;
