//! The page "Import authenticator entries": what would happen first, and then the import.

mod page;
mod report;
mod requests;
mod rows;
mod words;

pub use page::ImportEntriesPage;
