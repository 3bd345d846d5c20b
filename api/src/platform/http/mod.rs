//! HTTP for every handler: errors, extractors, credentials and the middleware. It knows HTTP and the
//! contract, and no feature.

pub mod credential;
pub mod csrf;
pub mod middleware;
pub mod same_origin;

pub mod body;
mod cached;
pub mod client_address;
mod client_address_header;
mod conditional;
mod error;
mod error_from;
mod field_errors;
mod file_answer;
mod json_scan;
mod known_browser;
mod mount;
mod own_body;
mod path_id;
mod pieces;
mod query;
mod refusals;
pub mod replay;
mod request_id;
mod request_origin;
mod routes;
mod rows_body;
pub mod rows_places;
mod settings;
mod shutdown;
mod to_the_end;
mod transport_body;
mod user_agent;

pub use body::Body;
pub use cached::cached;
pub use client_address_header::ClientAddressHeader;
pub use conditional::{IfMatch, IfNoneMatch, tagged};
pub use error::{
    ADDRESS_HELD, ApiError, DIRECTORY_AWAY, DIRECTORY_REFUSED, MANAGED_ELSEWHERE, PROBLEM_JSON,
    RECOVERY_HELD, UNAVAILABLE,
};
pub use field_errors::UNKNOWN_PARAMETER;
pub use file_answer::FileAnswer;
pub use known_browser::KnownBrowser;
pub use mount::{Description, Mount};
pub use own_body::{for_every_origin, with_own_body};
pub use path_id::{PathId, PathIds};
pub use pieces::without_empty;
pub use query::Query;
pub(crate) use refusals::refusals;
pub use refusals::{Contract, Refusal, Refusals, Refuses, Scheme};
pub use request_id::RequestId;
pub use request_origin::origin_of;
pub use routes::{Route, RouteTable, no_handler};
pub use rows_body::{BodyRefused, CsvFile, Rows, RowsBody, read_rows};
pub use settings::{HttpSettings, PublicUrl, RequestsPerToken};
pub use shutdown::Shutdown;
pub use to_the_end::to_the_end;
pub use transport_body::{ChoosesTransport, TransportBody};
