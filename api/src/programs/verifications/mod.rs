//! Verifications: a program asks whether a member holds the enrolled device right now. The code is checked by
//! the same proofs as at sign-in, with the same steps and counters.

mod fields;
mod handlers;
mod question;
mod refusals;
#[expect(
    clippy::disallowed_methods,
    reason = "the id of a verification; it goes with the next change of that file"
)]
mod service;
mod store;

pub use fields::{Asked, Named, Operation, read_member, read_text};
pub use handlers::routes;
pub use refusals::VerifyError;
pub use service::{Opened, Yes, answer, forget_some, open, sign, sweep};
