//! Signing in: the password, the flow that follows it, the code, and the session at its end.

mod code;
mod handlers;
mod password;
mod service;

pub use code::{check_member_code, record_code};
pub use handlers::routes;
pub use password::{Checked, PasswordError, check_password};
