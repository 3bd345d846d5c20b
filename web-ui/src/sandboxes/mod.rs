//! The test organizations of the organization: the list, and the form for a new one. In a test organization its mails
//! and its clock.

mod address;
mod clock;
mod inside_page;
mod list_page;
mod mails;
mod make_page;
mod requests;
mod span;

pub use inside_page::InsidePage;
pub use list_page::SandboxesPage;
pub use make_page::NewSandboxPage;
