//! Sessions: what a finished sign-in gives. Made, checked at every request, listed, ended.

mod extract;
mod handlers;
mod model;
mod service;
mod store;

pub use extract::CsrfToken;
pub use handlers::routes;
pub use model::NewSession;
pub use service::{
    LostRight, SessionEnded, create_all, keep_through, open_sensitive_acts, recheck_right, sweep,
};
