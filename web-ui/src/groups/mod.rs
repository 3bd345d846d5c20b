//! The groups of members: the list, and what is done with a group.

mod acts;
mod list_page;
mod make_form;
mod name;
mod requests;

pub use list_page::GroupsPage;
