//! Signing in: the password, the flow that follows it, the code, and the session at its end.

mod batch;
mod code;
mod finish;
mod handlers;
mod password;
mod service;
mod store;
mod unfinished;

pub use batch::CodeChecks;
pub use code::{check_member_code, record_code};
pub use handlers::routes;
pub use password::{Checked, PasswordError, check_password, give_try_back, take_try};
pub use unfinished::tell_unfinished;
