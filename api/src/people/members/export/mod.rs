//! Members as a file: CSV for spreadsheets, NDJSON for programs.

mod download;
mod lines;
mod refusals;

pub(super) use download::start;
pub(super) use refusals::ExportMembersError;
