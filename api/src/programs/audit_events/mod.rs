//! Reading and exporting the audit record of an organization. That it is read is itself recorded.

mod csv;
mod download;
mod fields;
mod handlers;
mod reading;
mod refusals;
mod service;
mod view;

pub use handlers::routes;
