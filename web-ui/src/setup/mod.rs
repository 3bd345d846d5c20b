//! The creation of the organization and its first administrator.

mod page;
mod requests;

pub use page::SetupPage;
