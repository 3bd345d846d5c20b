//! The audit record: the list with its filters and exports, and the page of one event.

mod action_groups;
mod chosen;
mod details;
mod event_page;
mod filters;
mod labels;
mod list_page;
mod person_filter;
mod program_filter;
mod requests;
mod verification;

pub use event_page::AuditEventPage;
pub use list_page::AuditPage;
