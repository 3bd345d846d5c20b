//! The test organizations of the organization: the list, and the form for a new one.

mod address;
mod list_page;
mod make_page;
mod requests;

pub use list_page::SandboxesPage;
pub use make_page::NewSandboxPage;
