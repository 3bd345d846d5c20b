//! A forgotten password: asked for by anybody, answered by mail, settled with the link.
//!
//! The mail has a link with 256 random bits behind `#`, not a code of six digits: there is nothing
//! to guess, nothing to read out to a caller on the phone, and no server or `Referer` ever sees it.
//! Opening the link spends nothing, so a scanner that follows every link does no harm.

mod ask;
mod confirm;
mod handlers;
mod link;
mod store;
mod worker;

pub use handlers::routes;
pub use worker::{answer_requests, run, sweep};
