//! Changing the policy: read from a request, put in the place of the version that was read, told to the
//! administrators.

mod asked;
mod handlers;
mod service;
mod told;

pub use handlers::routes;
