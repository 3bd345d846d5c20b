//! A member's own page: who am I, confirm that it is me, my device, my password, my
//! address.

mod email;
mod handlers;
mod service;
mod store;

pub use email::sweep;
pub use handlers::routes;
