//! Sessions: what a finished sign-in gives. Checked at every request, listed, ended.

mod check;
mod extract;
mod handlers;
mod handlers_requests;
mod last_use;
mod model;
mod person;
mod service;
mod store;

pub use check::SessionChecks;
pub use extract::{
    Asker, CsrfToken, SignedIn, end_in_browser, identify, may_now, person_in_browser,
};
pub use handlers::routes;
pub use handlers_requests::count_requests;
pub use last_use::LastUses;
pub use model::Account;
pub use person::{SignedInPerson, end_of_person, find_person, list_ended};
pub use service::{
    LostRight, SessionEnded, authorize_program, keep_through, keep_through_lowered,
    open_sensitive_acts, recheck_right,
};
