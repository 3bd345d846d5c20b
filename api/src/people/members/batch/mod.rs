//! Many members at once: as JSON, and as a file of comma-separated values.

mod file;
mod handlers;
mod refusals;
mod report;
mod row;
mod service;

pub(super) use handlers::routes;
