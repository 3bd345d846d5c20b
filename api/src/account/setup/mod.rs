//! The first start: a one-time token that makes an organization with its administrator.

mod first;
mod handlers;
mod service;
mod store;

pub use first::{NewAdministrator, NewOrganization, insert};
pub use handlers::routes;
pub use service::{SetupError, issue_first_token, issue_token, set_up, sweep};
