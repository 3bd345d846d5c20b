//! A member's own page: who am I, confirm that it is me, my device, my password.

mod handlers;
mod service;

pub use handlers::routes;
