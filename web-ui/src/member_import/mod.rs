//! The page "Import members": what would happen first, and then the import.

mod page;
mod report;
mod requests;

pub use page::ImportMembersPage;
