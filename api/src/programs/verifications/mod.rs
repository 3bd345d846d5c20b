//! Verifications: a program asks whether a member holds the enrolled device right now. The code is checked by
//! the same proofs as at sign-in and spends the same time steps; wrong codes have counters of their own.

mod answered;
mod batch;
mod fields;
mod handlers;
mod question;
mod refusals;
mod service;
mod store;
mod store_accept;

pub use answered::{Yes, sign};
pub use batch::RightCodes;
pub use fields::{CheckedRequest, Operation, read_member, read_text};
pub use handlers::routes;
pub use refusals::VerifyError;
pub use service::{About, Opened, answer, forget_some, open, sweep};
pub use store::NewVerification;
pub use store_accept::{Accepted, Decision, Whom, consume_steps, find_members_once};
