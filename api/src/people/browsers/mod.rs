//! Known browsers: a browser that finished a sign-in of a member chooses that member's own counter
//! of password tries. It proves nothing and never skips a step (OWASP device cookies).

mod service;
mod store;

pub use service::{find_known, remember, sweep};
