//! The first start: a one-time token that makes an organization with its administrator, and the
//! proof that keys and database belong together.

mod handlers;
mod key_check;
mod service;
mod store;

pub use handlers::routes;
pub use key_check::{KeyCheckError, check_keys, key_check};
pub use service::{SetupError, issue_first_token, issue_token, set_up, sweep};
