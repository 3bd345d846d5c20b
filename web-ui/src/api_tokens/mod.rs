//! The API tokens of the organization: the list, and the form for a new one.

mod list;
mod list_page;
mod make_page;
mod networks;
mod requests;
mod scopes;

pub use list_page::ApiTokensPage;
pub use make_page::NewApiTokenPage;
