//! The audit record: the list with its filters and exports, and the page of one event.

mod details;
mod event_page;
mod filters;
mod labels;
mod list_page;
mod verification;

pub use event_page::AuditEventPage;
pub use list_page::AuditPage;
