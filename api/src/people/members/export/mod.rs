//! Members as a file: CSV for spreadsheets, NDJSON for programs.

mod download;
mod handlers;
mod lines;
mod refusals;

pub(super) use handlers::routes;
