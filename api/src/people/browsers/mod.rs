//! Known browsers: a browser that finished a sign-in of a member chooses that member's own counter
//! of password tries. It proves nothing and never skips a step (OWASP device cookies). Its member sees it
//! on the security page, and ends it there.

mod handlers;
mod list;
mod model;
mod service;
mod store;

pub use handlers::routes;
pub use model::{KnownBrowser, NewBrowser, PresentedBrowser};
pub use service::{
    codes_blocked_until, count_wrong_code, end_all, find, find_known, forgive_codes,
    forgive_member, note_use, remember, sweep,
};
pub use store::BrowserColumns;
