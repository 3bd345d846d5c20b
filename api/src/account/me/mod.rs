//! A member's own page: who am I, confirm that it is me, my device, my password, my
//! address.

mod email;
mod handlers;
mod refusals;
mod service;

pub use handlers::routes;
