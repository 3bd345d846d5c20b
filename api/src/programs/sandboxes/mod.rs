//! Test organizations: made and deleted by administrators of a live one or by the operator; and what programs under
//! test ask inside one: its mails, and its clock.

mod clock;
mod create;
mod delete;
mod handlers;
mod mails;
mod refusals;

pub use create::create_by_host;
pub use delete::sweep;
pub use handlers::routes;
