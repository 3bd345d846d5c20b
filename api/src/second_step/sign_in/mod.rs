//! Signing in: the password, the flow that follows it, the code, and the session at its end.

mod batch;
mod finish;
mod handlers;
mod later;
mod new_password;
mod overdue;
mod receipt;
mod refusals;
mod service;
mod store;
mod unfinished;

pub use batch::CodeChecks;
pub use handlers::routes;
pub use later::put_off;
pub use refusals::{CheckCodeError, FindFlowError, PutOffError, SignInError};
pub use service::{Sent, check_code, give_up, sign_in};
pub use store::{Decision, consume_codes};
pub use unfinished::tell_unfinished;
