//! What every handler stands on: errors, extractors, credentials and the middleware. Knows HTTP
//! and the contract, and no feature.

pub mod credential;
pub mod csrf;
pub mod middleware;
pub mod same_origin;

mod body;
mod client_address;
mod ending;
mod error;
mod field_errors;
mod ground_errors;
mod json_scan;
mod path_id;
mod program;
mod query;
mod request_id;
mod request_meta;
mod routes;
mod settings;

pub use body::Body;
pub use ending::Ending;
pub use error::ApiError;
pub use path_id::PathId;
pub use query::Query;
pub use request_id::RequestId;
pub use request_meta::{RequestMeta, client_network};
pub use routes::{RouteTable, no_handler};
pub use settings::{HttpSettings, PublicUrl};
