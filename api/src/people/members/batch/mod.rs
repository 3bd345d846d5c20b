//! Many members at once: as JSON, and as a file of comma-separated values.

mod file;
mod refusals;
mod report;
mod row;
mod rules;
mod service;

pub use file::count_rows;
pub(super) use refusals::BatchError;
pub(super) use service::{batch_members, import_members};
