//! The register of consoles that sign in with us (OAuth clients): made, changed and deleted by administrators. Their
//! secrets are kept as hashes.

mod came;
mod difference;
mod events;
mod fields;
mod fields_of_addresses;
mod fields_of_proxy;
mod handlers;
mod model;
mod name;
mod own;
mod refusals;
mod service;
mod store;
mod store_events;
mod store_secrets;
mod uris;
mod views;

pub use came::Came;
pub use events::{note, note_use};
pub use handlers::routes;
pub use model::Client;
pub use service::{authenticate, find, find_by_key, find_by_origin, list_versions, sweep};
pub use uris::{add_query, is_origin_of, names};

#[cfg(test)]
pub(in crate::consoles) use model::tests::sample;
