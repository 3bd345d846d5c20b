//! Known browsers: a browser that finished a sign-in of a member chooses that member's own counter
//! of password tries. It proves nothing and never skips a step (OWASP device cookies).

mod model;
mod service;
mod store;

pub use model::KnownBrowser;
pub use service::{
    codes_blocked_until, count_wrong_code, end_all, find, find_known, forgive_codes,
    forgive_member, remember, sweep,
};
pub use store::BrowserColumns;
